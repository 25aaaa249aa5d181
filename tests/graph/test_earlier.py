"""The graph as of an earlier event: what was known then, and nothing of later."""

import os
import signal
import subprocess
import sys
import textwrap
import threading
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import AbstractContextManager
from pathlib import Path

import pytest

from graph.earlier import EarlierGraphs
from graph.errors import InvalidInput, NotFound
from graph.ledger import Ledger
from graph.model import Context, Record, Scope, Value, Verdict
from graph.store.base import Reader
from graph.store.embedded import EmbeddedStore


def as_of(seq: int | None, **grants: frozenset[str]) -> Scope:
    """Return a scope at a sequence; without grants one that sees all."""
    return Scope("u", grants, everything=not grants, as_of=seq)


@pytest.fixture
def ledger(tmp_path: Path) -> Iterator[Ledger]:
    """A ledger: 1 Ana, 2 Anna hidden, 3 both are one, 4 undoes 3, 5 undoes 1."""
    made = Ledger.open(str(tmp_path / "ledger.db"))
    made.create_case("c", "A case", None, "u")
    for entity, compartment in (("ana", "case"), ("anna", "secret")):
        with made.commit(kind="add", case="c", actor="u") as tx:
            record = Record(entity, "Person", (Value("name", entity.title()),))
            tx.append(Context("c", "t/1", compartment=compartment), [record])
    with made.commit(kind="judge", case="c", actor="u") as tx:
        tx.judge("c:ana", "c:anna", Verdict.POSITIVE)
    for event in ("e-3", "e-1"):
        with made.commit(kind="undo", case="c", actor="u") as tx:
            tx.undo(event)
    yield made
    made.close()


@pytest.fixture
def graphs(ledger: Ledger, tmp_path: Path) -> Iterator[EarlierGraphs]:
    """Earlier graphs, two of which are kept."""
    made = EarlierGraphs(ledger, tmp_path / "earlier", kept=2)
    yield made
    made.close()


def test_each_sequence_shows_its_own_time(graphs: EarlierGraphs) -> None:
    """Statements, judgements and undoing of both appear with their events."""
    members = []
    for seq in (0, 1, 2, 3, 4, 5, 99):
        with graphs.view(as_of(seq)) as view:
            nodes = view.find_nodes(["c:ana", "c:anna"]).values()
            members.append(sorted({"+".join(n.members) for n in nodes}))
            assert view.seq == min(seq, 5)
    both = ["c:ana", "c:anna"]
    assert members == [[], ["c:ana"], both, ["c:ana+c:anna"], both, *[["c:anna"]] * 2]


def test_the_scope_holds_at_any_time(graphs: EarlierGraphs) -> None:
    """What is hidden now was hidden then."""
    with graphs.view(as_of(3, c=frozenset())) as view:
        assert view.get_node("c:ana").members == ("c:ana",)
        assert view.counts("c").entities == 1
        with pytest.raises(NotFound):
            view.get_node("c:anna")


def test_only_a_few_are_kept_and_none_outlives_its_use(
    graphs: EarlierGraphs, tmp_path: Path
) -> None:
    """A look that is open stays good when its graph is let go."""
    folder = tmp_path / "earlier"
    with graphs.view(as_of(1)) as view:
        for seq in (2, 3, 4):
            with graphs.view(as_of(seq)):
                pass
        assert view.counts("c").entities == 1
    assert sum(place.is_dir() for place in folder.iterdir()) == 2
    graphs.close()
    graphs.close()
    assert not any(place.is_dir() for place in folder.iterdir())


def test_a_senseless_sequence_is_refused(graphs: EarlierGraphs) -> None:
    """There is nothing before the first event's before."""
    with pytest.raises(InvalidInput), graphs.view(as_of(-1)):
        pass


def test_what_a_killed_process_left_is_swept(
    graphs: EarlierGraphs, ledger: Ledger, tmp_path: Path
) -> None:
    """And what a living one uses is not."""
    code = """
        import sys, os, signal
        from pathlib import Path
        from graph.earlier import EarlierGraphs
        from graph.ledger import Ledger
        from graph.model import Scope
        home = Path(sys.argv[1])
        graphs = EarlierGraphs(Ledger.open(str(home / "ledger.db")), home / "earlier")
        with graphs.view(Scope("u", everything=True, as_of=2)):
            os.kill(os.getpid(), signal.SIGKILL)
    """
    done = subprocess.run(
        [sys.executable, "-c", textwrap.dedent(code), tmp_path],
        env=os.environ | {"PYTHONPATH": str(Path(__file__).resolve().parents[2])},
    )
    assert done.returncode == -signal.SIGKILL
    folder = tmp_path / "earlier"
    (left,) = [place for place in folder.iterdir() if place.is_dir()]
    with graphs.view(as_of(1)):
        other = EarlierGraphs(ledger, folder)
        with other.view(as_of(2)) as view:
            assert view.counts("c").entities == 2
        assert sum(place.is_dir() for place in folder.iterdir()) == 2
        other.close()
    assert not left.exists()


def test_many_may_look_at_many_times_at_once(
    ledger: Ledger, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """None is let go of before whoever asked for it has looked."""
    graphs = EarlierGraphs(ledger, tmp_path / "earlier", kept=1)
    open_reader = EmbeddedStore.reader

    def slowly(store: EmbeddedStore, scope: Scope) -> AbstractContextManager[Reader]:
        threading.Event().wait(0.5)
        return open_reader(store, scope)

    monkeypatch.setattr(EmbeddedStore, "reader", slowly)

    def look(number: int) -> int:
        with graphs.view(as_of(number % 3)) as view:
            return len(view.find_nodes(["c:ana", "c:anna"]))

    with ThreadPoolExecutor(6) as pool:
        found = list(pool.map(look, range(6)))
    graphs.close()
    assert found == [0, 1, 2] * 2
