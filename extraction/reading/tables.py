"""Whether text is a table that an importer takes by a mapping, not a document."""

import csv

_SUFFIXES = (".csv", ".tsv", ".tab", ".psv")
_SEPARATORS = ",;\t|"


def is_delimited(text: str, name: str = "") -> bool:
    """Whether the rows of `text` hold equally many fields.

    A file named as a table needs two rows of two fields; any other needs four rows of
    four, so that prose and short lists stay documents. A cut last row is left out.
    """
    named = name.lower().endswith(_SUFFIXES)
    least = 2 if named else 4
    lines = [line for line in text.splitlines()[:200] if line.strip()]
    if len(lines) < least:
        return False
    rows = lines[:-1] if len(lines) > least else lines
    return any(_counts_agree(rows, mark, least, named) for mark in _SEPARATORS)


def _counts_agree(rows: list[str], mark: str, least: int, named: bool) -> bool:
    try:
        widths = [len(row) for row in csv.reader(rows, delimiter=mark) if row]
    except csv.Error:
        return False
    if not widths or widths[0] < least:
        return False
    agreeing = sum(width == widths[0] for width in widths)
    return agreeing >= len(widths) * (0.8 if named else 1.0)
