"""Rows on their way from the process that reads a file."""

import pickle
from typing import Any

from backend.ingest.preparing import Batch
from extraction.model import Rejection
from graph.model import Kind, Place, Record, Value


def test_rows_come_out_of_another_process_as_they_went_in() -> None:
    """Records with all that they have, rejections, their order, and how far it is."""
    rows: list[Record | Rejection] = [
        Record(
            "p", "Person", (Value("name", "Ana", "sr", "АНА"), Value("email", "a@b"))
        ),
        Rejection("a.csv", "its date is empty", "row 3", "raw"),
        Record("q", "Person", (), Place(2, 3, 5, "row 4"), Kind.ASSESSMENT),
    ]
    came: Any = pickle.loads(pickle.dumps(Batch(list(rows), 17)))
    assert came == Batch(list(rows), 17)
    assert type(came) is Batch
    first, _, last = came.rows
    assert isinstance(first, Record) and isinstance(first.values[0], Value)
    assert isinstance(last, Record) and last.kind is Kind.ASSESSMENT
