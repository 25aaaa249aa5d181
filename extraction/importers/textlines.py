"""Lines of a text file with their numbers, in any encoding, one piece at a time."""

from collections.abc import Iterator

from extraction.model import Content
from extraction.reading.encoding import iter_text

MAX_LINE = 1 << 20


def iter_lines(content: Content) -> Iterator[tuple[int, str]]:
    """Yield (number from 1, line); only CR, LF and CR LF end one.

    What is longer than a million characters is cut.
    """
    rest, number = "", 0
    for piece in iter_text(content):
        lines = (rest + piece).replace("\r\n", "\n").split("\n")
        rest = lines.pop()
        if rest.endswith("\r"):
            rest, held = rest[:-1], "\r"
        else:
            held = ""
        for line in lines:
            number += 1
            yield number, line[:MAX_LINE]
        rest = rest[-MAX_LINE:] + held
    if rest:
        yield number + 1, rest.rstrip("\r")
