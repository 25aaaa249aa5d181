"""Relations that sentences and forms state, and those that they deny."""

from functools import cache

import pytest

from extraction.model import Document, Page
from extraction.pipeline import Pipeline
from graph.model import Kind


@cache
def pipeline() -> Pipeline:
    """Return the pipeline, loaded once."""
    return Pipeline.load()


def stated(text: str) -> dict[tuple[str, str, str], Kind]:
    """Return (type, source, target) → kind of all that a text states."""
    document = Document("0" * 64, "a.txt", "text/plain", (Page(1, text),))
    found = pipeline().extract(document)
    by_id = {m.id: m.value for m in found.mentions}
    return {(r.type, by_id[r.source], by_id[r.target]): r.kind for r in found.relations}


ZORAN, NADIR = "Zoran Trifunović", "Nadir Hadžić"


@pytest.mark.parametrize(
    ("text", "fact"),
    [
        (
            "Zoran Trifunović koristi broj telefona +381641234567.",
            ("phone_user", ZORAN, "+381641234567"),
        ),
        (
            "Број +381641234567 користи Зоран Трифуновић из Ниша.",
            ("phone_user", ZORAN, "+381641234567"),
        ),
        (
            "The phone number +381641234567 is used by Zoran Trifunović.",
            ("phone_user", ZORAN, "+381641234567"),
        ),
        (
            "Vlasnik firme Drina Mont d.o.o. je Zoran Trifunović.",
            ("ownership", ZORAN, "Drina Mont d.o.o."),
        ),
        (
            "Zoran Trifunović is the owner of Drina Mont d.o.o. and lives in Bar.",
            ("ownership", ZORAN, "Drina Mont d.o.o."),
        ),
        (
            "Pasoš broj 012345678 izdat je na ime Zoran Trifunović.",
            ("identified_by", ZORAN, "012345678"),
        ),
        (
            "Passport No. C01X00T47 was issued to Zoran Trifunović.",
            ("identified_by", ZORAN, "C01X00T47"),
        ),
        (
            "Zoran Trifunović je brat Nadira Hadžića.",
            ("family", ZORAN, NADIR),
        ),
        (
            "Zoran Trifunović met Nadir Hadžić in Sarajevo.",
            ("meeting", ZORAN, NADIR),
        ),
        (
            "Зоран Трифуновић и Надир Хаџић састали су се у Новом Саду.",
            ("meeting", ZORAN, NADIR),
        ),
        (
            "Zoran Trifunović je pripadnik kriminalne grupe „Galeb“.",
            ("membership", ZORAN, "Galeb"),
        ),
        (
            "Zoran Trifunović, rođen 1.2.1980. u Nišu, JMBG 0102980730011, ćuti.",
            ("identified_by", ZORAN, "0102980730011"),
        ),
        (
            "Ime i prezime: Zoran Trifunović\nTelefon: +381641234567\n",
            ("phone_user", ZORAN, "+381641234567"),
        ),
        (
            "Agim Krasniqi përdor numrin +38344123456.",
            ("phone_user", "Agim Krasniqi", "+38344123456"),
        ),
    ],
)
def test_sentences_state_relations(text: str, fact: tuple[str, str, str]) -> None:
    """A trigger links the ends that stand around it, in the contract's direction."""
    assert stated(text).get(fact) is Kind.FACT


@pytest.mark.parametrize(
    "text",
    [
        "Zoran Trifunović nije vlasnik firme Drina Mont d.o.o. i ćuti.",
        "Зоран Трифуновић не користи телефон +381641234567.",
        "Zoran Trifunović did not meet Nadir Hadžić in Bar.",
        "Zoran Trifunović negira da je brat Nadira Hadžića.",
        "Zoran Trifunović denies that he owns Drina Mont d.o.o. in Tuzla.",
    ],
)
def test_what_is_denied_is_not_stated(text: str) -> None:
    """A negated trigger gives no relation."""
    kinds = {kind for kind, _, _ in stated(text)}
    assert not kinds & {"ownership", "phone_user", "meeting", "family"}


@pytest.mark.parametrize(
    ("text", "is_kin"),
    [
        ("Zoran Trifunović paid the guard's cousin, Nadir Hadžić, in Bar.", False),
        ("Zoran Trifunović platio je stražarevom rođaku, Nadiru Hadžiću.", False),
        ("Zoran Trifunović paid his wife's cousin, Nadir Hadžić, in Bar.", True),
        ("Zoran Trifunović je direktor. Direktorov rođak, Nadir Hadžić, ćuti.", True),
    ],
)
def test_a_relative_of_somebody_without_a_name(text: str, is_kin: bool) -> None:
    """He is nobody's who is named; a role may be somebody's."""
    assert any(kind == "family" for kind, _, _ in stated(text)) is is_kin


@pytest.mark.parametrize(
    "text",
    [
        "Navodno, Zoran Trifunović koristi broj +381641234567.",
        "Allegedly, Zoran Trifunović uses the number +381641234567.",
        "Dyshohet se Zoran Trifunović përdor numrin +381641234567.",
        "Наводно, Зоран Трифуновић користи број +381641234567.",
    ],
)
def test_hearsay_is_an_assessment(text: str) -> None:
    """What a sentence only supposes is kept as an assessment."""
    found = stated(text)
    assert found["phone_user", ZORAN, "+381641234567"] is Kind.ASSESSMENT


def test_a_second_predicate_keeps_the_subject() -> None:
    """`X is the wife of Y and director of Z` makes X the director."""
    text = (
        "Sanja Trifunović je supruga Zorana Trifunovića i direktorka "
        "firme Drina Mont d.o.o. iz Niša."
    )
    found = stated(text)
    assert ("directorship", "Sanja Trifunović", "Drina Mont d.o.o.") in found


def test_clauses_keep_their_own() -> None:
    """Owner and director of one sentence are not mixed up."""
    text = (
        "Vlasnik firme Drina Mont d.o.o. je Zoran Trifunović, a direktor "
        "Nadir Hadžić iz Tuzle."
    )
    found = set(stated(text))
    assert ("ownership", ZORAN, "Drina Mont d.o.o.") in found
    assert ("directorship", NADIR, "Drina Mont d.o.o.") in found
    assert ("ownership", NADIR, "Drina Mont d.o.o.") not in found
