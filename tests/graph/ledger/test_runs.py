"""Ids are found in whatever run of records they stand."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from graph.follow import catch_up, rebuild
from graph.ledger import Appended, Ledger
from graph.ledger.runs import find_runs, run_of
from graph.ledger.tables import RUN_BITS
from graph.model import Context, Record, Scope, Value
from graph.store.embedded import EmbeddedStore
from graph.store.fingerprint import fingerprint

OPERATOR = Scope("operator", everything=True)
CONTEXT = Context("a", "test/1")
FAR = 5 << RUN_BITS
PEOPLE = ("p", "q", "r")


def person(name: str) -> Record:
    """Return a record of a person with a name and a number."""
    values = (Value("name", f"Ana {name}"), Value("phone", "+381641234567"))
    return Record(name, "Person", values)


def say(ledger: Ledger, *names: str) -> Appended:
    """Say records of some people in one event."""
    with ledger.commit(kind="add", case="a", actor="ana") as tx:
        return tx.append(CONTEXT, map(person, names))


@pytest.fixture
def ledger(tmp_path: Path) -> Iterator[Ledger]:
    """Return a ledger whose records p, q and r stand in the runs 5, 0 and 5."""
    made = Ledger.open(str(tmp_path / "ledger.db"))
    made.create_case("a", "A case", None, "operator")
    say(made, "p", "q")
    with made.writing() as connection:
        for command in (
            f"UPDATE record SET n = {FAR} WHERE n = 1",
            f"UPDATE statement SET run = 5, record = {FAR} WHERE record = 1",
        ):
            connection.exec_driver_sql(command)
    say(made, "r")
    yield made
    made.close()


def ids(ledger: Ledger) -> dict[str, str]:
    """Return the id of each person's name."""
    said = ledger.find_statements(OPERATOR, [f"a:{n}" for n in PEOPLE], "name")
    return {entity: one.id for entity, (one,) in said.items()}


def test_new_records_stand_in_the_last_run(ledger: Ledger) -> None:
    """Their numbers go on from the highest one."""
    with ledger.engine.connect() as connection:
        rows = connection.exec_driver_sql("SELECT DISTINCT run, record FROM statement")
        assert sorted(map(tuple, rows)) == [(0, 2), (5, FAR), (5, FAR + 1)]
        assert find_runs(connection) == [0, 1, 2, 3, 4, 5]
    assert run_of(FAR) == 5 and run_of(FAR - 1) == 4


def test_what_any_run_holds_is_known_and_found(ledger: Ledger) -> None:
    """Said again it is nothing new; by its id it is found, withdrawn and followed."""
    assert say(ledger, *PEOPLE) == Appended(0, 0)
    known = ids(ledger)
    assert set(ledger.find_statements_by_id(OPERATOR, known.values())) == set(
        known.values()
    )
    with ledger.commit(kind="withdraw", case="a", actor="ana") as tx:
        tx.withdraw(list(known.values()), "wrong")
    assert ids(ledger) == {}
    assert ledger.counts(OPERATOR, "a").statements == 3


def test_the_graph_follows_what_any_run_holds(ledger: Ledger, tmp_path: Path) -> None:
    """A withdrawal in an early run changes the node as one in the last does."""
    store = EmbeddedStore(tmp_path)
    catch_up(ledger, store.writer())
    with ledger.commit(kind="withdraw", case="a", actor="ana") as tx:
        tx.withdraw(list(ids(ledger).values())[:2], "wrong")
    catch_up(ledger, store.writer())
    followed = fingerprint(store.facets())
    rebuild(ledger, store.writer())
    assert fingerprint(store.facets()) == followed
    store.close()
