"""Short notes with gold, many in one file: language, marked text, `> relations`."""

from collections.abc import Iterator

from extraction.evaluation.gold import GoldDocument
from extraction.evaluation.marked import RELATIONS_LINE, TEXT_LINE, parse_marked
from graph.errors import InvalidInput

_CYRILLIC = range(0x400, 0x530)


def parse_notes(name: str, content: str) -> Iterator[GoldDocument]:
    """Yield the notes of a file, which empty lines part: documents NAME-NUMBER.

    The first line of a note is its language; lines behind `> ` are what it states, as
    below a document's text. Raises InvalidInput for anything unexpected.
    """
    blocks = content.removeprefix("\ufeff").replace("\r\n", "\n").strip().split("\n\n")
    for number, block in enumerate(blocks):
        try:
            yield parse_note(f"{name}-{number}", block.strip("\n"))
        except InvalidInput as error:
            raise InvalidInput(f"note {number + 1}: {error}") from error


def parse_note(name: str, block: str) -> GoldDocument:
    """Return one note. Raises InvalidInput for anything unexpected."""
    language, *lines = block.split("\n")
    script = "Cyrl" if any(ord(c) in _CYRILLIC for c in block) else "Latn"
    head = f"language: {language}\nscript: {script}\ngenre: note\npart: train"
    text = [line for line in lines if not line.startswith("> ")]
    stated = [line.removeprefix("> ") for line in lines if line.startswith("> ")]
    body = [head, TEXT_LINE, *text, RELATIONS_LINE, *stated, ""]
    return parse_marked(name, "\n".join(body))
