"""Labels that a document gives its people, and the calls between them."""

import pytest

from extraction.evaluation import evaluate
from extraction.evaluation.marked import parse_marked
from extraction.model import Document, Extraction

HEAD = "language: bs\nscript: Latn\ngenre: wiretap summary\npart: dev\n=== text\n"
PEOPLE = (
    "M1 – [[Vuk Lazić|PER]], linija [[061/222-333|PHONE|+38761222333]]\n"
    "M2 – [[Ana Kos|PER]], linija [[061/444-555|PHONE|+38761444555]]\n\n"
)
THEIRS = [
    "phone_user: Vuk Lazić -> +38761222333",
    "phone_user: Ana Kos -> +38761444555",
]


class Nobody:
    """Finds nothing: the mentions are given."""

    def extract(self, document: Document, country: str | None = None) -> Extraction:
        """Return nothing."""
        return Extraction(document)


def check(text: str, *relations: str) -> None:
    """Fail unless exactly these relations are found between the marks of a text."""
    content = HEAD + text + "\n=== relations\n" + "\n".join(relations) + "\n"
    found = evaluate([parse_marked("a.gold", content)], Nobody(), given=True)
    score = found.relations.score()
    assert (score.right, score.found) == (len(relations), len(relations)), (
        found.as_json()["confusions"]["relations"]
    )


def test_an_arrow_is_a_call() -> None:
    """Labels on both sides of an arrow call each other; both say it of themselves."""
    check(
        PEOPLE + "2.6. 08:14 M1 > M2 (2 min)\nM1 se žali.\n\n3.6. 10:01 M2 → M1\nŽuri.",
        *THEIRS,
        "call: Vuk Lazić -> Ana Kos",
        "call: Ana Kos -> Vuk Lazić",
    )


def test_a_number_calls_a_label() -> None:
    """Who is on the line is told behind the heading, which has the number."""
    check(
        PEOPLE + "3.6. 10:02 dolazni na M2, [[+355 69 447 1208|PHONE|+355694471208]]\n"
        "Muškarac; prema glasu riječ je o [[Gezimu Liki|PER|Gezim Lika]].",
        *THEIRS,
        "call: Gezim Lika -> Ana Kos",
        "phone_user: Gezim Lika -> +355694471208",
    )


def test_who_speaks_is_the_other_party() -> None:
    """A transcript's lines name who speaks."""
    check(
        "A = [[061/222-333|PHONE|+38761222333]], u rukama "
        "[[Vuka Lazića|PER|Vuk Lazić]]\n\n"
        "Razgovor 1, [[01.02.2025|DATE|2025-02-01]]. u 07:02 (odlazni sa A)\n"
        "[[Lazić|PER|Lazić=Vuk Lazić]]: Ustala?\n[[Mirela|PER]]: Jesam.",
        "phone_user: Vuk Lazić -> +38761222333",
        "call: Vuk Lazić -> Mirela",
    )


@pytest.mark.parametrize("word", ["okrivljeni", "optuženi"])
def test_a_roman_number_is_an_accused(word: str) -> None:
    """An indictment's list numbers its accused, `I` too."""
    check(
        "protiv okrivljenih:\nI [[Lazić Vuka|PER|Vuk Lazić]], zidara;\n"
        "II [[Kos Mate|PER|Mato Kos]] iz [[Bara|LOC|Bar]];\n\nšto su\n\n"
        f"– II {word} koristio vozilo [[A12-K-345|VEHICLE]], a I {word} broj "
        "[[+38761222333|PHONE]].",
        "vehicle_user: Mato Kos -> A12-K-345",
        "phone_user: Vuk Lazić -> +38761222333",
    )


def test_who_stands_under_a_number() -> None:
    """`Putnik pod 1` is whom the first item of the list is about."""
    check(
        "Putnici\n1. [[Vuk Lazić|PER]], zidar\n2. [[Ana Kos|PER]], učiteljica\n\n"
        "Vozilom [[A12-K-345|VEHICLE]] upravljao je putnik pod 2.",
        "vehicle_user: Ana Kos -> A12-K-345",
    )


def test_a_label_is_told_later() -> None:
    """Whose a label is may be said in the sentence behind it."""
    check(
        "O-1: [[Vuk Lazić|PER]]\nO-2: nepoznata žena\n\n"
        "08:05 Iz zgrade izlazi O-2. Riječ je o [[Ani Kos|PER|Ana Kos]].\n"
        "08:30 O-2 se susrela sa O-1.",
        "meeting: Vuk Lazić -- Ana Kos",
    )


def test_a_label_is_a_title() -> None:
    """What a form's label calls a person stands for them, in every case."""
    check(
        "Putnik: [[Vuk Lazić|PER]]\nZakupac: [[Ana Kos|PER]]\n\n"
        "Vozilom [[A12-K-345|VEHICLE]] upravljao je putnik. "
        "Žali se putnikova sestra [[Mira Lazić|PER]].",
        "vehicle_user: Vuk Lazić -> A12-K-345",
        "family: Vuk Lazić -- Mira Lazić",
    )


def test_the_title_of_two_is_nobodys() -> None:
    """A label before two people's names says of neither that the word means them."""
    row = "Putnik: [[Vuk Lazić|PER]]\n"
    told = "\nIznajmljenim vozilom [[A12-K-345|VEHICLE]] upravljao je putnik."
    check(row + told, "vehicle_user: Vuk Lazić -> A12-K-345")
    check(row + "Putnik: [[Mato Kos|PER]]\n" + told)


def test_a_bracket_gives_a_title() -> None:
    """`(dalje: …)` says what a person is called from there on."""
    check(
        "Razgovarano je sa građaninom [[Vukom Lazićem|PER|Vuk Lazić]] "
        "(u daljem tekstu: sagovornik).\n\n"
        "Broj [[+38761222333|PHONE]] koristi sagovornik.",
        "phone_user: Vuk Lazić -> +38761222333",
    )


def test_a_list_of_roman_numbers_is_one_of_accused() -> None:
    """`drugookrivljeni` is whom the second line of such a list names."""
    check(
        "protiv okrivljenih:\nI – [[Vuka Lazića|PER|Vuk Lazić]], zidara;\n"
        "II – [[Mate Kosa|PER|Mato Kos]], tesara.\n\n"
        "1. drugookrivljeni je koristio broj [[+38761222333|PHONE]].",
        "phone_user: Mato Kos -> +38761222333",
    )


def test_an_apposed_trade_is_nobody_else() -> None:
    """`Lazić, vozač …` says what he is, not that the driver before is meant."""
    check(
        "Vozač: [[Mato Kos|PER]]\n\nTorbu je donio [[Vuk Lazić|PER]], vozač "
        "kompanije [[„Put“ d.o.o.|ORG]].",
        "employment: Vuk Lazić -> „Put“ d.o.o.",
    )


def test_nobody_is_a_member_of_a_firm() -> None:
    """Who leads a firm directs it."""
    check(
        "[[Vuk Lazić|PER]] je na čelu društva [[„Put“ d.o.o.|ORG]].",
        "directorship: Vuk Lazić -> „Put“ d.o.o.",
    )


def test_nobody_owns_an_office() -> None:
    """What an office keeps a record of is not its own, nor its director."""
    check(
        "[[Uprava policije|ORG]] vodi [[Vuka Lazića|PER|Vuk Lazić]] kao lice na "
        "usluzi grupama. Vlasnik [[Suda u Baru|ORG|Sud u Baru]] nije [[Mato Kos|PER]].",
    )


def test_his_advice_makes_no_relative() -> None:
    """Whose advice it was is not whose father-in-law the next noun means."""
    check(
        "Uhapšen je [[Vuk Lazić|PER]]. [[Ana Kos|PER]] je bila u dvorištu. "
        "Ona je, na njegovo navaljivanje, kod svekra [[Jove|PER|Jovo]] ostavila torbu.",
        "family: Ana Kos -- Jovo",
    )


def test_who_begins_with_i_speaks() -> None:
    """`Ja, Ana Kos, …` says who "my" is in a statement without a form."""
    check(
        "ISKAZ\n\nJa, [[Ana Kos|PER]], rođena sam u [[Baru|LOC|Bar]]. "
        "Moj brat [[Vuk|PER|Vuk=Vuk Lazić]] je zidar.",
        "family: Ana Kos -- Vuk Lazić",
    )


def test_a_number_is_who_uses_it() -> None:
    """A call of a number is one of the person whose it is told to be."""
    check(
        "Broj [[+38761222333|PHONE]] koristi [[Vuk Lazić|PER]]. "
        "[[Ana Kos|PER]] je pozvala broj [[+38761222333|PHONE]].",
        "phone_user: Vuk Lazić -> +38761222333",
        "call: Ana Kos -> Vuk Lazić",
    )


def test_the_number_behind_from_is_the_callers() -> None:
    """Who is called from a number does not use it."""
    check(
        "[[Mato Kos|PER]] je pozvao [[Vuka Lazića|PER|Vuk Lazić]] sa broja "
        "[[+38761222333|PHONE]].",
        "call: Mato Kos -> Vuk Lazić",
        "phone_user: Mato Kos -> +38761222333",
    )


def test_the_drivers_father_drives_nothing() -> None:
    """`vozačev otac` tells whose relative he is, not who drives."""
    check(
        "Vozilom [[A12-K-345|VEHICLE]] upravljao je [[Vuk Lazić|PER]]. "
        "Došao je i vozačev otac, [[Mile Lazić|PER]].",
        "vehicle_user: Vuk Lazić -> A12-K-345",
        "family: Vuk Lazić -- Mile Lazić",
    )


def test_who_orders_a_payment_does_not_get_it() -> None:
    """What came in came from who ordered it."""
    check(
        "Klijent: [[„Put“ d.o.o.|ORG]]\n\nDana [[1.2.2025|DATE|2025-02-01]]. priliv "
        "[[500 EUR|MONEY|EUR 500.00]], nalogodavac [[„Most“ d.o.o.|ORG]].",
        "payment: „Most“ d.o.o. -> „Put“ d.o.o.",
    )


def test_a_contact_may_be_the_persons_own_number() -> None:
    """A form's contact is an officer only where it names one."""
    check(
        "Ime i prezime: [[Vuk Lazić|PER]]\nKontakt: [[+38761222333|PHONE]]\n",
        "phone_user: Vuk Lazić -> +38761222333",
    )


def test_there_is_not_whence_one_comes() -> None:
    """`tamo` is the place before, not the one that somebody left."""
    check(
        "Sastanak u [[Livnu|LOC|Livno]] je snimljen nakon što je [[Vuk Lazić|PER]] iz "
        "[[Drvara|LOC|Drvar]] tamo doputovao.",
        "travel: Vuk Lazić -> Livno",
    )
