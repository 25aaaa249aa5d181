"""Words of people, neighbours, hubs, changes: what holds over all pairs together."""

from collections.abc import Iterable
from itertools import combinations, permutations

from hypothesis import given, settings
from hypothesis import strategies as st

from extraction.resolution import CandidatePair, Link, Profile, find_judgements
from graph.model import Verdict

Judged = tuple[str, str, Verdict]
YES, NO = Verdict.POSITIVE, Verdict.NEGATIVE


def person(
    id: str, name: str = "Vukoslav Trnavčević", *links: str, **values: str
) -> Profile:
    """Return a person of a rare name, with neighbours."""
    given = {"name": (name,), **{prop: (value,) for prop, value in values.items()}}
    return Profile(id, "Person", given, "", tuple(Link("Family", x) for x in links))


def joined(pairs: Iterable[CandidatePair]) -> set[tuple[str, str]]:
    """Return the positive pairs."""
    return {(p.left, p.right) for p in pairs if p.verdict is YES}


def unsure(pairs: Iterable[CandidatePair]) -> set[tuple[str, str]]:
    """Return the pairs for a person to look at."""
    return {(p.left, p.right) for p in pairs if p.verdict is Verdict.UNSURE}


def test_must_not_link_holds_through_the_closure() -> None:
    """Who was judged apart from one is not joined with what that one is joined with."""
    people = [person(i, phone="+381641234567") for i in "abc"]
    assert joined(find_judgements(people)) == {("a", "b"), ("a", "c"), ("b", "c")}
    judged: list[Judged] = [("a", "b", YES), ("c", "a", NO)]
    for order in permutations(judged):
        assert joined(find_judgements(people, judged=order)) == set()


def test_must_link_joins_what_speaks_against() -> None:
    """A person's word joins two birth dates; a third of either then joins neither."""
    old, young = (
        person("a", birthDate="1950-01-02", phone="+381641"),
        person("b", birthDate="1991-03-04", phone="+381641"),
    )
    other = person("c", birthDate="1991-03-04", phone="+381641")
    found = list(find_judgements([old, young, other], judged=[("a", "b", YES)]))
    assert joined(found) == {("b", "c")}


def test_contradicting_words_join_nobody() -> None:
    """In a cluster in which people contradict themselves nothing is added."""
    people = [person(i, phone="+381641234567") for i in "abcd"]
    judged: list[Judged] = [("a", "b", YES), ("b", "c", YES), ("a", "c", NO)]
    found = list(find_judgements(people, judged=judged))
    assert joined(found) == set()
    assert ("a", "d") in unsure(found)


def test_a_shared_neighbour_helps() -> None:
    """A name alone is for review; with a shared neighbour, or one alike, it joins."""
    alone = [person("a"), person("b")]
    assert unsure(find_judgements(alone)) == {("a", "b")}
    shared = [person("a", "Vukoslav Trnavčević", "x"), person("b", "", "x")]
    assert joined(find_judgements(shared)) == set()
    both = [person(i, "Vukoslav Trnavčević", "x", "y") for i in "ab"]
    assert joined(find_judgements(both)) == {("a", "b")}


def test_neighbours_never_decide_alone() -> None:
    """Other names with many neighbours in common stay apart."""
    links = [f"x{i}" for i in range(9)]
    people = [person("a", "Ana Anić", *links), person("b", "Petar Perić", *links)]
    assert list(find_judgements(people)) == []


def test_a_crowded_neighbour_says_nothing() -> None:
    """Who is linked to very many is a neighbour of everybody."""
    crowd = [person(f"z{i}", f"Ime{i} Prezime{i}", "hub", "hub2") for i in range(40)]
    people = [person(i, "Vukoslav Trnavčević", "hub", "hub2") for i in "ab"]
    found = list(find_judgements([*people, *crowd]))
    assert ("a", "b") in unsure(found)


def test_a_merge_does_not_cascade() -> None:
    """Two that this run joins do not make their neighbours neighbours of one."""
    merged = [
        person("x1", "Đorđe Marković", phone="+381641234567", birthDate="1990-02-03"),
        person("x2", "Đ. Marković", phone="+381641234567", birthDate="1990-02-03"),
    ]
    chain = [person("a", "Jovan Jović", "x1"), person("b", "Jovan Jović", "x2")]
    strangers = [person("a", "Jovan Jović", "p"), person("b", "Jovan Jović", "q")]
    found = {(p.left, p.right): p for p in find_judgements([*merged, *chain])}
    assert found["x1", "x2"].verdict is YES
    (apart,) = find_judgements(strangers)
    assert found["a", "b"] == apart
    tied = [("x1", "x2", YES)]
    told = {
        (p.left, p.right): p.score
        for p in find_judgements([*merged, *chain], judged=tied)
    }
    assert told["a", "b"] > apart.score


def test_hub_values_stop_counting() -> None:
    """A phone of many names joins nobody; one person's phone in many records does."""
    names = ("Ana Anić", "Boris Kos", "Ceca Lukić", "Dino Merdan", "Ema Nikić")
    board = [person(f"n{i}", n, phone="+38111222333") for i, n in enumerate(names)]
    pair = [
        person(i, "Zoran Perić", phone="+38111222333", birthDate="1978") for i in "ab"
    ]
    assert ("a", "b") in joined(find_judgements(pair))
    assert ("a", "b") in unsure(find_judgements([*pair, *board]))
    many = [person(f"m{i}", phone="+38111222333") for i in range(30)]
    found = joined(find_judgements(many))
    assert len({left for left, _ in found} | {right for _, right in found}) == 30


def _crowd() -> list[Profile]:
    named = ("Ana Anić", "Petar Perić", "Ана Анић", "P. Perić", "Vukoslav Trnavčević")
    return [
        person(f"p{i}", named[i % 5], phone=f"+38164123456{i % 3}") for i in range(25)
    ]


def test_changes_are_judged_as_from_scratch() -> None:
    """With changed ids exactly the pairs with one of them, judged the same."""
    people = _crowd()
    whole = {(p.left, p.right): p for p in find_judgements(people)}
    for changed in ({"p3"}, {"p0", "p24", "unknown"}, set()):
        some = list(find_judgements(people, changed=changed))
        assert all({p.left, p.right} & changed for p in some)
        for pair in some:
            if pair.verdict is YES and (pair.left, pair.right) in whole:
                assert whole[pair.left, pair.right].score == pair.score
    rest = [
        (p.left, p.right, p.verdict)
        for p in whole.values()
        if "p3" not in (p.left, p.right)
    ]
    again = find_judgements(people, judged=rest, changed={"p3"})
    assert joined(again) == {p for p in joined(whole.values()) if "p3" in p}


words = st.lists(
    st.tuples(
        st.sampled_from("abcdef"),
        st.sampled_from("abcdef"),
        st.sampled_from([YES, NO, Verdict.UNSURE]),
    ).filter(lambda word: word[0] != word[1]),
    max_size=6,
)


@settings(deadline=None, max_examples=60)
@given(words)
def test_order_of_words_does_not_matter(judged: list[Judged]) -> None:
    """Any order of profiles and of words; nothing judged apart is ever joined."""
    people = [person(i, phone="+381641234567") for i in "abcdef"]
    found = list(find_judgements(people, judged=judged))
    mixed = [(b, a, said) for a, b, said in reversed(judged)]
    assert found == list(find_judgements(reversed(people), judged=mixed))
    groups = {i: {i} for i in "abcdef"}
    no = {frozenset(w[:2]) for w in judged if w[2] is NO}
    yes = {frozenset(w[:2]) for w in judged if w[2] is YES}
    unclear = {frozenset(w[:2]) for w in judged if w[2] is Verdict.UNSURE}
    told = {tuple(sorted(pair)) for pair in yes - no - unclear}
    by_people = dict(groups)
    for left, right in told:
        both = by_people[left] | by_people[right]
        by_people |= dict.fromkeys(both, both)
    groups = dict(by_people)
    for left, right in joined(found):
        both = groups[left] | groups[right]
        groups |= dict.fromkeys(both, both)
    for group in groups.values():
        for left, right in combinations(sorted(group), 2):
            apart = frozenset((left, right)) in no
            assert not apart or right in by_people[left]
