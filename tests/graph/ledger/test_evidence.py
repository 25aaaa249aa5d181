"""What relationships rest on, many at once, and entities streamed one by one."""

from pathlib import Path

import pytest

from graph.errors import NotFound
from graph.ledger import Ledger
from graph.model import Context, Link, Record, Scope, Value, scoped_id

EVERYONE = Scope("operator", everything=True)
ON_CASE = Scope("ana", {"c": frozenset()})


@pytest.fixture
def ledger(tmp_path: Path) -> Ledger:
    """A ledger with ids that hold what link ids are joined by."""
    opened = Ledger.open(str(tmp_path / "ledger.db"))
    opened.create_case("c", "C", None, "test")
    own = (Value("owner", "a~b"), Value("asset", "f"))
    records = [
        Record(
            "a~b", "Person", (Value("name", "Ana"), Value("phone", "+381641234567"))
        ),
        Record("own~1", "Ownership", own),
        Record("own", "Ownership", (Value("owner", "x"), Value("asset", "f"))),
    ]
    with opened.commit(kind="ingest", case="c", actor="test") as tx:
        tx.append(Context("c", "test/1", handling=frozenset({"H2"})), records)
        hidden = Record("a~b", "Person", (Value("alias", "Zmija"),))
        tx.append(Context("c", "test/1", compartment="secret"), [hidden])
    return opened


def link(local: str, schema: str) -> Link:
    """Return a link of the case by its id."""
    return Link(scoped_id("c", local), schema, "c:a~b", "c:f")


def test_links_are_told_what_they_rest_on(ledger: Ledger) -> None:
    """Whatever their ids hold, none takes another's statements."""
    phone = link("a~b~phone~phone-381641234567", "phone")
    single, spread = link("own~1", "Ownership"), link("own~1~a~b~f", "Ownership")
    other = link("a~b~phone~phone-1", "phone")
    links = [phone, single, spread, other]
    found = ledger.find_links_statements(EVERYONE, links)
    assert [s.value.prop for s in found[phone.id]] == ["phone"]
    for one in (single, spread):
        assert {s.entity for s in found[one.id]} == {"c:own~1"}
        assert ledger.find_link_statements(EVERYONE, one) == found[one.id]
    assert other.id not in found
    assert ledger.find_links_statements(Scope("mal"), links) == {}


def test_entities_come_one_by_one(ledger: Ledger) -> None:
    """By id, each with what the scope sees of it, of some schemata alone if asked."""
    found = dict(ledger.iter_entities(EVERYONE, "c"))
    assert list(found) == ["c:a~b", "c:own", "c:own~1"]
    assert [s.value.value for s in found["c:a~b"]] == ["Ana", "+381641234567", "Zmija"]
    seen = dict(ledger.iter_entities(ON_CASE, "c"))
    assert "Zmija" not in {s.value.value for s in seen["c:a~b"]}
    assert list(dict(ledger.iter_entities(ON_CASE, "c", ["Person"]))) == ["c:a~b"]
    withdrawn = found["c:own"][0].id
    with ledger.commit(kind="withdraw", case="c", actor="test") as tx:
        tx.withdraw([withdrawn], "wrong")
    assert len(dict(ledger.iter_entities(EVERYONE, "c"))["c:own"]) == 1
    with pytest.raises(NotFound):
        next(ledger.iter_entities(Scope("mal"), "c"))
