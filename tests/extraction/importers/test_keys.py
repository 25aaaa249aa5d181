"""Ids that key columns give."""

import re
import unicodedata

from hypothesis import given, settings
from hypothesis import strategies as st

from extraction.importers.keys import derive_id


def test_the_design_s_example_does_not_collide() -> None:
    """(12, 3), (3, 12) and (1, 23) are three entities."""
    keys = [("12", "3"), ("3", "12"), ("1", "23"), ("123",), ("123", "")]
    assert len({derive_id(key) for key in keys}) == len(keys)


def test_literal_and_prefix_count() -> None:
    """The same columns under another literal or data set are another entity."""
    ids = {derive_id(["1"]), derive_id(["1"], "a"), derive_id(["1"], "", "a")}
    assert len(ids) == 3


def test_an_empty_key_is_no_entity() -> None:
    """Where all key columns are empty there is no id; one filled column is enough."""
    assert derive_id(["", ""], "literal") is None
    assert derive_id(["", "1"]) != derive_id(["1", ""])


PART = st.text(max_size=6).map(lambda text: unicodedata.normalize("NFC", text))
KEY = st.lists(PART, min_size=1, max_size=4)


@settings(max_examples=300, deadline=None)
@given(KEY, KEY)
def test_ids_are_equal_exactly_for_equal_keys(one: list[str], two: list[str]) -> None:
    """No two different tuples share an id, and the same tuple always has the same."""
    first, second = derive_id(one), derive_id(two)
    if first is not None and second is not None:
        assert (first == second) is (one == two)
        assert re.fullmatch("[0-9a-f]{40}", first)
