"""How alike organizations' names are."""

from collections.abc import Iterator
from itertools import combinations
from pathlib import Path

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from graph.names import compare_organizations, organization_keys, read_organization

TABLE = Path(__file__).with_name("bodies.yaml")
APART = ("different", "none", "kin")


def pairs() -> Iterator[tuple[str, str, str]]:
    """Yield level and two names, for every two of each line of the table."""
    for levels in yaml.safe_load(TABLE.read_text("utf-8")).values():
        for level, rows in levels.items():
            for row in rows:
                yield from ((level, one, other) for one, other in combinations(row, 2))


@pytest.mark.parametrize(("level", "one", "other"), list(pairs()))
def test_rules(level: str, one: str, other: str) -> None:
    """Forms, trades, seats and kinds of bodies, in six languages, both ways."""
    left, right = read_organization(one), read_organization(other)
    found = compare_organizations(left, right)
    assert found.level == level
    assert found == compare_organizations(right, left)
    if level not in APART:
        assert set(organization_keys(left)) & set(organization_keys(right))


@settings(max_examples=500, deadline=None)
@given(st.text(max_size=80))
def test_any_text_can_be_read(text: str) -> None:
    """Nothing written breaks reading, comparing or the keys, which are few."""
    name = read_organization(text)
    assert compare_organizations(name, name).level in ("same", "none")
    assert len(organization_keys(name)) <= 8
    assert bool(organization_keys(name)) == name.usable


def test_rare_names_tell_more() -> None:
    """Words of a trade tell little."""
    plain = read_organization("Transport d.o.o. Beograd")
    assert plain.rarity < read_organization("Trnavac Transport d.o.o.").rarity
    assert read_organization("nepoznato").rarity == 0
