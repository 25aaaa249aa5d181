"""How alike persons' names are: every rule both ways, and what must hold of any two."""

from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from graph.names import (
    LEVELS,
    compare_persons,
    fold_words,
    name_keys,
    read_person,
    to_cyrillic,
)
from graph.names.given import iter_cognates, iter_short, iter_variants

TABLE = Path(__file__).with_name("pairs.yaml")
APART = ("different", "none", "kin")

GIVEN = (
    "Đorđe Milan Aleksandar Ljiljana Shpëtim Xhevdet Ќазим Ѓорѓи Ženja Mehmed".split()
)
FAMILY = "Trnavčević Petrovska Škrijelj Hoxha Krasniqi Žujović Mulaj Džankić".split()
names = st.builds("{} {}".format, st.sampled_from(GIVEN), st.sampled_from(FAMILY))


def pairs() -> Iterator[tuple[str, str, str, str]]:
    """Yield rule, level and the two names of each pair of the table."""
    for rule, levels in yaml.safe_load(TABLE.read_text("utf-8")).items():
        for level, rows in levels.items():
            yield from ((rule, level, one, other) for one, other in rows)


@pytest.mark.parametrize(("rule", "level", "one", "other"), list(pairs()))
def test_rules(rule: str, level: str, one: str, other: str) -> None:
    """Each rule joins what it is about and leaves its near misses apart."""
    left, right = read_person(one), read_person(other)
    assert compare_persons(left, right).level == level
    whole = all(n.given and n.family for n in (left, right))
    if level not in APART and whole:
        assert set(name_keys(left)) & set(name_keys(right))


def test_the_table_has_near_misses_for_every_rule() -> None:
    """No rule is tested one way only."""
    found: dict[str, set[bool]] = {}
    for rule, level, _, _ in pairs():
        found.setdefault(rule, set()).add(level in APART)
    assert [rule for rule, ways in found.items() if len(ways) < 2] == ["none"]


@cache
def texts() -> list[str]:
    """Return every name of the table."""
    return sorted({name for _, _, *both in pairs() for name in both})


@settings(max_examples=500, deadline=None)
@given(st.sampled_from(texts()), st.sampled_from(texts()))
def test_left_and_right_do_not_matter(one: str, other: str) -> None:
    """Comparing is symmetric, and its scores and levels are in range."""
    left, right = read_person(one), read_person(other)
    found = compare_persons(left, right)
    assert found == compare_persons(right, left)
    assert found.level in LEVELS
    assert 0 <= found.score <= 1


@settings(max_examples=300, deadline=None)
@given(st.sampled_from(texts()), st.sampled_from(texts()))
def test_reasons_hold_no_names(one: str, other: str) -> None:
    """Reasons may be shown to who may not see the names."""
    reasons = compare_persons(read_person(one), read_person(other)).reasons
    said = {word for reason in reasons for word in fold_words(reason)}
    words = {w for w in (*fold_words(one), *fold_words(other)) if len(w) > 3}
    assert not said & (words - {"male", "unknown"})


@given(names)
def test_a_name_is_its_own_in_any_form(name: str) -> None:
    """Capitals, Cyrillic, titles and a comma change nothing."""
    person = read_person(name)
    first, family = name.split()
    for text in (name.upper(), f"dr {name}", f"{family}, {first}", f" {name}  1978"):
        assert compare_persons(person, read_person(text)).level == "same"
    if not set(name.lower()) & set("qxë"):
        level = compare_persons(person, read_person(to_cyrillic(name).text)).level
        assert level in ("same", "variant")


@settings(max_examples=1000, deadline=None)
@given(st.text(max_size=80))
def test_any_text_can_be_read(text: str) -> None:
    """Nothing written breaks reading, comparing or the keys, which are few."""
    person = read_person(text)
    assert compare_persons(person, person).level in ("same", "nickname", "none")
    assert len(name_keys(person)) <= 8
    assert bool(name_keys(person)) == person.usable


@pytest.mark.parametrize("family", ["Trnavčević", "Gashi"])
def test_every_pair_of_the_lists_is_known_and_shares_a_key(family: str) -> None:
    """Variants and cognates agree as the lists say, and find each other."""
    for group in (*iter_variants(), *iter_cognates()):
        for name in group[1:]:
            one, other = (read_person(f"{n} {family}") for n in (group[0], name))
            level = compare_persons(one, other).level
            assert level in ("same", "variant", "cognate", "nickname"), (group[0], name)
            assert set(name_keys(one)) & set(name_keys(other)), (group[0], name)


def test_every_short_form_is_known_and_shares_a_key() -> None:
    """At least 400 short forms; each is a nickname of its formal name, never less."""
    known = list(iter_short())
    assert len(known) >= 400
    for formal, short, _ in known:
        one, other = (read_person(f"{n} Trnavčević") for n in (formal, short))
        level = compare_persons(one, other).level
        assert level in ("nickname", "variant", "cognate", "same"), (formal, short)
        assert set(name_keys(one)) & set(name_keys(other)), (formal, short)


def test_rare_names_tell_more() -> None:
    """A usual name agrees by chance; a rare one hardly."""
    usual, rare = read_person("Milan Jovanović"), read_person("Vukoslav Trnavčević")
    assert usual.rarity < 15 < 24 < rare.rarity
    assert read_person("Милан Јовановић").rarity == usual.rarity
    assert read_person("M. Jovanović").rarity < usual.rarity
    assert read_person("NN").rarity == 0
