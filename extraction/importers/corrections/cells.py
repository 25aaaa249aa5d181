"""Cells of databases as text that a spreadsheet holds, and what was meant by it."""

import re
from collections.abc import Iterable

from extraction.model import Cell
from graph.errors import InvalidInput

LONGEST = 32_000
"""A spreadsheet's cell holds little more."""
MOST_LINES = 400
"""Of a row; a table's row of more is not read."""
_CONTROL = re.compile(r"[^\S\n ]|[\x00-\x08\x0e-\x1f\x7f\ufeff]")
_WHOLE = re.compile(r"[-+]?\d{1,18}")
_PLAIN = re.compile(r"-?(?:0|[1-9]\d{0,17})")
_DIGITS = re.compile(r"[-+]?\d{1,60}")
_PARTED = re.compile(r"[-+]?\d{1,18}[.,]\d{1,18}")
_ROUNDED = re.compile(r"([-+]?\d(?:[.,]\d{1,17})?)[Ee]([-+]?\d{1,3})")
_FEWEST_DIGITS = 9
"""A shorter number is shown whole."""
_TEXT = ("CHAR", "CLOB", "TEXT")


class Rounded(InvalidInput):
    """A number that a spreadsheet wrote shorter than it is."""


def show_row(row: Iterable[Cell]) -> tuple[str, ...]:
    """Return cells as text: empty for NULL, bytes, and what no spreadsheet holds."""
    shown, lines = [], 0
    for cell in row:
        text = _show(cell)
        if lines + text.count("\n") > MOST_LINES:
            text = ""
        lines += text.count("\n")
        shown.append(text)
    return tuple(shown)


def _show(cell: Cell) -> str:
    if cell is None or isinstance(cell, bytes):
        return ""
    if not isinstance(cell, str):
        return str(cell)
    if len(cell) > LONGEST:
        return ""
    text = cell.replace("\r\n", "\n").replace("\r", "\n").replace("\ufffd", "?")
    return _CONTROL.sub(" ", text)


def correct_cell(column: str, cell: Cell, shown: str, text: str, declared: str) -> Cell:
    """Return what a person means by the text that stands where `shown` was written.

    The cell itself where the text is the same, or as a spreadsheet writes it; bytes
    stay. Else a number where the column, as `declared`, holds such; None for empty.
    Raises Rounded for a number that is not written out.
    """
    if isinstance(cell, bytes) or _is_same(text, shown):
        return cell
    if _ROUNDED.fullmatch(text):
        raise Rounded(f"{column}: {text} is rounded: write the number out")
    return _typed(text, declared.upper())


def _is_same(text: str, shown: str) -> bool:
    """Whether nothing but spaces changed, or a spreadsheet took it for a number.

    Such a number loses its plus and zeros in front, and digits at its end.
    """
    if text.split() == shown.split():
        return True
    number, written = _number(shown), text.replace(",", ".")
    if number is None:
        return False
    if found := _ROUNDED.fullmatch(written):
        places = len(found[1].partition(".")[2])
        return f"{number:.{places}e}" == f"{float(written):.{places}e}"
    if _DIGITS.fullmatch(shown):
        return written == str(int(shown))
    if _number(written) is None or len(written) < _FEWEST_DIGITS:
        return False
    return round(number, len(written.partition(".")[2])) == float(written)


def _number(text: str) -> float | None:
    is_number = _DIGITS.fullmatch(text) or _PARTED.fullmatch(text)
    return float(text.replace(",", ".")) if is_number else None


def _typed(text: str, declared: str) -> Cell:
    """Return a text as SQLite keeps it in a column: by what its type says of numbers.

    In a column without a type it is a number where nothing of it is lost.
    """
    if not text:
        return None
    if "INT" not in declared and any(word in declared for word in _TEXT):
        return text
    is_typed = bool(declared) and "BLOB" not in declared
    if (_WHOLE if is_typed else _PLAIN).fullmatch(text):
        return int(text)
    if _PARTED.fullmatch(text):
        number = float(text.replace(",", "."))
        return number if is_typed or repr(number) == text else text
    return text
