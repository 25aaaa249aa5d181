"""Whether a file named as a table is one, which an importer takes by a mapping."""

import csv

_SUFFIXES = (".csv", ".tsv", ".tab", ".psv")
_SEPARATORS = ",;\t|"
_AGREEING = 0.8


def is_delimited(text: str, name: str) -> bool:
    """Whether the name says table and most rows hold equally many fields, two or more.

    Text of another name stays a document, so that a list in a note is not lost.
    """
    if not name.lower().endswith(_SUFFIXES):
        return False
    lines = [line for line in text.splitlines()[:200] if line.strip()]
    rows = lines[:-1] if len(lines) > 2 else lines
    return any(_counts_agree(rows, mark) for mark in _SEPARATORS)


def _counts_agree(rows: list[str], mark: str) -> bool:
    try:
        widths = [len(row) for row in csv.reader(rows, delimiter=mark) if row]
    except csv.Error:
        return False
    if not widths or widths[0] < 2:
        return False
    return sum(width == widths[0] for width in widths) >= len(widths) * _AGREEING
