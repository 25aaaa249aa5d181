"""What is read from the sample case against its truth, written by hand beside it."""

import json
import os
import re
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
import yaml
from rapidfuzz import fuzz

from graph.names import fold

ROOT = Path(__file__).resolve().parents[2]
TRUTH: dict[str, Any] = yaml.safe_load((ROOT / "sample/truth.yaml").read_text("utf-8"))
UNDIRECTED = {"family", "meeting", "associate"}
SERBIAN_AND_ENGLISH = {1, 2, 3, 4, 5, 6, 11, 12, 13, 14, 15}

Line = dict[str, Any]
Fact = tuple[str, str, str]


@pytest.fixture(scope="module")
def lines() -> dict[int, list[Line]]:
    """Return `klupko extract` of the sample case, by file number."""
    run = subprocess.run(
        [Path(sys.executable).with_name("klupko"), "extract", "sample/case"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        timeout=240,
        env={**os.environ, "PYTHONWARNINGS": "ignore"},
    )
    assert run.returncode == 0, run.stderr
    found: dict[int, list[Line]] = {}
    for row in run.stdout.splitlines():
        line = json.loads(row)
        match = re.match(r"(\d\d)-", line["path"].split("case/")[-1])
        assert match, line["path"]
        found.setdefault(int(match[1]), []).append(line)
    return found


def same_name(value: str, name: str) -> bool:
    """Whether a mention's normal form is the name, give or take a case ending."""
    return fuzz.ratio(fold(value), fold(name)) >= 80 and (
        len(fold(value).split()) == len(fold(name).split())
    )


def key_of(value: str, kind: str) -> str | None:
    """Return the truth's key of a person or company, or the identifier itself."""
    group = {"PER": "people", "ORG": "companies"}.get(kind)
    if group is None:
        return value
    best = [e["key"] for e in TRUTH[group] if same_name(value, e["name"])]
    return str(best[0]) if best else None


def facts_of(lines: list[Line]) -> set[Fact]:
    """Return the relations of a file as (type, source, target) by the truth's keys."""
    facts: set[Fact] = set()
    for line in lines:
        mentions = {m["id"]: m for m in line.get("mentions", [])}
        for relation in line.get("relations", []):
            ends = [mentions[relation[end]] for end in ("source", "target")]
            keys = [key_of(m["value"], m["type"]) for m in ends]
            if None in keys:
                continue
            source, target = str(keys[0]), str(keys[1])
            if relation["type"] in UNDIRECTED:
                source, target = sorted((source, target))
            facts.add((relation["type"], source, target))
    return facts


def truth_facts(group: str) -> list[tuple[Fact, list[int]]]:
    """Return the truth's relations with the files that state them."""
    out = []
    for kind, source, target, files in TRUTH[group]:
        if kind in UNDIRECTED:
            source, target = sorted((source, target))
        out.append(((kind, source, target), files))
    return out


def test_every_file_is_read(lines: dict[int, list[Line]]) -> None:
    """All files of the sample case are taken; none is rejected."""
    assert set(lines) == set(range(1, 18))
    assert not [x for rows in lines.values() for x in rows if "rejected" in x]


def test_offsets_are_slices(lines: dict[int, list[Line]]) -> None:
    """A mention's text is the slice of its page that its offsets name."""
    checked = 0
    for line in (x for rows in lines.values() for x in rows):
        pages = {p["number"]: p["text"] for p in line.get("pages", [])}
        for m in line.get("mentions", []):
            assert pages[m["page"]][m["start"] : m["end"]] == m["text"]
            checked += 1
    assert checked > 200


def test_languages_and_scripts(lines: dict[int, list[Line]]) -> None:
    """Language and script of the documents are recognized (close ones as a group)."""
    group = {"sr": "hbs", "bs": "hbs", "cnr": "hbs", "hr": "hbs"}
    got = {
        n: (group.get(rows[0]["language"], rows[0]["language"]), rows[0]["script"])
        for n, rows in lines.items()
        if n <= 14
    }
    wanted = dict.fromkeys((1, 4, 5, 6, 13), ("hbs", "Latn"))
    wanted |= dict.fromkeys((2, 3, 14), ("hbs", "Cyrl"))
    wanted |= {7: ("mk", "Cyrl"), 8: ("mk", "Cyrl")}
    wanted |= {9: ("sq", "Latn"), 10: ("sq", "Latn")}
    wanted |= {11: ("en", "Latn"), 12: ("en", "Latn")}
    assert got == wanted


def test_people_are_found(lines: dict[int, list[Line]]) -> None:
    """At least nine of ten people are found in each of the files that name them."""
    missed = []
    total = 0
    for person in TRUTH["people"]:
        for number in person["files"]:
            total += 1
            values = [
                m["value"]
                for line in lines[number]
                for m in line.get("mentions", [])
                if m["type"] == "PER"
            ]
            if not any(same_name(value, person["name"]) for value in values):
                missed.append((number, person["name"]))
    assert len(missed) <= total / 10, missed


def test_relations_of_serbian_and_english(lines: dict[int, list[Line]]) -> None:
    """Eight of ten relations stated in Serbian or English are found with direction."""
    missed = []
    total = 0
    for fact, files in truth_facts("relations"):
        for number in set(files) & SERBIAN_AND_ENGLISH:
            total += 1
            if fact not in facts_of(lines[number]):
                missed.append((number, fact))
    assert len(missed) <= total / 5, missed


def test_what_is_denied_is_not_stated(lines: dict[int, list[Line]]) -> None:
    """A negated sentence gives no relation."""
    for fact, files in truth_facts("absent"):
        for number in files:
            assert fact not in facts_of(lines[number])
