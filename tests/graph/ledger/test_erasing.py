"""What a law takes out is gone from the file; what is left is as it was."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import Connection, select

from graph.follow import catch_up, rebuild
from graph.ledger import Ledger, tables
from graph.ledger.content import erasure_content, event_content
from graph.ledger.erasing import Cut, Erased, Eraser, compact, erased_upto
from graph.model import Context, Place, Record, Scope, Value, Verdict
from graph.store.embedded import EmbeddedStore
from graph.store.fingerprint import fingerprint

ALL = Scope("operator", everything=True)
FILE = Context("a", "pnrgov/1", "d" * 64)
SECRET = "Nepomuceno Grdelin"
NUMBER = "+381641239876"


@pytest.fixture
def ledger(tmp_path: Path) -> Iterator[Ledger]:
    """Return a ledger with two people of one file, and words on them."""
    opened = Ledger.open(str(tmp_path / "ledger.db"))
    opened.create_case("a", "A", None, "ana")
    add(opened)
    with opened.commit(kind="judge", case="a", actor="ana") as tx:
        tx.judge("a:p", "a:q", Verdict.POSITIVE, explanation=f"both {SECRET}")
    yield opened
    opened.close()


def records() -> list[Record]:
    """Return what the file says."""
    return [
        Record(
            "p",
            "Person",
            (Value("name", SECRET), Value("country", "rs"), Value("phone", NUMBER)),
            Place(record="message 1, person 1"),
        ),
        Record(
            "q", "Person", (Value("name", "Vera Verić"),), Place(record="message 1")
        ),
    ]


def add(ledger: Ledger) -> int:
    """Say what the file says; return how many statements are new."""
    with ledger.commit(kind="ingest", case="a", actor="ana") as tx:
        return tx.append(FILE, records()).statements


def number_of(connection: Connection, entity: str) -> int:
    """Return the number of an entity's first record."""
    query = (
        select(tables.record.c.n)
        .join(tables.entity, tables.entity.c.n == tables.record.c.entity)
        .where(tables.entity.c.id == entity)
    )
    return int(connection.execute(query).scalars().first() or 0)


def erase(ledger: Ledger, entity: str, *props: str) -> Erased:
    """Withdraw and take out values of an entity, all where none are named."""
    said = ledger.find_statements(ALL, [entity])[entity]
    with ledger.commit(kind="erase", case="a", actor="ana", reason="law") as tx:
        tx.withdraw([s.id for s in said if not props or s.value.prop in props], "law")
    with ledger.writing() as connection:
        eraser = Eraser(connection, "a")
        cut = Cut(number_of(connection, entity), frozenset(props) if props else None)
        eraser.take([cut])
        return eraser.finish({"law": "Article 12"})


def values(ledger: Ledger, entity: str) -> dict[str, str]:
    """Return the live values of an entity by property."""
    said = ledger.find_statements(ALL, [entity]).get(entity, [])
    return {s.value.prop: s.value.value for s in said}


def test_some_values_go_and_the_rest_is_found_by_its_id(ledger: Ledger) -> None:
    """Ids of what stays do not change; those of what went find nothing."""
    before = {s.value.prop: s.id for s in ledger.find_statements(ALL, ["a:p"])["a:p"]}
    made = erase(ledger, "a:p", "name", "phone")
    assert values(ledger, "a:p") == {"country": "rs"}
    assert (made.statements, made.records, made.entities) == (2, 0, 0)
    found = ledger.find_statements_by_id(ALL, before.values())
    assert set(found) == {before["country"]}
    (word,) = ledger.find_judgements(ALL)
    assert word.explanation == ""


def test_all_of_an_entity_goes_with_its_id_and_words(ledger: Ledger) -> None:
    """No record, entity, judgement or withdrawal of it is left."""
    made = erase(ledger, "a:p")
    assert (made.statements, made.records, made.entities) == (3, 1, 1)
    with ledger.engine.connect() as connection:
        names = set(connection.execute(select(tables.entity.c.id)).scalars())
        assert names == {"a:q"}
        for table in (tables.judgement, tables.withdrawal):
            assert connection.execute(select(table)).all() == []


def test_what_was_erased_is_not_taken_in_again(ledger: Ledger) -> None:
    """The same file once more brings back nothing of it; another case may have it."""
    erase(ledger, "a:p", "name", "phone")
    assert add(ledger) == 0
    assert values(ledger, "a:p") == {"country": "rs"}
    ledger.create_case("b", "B", None, "ana")
    with ledger.commit(kind="ingest", case="b", actor="ana") as tx:
        context = Context("b", FILE.origin, FILE.document)
        assert tx.append(context, records()).statements == 4


def test_digests_lead_from_before_to_after(ledger: Ledger) -> None:
    """The event's digest before is kept, and the one after is what is found."""
    with ledger.engine.connect() as connection:
        before = event_content(connection, 1)
    made = erase(ledger, "a:p", "name")
    with ledger.engine.connect() as connection:
        table = tables.reduction
        rows = {r.event: r for r in connection.execute(select(table))}
        assert rows[1].before == before != rows[1].after
        assert rows[1].after == event_content(connection, 1)
        assert made.digest == erasure_content(connection, made.n)
        assert erased_upto(connection) == 3
        receipt = connection.execute(select(tables.erasure.c.receipt)).scalar()
    assert SECRET not in str(receipt) and "Article 12" in str(receipt)


def test_no_file_holds_what_went(ledger: Ledger, tmp_path: Path) -> None:
    """After compacting neither the database nor its log of pages has the bytes."""
    erase(ledger, "a:p")
    compact(ledger.engine)
    for path in tmp_path.rglob("*"):
        data = path.read_bytes()
        assert SECRET.encode() not in data and NUMBER.encode() not in data
    assert values(ledger, "a:q") == {"name": "Vera Verić"}


@pytest.mark.parametrize("followed", [1, 3])
def test_a_graph_follows_over_an_erasure(
    ledger: Ledger, tmp_path: Path, followed: int
) -> None:
    """From before the erasure it is made anew; both ways it is what a rebuild gives."""
    store = EmbeddedStore(tmp_path / "graph")
    catch_up(ledger, store.writer(), upto=followed if followed == 1 else None)
    if followed == 3:
        said = ledger.find_statements(ALL, ["a:p"])["a:p"]
        with ledger.commit(kind="erase", case="a", actor="ana") as tx:
            tx.withdraw([s.id for s in said], "law")
        catch_up(ledger, store.writer())
        with ledger.writing() as connection:
            eraser = Eraser(connection, "a")
            eraser.take([Cut(number_of(connection, "a:p"))])
            eraser.finish({})
    else:
        erase(ledger, "a:p")
    catch_up(ledger, store.writer())
    shown = fingerprint(store.facets())
    captions = {getattr(one, "caption", "") for one in store.facets()}
    assert SECRET not in captions
    rebuild(ledger, store.writer())
    assert shown == fingerprint(store.facets())
    store.close()
