"""Records written in bulk: ids are HMACs, and what is known is passed over."""

import hmac
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from graph.ledger import Appended, Ledger
from graph.ledger.ids import (
    Sealer,
    prefix_of,
    prefixes_of,
    record_key,
)
from graph.ledger.writing import CHUNK
from graph.model import Context, Record, Value

CONTEXT = Context("a", "test/1")


@pytest.fixture
def ledger(tmp_path: Path) -> Iterator[Ledger]:
    """Return a ledger with the empty case a."""
    made = Ledger.open(str(tmp_path / "ledger.db"))
    made.create_case("a", "A case", None, "operator")
    yield made
    made.close()


def append(ledger: Ledger, records: list[Record]) -> Appended:
    """Say records in one event."""
    with ledger.commit(kind="add", case="a", actor="ana") as tx:
        return tx.append(CONTEXT, records)


def named(entity: str, *names: str) -> Record:
    """Return a record of a person with some names."""
    return Record(entity, "Person", tuple(Value("name", name) for name in names))


def test_what_an_earlier_chunk_said_is_known_to_the_next(ledger: Ledger) -> None:
    """One append of several chunks keeps each record and statement once."""
    records = [named(f"p{i}", f"Ana {i}") for i in range(CHUNK)]
    again = [records[0], named("p1", "Ana 1", "Vera"), named("q", "Q", "Q")]
    assert append(ledger, [*records, *again]) == Appended(CHUNK + 2, CHUNK + 2)
    assert append(ledger, [*again, *records]) == Appended(0, 0)


def test_records_of_one_new_entity_share_its_statements(ledger: Ledger) -> None:
    """What two records of one append say alike is one statement."""
    said = [named("p", "Ana", "Vera"), named("p", "Vera", "Mara"), named("p", "Ana")]
    assert append(ledger, said) == Appended(3, 3)
    assert append(ledger, [named("p", "Mara", "Zora")]) == Appended(1, 1)


@given(key=st.binary(min_size=1, max_size=80), text=st.text(max_size=20))
def test_ids_are_the_standard_hmac(key: bytes, text: str) -> None:
    """An id is HMAC-SHA256 of the canonical form, a record's key of its ids."""
    said = Record("p", "Person", (Value("name", text), Value("notes", text, "sqi")))
    digests = Sealer(key, CONTEXT).digests("a:p", said)
    forms = Sealer(key, CONTEXT).forms("a:p", said)
    assert digests == [hmac.digest(key, form, "sha256") for form in forms]
    joined = b"".join(sorted(digests))
    assert record_key(key, digests) == hmac.digest(key, joined, "sha256")[:16]
    assert prefixes_of(digests) == {prefix_of(digest) for digest in digests}
    assert prefixes_of([]) == set()
