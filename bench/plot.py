"""Growth as a picture: one line a step over both axes by powers, in plain SVG."""

import math
from collections.abc import Sequence
from html import escape
from itertools import cycle

from bench.measuring import Figure

WIDTH, HEIGHT, LEFT, BOTTOM, RIGHT, TOP = 760, 420, 64, 48, 200, 40
COLOURS = ("#2a78c8", "#c25b12", "#2f8f4e", "#b0449c", "#8a7a10", "#4f63d2", "#0f8a8a",
           "#a33a3a")  # fmt: skip
APART = 14
"""Pixels from one line's name to the next."""
STYLE = (
    "<style>text{font:12px sans-serif;fill:#333}path{fill:none;stroke-width:2}"
    ".grid{stroke:#8885;stroke-width:1}.back{fill:#fff}"
    "@media(prefers-color-scheme:dark){text{fill:#ddd}.back{fill:#14171c}}</style>"
)


def draw(figures: Sequence[Figure], title: str) -> str:
    """Return the SVG of the figures that have points; needs one."""
    lines = [figure for figure in figures if len(figure.points) > 1]
    sizes = sorted({size for line in lines for size, _ in line.points})
    values = [max(value, 1e-3) for line in lines for _, value in line.points]
    low, high = (
        math.floor(math.log10(min(values))),
        math.ceil(math.log10(max(values))),
    )
    inside = WIDTH - LEFT - RIGHT, HEIGHT - TOP - BOTTOM

    def x(size: float) -> float:
        return LEFT + inside[0] * math.log2(size / sizes[0]) / math.log2(
            sizes[-1] / sizes[0]
        )

    def y(value: float) -> float:
        share = (math.log10(max(value, 1e-3)) - low) / max(high - low, 1)
        return HEIGHT - BOTTOM - inside[1] * share

    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {HEIGHT}">',
        STYLE,
        f'<rect class="back" width="{WIDTH}" height="{HEIGHT}"/>',
        _text(LEFT, 22, title),
        _text(LEFT, HEIGHT - 8, "statements or edges held"),
    ]
    for power in range(low, high + 1):
        at = y(10.0**power)
        parts.append(
            f'<path class="grid" d="M{LEFT} {at:.1f}H{WIDTH - RIGHT}"/>'
            + _text(LEFT - 8, at + 4, f"{10.0**power:g} µs", "end")
        )
    for size in sizes:
        parts.append(_text(x(size), HEIGHT - 28, f"{size / 1000:g}k", "middle"))
    named = _spread([y(line.points[-1][1]) for line in lines])
    for colour, line, place in zip(cycle(COLOURS), lines, named, strict=False):
        steps = " L".join(
            f"{x(size):.1f} {y(value):.1f}" for size, value in line.points
        )
        parts.append(f'<path d="M{steps}" stroke="{colour}"/>')
        end = line.points[-1]
        name = line.what.partition(",")[0]
        parts.append(
            f'<circle cx="{x(end[0]):.1f}" cy="{y(end[1]):.1f}" r="4" fill="{colour}"/>'
            + _text(x(end[0]) + 10, place + 4, name)
        )
    return "\n".join([*parts, "</svg>", ""])


def _spread(heights: Sequence[float]) -> list[float]:
    """Return heights for names, in their order from the top, none on another."""
    found, least = [0.0] * len(heights), -math.inf
    for at in sorted(range(len(heights)), key=heights.__getitem__):
        least = found[at] = max(heights[at], least + APART)
    return found


def _text(x: float, y: float, text: str, anchor: str = "start") -> str:
    place = f'x="{x:.1f}" y="{y:.1f}" text-anchor="{anchor}"'
    return f"<text {place}>{escape(text)}</text>"
