"""What joins entities and cases, each answered as its asker sees it."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from backend.access import local_operator
from backend.ingest import IngestOptions, ingest
from backend.workspace import Workspace
from tests.backend.conftest import entity, write_entities

Query = Callable[..., dict[str, Any]]
COMMON = """query($ids: [ID!]!) { commonNeighbors(ids: $ids) { total truncated found {
  entity { id } near { id } } } }"""
BETWEEN = """query($l: [ID!]!, $r: [ID!]!) { between(left: $l, right: $r) {
  pairs joined direct truncated unfinished
  connectors { entity { id } pairs ways } } }"""
OVERLAPS = """{ overlaps(case: "konac") { truncated found {
  identity entity { id } elsewhere { id cases { id } } } } }"""


def test_common_neighbours(ask: Query) -> None:
    """Who is next to both; one alone and the unknown are told apart."""
    found = ask(COMMON, ids=["konac:ana", "konac:firma"])["data"]["commonNeighbors"]
    assert found == {
        "total": 1,
        "truncated": False,
        "found": [
            {
                "entity": {"id": "konac:bojan"},
                "near": [{"id": "konac:ana"}, {"id": "konac:firma"}],
            }
        ],
    }
    for ids, code in ((["konac:ana"], "INVALID_INPUT"), (["konac:ana", "x:y"], None)):
        (error,) = ask(COMMON, ids=ids)["errors"]
        assert error["extensions"]["code"] == (code or "NOT_FOUND")
    (error,) = ask(COMMON, "ana", ids=["konac:ana", "konac:cvetko"])["errors"]
    assert error["extensions"]["code"] == "NOT_FOUND"


def test_who_connects_groups(ask: Query) -> None:
    """On how many ways of how many pairs."""
    found = ask(BETWEEN, l=["konac:ana", "konac:cvetko"], r=["konac:firma"])
    assert found["data"]["between"] == {
        "pairs": 2,
        "joined": 1,
        "direct": 0,
        "truncated": False,
        "unfinished": False,
        "connectors": [{"entity": {"id": "konac:bojan"}, "pairs": 1, "ways": 1}],
    }


def test_all_shortest_paths(ask: Query) -> None:
    """With their nodes in order; the period counts."""
    text = """query($after: DateTime) { shortestPaths(from: "konac:ana",
      to: "konac:firma", after: $after) { truncated found { length nodes { id } } } }"""
    (path,) = ask(text)["data"]["shortestPaths"]["found"]
    assert [n["id"] for n in path["nodes"]] == [
        "konac:ana",
        "konac:bojan",
        "konac:firma",
    ]
    later = ask(text, after="2024-01-01T00:00:00Z")["data"]["shortestPaths"]
    assert later == {"truncated": False, "found": []}


@pytest.fixture
def second(case: Workspace, tmp_path: Path) -> None:
    """Another case in which somebody uses the same telephone."""
    said = [
        entity("drugi", "Person", name="Drugi Čovek", phone="+381 64 123 45 67"),
        entity("treci", "Person", name="Treći Čovek", phone="+381641111111"),
    ]
    path = write_entities(tmp_path / "second.ftm.json", said)
    ingest(case, local_operator(), [path], IngestOptions(case="tunel"))


@pytest.mark.usefixtures("second")
def test_overlaps_of_cases(ask: Query, case: Workspace) -> None:
    """The same telephone in another case, for who is on both; for others nothing."""
    (found,) = ask(OVERLAPS)["data"]["overlaps"]["found"]
    assert found == {
        "identity": False,
        "entity": {"id": "konac:phone-381641234567"},
        "elsewhere": [{"id": "tunel:phone-381641234567", "cases": [{"id": "tunel"}]}],
    }
    assert ask(OVERLAPS, "ana")["data"]["overlaps"]["found"] == []
    case.accounts.grant("ana", "tunel")
    assert len(ask(OVERLAPS, "ana")["data"]["overlaps"]["found"]) == 1
    (error,) = ask(OVERLAPS, "gost")["errors"]
    assert error["extensions"]["code"] == "NOT_FOUND"
