"""The labelled pairs hold together: form, counts, parts, schemata, check digits."""

import json
import re
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from followthemoney import model
from stdnum.me import pib as pib_me
from stdnum.mk import edb
from stdnum.rs import pib as pib_rs
from stdnum.si import emso

PAIRS = Path(__file__).resolve().parents[2] / "corpus" / "pairs"
PARTS = ("dev", "test")
GROUPS = {
    "script", "spelling", "diacritics", "case_ending", "order", "initials", "father",
    "nickname", "married_name", "ocr", "dates", "identifiers", "namesakes",
    "fathers_sons", "brothers", "feminine", "cognates", "organizations",
    "institutions", "placeholders", "hub",
}  # fmt: skip
CLOSE_KIN = ("namesakes", "fathers_sons", "brothers", "feminine")
NAMES = ("name", "alias", "weakAlias", "previousName", "abbreviation")
CHECKED_TYPES = ("date", "country", "gender", "email")
NID_LETTERS = "WABCDEFGHIJKLMNOPQRSTUV"
Pair = dict[str, Any]


def read(part: str) -> list[Pair]:
    """Return a part's pairs in the file's order."""
    lines = (PAIRS / f"{part}.jsonl").read_text("utf-8").splitlines()
    return [json.loads(line) for line in lines]


def entities(pairs: list[Pair]) -> Iterator[dict[str, Any]]:
    """Yield both sides of each pair."""
    for pair in pairs:
        yield from (pair["left"], pair["right"])


def names(pairs: list[Pair]) -> set[str]:
    """Return every name string, case folded."""
    return {
        value.casefold()
        for one in entities(pairs)
        for prop in NAMES
        for value in one["properties"].get(prop, ())
    }


def content(entity: dict[str, Any]) -> str:
    """Return an entity without its id, comparable."""
    return json.dumps([entity["schema"], entity["properties"]], sort_keys=True)


def is_personal_number(value: str) -> bool:
    """Whether a person's number has the right check digit or letter."""
    if len(value) == 13:
        return bool(emso.is_valid(value))
    if value[0].isalpha():
        digits = [NID_LETTERS.index(value[0]), *map(int, value[1:9])]
        total = digits[0] + sum(n * d for n, d in enumerate(digits[1:], 1))
        return NID_LETTERS[total % 23] == value[9]
    weights = (4, 3, 2, 7, 6, 5, 4, 3, 2)
    total = sum(w * int(d) for w, d in zip(weights, value, strict=False))
    return (11 - total % 11) % 11 % 10 == int(value[9])


def is_tax_number(value: str) -> bool:
    """Whether a tax number has the right check digit; by its length."""
    checks = {8: pib_me, 9: pib_rs, 13: edb}
    return bool(checks[len(value)].is_valid(value))


@pytest.mark.parametrize("part", PARTS)
def test_counts(part: str) -> None:
    """Each part has its size, about half positive, enough of kin and of firms."""
    pairs = read(part)
    assert len(pairs) >= 400
    positive = sum(pair["judgement"] == "positive" for pair in pairs)
    assert 0.45 <= positive / len(pairs) <= 0.55
    groups = Counter((pair["group"], pair["judgement"]) for pair in pairs)
    assert {group for group, _ in groups} == GROUPS
    assert {judgement for _, judgement in groups} == {"positive", "negative"}
    for group in GROUPS - {"placeholders"}:
        assert min(groups[group, "positive"], groups[group, "negative"]) >= 6, group
    kin = [pair for pair in pairs if pair["group"] in CLOSE_KIN]
    assert len(kin) >= 120
    firms = [pair for pair in pairs if pair["left"]["schema"] != "Person"]
    assert len(firms) >= 60


@pytest.mark.parametrize("part", PARTS)
def test_pairs_are_distinct(part: str) -> None:
    """No id comes twice, no pair in either order, and no side is its other side."""
    pairs = read(part)
    ids = [one["id"] for one in entities(pairs)]
    assert len(set(ids)) == len(ids)
    sides = [frozenset((content(p["left"]), content(p["right"]))) for p in pairs]
    assert len(set(sides)) == len(sides)
    assert {len(side) for side in sides} == {2}


def test_parts_share_no_name() -> None:
    """No name of the development part is one of the test part."""
    dev, test = map(read, PARTS)
    assert not names(dev) & names(test)
    assert not {e["id"] for e in entities(dev)} & {e["id"] for e in entities(test)}


@pytest.mark.parametrize("part", PARTS)
def test_entities_are_follow_the_money(part: str) -> None:
    """Schemata and properties exist; a name is given; dates and countries are clean."""
    for one in entities(read(part)):
        schema = model.get(one["schema"])
        assert schema is not None
        assert one["properties"]["name"]
        for name, values in one["properties"].items():
            prop = schema.properties[name]
            assert not prop.stub and values
            assert prop.type.name not in CHECKED_TYPES or all(
                prop.type.clean(value) == value for value in values
            ), (name, values)


@pytest.mark.parametrize("part", PARTS)
def test_numbers_are_valid(part: str) -> None:
    """Check digits of persons' and tax numbers are right."""
    for one in entities(read(part)):
        for value in one["properties"].get("idNumber", ()):
            assert re.fullmatch(r"\d{13}|\d{10}|[A-T]\d{8}[A-W]", value)
            assert is_personal_number(value), value
        for value in one["properties"].get("taxNumber", ()):
            assert is_tax_number(value), value


@pytest.mark.parametrize("part", PARTS)
def test_same_person_has_one_number(part: str) -> None:
    """A positive pair has no two personal numbers, a negative not one and the same."""
    for pair in read(part):
        left, right = (
            set(pair[side]["properties"].get("idNumber", ()))
            for side in ("left", "right")
        )
        if left and right:
            assert (left == right) is (pair["judgement"] == "positive")
