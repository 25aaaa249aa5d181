"""Who is judged to be the same, who is left to a person, who never."""

import time
from itertools import permutations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from extraction.resolution import (
    CERTAIN,
    CandidatePair,
    Evidence,
    Profile,
    explain,
    find_judgements,
    judge,
)
from graph.model import Verdict

JMBG = "1203978780158"
OTHER_JMBG = "2307985730143"


def make(id: str, schema: str = "Person", case: str = "", **values: str) -> Profile:
    """Return a profile; a bar parts several values of a property."""
    parted = {prop: tuple(text.split("|")) for prop, text in values.items()}
    return Profile(id, schema, parted, case)


def person(id: str, name: str = "Petar Petrović", **values: str) -> Profile:
    """Return a person of a common name."""
    return make(id, name=name, **values)


def verdict(left: Profile, right: Profile) -> Verdict:
    """Return the verdict, checked to be the same the other way round."""
    one, other = judge(left, right), judge(right, left)
    assert (one.verdict, one.score) == (other.verdict, other.score)
    assert (one.verdict is Verdict.POSITIVE) == (one.score >= CERTAIN)
    return one.verdict


SAME: list[tuple[Profile, Profile]] = [
    (person("a", email="petar@x.rs"), person("b", email="petar@x.rs")),
    (
        person("a", "Agron Hoxhaj", phone="+355695550456"),
        person("b", "Агрон Хоџај", phone="+355695550456"),
    ),
    (person("a", "Ana Anić", idNumber=JMBG), person("b", idNumber="120397878 0158")),
    (make("a", idNumber=JMBG), make("b", idNumber=JMBG)),
    (
        person("a", birthDate="1978-03-12"),
        person("b", "Петровић Петар", birthDate="12.03.1978"),
    ),
    (person("a", phone="+381641234567"), person("b", phone="+381 64 123-45-67")),
    (person("a", passportNumber="00 123456"), person("b", passportNumber="00123456")),
    (person("a", idNumber="123456"), person("b", idNumber="123456")),
    (person("a", idNumber=JMBG), person("b", birthDate="1978-03-12")),
    (
        make("a", firstName="Đorđe", lastName="Šarić", phone="+38165"),
        person("b", "dr Djordje Saric", phone="+38165"),
    ),
    (
        person("a", "Petar Perić", alias="Pera Kralj", phone="+38165"),
        person("b", "Pera Kralj", phone="+38165"),
    ),
    (
        make("a", "Company", name="Balkan Trade DOO", registrationNumber="20123456"),
        make("b", "Company", name="Balkan Trejd", registrationNumber="20123456"),
    ),
    (
        make("a", "Company", name="Konzor d.o.o. Beograd", country="rs"),
        make("b", "Organization", name="КОНЗОР", country="rs|me"),
    ),
    (
        make("a", "Company", vatCode="RS101234567", country="rs"),
        make("b", "Company", taxNumber="101234567", country="rs"),
    ),
    (
        make("a", "Vehicle", registrationNumber="BG 123-AB"),
        make("b", "Vehicle", registrationNumber="bg123ab", country="rs"),
    ),
    (
        make("a", "Device", imei="490154203237518"),
        make("b", "Device", imei="49-015420-323751-8"),
    ),
    (
        make("a", "BankAccount", iban="RS35260005601001611379"),
        make("b", "BankAccount", iban="RS35 2600 0560 1001 6113 79"),
    ),
]

UNSURE: list[tuple[Profile, Profile]] = [
    (person("a"), person("b")),
    (person("a"), person("b", birthDate="1978-03-12")),
    (person("a", birthDate="1978"), person("b", birthDate="1978")),
    (person("a", "Petar", phone="+38165"), person("b", "Petar", phone="+38165")),
    (person("a", "Agron Hoxhaj"), person("b", "Agron Hodžaj")),
    (person("a", idNumber="1234567890123"), make("b", idNumber="1234567890123")),
    (
        person("a", birthDate="1978-03-12", phone="+38165"),
        person("b", birthDate="1978-06-12", phone="+38165"),
    ),
    (
        person("a", idNumber=JMBG, birthDate="1978-03-12"),
        person("b", idNumber=JMBG, birthDate="1987-03-12"),
    ),
    (
        make("a", "Company", name="Konzor Invest doo"),
        make("b", "Company", name="Konzor Invest", country="rs"),
    ),
    (
        make("a", "Company", name="Konzor", registrationNumber="20123456"),
        make("b", "Company", name="Balkan", registrationNumber="20123456"),
    ),
]

APART: list[tuple[Profile, Profile]] = [
    (person("a", idNumber=JMBG), person("b", idNumber=OTHER_JMBG)),
    (
        person("a", idNumber=JMBG, phone="+38165"),
        person("b", idNumber=OTHER_JMBG, phone="+38165"),
    ),
    (
        person("a", birthDate="1978-03-12", phone="+38165"),
        person("b", birthDate="1991-02-02", phone="+38165"),
    ),
    (person("a", birthDate="1978"), person("b", birthDate="1991-02-02")),
    (person("a", idNumber=JMBG), person("b", birthDate="1991-02-02")),
    (person("a", "P. Petrović"), person("b", "P. Petrović")),
    (person("a", "Ana Anić", phone="+38165"), person("b", phone="+38165")),
    (person("a", "NN lice", phone="+38165"), person("b", "NN lice", phone="+38165")),
    (person("a", "P", phone="+38165"), person("b", "P", phone="+38165")),
    (
        person("a", "Zoran Milić", birthDate="1978-03-12"),
        person("b", "Goran Milić", birthDate="1978-03-12"),
    ),
    (
        person("a", "Petar Perić", fatherName="Marko"),
        person("b", "Petar Perić", fatherName="Jovan"),
    ),
    (
        person("a", "Petar Perić", fatherName="Marko", birthDate="1990"),
        person("b", "Marko Perić", birthDate="1960", phone="+38165"),
    ),
    (person("a"), make("b", "Company", name="Petar Petrović")),
    (
        make("a", "Company", name="Balkan doo Beograd", country="rs"),
        make("b", "Company", name="Balkan doo Niš", country="rs"),
    ),
    (
        make("a", "Company", name="Balkan", country="rs", registrationNumber="2012345"),
        make("b", "Company", name="Balkan", country="rs", registrationNumber="2099999"),
    ),
    (
        make("a", "Company", name="Konzor doo", country="rs"),
        make("b", "Company", name="Konzor doo", country="ba"),
    ),
    (make("a", "PhoneNumber", number="+38165"), make("b", "PhoneNumber", number="x")),
    (make("a", "Ownership", role="x"), make("b", "Ownership", role="x")),
    (make("a", "Nonsense", name="x"), make("b", "Nonsense", name="x")),
    (make("a", "Device", imei="490154203237518"), make("b", "Device", imei="1")),
    (
        make("a", "Passport", passportNumber="BH4455667"),
        make("b", "Device", imei="BH4455667"),
    ),
]


@pytest.mark.parametrize(("left", "right"), SAME)
def test_the_same(left: Profile, right: Profile) -> None:
    """A valid number, or a full name with evidence, is enough."""
    assert verdict(left, right) is Verdict.POSITIVE
    assert [p.verdict for p in find_judgements([left, right])] == [Verdict.POSITIVE]


@pytest.mark.parametrize(("left", "right"), UNSURE)
def test_for_a_person_to_look_at(left: Profile, right: Profile) -> None:
    """A name alone, or evidence that quarrels, is left to a person."""
    assert verdict(left, right) is Verdict.UNSURE
    found = list(find_judgements([left, right]))
    assert [p.verdict for p in found] in ([Verdict.UNSURE], [])


@pytest.mark.parametrize(("left", "right"), APART)
def test_never_the_same(left: Profile, right: Profile) -> None:
    """Contradiction, or too little, and the pair is not brought up."""
    assert verdict(left, right) is Verdict.NEGATIVE
    assert list(find_judgements([left, right])) == []


def test_vehicles_of_different_makes_or_countries() -> None:
    """One plate on different makes or in different countries is for review."""
    plain = {"schema": "Vehicle", "registrationNumber": "BG123AB"}
    for prop, one, other in (("make", "Audi", "Škoda"), ("country", "rs", "me")):
        left, right = (
            make("a", **plain, **{prop: one}),
            make("b", **plain, **{prop: other}),
        )
        assert verdict(left, right) is Verdict.UNSURE


def test_other_cases_are_not_compared() -> None:
    """Entities of two cases are never judged by themselves."""
    pair = [make(i, case=i, idNumber=JMBG) for i in ("a", "b")]
    assert list(find_judgements(pair)) == []


def test_no_cluster_contradicts_itself() -> None:
    """A person without a birth date does not join two with different ones."""
    young = person("a", birthDate="1991-02-02", phone="+38165")
    old = person("b", birthDate="1978-03-12", phone="+38165", passportNumber="123456")
    unknown = person("c", phone="+38165", passportNumber="123456")
    for order in permutations([young, old, unknown]):
        found = {(p.left, p.right): p for p in find_judgements(order)}
        assert found[("b", "c")].verdict is Verdict.POSITIVE
        assert found[("a", "c")].verdict is Verdict.UNSURE
        assert "contradict" in found[("a", "c")].explanation
        assert ("a", "b") not in found


def test_review_leaves_out_what_is_settled() -> None:
    """Unsure pairs inside one cluster, or between contradicting ones, are not shown."""
    same = [person(i, phone="+1|+2") for i in ("a", "b")]
    bridge = person("c", phone="+2", birthDate="1978-03-12")
    namesake = person("d", birthDate="1991-02-02")
    stranger = person("e")
    found = list(find_judgements([*same, bridge, namesake, stranger]))
    unsure = {(p.left, p.right) for p in found if p.verdict is Verdict.UNSURE}
    assert unsure == {("a", "e"), ("b", "e"), ("c", "e"), ("d", "e")}


def test_order_repetition_and_ids() -> None:
    """Pairs come by id, left before right, each once, whatever the order given."""
    people = [person(i, phone="+38165") for i in "dbac"]
    found = list(find_judgements([*people, *people]))
    pairs = [(p.left, p.right) for p in found]
    assert pairs == sorted(set(pairs))
    assert all(left < right for left, right in pairs)
    assert found == list(find_judgements(reversed(people)))


def test_explanations_hold_no_values() -> None:
    """Reasons are readable and tell no name, number or date."""
    left = person("a", idNumber=JMBG, phone="+38165", birthDate="1978-03-12")
    right = person("b", idNumber=JMBG, phone="+38165", birthDate="1978-03-12")
    lines = explain(left, right)
    assert lines[0].startswith("positive (")
    text = " ".join(lines)
    assert "same valid personal number" in text
    assert all(one in text for one in ("same name", "same birth date", "same phone"))
    assert not any(v in text for v in (JMBG, "Petrović", "38165", "1978"))
    assert explain(left, make("c", "Car"))[1:] == ["not a kind that is resolved"]
    assert explain(make("a"), make("b"))[1:] == ["nothing in common"]


def test_candidate_pair_is_explained_in_one_line() -> None:
    """The explanation of a pair joins its reasons."""
    said = Evidence("name", "same", 6.0, "same name"), Evidence("x", "y", 0.0, "z")
    pair = CandidatePair("a", "b", Verdict.UNSURE, 0.5, said)
    assert pair.explanation == "same name; z"
    assert pair.reasons == ("same name", "z")


def test_many_entities_take_little_time() -> None:
    """Twenty thousand persons and one very common name stay near to linear."""
    people = [
        person(f"p{i:05d}", f"Ime{i % 7000} Prezime{i % 9000}", phone=f"+{i % 5000}")
        for i in range(8000)
    ] + [person(f"q{i:05d}", phone="+1") for i in range(2000)]
    start = time.process_time()
    found = list(find_judgements(people))
    assert time.process_time() - start < 8
    same = [
        p for p in found if p.left.startswith("q") and p.verdict is Verdict.POSITIVE
    ]
    assert len({p.left for p in same}) == 1999


@st.composite
def crowds(draw: st.DrawFn) -> list[Profile]:
    """Draw a few persons who share names, phones, dates and numbers."""
    options = {
        "name": ["Ana Anić", "Ана Анић", "Petar Perić"],
        "phone": ["+38161", "+38162"],
        "birthDate": ["1978-03-12", "1991-02-02"],
        "idNumber": [JMBG, OTHER_JMBG, "555555"],
    }
    size = draw(st.integers(0, 7))
    drawn = st.fixed_dictionaries(
        {}, optional={k: st.sampled_from(v) for k, v in options.items()}
    )
    return [make(f"p{i}", **draw(drawn)) for i in range(size)]


@settings(deadline=None, max_examples=150)
@given(crowds())
def test_clusters_never_contradict(people: list[Profile]) -> None:
    """Nobody is joined, through anyone, with who has another number or birth date."""
    cluster = {p.id: {p.id} for p in people}
    for pair in find_judgements(people):
        if pair.verdict is Verdict.POSITIVE:
            joined = cluster[pair.left] | cluster[pair.right]
            for name in joined:
                cluster[name] = joined
    by_id = {p.id: p for p in people}
    for members in cluster.values():
        numbers = {v for m in members for v in by_id[m].values.get("idNumber", ())}
        assert len(numbers - {"555555"}) <= 1
        if not numbers - {"555555"}:
            dates = {v for m in members for v in by_id[m].values.get("birthDate", ())}
            assert len(dates) <= 1
