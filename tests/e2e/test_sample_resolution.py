"""Who is who in the sample case, across documents and scripts, against its truth."""

import re
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import replace
from itertools import combinations
from pathlib import Path
from typing import Any

import pytest
import yaml
from rapidfuzz import fuzz

from backend.access import local_operator, scope_of
from backend.ingest import IngestOptions, ingest
from backend.resolving import resolve
from backend.settings import Settings
from backend.workspace import Workspace
from graph.identity import Clusters
from graph.model import Judgement, Verdict
from graph.names import fold

ROOT = Path(__file__).resolve().parents[2]
TRUTH: dict[str, Any] = yaml.safe_load((ROOT / "sample/truth.yaml").read_text("utf-8"))
CASE = "konac"
EVERYBODY = [*TRUTH["people"], *TRUTH["companies"]]


class Resolved:
    """The sample case after `ingest` and `resolve`: entities by the truth's keys."""

    def __init__(self, workspace: Workspace) -> None:
        scope, ledger = scope_of(local_operator()), workspace.ledger
        self.words: list[Judgement] = ledger.find_judgements(scope, case=CASE)
        self.clusters: Clusters = ledger.clusters(scope)
        paths = {d.sha256: d.path for d in ledger.iter_documents(scope, CASE)}
        self.entities: dict[str, list[str]] = defaultdict(list)
        schemata = ["Person", "LegalEntity", "Company", "Organization"]
        for entity, said in ledger.iter_entities(scope, CASE, schemata):
            names = {s.value.value for s in said if s.value.prop == "name"}
            files = {
                int(found[1])
                for s in said
                if (
                    found := re.search(r"case/(\d\d)-", paths[s.context.document or ""])
                )
            }
            for key in {k for n in names for f in files if (k := key_of(n, f))}:
                self.entities[key].append(entity)


def key_of(name: str, file: int) -> str:
    """Return the key of whom the truth knows by that name in that file."""
    folded = fold(name)
    for one in EVERYBODY:
        known = fold(one["name"])
        alike = fuzz.ratio(folded, known) >= 85
        alike = alike and len(folded.split()) == len(known.split())
        if alike and file in one["files"]:
            return str(one["key"])
    return ""


@pytest.fixture(scope="module")
def resolved(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Resolved]:
    """The sample case, imported and resolved once."""
    folder = tmp_path_factory.mktemp("sample")
    workspace = Workspace.open(Settings(store=f"embedded:{folder}", workers=2))
    options = IngestOptions(case=CASE)
    report = ingest(workspace, local_operator(), [ROOT / "sample/case"], options)
    assert not report.rejected
    resolve(workspace, local_operator(), CASE)
    yield Resolved(workspace)
    workspace.close()


def test_nobody_is_taken_for_another(resolved: Resolved) -> None:
    """No cluster has entities of two people or companies; the namesake is apart."""
    of_root: dict[str, set[str]] = defaultdict(set)
    for key, entities in resolved.entities.items():
        for entity in entities:
            of_root[resolved.clusters.root(entity)].add(key)
    assert [keys for keys in of_root.values() if len(keys) > 1] == []
    assert resolved.entities["dragan"] and resolved.entities["namesake"]


@pytest.mark.parametrize("one", EVERYBODY, ids=lambda one: str(one["key"]))
def test_every_identity_is_found(resolved: Resolved, one: dict[str, Any]) -> None:
    """All entities of one hang together, joined or put before a person."""
    entities = resolved.entities[one["key"]]
    assert entities, "nothing of that name was read"
    asked = [
        replace(word, verdict=Verdict.POSITIVE)
        for word in resolved.words
        if {word.left, word.right} <= set(entities)
    ]
    whole = Clusters(asked)
    apart = [
        p for p in combinations(entities, 2) if whole.root(p[0]) != whole.root(p[1])
    ]
    assert apart == []


def test_most_identities_with_data_need_nobody(resolved: Resolved) -> None:
    """Who has a number in the truth is joined from most of the files at once."""
    joined = there = 0
    for one in TRUTH["people"]:
        entities = resolved.entities[one["key"]]
        if "number" in one and len(entities) > 1:
            roots = [resolved.clusters.root(entity) for entity in entities]
            joined += max(roots.count(root) for root in roots)
            there += len(entities)
    assert there > 20 and joined / there >= 0.7
