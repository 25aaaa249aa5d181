"""Merged and un-merged, in any order: exactly what was there, whatever the store."""

import hashlib
import os
import random
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from graph.earlier import EarlierGraphs
from graph.follow import catch_up
from graph.identity import Clusters
from graph.ledger import Ledger
from graph.model import Context, Judgement, Record, Scope, Value, Verdict
from graph.store.base import GraphStore
from graph.store.embedded import EmbeddedStore
from graph.store.view import View

SEQUENCES = int(os.environ.get("MERGES", "10000"))
"""Random sequences of judging and taking back, in memory."""
STORED = {"EmbeddedStore": 200, "Neo4jStore": 12}
OPERATOR = Scope("operator", everything=True)
INFORMED = Scope("iva", {"c": frozenset({"x"})})
OUTSIDE = Scope("ana", {"c": frozenset()})
BEGIN = datetime(2026, 1, 1, tzinfo=UTC)
IDS = [f"p{n}" for n in range(9)]


@dataclass
class History:
    """Judgements and what takes them back, without a ledger."""

    chance: random.Random
    events: list[Judgement | int] = field(default_factory=list)

    def is_undone(self, seq: int) -> bool:
        """Whether a later event that stands takes an event back."""
        later = range(seq + 1, len(self.events))
        return any(
            self.events[other] == seq and not self.is_undone(other) for other in later
        )

    def digest(self) -> str:
        """Return the digest of all that stands, heard in any order."""
        said = [
            one
            for seq, one in enumerate(self.events)
            if isinstance(one, Judgement) and not self.is_undone(seq)
        ]
        clusters = Clusters(self.chance.sample(said, len(said)))
        told = repr((clusters.groups(), clusters.contradictions()))
        return hashlib.sha256(told.encode()).hexdigest()

    def judge(self) -> int:
        """Say a random word; return its event."""
        left, right = sorted(self.chance.sample(IDS, 2))
        verdict = self.chance.choice([Verdict.POSITIVE, *Verdict])
        number = len(self.events)
        self.events.append(
            Judgement(
                f"j{number}",
                "c",
                left,
                right,
                verdict,
                "u",
                BEGIN + timedelta(seconds=number),
                number,
                score=self.chance.choice([None, 0.9, 0.99]),
                automatic=self.chance.random() < 0.5,
            )
        )
        return number


def test_ten_thousand_sequences_end_where_they_began() -> None:
    """Judged and taken back in another order, some of it twice: as if never said."""
    changed = 0
    for seed in range(SEQUENCES):
        history = History(random.Random(seed))
        for _ in range(history.chance.randrange(6)):
            history.judge()
        before = history.digest()
        made = [history.judge() for _ in range(history.chance.randrange(1, 6))]
        changed += history.digest() != before
        history.chance.shuffle(made)
        for event in made:
            history.events.append(event)
            if history.chance.random() < 0.2:
                history.events.append(len(history.events) - 1)
                history.events.append(len(history.events) - 1)
        assert history.digest() == before, f"seed {seed}"
    assert changed > SEQUENCES // 3


class Case:
    """A ledger with one small case, a store that follows it, and looks at both."""

    def __init__(self, folder: Path, store: GraphStore) -> None:
        self.ledger = Ledger.open(str(folder / "ledger.db"))
        self.ledger.create_case("c", "A case", None, "u")
        self.store = store

    def say(self, entity: str, schema: str, part: str = "case", **values: str) -> None:
        """Say values of an entity."""
        said = tuple(Value(prop, value) for prop, value in values.items())
        with self.ledger.commit(kind="add", case="c", actor="u") as tx:
            context = Context("c", "test/1", compartment=part)
            tx.append(context, [Record(entity, schema, said)])

    def judge(self, pair: Iterable[str], verdict: Verdict, kind: str = "judge") -> str:
        """Say a word; return the event."""
        one, other = (f"c:{name}" for name in pair)
        with self.ledger.commit(kind=kind, case="c", actor="u") as tx:
            tx.judge(one, other, verdict)
        return tx.event.id

    def undo(self, event: str) -> str:
        """Take an event back; return the event that did."""
        with self.ledger.commit(kind="undo", case="c", actor="u") as tx:
            tx.undo(event)
        return tx.event.id

    def canonical(self, entity: str) -> str:
        """Return the id of the node that an entity is part of."""
        catch_up(self.ledger, self.store.writer())
        with self.store.reader(OPERATOR) as reader:
            view = View(reader, OPERATOR, self.ledger.clusters(OPERATOR))
            return view.get_node(f"c:{entity}").id.removeprefix("c:")

    def digest(self) -> str:
        """Return the digest of all that three scopes see: nodes, links, statements."""
        catch_up(self.ledger, self.store.writer())
        told = hashlib.sha256()
        for scope in (OPERATOR, INFORMED, OUTSIDE):
            with self.store.reader(scope) as reader:
                view = View(reader, scope, self.ledger.clusters(scope))
                told.update(whole(view).encode())
            said = self.ledger.find_statements(scope, [f"c:{name}" for name in IDS])
            told.update(repr(sorted(said.items())).encode())
        return told.hexdigest()


def whole(view: View) -> str:
    """Return all that a view shows of the case, in order."""
    nodes = list(view.iter_nodes("c"))
    degrees = view.degrees([node.id for node in nodes])
    counts, graph = view.counts("c"), view.subgraph("c")
    edges = sorted(zip(graph.source.tolist(), graph.target.tolist(), strict=True))
    found = view.search("osoba").nodes
    return repr((nodes, list(view.iter_links("c")), degrees, counts, edges, found))


@pytest.fixture
def case(store: GraphStore, tmp_path: Path) -> Iterator[Case]:
    """A case of nine people, two of whom only a compartment knows, and their links."""
    made = Case(tmp_path, store)
    for n, entity in enumerate(IDS):
        part = "x" if n >= 7 else "case"
        made.say(
            entity, "Person", part, name=f"Osoba {n}", phone=f"+38164123456{n % 3}"
        )
    for n in range(6):
        made.say(f"f{n}", "Family", person=IDS[n], relative=IDS[(n * 2 + 1) % 9])
    yield made
    made.ledger.close()


def test_the_whole_view_ends_where_it_began(case: Case, store: GraphStore) -> None:
    """For three scopes: nodes, captions, links, degrees, search, statements."""
    chance, before = random.Random(7), case.digest()
    changed = 0
    sequences = STORED[type(store).__name__]
    for _ in range(sequences):
        made = []
        for _ in range(chance.randrange(1, 5)):
            verdict = chance.choice([Verdict.POSITIVE, Verdict.POSITIVE, *Verdict])
            kind = chance.choice(["judge", "resolve"])
            made.append(case.judge(chance.sample(IDS, 2), verdict, kind))
        changed += case.digest() != before
        chance.shuffle(made)
        for event in made:
            undone = case.undo(event)
            if chance.random() < 0.2:
                case.undo(case.undo(undone))
        assert case.digest() == before
        if chance.random() < 0.1:
            case.judge(chance.sample(IDS, 2), chance.choice(list(Verdict)))
            before = case.digest()
    assert changed > sequences // 3


def test_the_past_is_as_it_was(tmp_path: Path) -> None:
    """What a view showed after each event it shows as of that event."""
    with_store = EmbeddedStore(tmp_path / "store")
    case = Case(tmp_path, with_store)
    for n, entity in enumerate(IDS):
        case.say(entity, "Person", name=f"Osoba {n}")
    chance, live = random.Random(3), list[str]()
    shown: dict[int, str] = {}
    for _ in range(25):
        if live and chance.random() < 0.4:
            live.append(case.undo(live.pop(chance.randrange(len(live)))))
        else:
            verdict = chance.choice([Verdict.POSITIVE, *Verdict])
            live.append(case.judge(chance.sample(IDS, 2), verdict))
        catch_up(case.ledger, with_store.writer())
        with with_store.reader(OPERATOR) as reader:
            view = View(reader, OPERATOR, case.ledger.clusters(OPERATOR))
            shown[case.ledger.last_seq()] = whole(view)
    earlier = EarlierGraphs(case.ledger, tmp_path / "earlier")
    assert len(set(shown.values())) > 5
    for seq, told in list(shown.items())[::4]:
        with earlier.view(Scope("operator", everything=True, as_of=seq)) as view:
            assert whole(view) == told
    earlier.close()
    with_store.close()
    case.ledger.close()


@pytest.mark.parametrize("seed", range(5))
def test_canonical_ids_do_not_wander(tmp_path: Path, seed: int) -> None:
    """As entities come and join in any order, a cluster keeps its earliest one's id."""
    chance, store = random.Random(seed), EmbeddedStore(tmp_path / "store")
    case = Case(tmp_path, store)
    names = [f"{chance.randrange(10**6):06}" for _ in range(14)]
    come: list[str] = []
    for name in names:
        case.say(name, "Person", name=f"Osoba {name}")
        come.append(name)
        if len(come) > 2:
            pair = chance.sample(come, 2)
            before = {entity: case.canonical(entity) for entity in come}
            case.judge(pair, Verdict.POSITIVE)
            first = min((before[entity] for entity in pair), key=come.index)
            for entity in come:
                joined = before[entity] in (before[pair[0]], before[pair[1]])
                assert case.canonical(entity) == (first if joined else before[entity])
    store.close()
    case.ledger.close()
