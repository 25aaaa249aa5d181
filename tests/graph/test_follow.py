"""Following the ledger: exact steps that end where starting anew would."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, TypeAlias, TypeVar

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from graph.errors import Conflict
from graph.follow import catch_up, rebuild
from graph.ledger import Ledger
from graph.ledger.feed import FeedRow
from graph.model import Context, Delta, FacetKey, LinkFacet, NodeFacet, Record, Scope
from graph.model import Value as V
from graph.projection import Contribution, project
from graph.store.facets import merge_link_facets, next_links, next_nodes

OPERATOR = Scope("operator", everything=True)

Step: TypeAlias = tuple[Any, ...]
"""What is done next: its name and what it takes."""


class Shelf:
    """A writer that keeps facets in dictionaries, by the letter of Delta."""

    def __init__(self) -> None:
        self.clear()

    def clear(self) -> None:
        """Forget everything."""
        self.nodes: dict[FacetKey, NodeFacet] = {}
        self.links: dict[FacetKey, LinkFacet] = {}
        self.seq = 0

    def applied(self) -> int:
        """Return the sequence applied."""
        return self.seq

    def apply(self, delta: Delta) -> None:
        """Apply a delta that follows."""
        assert delta.after == self.seq
        for node, facet in next_nodes(delta, self.nodes).items():
            _keep(self.nodes, node, facet)
        for link, found in next_links(delta, self.links).items():
            _keep(self.links, link, found)
        self.seq = delta.seq


T = TypeVar("T")


def _keep(held: dict[FacetKey, T], key: FacetKey, facet: T | None) -> None:
    if facet is None:
        held.pop(key, None)
    else:
        held[key] = facet


class History:
    """A ledger with one case, and a shelf that follows it when told."""

    def __init__(self, folder: str | Path) -> None:
        self.ledger = Ledger.open(str(Path(folder) / "ledger.db"))
        self.ledger.create_case("c", "A case", None, "operator")
        self.shelf = Shelf()

    def add(self, compartment: str, *records: Record) -> None:
        """Say records in a compartment."""
        with self.ledger.commit(kind="add", case="c", actor="ana") as tx:
            tx.append(Context("c", "test/1", compartment=compartment), records)

    def withdraw(self, entity: str, prop: str) -> None:
        """Withdraw what is said of a property of an entity."""
        said = self.ledger.find_statements(OPERATOR, [entity], prop)
        self._withdraw([one.id for one in said.get(entity, [])])

    def withdraw_nth(self, number: int) -> None:
        """Withdraw some statement that is live."""
        said = self.ledger.find_statements(OPERATOR, ENTITIES)
        ids = sorted(one.id for found in said.values() for one in found)
        self._withdraw(ids[number % len(ids) :][:1] if ids else [])

    def _withdraw(self, ids: list[str]) -> None:
        with self.ledger.commit(kind="withdraw", case="c", actor="ana") as tx:
            tx.withdraw(ids, "mistaken")

    def undo_nth(self, number: int) -> None:
        """Take some event back, unless it is taken back already."""
        with self.ledger.commit(kind="undo", case="c", actor="ana") as tx:
            if tx.event.seq > 1:
                with suppress(Conflict):
                    tx.undo(f"e-{1 + number % (tx.event.seq - 1)}")

    def follow(self) -> Shelf:
        """Bring the shelf up to date and return it."""
        assert catch_up(self.ledger, self.shelf) == self.shelf.seq
        return self.shelf

    def projected(self, rows_seen: Callable[[FeedRow], bool]) -> Shelf:
        """Return the projection, at once, of what is live and passes."""
        with self.ledger.feed() as feed:
            last = feed.last_seq()
            found = feed.records(ENTITIES, last)
        rows = {name: list(filter(rows_seen, said)) for name, said in found.items()}
        shelf = Shelf()
        shelf.apply(_whole([project(name, rows[name]) for name in sorted(rows)], last))
        return shelf


def _whole(made: list[Contribution], seq: int) -> Delta:
    delta = Delta(after=0, seq=seq)
    for one in made:
        delta.put_nodes += one.nodes
        delta.put_links += one.links
        delta.add_nodes += one.shared_nodes
        delta.add_links += one.tallies
    return delta


NUMBERS = ("+381641111111", "+381642222222")
ENTITIES = ["c:p", "c:q", "c:o", "c:k", "c:l", *(f"c:phone-{n[1:]}" for n in NUMBERS)]


def _records(
    schema: str, ids: list[str], values: dict[str, list[str]]
) -> st.SearchStrategy[Record]:
    pairs = st.sampled_from([V(p, v) for p, vs in values.items() for v in vs])
    said = st.lists(pairs, min_size=1, max_size=4, unique=True).map(tuple)
    return st.builds(Record, st.sampled_from(ids), st.just(schema), said)


PEOPLE = ["p", "q"]
CALLS = _records(
    "Call",
    ["k", "l"],
    {
        "callerNumber": list(NUMBERS),
        "receiverNumber": list(NUMBERS),
        "caller": PEOPLE,
        "receiver": PEOPLE,
        "date": ["2026-01-01", "2026-02-02"],
        "duration": ["10", "20"],
    },
)
OWNERSHIPS = _records("Ownership", ["o"], {"owner": PEOPLE, "asset": ["q", "r"]})
PERSONS = _records("Person", PEOPLE, {"name": ["Ana", "Ана"], "phone": list(NUMBERS)})
PHONES = st.one_of(
    *(
        _records(
            "PhoneNumber",
            [f"phone-{n[1:]}"],
            {"number": [n], "country": ["rs", "ba"], "name": ["Burner"]},
        )
        for n in NUMBERS
    )
)
COMPARTMENTS = st.sampled_from(["case", "A", "B"])


def _steps(records: st.SearchStrategy[Record]) -> st.SearchStrategy[list[Step]]:
    added = st.lists(records, min_size=1, max_size=3).map(tuple)
    number = st.integers(0, 20)
    return st.lists(
        st.one_of(
            st.tuples(st.just("add"), COMPARTMENTS, added),
            st.tuples(st.just("add"), COMPARTMENTS, added),
            st.tuples(st.just("withdraw"), number),
            st.tuples(st.just("undo"), number),
            st.tuples(st.just("follow")),
        ),
        max_size=8,
    )


def _play(history: History, steps: list[Step]) -> None:
    acts: dict[str, Callable[..., object]] = {
        "add": lambda compartment, said: history.add(compartment, *said),
        "withdraw": history.withdraw_nth,
        "undo": history.undo_nth,
        "follow": history.follow,
    }
    for name, *given_ in steps:
        acts[name](*given_)


STEPS = st.one_of(_steps(CALLS), _steps(st.one_of(OWNERSHIPS, PERSONS, PHONES)))


@contextmanager
def _played(steps: list[Step]) -> Iterator[History]:
    with TemporaryDirectory() as folder:
        history = History(folder)
        _play(history, steps)
        history.follow()
        yield history
        history.ledger.close()


@settings(deadline=None, max_examples=80)
@given(STEPS)
def test_following_ends_where_starting_anew_does(steps: list[Step]) -> None:
    """Whatever was said, withdrawn and undone between: the same facets, exactly."""
    with _played(steps) as history:
        anew = Shelf()
        assert rebuild(history.ledger, anew) == history.shelf.seq
        assert history.shelf.nodes == anew.nodes
        assert history.shelf.links == anew.links
        at_once = history.projected(lambda row: True)
        assert history.shelf.nodes == at_once.nodes
        assert _shown(history.shelf, None) == _shown(at_once, None)


@settings(deadline=None, max_examples=80)
@given(STEPS, st.frozensets(st.sampled_from("AB")))
def test_an_asker_sees_what_is_there_without_the_hidden(
    steps: list[Step], granted: frozenset[str]
) -> None:
    """Links and counts are as if what is hidden had never been said."""
    with _played(steps) as history:
        seen = history.projected(lambda row: row.compartment in {"case", *granted})
        assert _shown(history.shelf, granted) == _shown(seen, granted)
        assert _visible_nodes(history.shelf, granted) == seen.nodes


def _visible_nodes(shelf: Shelf, granted: frozenset[str]) -> dict[FacetKey, NodeFacet]:
    return {k: f for k, f in shelf.nodes.items() if k.requirement <= granted}


def _shown(
    shelf: Shelf, granted: frozenset[str] | None
) -> dict[tuple[str, str, str], tuple[str, int, float]]:
    """Return (schema, count, total) of visible links by ends, tallies added up."""
    found: dict[tuple[str, str, str], list[LinkFacet]] = {}
    for key, facet in shelf.links.items():
        if granted is None or key.requirement <= granted:
            place = (facet.id.split("~")[0], facet.source, facet.target)
            found.setdefault(place, []).append(facet)
    merged = {place: merge_link_facets(facets) for place, facets in found.items()}
    return {p: (m.schema, m.count, m.total) for p, m in merged.items() if m.count}


@pytest.fixture
def history(tmp_path: Path) -> Iterator[History]:
    """Return an empty history."""
    made = History(tmp_path)
    yield made
    made.ledger.close()


PHONE = "c:phone-381641111111"


def test_what_is_withdrawn_of_an_identifier_goes(history: History) -> None:
    """A withdrawn name of a number is not found any more; the number stays."""
    number = NUMBERS[0]
    history.add("case", Record("p", "Person", (V("phone", number),)))
    history.follow()
    said = (V("number", number), V("country", "ba"), V("name", "Burner"))
    history.add("case", Record("phone-381641111111", "PhoneNumber", said))
    key = FacetKey(PHONE, frozenset())
    assert history.follow().nodes[key].names == ("381641111111", "burner")
    history.withdraw(PHONE, "name")
    history.withdraw(PHONE, "country")
    left = history.follow().nodes[key]
    assert (left.names, left.countries) == (("381641111111",), ("rs",))
    history.withdraw("c:p", "phone")
    history.withdraw(PHONE, "number")
    assert key not in history.follow().nodes


def test_what_two_records_say_alike_is_one_statement(history: History) -> None:
    """A caption does not change with a withdrawal somewhere else."""
    name, land = V("name", "Bojan"), V("country", "rs")
    history.add("case", Record("p", "Person", (name,)))
    history.add("case", Record("p", "Person", (name, land)))
    history.add("case", Record("p", "Person", (V("name", "Ana"),)))
    key = FacetKey("c:p", frozenset())
    assert history.follow().nodes[key].caption == "Ana"
    history.add("case", Record("q", "Person", (name,)))
    history.withdraw("c:q", "name")
    anew = Shelf()
    rebuild(history.ledger, anew)
    assert history.follow().nodes == anew.nodes
    assert anew.nodes[key].caption == "Ana"


def test_a_withdrawn_call_narrows_its_tally(history: History) -> None:
    """Count, seconds, first and last are those of the calls that are left."""
    for entity, date, seconds in (("k", "2026-01-01", "10"), ("l", "2026-02-02", "20")):
        values = (V("caller", "p"), V("receiver", "q"), V("date", date))
        history.add("case", Record(entity, "Call", (*values, V("duration", seconds))))
    key = FacetKey("c:Call~p~q", frozenset())
    both = history.follow().links[key]
    assert (both.count, both.total, both.first) == (2, 30.0, "2026-01-01")
    history.withdraw("c:k", "caller")
    left = history.follow().links[key]
    assert (left.count, left.total, left.first) == (1, 20.0, "2026-02-02")
    history.withdraw("c:l", "caller")
    assert key not in history.follow().links


def test_a_store_ahead_of_its_ledger_is_refused(history: History) -> None:
    """Another ledger's store is not taken for one's own."""
    history.shelf.seq = 99
    with pytest.raises(Conflict):
        catch_up(history.ledger, history.shelf)


def test_progress_is_told_in_events(history: History) -> None:
    """Each step says how many events are applied, of how many."""
    history.add("case", Record("p", "Person", (V("name", "Ana"),)))
    told: list[tuple[int, int]] = []
    catch_up(history.ledger, history.shelf, lambda *done: told.append(done))
    assert told[-1][0] == told[-1][1] > 0
    assert catch_up(history.ledger, history.shelf) == history.shelf.seq
