"""Removal by role, regrowth and the stability of groups, as the asker sees the case."""

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import pytest

from backend.access import local_operator
from backend.api.asking import Ask
from backend.ingest import IngestOptions, ingest
from backend.workspace import Workspace
from graph.errors import Conflict
from tests.backend.conftest import SECRET, Entity, entity, write_entities

Query = Callable[..., dict[str, Any]]
OPEN = (
    entity("dule", "Person", name="Dule", position="Vozač"),
    entity("mica", "Person", name="Mica", position="возач"),
    entity("r1", "Directorship", director="bojan", organization="firma", role="gazda"),
    entity("r2", "Associate", person="dule", associate="bojan"),
    entity("r3", "Associate", person="mica", associate="bojan"),
)
HIDDEN = (
    entity(
        "r4", "Membership", member="mica", organization="firma", role="Falsifikator"
    ),
)
ROLES = """query($chain: [String!]) { disruption(case: "konac", strategy: ROLE, top: 5,
  chain: $chain) { steps { removed { id } } roles { before left broken
    unique { entity { id } role } } } }"""


@pytest.fixture
def crew(case: Workspace, tmp_path: Path) -> Workspace:
    """The case with drivers, a boss, and a forger whom one compartment knows of."""

    def take(name: str, said: Sequence[Entity], part: str) -> None:
        path = write_entities(tmp_path / name, said)
        options = IngestOptions(case="konac", compartment=part)
        ingest(case, local_operator(), [path], options)

    take("crew.ftm.json", OPEN, "case")
    take("forger.ftm.json", HIDDEN, SECRET)
    return case


def test_roles_are_those_that_are_seen(crew: Workspace, ask: Query) -> None:
    """Both scripts are one; what a compartment says counts for who sees it."""
    less = ask(ROLES, "ana")["data"]["disruption"]["roles"]
    more = ask(ROLES, "boris")["data"]["disruption"]["roles"]
    alone = {(one["entity"]["id"], one["role"]) for one in less["unique"]}
    assert alone == {("konac:bojan", "gazda")} and less["before"] == 2
    assert ("konac:mica", "falsifikator") in {
        (one["entity"]["id"], one["role"]) for one in more["unique"]
    }
    assert more["before"] == 3


def test_a_chain_breaks(crew: Workspace, ask: Query) -> None:
    """With the only boss; a role that nobody seen has is refused, hidden or not."""
    found = ask(ROLES, "ana", chain=["vozač", "Gazda"])["data"]["disruption"]
    assert found["steps"][0]["removed"]["id"] == "konac:bojan"
    assert found["roles"]["broken"] == 1
    hidden = ask(ROLES, "ana", chain=["falsifikator"])["errors"][0]
    absent = ask(ROLES, "ana", chain=["kuvar"])["errors"][0]
    assert hidden["message"] == absent["message"].replace("kuvar", "falsifikator")
    assert "errors" not in ask(ROLES, "boris", chain=["falsifikator"])


def test_regrowth_is_told_beside(ask: Query) -> None:
    """A mean with its bounds for each removal of the plain curve."""
    text = """query($runs: Int, $rate: Float! = 1) { disruption(case: "konac",
      regrow: PREFERENTIAL, runs: $runs, rate: $rate) { steps { largestComponent }
      regrowth { rule runs rate mean low high newTies } } }"""
    found = ask(text, runs=10)["data"]["disruption"]
    steps, mended = found["steps"], found["regrowth"]
    assert len(steps) == len(mended["mean"]) > 0 and mended["newTies"] > 0
    assert mended["runs"] == 10 and mended["rule"] == "PREFERENTIAL"
    plain = ask(text, rate=0.0)["data"]["disruption"]
    sizes = [step["largestComponent"] for step in plain["steps"]]
    assert plain["regrowth"]["low"] == plain["regrowth"]["high"] == sizes
    for wrong in ({"runs": 501}, {"rate": 2.0}):
        assert ask(text, **wrong)["errors"][0]["extensions"]["code"] == "INVALID_INPUT"


def test_stability_goes_with_the_groups(ask: Query) -> None:
    """In their order, for what the asker sees."""
    text = """{ communities(case: "konac") { size } stability(case: "konac", runs: 3) {
      runs held methods { name groups modularity }
      likeness { first second adjustedRand mutualInformation } } }"""
    for user in ("ana", "boris"):
        data = ask(text, user)["data"]
        sizes = [group["size"] for group in data["communities"]]
        held = data["stability"]["held"]
        assert [one is None for one in held] == [size == 1 for size in sizes]
        names = [one["name"] for one in data["stability"]["methods"]]
        assert names == ["leiden", "louvain", "infomap"]
    assert ask(text, "ana") != ask(text, "boris")


def test_what_has_gone_meanwhile_is_told_of(case: Workspace) -> None:
    """A node of an answer that nobody sees any more: ask again."""
    request = Ask(case, local_operator())
    try:
        assert request.get_nodes(["konac:ana"])
        with pytest.raises(Conflict, match="ask again"):
            request.get_nodes(["konac:ana", "konac:nobody"])
    finally:
        request.close()
