"""Lines of a text of any size, numbered, without their ends."""

from collections.abc import Iterator

from extraction.model import Content
from extraction.reading.encoding import iter_text

MAX_LINE = 1 << 20


def iter_lines(content: Content) -> Iterator[tuple[int, str]]:
    """Yield (number from 1, line); a line longer than MAX_LINE is cut there."""
    number = 0
    rest = ""
    for piece in iter_text(content):
        *lines, rest = (rest + piece).split("\n")
        for line in lines:
            number += 1
            yield number, line[:MAX_LINE].rstrip("\r")
        rest = rest[:MAX_LINE]
    if rest:
        yield number + 1, rest.rstrip("\r")
