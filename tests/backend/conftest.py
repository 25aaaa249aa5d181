"""A workspace with one small case: what all see, and what one compartment adds."""

import json
import shutil
from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

import pytest

from backend.access import Principal, local_operator, scope_of
from backend.api.asking import Ask
from backend.http.graphql import Question, execute
from backend.ingest import IngestOptions, IngestReport, ingest
from backend.settings import Settings
from backend.workspace import Workspace
from graph.ledger import DocumentRecord
from graph.model import Context, Place, Record, Value

CASE = "konac"
SECRET = "sources"
DOCUMENT = "d" * 64
HIDDEN_DOCUMENT = "e" * 64

Entity = Mapping[str, Any]
Query = Callable[..., dict[str, Any]]


def entity(number: str, schema: str, **properties: str | list[str]) -> Entity:
    """Return a FollowTheMoney entity."""
    values = {k: v if isinstance(v, list) else [v] for k, v in properties.items()}
    return {"id": number, "schema": schema, "properties": values}


OPEN = (
    entity("ana", "Person", name="Ana Anić", country="rs", phone="+381641234567"),
    entity("bojan", "Person", name="Bojan Bojić", country="me"),
    entity("firma", "Company", name="Firma d.o.o.", jurisdiction="rs"),
    entity("own", "Ownership", owner="bojan", asset="firma", startDate="2024-03"),
    entity("fam", "Family", person="ana", relative="bojan"),
    entity("sastanak", "Event", name="Sastanak", date="2024-05-01", involved=["ana"]),
)
HIDDEN = (
    entity("cvetko", "Person", name="Cvetko Cvetić", country="al"),
    entity("ana", "Person", alias="Zmija", country="al"),
    entity("link", "Associate", person="ana", associate="cvetko"),
    entity("tajno", "Event", name="Tajno", date="2024-05-02", involved=["cvetko"]),
)


def write_entities(path: Path, entities: Sequence[Entity]) -> Path:
    """Write entities as JSON lines."""
    lines = (json.dumps(one, ensure_ascii=False) for one in entities)
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")
    return path


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    """Settings of an embedded store in a folder of this test."""
    return Settings(store=f"embedded:{tmp_path / 'store'}", workers=1)


@pytest.fixture
def workspace(settings: Settings) -> Iterator[Workspace]:
    """An empty workspace."""
    opened = Workspace.open(settings)
    yield opened
    opened.close()


@pytest.fixture
def operator() -> Principal:
    """The local operator, who sees everything."""
    return local_operator()


@pytest.fixture
def take(
    workspace: Workspace, operator: Principal, tmp_path: Path
) -> Callable[..., IngestReport]:
    """Return a function that takes entities into the case, by a file of that name."""

    def run(name: str, entities: Sequence[Entity], **options: Any) -> IngestReport:
        path = write_entities(tmp_path / name, entities)
        given = IngestOptions(**{"case": CASE, **options})
        return ingest(workspace, operator, [path], given)

    return run


@pytest.fixture(scope="session")
def case_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of a store with the case, its compartment, and four users.

    `ana` investigates without the compartment, `boris` with it; `rada` only reads;
    `gost` is on no case.
    """
    folder = tmp_path_factory.mktemp("case")
    made = Workspace.open(Settings(store=f"embedded:{folder / 'store'}", workers=1))
    for name, entities, part in (
        ("open.ftm.json", OPEN, "case"),
        ("hidden.ftm.json", HIDDEN, SECRET),
    ):
        path = write_entities(folder / name, entities)
        options = IngestOptions(case=CASE, compartment=part)
        ingest(made, local_operator(), [path], options)
    _add_document(made, DOCUMENT, "case", "izjava.txt", "Ana zna Bojana. Kraj.")
    _add_document(made, HIDDEN_DOCUMENT, SECRET, "dojava.txt", "Ana zna Cvetka.")
    _add_users(made)
    with made.view(scope_of(local_operator())) as view:
        assert view.counts(CASE).entities
    made.close()
    return folder / "store"


@pytest.fixture
def case(case_folder: Path, settings: Settings) -> Iterator[Workspace]:
    """A workspace of one's own with the case of `case_folder`."""
    shutil.copytree(case_folder, settings.store_url.partition(":")[2])
    opened = Workspace.open(settings)
    yield opened
    opened.close()


def _add_users(workspace: Workspace) -> None:
    accounts = workspace.accounts
    for name, role in (
        ("ana", "investigator"),
        ("boris", "investigator"),
        ("rada", "reader"),
        ("gost", "investigator"),
    ):
        accounts.add(name, None, [role])
        if name != "gost":
            accounts.grant(name, CASE)
    accounts.grant("boris", CASE, SECRET)


def _add_document(
    workspace: Workspace, sha256: str, compartment: str, name: str, text: str
) -> None:
    context = Context(CASE, "reading/1", sha256, compartment)
    record = Record(
        "ana", "Person", (Value("name", "Ana Anić"),), Place(page=1, start=0, end=3)
    )
    with workspace.ledger.commit(kind="ingest", case=CASE, actor="test") as tx:
        tx.add_document(
            DocumentRecord(
                sha256=sha256,
                case=CASE,
                compartment=compartment,
                name=name,
                path=name,
                media_type="text/plain",
                size=len(text),
                language="sr",
                script="Latn",
                pages=((1, text),),
            )
        )
        tx.append(context, [record])


@pytest.fixture
def ask(case: Workspace) -> Query:
    """Return a function that answers a GraphQL text as a user, operator by default."""

    def run(text: str, user: str | None = None, **variables: Any) -> dict[str, Any]:
        principal = case.accounts.principal(user) if user else local_operator()
        return dict(execute(case, principal, Question(text, variables, None)))

    return run


@pytest.fixture
def look(case: Workspace) -> Callable[[str], Ask]:
    """Return a function that opens a request as a user."""
    return lambda user: Ask(case, case.accounts.principal(user))
