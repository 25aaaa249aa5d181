"""A case of people to resolve, and what stands in it."""

import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from backend.access import Principal, local_operator, scope_of
from backend.resolving import ResolveReport, resolve
from backend.settings import Settings
from backend.workspace import Workspace
from graph.model import Context, Record, Value, Verdict

CASE = "c"
JMBG = ("1203978780158", "2307985730143")


class People:
    """A workspace with one case, spoken of by local ids."""

    def __init__(self, workspace: Workspace) -> None:
        self.workspace = workspace
        self.ledger = workspace.ledger
        self.operator: Principal = local_operator()

    def say(
        self, entity: str, part: str = "case", schema: str = "Person", **values: str
    ) -> str:
        """Record values of an entity, a bar between several; return the event."""
        said = [Value(p, v) for p, text in values.items() for v in text.split("|")]
        record = Record(entity, schema, tuple(said))
        with self.ledger.commit(kind="add", case=CASE, actor="u") as tx:
            tx.append(Context(CASE, "test/1", compartment=part), [record])
        return tx.event.id

    def resolve(self, principal: Principal | None = None) -> ResolveReport:
        """Run the resolver."""
        return resolve(self.workspace, principal or self.operator, CASE)

    def judge(self, left: str, right: str, verdict: Verdict) -> str:
        """Say a person's word; return the event."""
        with self.ledger.commit(kind="judge", case=CASE, actor="ana") as tx:
            tx.judge(f"{CASE}:{left}", f"{CASE}:{right}", verdict)
        return tx.event.id

    def undo(self, event: str) -> str:
        """Take an event back; return the event that did."""
        with self.ledger.commit(kind="undo", case=CASE, actor="ana") as tx:
            tx.undo(event)
        return tx.event.id

    def words(self, principal: Principal | None = None) -> set[tuple[str, str, str]]:
        """Return the live automatic words that someone sees: local ids and verdict."""
        scope = scope_of(principal or self.operator)
        return {
            (
                min(_local(one.left), _local(one.right)),
                max(_local(one.left), _local(one.right)),
                one.verdict.value,
            )
            for one in self.ledger.find_judgements(scope, case=CASE)
            if one.automatic
        }

    def groups(self, principal: Principal | None = None) -> list[tuple[str, ...]]:
        """Return who is one, by local ids."""
        clusters = self.ledger.clusters(scope_of(principal or self.operator))
        return [tuple(_local(name) for name in group) for group in clusters.groups()]


def _local(name: str) -> str:
    return name.removeprefix(f"{CASE}:")


@pytest.fixture(scope="session")
def empty_case(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of a store with one empty case."""
    folder = tmp_path_factory.mktemp("empty") / "store"
    made = Workspace.open(Settings(store=f"embedded:{folder}", workers=1))
    made.ledger.create_case(CASE, CASE, None, "u")
    made.close()
    return folder


@pytest.fixture
def make_people(empty_case: Path, tmp_path: Path) -> Iterator[Callable[[], People]]:
    """Return a function that opens a fresh case each time."""
    opened: list[Workspace] = []

    def make() -> People:
        folder = tmp_path / f"store-{len(opened)}"
        shutil.copytree(empty_case, folder)
        opened.append(Workspace.open(Settings(store=f"embedded:{folder}", workers=1)))
        return People(opened[-1])

    yield make
    for workspace in opened:
        workspace.close()


@pytest.fixture
def people(make_people: Callable[[], People]) -> People:
    """An empty case."""
    return make_people()
