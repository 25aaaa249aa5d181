"""PPTX to its pages, one a slide, speaker's notes after it."""

import re

from lxml import etree

from extraction.reading.markup import Parts, TextBuilder, local_name

_SLIDE = re.compile(r"ppt/slides/slide([0-9]{1,6})\.xml")


def read_pptx(data: bytes) -> list[str]:
    """Return a page for each slide, in the order of their numbers."""
    parts = Parts(data)
    numbers = sorted(int(m[1]) for n in parts.names if (m := _SLIDE.fullmatch(n)))
    return [_read_slide(parts, number) for number in numbers]


def _read_slide(parts: Parts, number: int) -> str:
    names = (
        f"ppt/slides/slide{number}.xml",
        f"ppt/notesSlides/notesSlide{number}.xml",
    )
    roots = [root for name in names if (root := parts.find(name)) is not None]
    return "\n\n".join(text for root in roots if (text := _render(root)))


def _render(root: etree._Element) -> str:
    out = TextBuilder()
    for event, element in etree.iterwalk(root, events=("start", "end")):
        match event, local_name(element):
            case "start", "t":
                out.add(element.text or "")
            case "start", "br":
                out.end_line()
            case "start", "tr":
                out.start_row()
            case "end", "p":
                out.end_line()
            case "end", "tc":
                out.end_cell()
            case "end", "tr":
                out.end_row()
    return out.text()
