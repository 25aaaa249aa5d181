"""Erasure on a real Neo4j: no node, relationship or search finds what went."""

from collections.abc import Iterator
from pathlib import Path

import neo4j
import pytest

from backend.access import Principal
from backend.passengers.purging import purge
from backend.settings import Settings
from backend.workspace import Workspace
from graph.store.neo4j.connection import Address
from tests.backend.passengers.conftest import (
    API_SECRETS,
    CASE,
    OPERATOR,
    OTHER_SECRETS,
    PNR_OPEN,
    PNR_SECRETS,
    RECEIVED,
    api,
    files_with,
    pnr,
    tell_file,
)
from tests.backend.passengers.test_purging import SIX_MONTHS

pytestmark = pytest.mark.neo4j
SECRETS = (*PNR_SECRETS, *PNR_OPEN, *OTHER_SECRETS, *API_SECRETS)


@pytest.fixture
def served(neo4j_url: str, tmp_path: Path) -> Iterator[Workspace]:
    """Return a store whose graph is on the server, emptied."""
    settings = Settings(store=neo4j_url, home=tmp_path / "home", workers=1)
    opened = Workspace.open(settings)
    opened.store.writer().clear()
    opened.ledger.create_case(CASE, "Let", None, "ana")
    yield opened
    opened.store.writer().clear()
    opened.close()


def everything(url: str) -> str:
    """Return all that the server holds, as one text in lower case."""
    address = Address.parse(url)
    with (
        neo4j.GraphDatabase.driver(
            address.url, auth=(address.user, address.password)
        ) as driver,
        driver.session(database=address.database) as session,
    ):
        nodes = session.run("MATCH (n) RETURN labels(n) AS l, properties(n) AS p")
        held = [str(row.data()) for row in nodes]
        links = session.run("MATCH ()-[r]->() RETURN type(r) AS t, properties(r) AS p")
        return " ".join([*held, *(str(row.data()) for row in links)]).lower()


def test_a_server_shows_nothing_of_what_was_erased(
    served: Workspace, operator: Principal, neo4j_url: str
) -> None:
    """It held it before; afterwards the graph is what a rebuild would make."""
    for name, records in (("a.edi", pnr()), ("b.edi", api())):
        tell_file(served, name, records, ("eu", "law-enforcement", RECEIVED))
    served.catch_up()
    before = everything(neo4j_url)
    assert "kvrgic" in before and "+38733555987" in before
    purge(served, operator, SIX_MONTHS)
    after = everything(neo4j_url)
    assert not [text for text in SECRETS if text.lower() in after]
    with served.view(OPERATOR) as view:
        assert [n.id for n in view.iter_nodes(CASE)] == [f"{CASE}:flight"]
        assert view.search("kvrgic").total == 0
    assert not files_with(served.home, SECRETS)
    mark = served.fingerprint(CASE)
    served.rebuild()
    assert served.fingerprint(CASE) == mark
