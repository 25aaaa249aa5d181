"""Identity: judgements joined into groups, the stronger word prevailing."""

import gc
import random
import time
from collections.abc import Callable, Iterable, Sequence
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from graph.identity import Clusters, Contradiction
from graph.model import Judgement, Verdict
from graph.store.base import Clusters as ClustersPort

BEGIN = datetime(2026, 1, 1, tzinfo=UTC)
SAME, APART, UNSURE = Verdict.POSITIVE, Verdict.NEGATIVE, Verdict.UNSURE


def judgement(
    left: str,
    right: str,
    verdict: Verdict,
    day: int = 0,
    score: float | None = None,
    automatic: bool = False,
) -> Judgement:
    """Return a judgement on a pair; nothing else of it matters here."""
    at = BEGIN + timedelta(days=day)
    one, other = sorted((left, right))
    return Judgement(
        "j", "a", one, other, verdict, "ana", at, 1, score=score, automatic=automatic
    )


def machine(left: str, right: str, verdict: Verdict, score: float) -> Judgement:
    """Return the resolver's word."""
    return judgement(left, right, verdict, score=score, automatic=True)


def test_the_stronger_word_on_a_pair_prevails() -> None:
    """Negative beats unsure beats positive, whatever the order."""
    for stronger in (APART, UNSURE):
        said = [judgement("x", "y", v) for v in (stronger, SAME)]
        assert Clusters(said).members("x") == ("x",)
        assert Clusters(reversed(said)).members("x") == ("x",)


@pytest.mark.parametrize("resolver", list(Verdict))
@pytest.mark.parametrize("person", list(Verdict))
def test_a_persons_word_stands_over_the_resolvers(
    person: Verdict, resolver: Verdict
) -> None:
    """On the same pair only people's words count where there are any."""
    said = [judgement("x", "y", person), machine("x", "y", resolver, 1.0)]
    for order in (said, said[::-1]):
        clusters = Clusters(order)
        assert len(clusters.members("x")) == (2 if person is SAME else 1)
        assert clusters.contradictions() == []


def test_none_judged_is_alone() -> None:
    """Without judgements every id stands for itself and there are no groups."""
    clusters: ClustersPort = Clusters()
    assert not clusters
    assert clusters.members("x") == ("x",) and clusters.root("x") == "x"
    assert list(clusters.groups()) == []


PAIRS = st.lists(st.tuples(st.sampled_from("abcdef"), st.sampled_from("ghabcd")))


@given(PAIRS)
def test_groups_part_the_ids(pairs: list[tuple[str, str]]) -> None:
    """Each judged id is in exactly one group, with everyone it is joined to."""
    said = [judgement(a, b, SAME) for a, b in pairs if a != b]
    clusters = Clusters(said)
    groups = list(clusters.groups())
    listed = [name for group in groups for name in group]
    assert sorted(listed) == sorted({n for j in said for n in (j.left, j.right)})
    for one in said:
        assert clusters.root(one.left) == clusters.root(one.right)
        assert one.right in clusters.members(one.left)
    assert all(clusters.members(name) == g for g in groups for name in g)


def test_the_better_word_is_followed_and_the_other_reported() -> None:
    """a = b is likelier than b = c; a and c are two: c stands alone."""
    said = [
        judgement("a", "c", APART, day=5),
        machine("a", "b", SAME, 0.99),
        machine("b", "c", SAME, 0.95),
    ]
    clusters = Clusters(said)
    assert list(clusters.groups()) == [("a", "b")]
    assert clusters.contradictions() == [Contradiction("b", "c", ("a", "c"))]


def test_people_are_followed_before_the_resolver() -> None:
    """A person's b = c comes before the resolver's surer a = b."""
    said = [
        judgement("a", "c", APART),
        machine("a", "b", SAME, 1.0),
        judgement("b", "c", SAME, day=3, score=0.5),
    ]
    clusters = Clusters(said)
    assert list(clusters.groups()) == [("b", "c")]
    assert clusters.contradictions() == [Contradiction("a", "b", ("a", "c"))]


def test_of_equal_words_the_earlier_is_followed() -> None:
    """Two people's words, one a day after the other."""
    said = [
        judgement("b", "c", SAME, day=1),
        judgement("a", "b", SAME, day=2),
        judgement("a", "c", APART, day=3),
    ]
    assert list(Clusters(said).groups()) == [("b", "c")]


def test_words_of_one_rank_fall_together_where_they_meet() -> None:
    """Who is kept apart stands alone; the others of that rank are joined."""
    ring = "abcdef"
    said = [machine(a, b, SAME, 0.9) for n, a in enumerate(ring) for b in ring[n + 1 :]]
    said.append(judgement("a", "f", APART))
    clusters = Clusters(said)
    assert list(clusters.groups()) == [("b", "c", "d", "e")]
    refused = {(one.left, one.right) for one in clusters.contradictions()}
    assert refused == {(x, e) for x in "a" for e in "bcde"} | {(e, "f") for e in "bcde"}
    assert {one.against for one in clusters.contradictions()} == {("a", "f")}


def test_a_resolvers_no_does_not_undo_what_people_joined() -> None:
    """People say a = b = c; the resolver thinks that a and c are two."""
    said = [
        judgement("a", "b", SAME),
        judgement("b", "c", SAME),
        machine("a", "c", APART, 0.99),
        machine("c", "d", SAME, 0.99),
    ]
    clusters = Clusters(said)
    assert list(clusters.groups()) == [("a", "b", "c", "d")]


@pytest.mark.parametrize("other", [APART, UNSURE])
def test_disagreeing_people_are_reported(other: Verdict) -> None:
    """One says yes, one does not: the pair is not joined, and both are to be asked."""
    said = [judgement("a", "b", SAME), judgement("a", "b", other, day=1)]
    assert Clusters(said).contradictions() == [Contradiction("a", "b", ("a", "b"))]


WORDS = st.lists(
    st.builds(
        judgement,
        st.sampled_from("abcdefgh"),
        st.sampled_from("ijklmnopabcdefgh"),
        st.sampled_from([SAME, SAME, SAME, *Verdict]),
        st.integers(0, 2),
        st.sampled_from([None, 0.9, 0.99]),
        st.booleans(),
    ).filter(lambda one: one.left != one.right),
    max_size=24,
)


def live_negative(said: Iterable[Judgement]) -> list[tuple[str, str]]:
    """Return the pairs on which the people's word is that they are two."""
    return [(j.left, j.right) for j in said if j.verdict is APART and not j.automatic]


@given(WORDS, st.randoms(use_true_random=False))
def test_the_order_of_judgements_does_not_matter(
    said: list[Judgement], chance: random.Random
) -> None:
    """Any order gives the same groups and the same contradictions."""
    mixed = chance.sample(said, len(said))
    one, other = Clusters(said), Clusters(mixed)
    assert one.groups() == other.groups()
    assert one.contradictions() == other.contradictions()


@given(WORDS, st.permutations("abcdefghijklmnop"))
def test_the_spelling_of_ids_does_not_matter(
    said: list[Judgement], names: Sequence[str]
) -> None:
    """Renamed ids give the renamed groups."""
    to = dict(zip("abcdefghijklmnop", names, strict=True))
    renamed = [
        judgement(
            to[j.left],
            to[j.right],
            j.verdict,
            (j.at - BEGIN).days,
            j.score,
            j.automatic,
        )
        for j in said
    ]
    expected = sorted(tuple(sorted(to[i] for i in g)) for g in Clusters(said).groups())
    assert list(Clusters(renamed).groups()) == expected


@given(WORDS)
def test_nobody_is_joined_over_a_persons_no(said: list[Judgement]) -> None:
    """No group holds both ends of it; each positive word is followed or reported."""
    clusters = Clusters(said)
    for left, right in live_negative(said):
        assert right not in clusters.members(left)
    told = {(one.left, one.right) for one in clusters.contradictions()}
    for one in said:
        pair = (one.left, one.right)
        others = [j for j in said if (j.left, j.right) == pair]
        heard = [j for j in others if not j.automatic] or others
        if all(j.verdict is SAME for j in heard):
            joined = one.right in clusters.members(one.left)
            assert joined or pair in told


def _random(size: int) -> list[Judgement]:
    chance = random.Random(size)
    return [
        judgement(
            f"{chance.randrange(size):07}",
            f"{chance.randrange(size, 2 * size):07}",
            APART if chance.random() < 0.2 else SAME,
            n // 5_000,
            chance.choice([0.9, 0.95, 0.99]),
            chance.random() < 0.9,
        )
        for n in range(size)
    ]


def _refused(size: int) -> list[Judgement]:
    """Return one that is kept apart from many, joined to each through another."""
    some = range(size // 3)
    said = [judgement("hub", f"x{n}", APART) for n in some]
    said += [judgement("hub", f"y{n}", SAME, n) for n in some]
    return said + [judgement(f"x{n}", f"y{n}", SAME, size) for n in some]


def _chain(size: int) -> list[Judgement]:
    """Return one long chain of words of one rank, with words against it."""
    said = [judgement(f"{n:07}", f"{n + 1:07}", SAME) for n in range(size)]
    return said + [
        judgement(f"{n:07}", f"{n + 9:07}", APART) for n in range(0, size, 50)
    ]


@pytest.mark.parametrize("make", [_random, _refused, _chain])
def test_time_grows_with_the_number_of_judgements(
    make: Callable[[int], list[Judgement]],
) -> None:
    """Four times as many take less than eight times as long; sixteen if quadratic."""
    few, many = make(8_000), make(32_000)
    gc.collect()
    gc.disable()
    try:
        assert _least(many) < 8 * _least(few)
    finally:
        gc.enable()


def _least(said: list[Judgement]) -> float:
    """Return the processor time of the quickest of five tries, in seconds."""
    taken = []
    for _ in range(5):
        begin = time.process_time()
        Clusters(said)
        taken.append(time.process_time() - begin)
    return min(taken)
