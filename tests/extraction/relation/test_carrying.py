"""Relations whose ends stand in other sentences, fields or clauses than their words.

Mentions are given by marks, so that only the rules are tried: what is found must be
exactly what the gold states.
"""

import pytest

from extraction.evaluation import evaluate
from extraction.evaluation.marked import parse_marked
from extraction.model import Document, Extraction

HEAD = "language: {}\nscript: {}\ngenre: official note\npart: dev\n=== text\n"


class Nobody:
    """Finds nothing: the mentions are given."""

    def extract(self, document: Document, country: str | None = None) -> Extraction:
        """Return nothing."""
        return Extraction(document)


def check(text: str, relations: list[str]) -> None:
    """Fail unless exactly these relations are found between the marks of a text."""
    content = HEAD.format("sr", "Latn") + text + "\n=== relations\n"
    gold = parse_marked("a.gold", content + "\n".join(relations) + "\n")
    found = evaluate([gold], Nobody(), given=True)
    score = found.relations.score()
    assert (score.right, score.found) == (len(relations), len(relations)), (
        found.as_json()["confusions"]["relations"]
    )


@pytest.mark.parametrize(
    ("text", "relation"),
    [
        (
            "Uhapšen je [[Vuk Lazić|PER]]. Koristi telefon [[+381641112223|PHONE]].",
            "phone_user: Vuk Lazić -> +381641112223",
        ),
        (
            "Се бара [[Vuk Lazić|PER]]. Тој живее во [[Битола|LOC]].",
            "resides_at: Vuk Lazić -> Битола",
        ),
        (
            "U identifikua [[Vuk Lazić|PER]]. Ai udhëton për në [[Durrës|LOC]].",
            "travel: Vuk Lazić -> Durrës",
        ),
        (
            "Police stopped [[Vuk Lazić|PER]]. He drives a car, [[BG111AA|VEHICLE]].",
            "vehicle_user: Vuk Lazić -> BG111AA",
        ),
    ],
)
def test_a_subject_is_left_out(text: str, relation: str) -> None:
    """A sentence without a person speaks of the one person of the sentence before."""
    check(text, [relation])


@pytest.mark.parametrize(
    ("before", "between"),
    [
        (
            "Uhapšen je [[Vuk Lazić|PER]]. ",
            "Tu su i [[Mato Kos|PER]] i [[Ivo Pek|PER]]. ",
        ),
        ("Ovde je [[Mato Kos|PER]]. Uhapšen je [[Vuk Lazić|PER]].", "\n\n"),
    ],
    ids=["several", "paragraph"],
)
def test_a_subject_is_not_guessed(before: str, between: str) -> None:
    """Of several persons of a page nobody knows who is meant behind a blank line."""
    check(f"{before}{between}Koristi broj [[+381641112223|PHONE]].", [])


def test_a_page_about_one_person_goes_on() -> None:
    """Behind a blank line it is still about the only person that it has named."""
    check(
        "O [[Vuku Laziću|PER|Vuk Lazić]] se zna sledeće.\n\n"
        "Koristi broj [[+381641112223|PHONE]].",
        ["phone_user: Vuk Lazić -> +381641112223"],
    )


def test_a_name_by_the_way_is_no_subject() -> None:
    """Who is named in another case than the nominative leaves the subject as it was."""
    check(
        "[[Vuk Lazić|PER]] vozi auto [[BG111AA|VEHICLE]]. O tome ćuti pred "
        "[[Matom Kosom|PER|Mato Kos]]. Živi u [[Nišu|LOC|Niš]].",
        ["vehicle_user: Vuk Lazić -> BG111AA", "resides_at: Vuk Lazić -> Niš"],
    )


def test_a_list_is_about_who_heads_it() -> None:
    """The items behind a colon leave out whom the sentence before them is about."""
    check(
        "Osumnjičen je i [[Mato Kos|PER]]. [[Vuk Lazić|PER]] je, po nalazu suda:\n"
        "– vozio auto [[BG111AA|VEHICLE]],\n"
        "– otputovao u [[Šabac|LOC]].",
        ["vehicle_user: Vuk Lazić -> BG111AA", "travel: Vuk Lazić -> Šabac"],
    )


def test_code_names_in_brackets() -> None:
    """A word in quotes and brackets behind a name stands for it later."""
    check(
        "Pod prismotrom: [[Vuk Lazić|PER]] („Beli“), [[Mato Kos|PER]] („Sivi“)\n\n"
        "07:10 Sivi vozi auto [[BG111AA|VEHICLE]].",
        ["vehicle_user: Mato Kos -> BG111AA"],
    )


def test_who_talks_in_an_intercept_telephones() -> None:
    """In the entries of an intercept, and nowhere else, talking is a call."""
    entry = "[[Vuk Lazić|PER]] razgovara sa [[Matom Kosom|PER|Mato Kos]]."
    check(f"Nadzor komunikacija\n\n08:20 – {entry}", ["call: Vuk Lazić -> Mato Kos"])
    check(f"U kafani {entry}", ["meeting: Mato Kos -- Vuk Lazić"])


def test_getting_into_something_else_is_no_use_of_the_car() -> None:
    """The car named before is not what somebody enters, nor a taxi."""
    check(
        "[[Vuk Lazić|PER]] vozi auto [[BG111AA|VEHICLE]]. [[Mato Kos|PER]] ulazi u "
        "zgradu. [[Ivo Pek|PER]] odlazi taksijem.",
        ["vehicle_user: Vuk Lazić -> BG111AA"],
    )


def test_my_number() -> None:
    """A witness's "my number is" says whose it is."""
    check(
        "Svjedok: [[Vuk Lazić|PER]]\n\n„Broj [[+381641112223|PHONE]] je moj.“",
        ["phone_user: Vuk Lazić -> +381641112223"],
    )


def test_a_woman_is_not_a_wife() -> None:
    """A word for man or woman without an owner beside it is no relative."""
    check(
        "[[Vuk Lazić|PER]] sjedi. Prilazi mu žena, kasnije poznata: [[Ana Kos|PER]].",
        ["meeting: Ana Kos -- Vuk Lazić"],
    )


def test_a_log_is_about_its_subject() -> None:
    """Its entries name nobody, or only those whom the subject meets."""
    check(
        "Objekat: „SOKO“ ([[Vuk Lazić|PER]])\n\n"
        "08:10 – Objekat vozi sivi auto, [[BG111AA|VEHICLE]].\n"
        "08:30 – Na uglu stoji [[Mato Kos|PER]].\n"
        "09:05 – Putuje za [[Šabac|LOC]].",
        ["vehicle_user: Vuk Lazić -> BG111AA", "travel: Vuk Lazić -> Šabac"],
    )


@pytest.mark.parametrize(
    ("text", "relation"),
    [
        (
            "Nađeno je vozilo [[BG111AA|VEHICLE]]. Vozilo pripada firmi [[Gama|ORG]].",
            "ownership: Gama -> BG111AA",
        ),
        (
            "A van, [[BG111AA|VEHICLE]], was left. The van is owned by [[Gama|ORG]].",
            "ownership: Gama -> BG111AA",
        ),
    ],
)
def test_a_vehicle_is_taken_up(text: str, relation: str) -> None:
    """ "The vehicle" is the one that was named before."""
    check(text, [relation])


@pytest.mark.parametrize(
    ("text", "relation"),
    [
        (
            "Tražen je [[Vuk Lazić|PER]]. Njegov brat [[Mato|PER]] ćuti.",
            "family: Vuk Lazić -- Mato",
        ),
        (
            "Svedok: [[Ana Lazić|PER]]\nMoj brat [[Mato|PER]] je otišao.",
            "family: Ana Lazić -- Mato",
        ),
    ],
)
def test_a_relative_of_his_or_mine(text: str, relation: str) -> None:
    """ "His" is the person before, "my" the witness whom a field names."""
    check(text, [relation])


def test_fathers_and_nicknames_own_no_number() -> None:
    """A number belongs to the person who is described, not to who describes them."""
    check(
        "1. [[Vuk Lazić|PER]] zvani „[[Vučko|PER]]“, sin [[Petra|PER|Petar]], "
        "JMBG [[1905979712789|PERSONAL_ID]]",
        ["identified_by: Vuk Lazić -> 1905979712789", "family: Vuk Lazić -- Petar"],
    )


def test_a_form_about_a_company() -> None:
    """Its director and owner are named in fields of their own."""
    check(
        "Klijent: [[Gama d.o.o.|ORG]]\nDirektor: [[Vuk Lazić|PER]]\n"
        "JMBG: [[1905979712789|PERSONAL_ID]]\nOsnivač: [[Mato Kos|PER]]\n"
        "Telefon: [[+381111112223|PHONE]]",
        [
            "directorship: Vuk Lazić -> Gama d.o.o.",
            "identified_by: Vuk Lazić -> 1905979712789",
            "ownership: Mato Kos -> Gama d.o.o.",
        ],
    )


@pytest.mark.parametrize(
    ("text", "relation"),
    [
        (
            "[[Vuk Lazić|PER]] je [[Mati Kosu|PER|Mato Kos]] dao [[10 EUR|MONEY]].",
            "payment: Vuk Lazić -> Mato Kos",
        ),
        (
            "[[Vuk Lazić|PER]] на [[Mato Kos|PER]] му исплатил [[10 EUR|MONEY]].",
            "payment: Vuk Lazić -> Mato Kos",
        ),
        (
            "[[Vuk Lazić|PER]] received [[EUR 10|MONEY]] from [[Mato Kos|PER]].",
            "payment: Mato Kos -> Vuk Lazić",
        ),
    ],
)
def test_who_is_paid(text: str, relation: str) -> None:
    """The direction is payer to beneficiary, in whatever order they stand."""
    check(text, [relation])


def test_a_journey_has_its_destination() -> None:
    """The place that it began from is none."""
    check(
        "[[Vuk Lazić|PER]] je otputovao iz [[Niša|LOC]] za [[Beč|LOC]].",
        ["travel: Vuk Lazić -> Beč"],
    )


def test_an_item_of_a_list_is_about_its_head() -> None:
    """However far from the name a word stands: it is said of the one accused."""
    data = (
        "rođen u inostranstvu, državljanin, po zanimanju vozač, otac troje dece, " * 3
    )
    check(
        f"1. [[Vuk Lazić|PER]], {data}vlasnik firme [[Gama d.o.o.|ORG]];",
        ["ownership: Vuk Lazić -> Gama d.o.o."],
    )


def test_members_behind_their_leader() -> None:
    """Whose members they are stands before them."""
    check(
        "[[Vuk Lazić|PER]] led a gang whose members included [[Mato Kos|PER]].",
        ["membership: Mato Kos -> Vuk Lazić"],
    )


def test_relatives_share_a_surname() -> None:
    """A surname alone is no reason to take a brother for the same person."""
    check(
        "[[Lazić|PER]] je brat [[Mata Lazića|PER|Mato Lazić]].",
        ["family: Lazić -- Mato Lazić"],
    )


def test_one_person_in_two_forms() -> None:
    """Nobody meets himself: an initial with the surname is the same person."""
    check("Sastali su se [[V. Lazić|PER]] i [[Vuk Lazić|PER]] lično.", [])
