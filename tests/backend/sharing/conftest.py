"""Authorities, each with a store of its own, that know each other's keys."""

from collections.abc import Callable, Iterator, Sequence
from contextlib import AbstractContextManager
from pathlib import Path

import pytest

from backend.access import Principal, local_operator, scope_of
from backend.settings import Settings
from backend.sharing.merging import Merged, merge
from backend.sharing.ring import Ring
from backend.sharing.snapshots import Made, create, find_recipient
from backend.workspace import Workspace
from graph.ledger import DocumentRecord, Transaction
from graph.model import Context, Event, Record, Statement, Value

CASE = "konac"
NAMES = ("rs", "me", "al")


class Party:
    """One authority: says things, sends and takes snapshots."""

    def __init__(self, name: str, folder: Path) -> None:
        self.name = name
        self.folder = folder
        store = f"embedded:{folder / name}"
        settings = Settings(store=store, workers=1, authority=name.upper())
        self.workspace = Workspace.open(settings)
        self.operator = local_operator()
        self.ring = Ring(self.workspace)
        self.key = self.ring.make(self.operator.name).public

    def open_case(self) -> None:
        """Open the case."""
        title = "Case Konac"
        self.workspace.ledger.create_case(CASE, title, None, self.operator.name)

    def say(self, entity: str, *names: str, context: Context | None = None) -> Event:
        """Say names of a person, in one event."""
        record = Record(entity, "Person", tuple(Value("name", n) for n in names))
        with self.commit("add") as tx:
            tx.append(context or Context(CASE, "user"), [record])
        return tx.event

    def commit(self, kind: str) -> AbstractContextManager[Transaction]:
        """Open an event of the case."""
        return self.workspace.ledger.commit(
            kind=kind, case=CASE, actor=self.operator.name
        )

    def add_file(self, text: str, context: Context, name: str) -> str:
        """Keep a file of the case with its text, and return its SHA-256."""
        sha256 = self.workspace.blobs.put(text.encode())
        document = DocumentRecord(
            sha256, CASE, context.compartment, name, f"/home/{name}", "text/plain",
            len(text), "sr", "Latn", ((1, text),),
        )  # fmt: skip
        with self.commit("ingest") as tx:
            tx.add_document(document)
        return sha256

    def send(
        self, *to: "Party", name: str = "", principal: Principal | None = None
    ) -> tuple[Path, Made]:
        """Make a snapshot of the case for others; return its file."""
        path = self.folder / f"{name or self.name}.klupko"
        recipients = [find_recipient(self.ring, other.name) for other in to]
        who = principal or self.operator
        return path, create(self.workspace, who, CASE, recipients, path)

    def take(self, path: Path, into: str | None = None) -> Merged:
        """Merge a snapshot."""
        return merge(self.workspace, self.operator, path, into)

    def graph(self) -> str:
        """Return the fingerprint of the case's graph."""
        return self.workspace.fingerprint(CASE)

    def said(self, entity: str) -> list[Statement]:
        """Return what is said of an entity."""
        scope = scope_of(self.operator)
        found = self.workspace.ledger.find_statements(scope, [f"{CASE}:{entity}"])
        return found.get(f"{CASE}:{entity}", [])

    def names(self, entity: str) -> list[str]:
        """Return the names of an entity, sorted."""
        return sorted(one.value.value for one in self.said(entity))


Meet = Callable[..., Sequence[Party]]


@pytest.fixture
def meet(tmp_path: Path) -> Iterator[Meet]:
    """Return a function that founds authorities which trust each other."""
    founded: list[Party] = []

    def found(*names: str) -> list[Party]:
        made = [Party(name, tmp_path) for name in names]
        founded.extend(made)
        for one in made:
            for other in made:
                if one is not other:
                    one.ring.partners.trust(other.name, other.key, "operator")
        return made

    yield found
    for party in founded:
        party.workspace.close()
