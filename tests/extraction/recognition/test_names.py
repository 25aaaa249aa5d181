"""Persons, organizations, places and addresses in documents of either script."""

from functools import cache

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from extraction.model import Mention, Page
from extraction.recognition.gazetteer import find_country, find_places
from extraction.recognition.identifiers.scan import Candidate
from extraction.recognition.mending import mend
from extraction.recognition.names import NameFinder, with_places, without_openers
from extraction.recognition.normalizing import normalize_persons
from extraction.recognition.preparing import prepare
from extraction.recognition.rules import MODEL, find_by_rules
from extraction.recognition.sentences import split_sentences


@cache
def finder() -> NameFinder:
    """Return the shipped recognizer, loaded once."""
    return NameFinder.load()


def find(text: str, language: str | None = "sr") -> list[Mention]:
    """Return the mentions of a page."""
    return finder().find([Page(1, text)], language)


def values(text: str, kind: str, language: str | None = "sr") -> set[str]:
    """Return the normal forms of one type."""
    return {m.value for m in find(text, language) if m.type == kind}


@pytest.mark.parametrize(
    ("text", "language", "person"),
    [
        ("Osumnjičeni Vukan Trifunović negira delo.", "sr", "Vukan Trifunović"),
        ("Осумњичени Вукан Трифуновић негира дело.", "sr", "Vukan Trifunović"),
        ("Осомничениот Тодор Наумовски е приведен.", "mk", "Todor Naumovski"),
        ("I pandehuri Besnik Gjoni u arrestua.", "sq", "Besnik Gjoni"),
        ("The suspect Besnik Gjoni was arrested.", "en", "Besnik Gjoni"),
        ("Ime i prezime: Vukan Trifunović\nTelefon: 1", "bs", "Vukan Trifunović"),
        ("Prezime i ime: Trifunović Zoran\nTelefon: 1", "sr", "Zoran Trifunović"),
    ],
)
def test_roles_and_fields_announce_persons(
    text: str, language: str, person: str
) -> None:
    """A person announced by a role or field is found in each language and script."""
    assert person in values(text, "PER", language)


@pytest.mark.parametrize(
    ("text", "company"),
    [
        ("Vlasnik firme Drina Mont d.o.o. je poznat.", "Drina Mont d.o.o."),
        ("Сопственикот на Пелистер Карго ДООЕЛ е познат.", "Pelister Kargo DOOEL"),
        ("Pronari i kompanisë Rozafa Trans SHPK dihet.", "Rozafa Trans SHPK"),
        ("The owner of Blue Harbour Ltd is known.", "Blue Harbour Ltd"),
        ("Prema spisku:\n3. Drina Mont d.o.o.\n", "Drina Mont d.o.o."),
        ("Kancelarija je u Tuzli. Firma Drina Mont d.o.o. radi.", "Drina Mont d.o.o."),
        (
            "Radi za Drina Mont d.o.o. Bijelo Polje od maja.",
            "Drina Mont d.o.o. Bijelo Polje",
        ),
        ("Kancelarija je u Tuzli. Firma Obod d.o.o. radi.", "Obod d.o.o."),
    ],
)
def test_legal_forms_announce_companies(text: str, company: str) -> None:
    """A company is found by its legal form, without list numbers or other sentences."""
    assert company in values(text, "ORG", None)


@pytest.mark.parametrize(
    ("text", "language", "group"),
    [
        ("He joined the Keljmend clan in 2019.", "en", "Keljmend clan"),
        ("Police say the Blue Ridge gang fled.", "en", "Blue Ridge gang"),
        ("Pripadnik je rijekinskog klana.", "cnr", "rijekinski klan"),
        ("Припадник је рибничког клана.", "sr", "ribnički klan"),
        ("Припадник на скопскиот клан е приведен.", "mk", "skopski klan"),
    ],
)
def test_groups_are_known_by_their_kind(text: str, language: str, group: str) -> None:
    """A clan has a name before it, or an adjective, given in the nominative."""
    assert group in values(text, "ORG", language)


def test_a_clan_without_a_name_is_none() -> None:
    """The word alone names no group."""
    text = "Vođen je postupak protiv klana. Members of the clan met."
    assert not any("lan" in found for found in values(text, "ORG"))


def test_a_quotation_mark_that_is_not_closed_is_left_out() -> None:
    """A company quoted with its legal form begins at its name."""
    (company,) = [m for m in find('Firma "Obod Mont d.o.o." radi.') if m.type == "ORG"]
    assert company.text.startswith("Obod Mont d.o.o")


@pytest.mark.parametrize(
    "text",
    [
        "Neispravan IBAN RS36260005601001611379 je odbijen.",
        "Lična karta br. 004455667 je oduzeta.",
        "Granična zabilješka je sačinjena.",
    ],
)
def test_labels_are_no_names(text: str) -> None:
    """What announces a number or heads a document is neither person nor company."""
    assert not {m.type for m in find(text)} & {"PER", "ORG"}


def test_a_label_behind_a_name_is_not_of_it() -> None:
    """The name ends where the label of the next value begins."""
    text = "Prijavljen je Vukan Trifunović JMBG 0101985450006."
    assert values(text, "PER") == {"Vukan Trifunović"}


@pytest.mark.parametrize(
    ("text", "address"),
    [
        (
            "Stanuje u ul. Cara Dušana br. 14, Novi Sad.",
            "ul. Cara Dušana br. 14, Novi Sad",
        ),
        ("Живее на ул. Партизанска бр. 7, Битола.", "ul. Partizanska br. 7, Bitola"),
        ("Adresa: Obala bb 3, Bar\n", "Obala bb 3, Bar"),
    ],
)
def test_streets_announce_addresses(text: str, address: str) -> None:
    """An address reaches from the street's word to the place behind its number."""
    assert address in values(text, "ADDRESS", None)


def test_places_come_in_their_cases() -> None:
    """Inflected places of the region are found in both scripts, with their country."""
    found = {f.place for f in find_places("u Novom Pazaru, Бијељини, Tiranës, Bara")}
    assert {(p.name, p.country) for p in found} == {
        ("Novi Pazar", "rs"),
        ("Bijeljina", "ba"),
        ("Tirana", "al"),
        ("Bar", "me"),
    }
    assert find_country("Crnoj Gori") == "me"
    assert find_country("Atlantida") is None


def test_towns_lose_their_last_vowel_in_a_case() -> None:
    """Towns in -ac are found in their cases, also one after another."""
    text = (
        "Putovao je po Leskovcu, Kruševcu i Kragujevcu, a zatim iz Gornjeg Milanovca."
    )
    found = {"Leskovac", "Kruševac", "Kragujevac", "Gornji Milanovac"}
    assert values(text, "LOC") == found


def test_cases_of_one_name_have_one_value() -> None:
    """A name in a case takes the nominative that stands in the same document."""
    forms = ["Marko Petrović", "Marka Petrovića", "Marku Petroviću", "MARKO PETROVIĆ"]
    normal = normalize_persons(forms, "sr")
    assert set(normal.values()) == {"Marko Petrović"}


def test_known_first_names_tell_the_case() -> None:
    """Without a nominative in the document a known first name tells the case."""
    normal = normalize_persons(["Nenadom Jovićem", "Goran Jović"], "sr")
    assert normal == {"Nenadom Jovićem": "Nenad Jović", "Goran Jović": "Goran Jović"}
    albanian = normalize_persons(["Agim Krasniqit", "Arta Hoxhajn"], "sq")
    assert set(albanian.values()) == {"Agim Krasniqi", "Arta Hoxhaj"}


def test_words_that_are_no_names_are_left_out() -> None:
    """Headings and labels give no mention."""
    assert find("ZAPISNIK\nJMBG: \nDatum: \nTelefon:\n") == []


def test_abbreviations_end_no_sentence() -> None:
    """Legal forms, articles, dates and initials do not cut a sentence."""
    text = (
        "Firma Beta d.o.o. Bar i M. Jović po čl. 246. Krivičnog zakonika, rođ. "
        "12.03.1978. godine, žive u ul. Mira br. 5. Vlasnik je Petar."
    )
    cut = [text[s.start : s.end] for s in split_sentences(text)]
    assert cut == [text[: text.index("Vlasnik") - 1], "Vlasnik je Petar."]


def test_fields_and_rows_stand_alone() -> None:
    """Form fields and table rows are sentences of their own; wrapped lines go on."""
    text = (
        "Ime: Petar\nGrad: Bar\n\n"
        "Ovo je duga rečenica koja se prelama na kraju prvog\nreda i ide dalje."
    )
    rows = split_sentences(text)
    assert [row.row for row in rows] == [True, True, False]


@settings(max_examples=40, deadline=None)
@given(st.text(alphabet='abčšљњџA.Б \n:|1"„-ë’', max_size=160))
def test_offsets_hold_for_any_text(text: str) -> None:
    """Mentions are slices in order, none overlapping, whatever the text."""
    end = 0
    for mention in find(text):
        assert text[mention.start : mention.end] == mention.text
        assert mention.start >= end
        end = mention.end


@settings(max_examples=40, deadline=None)
@given(st.text(max_size=80))
def test_prepared_text_finds_its_way_back(text: str) -> None:
    """Every place of the prepared text has its place in the source."""
    prepared = prepare(text)
    assert len(prepared.offsets) == len(prepared.text) + 1
    assert prepared.offset(len(prepared.text)) == len(text)


def test_signatures_side_by_side_are_two() -> None:
    """Columns of blanks part names, and small words before a name are not of it."""
    text = (
        "Zapisničar                Osumnjičeni\nJelena Ilić               Marko Perić\n"
    )
    spans = [Candidate(40 - 2, len(text) - 1, "PER", "", MODEL)]
    found = [text[c.start : c.end] for s in spans for c in mend(text, s, True)]
    assert found == ["Jelena Ilić", "Marko Perić"]
    one = Candidate(2, 17, "PER", "", MODEL)
    (found_one,) = mend("I pandehuri Hoxha iku.", one, True)
    assert (found_one.start, found_one.end) == (12, 17)


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("Osumnjičena Perić ćuti.", "Perić"),
        ("Лицето Илов молчи.", "Илов"),
        ("Кај Илов е најдено.", "Илов"),
        ("Sa Markom Lj. u Tuzli.", "Markom Lj."),
        ("vođa Perić ćuti.", "Perić"),
        ("van Dijk left.", "van Dijk"),
    ],
)
def test_what_stands_beside_a_name_is_not_of_it(text: str, name: str) -> None:
    """Roles, words that open a sentence, small words; initials keep their dot."""
    end = text.index(name) + len(name.rstrip("."))
    (found,) = mend(text, Candidate(0, end, "PER", "", MODEL), True)
    assert text[found.start : found.end] == name


@pytest.mark.parametrize(
    ("text", "name", "label", "accurate", "found"),
    [
        ("we flew to san remo in june", "san remo", "LOC", True, "san remo"),
        ("we flew to san remo in june", "san remo", "LOC", False, ""),
        ("a letter of lea to me", "lea", "PER", True, "lea"),
        ("stan u zgradi 4", "u zgradi 4", "ADDRESS", True, ""),
        ("troops of the U.S. left", "U.S", "LOC", True, "U.S."),
        ("He is in Ohio.", "Ohio", "LOC", True, "Ohio"),
    ],
)
def test_names_without_capitals_are_the_accurate_ones_to_know(
    text: str, name: str, label: str, accurate: bool, found: str
) -> None:
    """Posts write so. Addresses need a capital; letters with dots keep the last."""
    start = text.index(name)
    given = Candidate(start, start + len(name), label, "", MODEL)
    spans = [text[c.start : c.end] for c in mend(text, given, accurate)]
    assert spans == ([found] if found else [])


@pytest.mark.parametrize(
    ("text", "address"),
    [
        ("Živi u ul. Cara Lazara 21 i radi.", "ul. Cara Lazara 21"),
        ("Živi u ul. Cara Lazara 21\nIma auto.", "ul. Cara Lazara 21"),
        ("Živi u ul. Cara Lazara 21a.", "ul. Cara Lazara 21a"),
        ("Živi u ul. Cara Lazara 21 A, stan 4.", "ul. Cara Lazara 21 A, stan 4"),
        ("Živi u ul. Cara Lazara 21/4.", "ul. Cara Lazara 21/4"),
    ],
)
def test_a_number_ends_an_address(text: str, address: str) -> None:
    """The letter of a house is of it; the next word or line is not."""
    found = [c for c in find_by_rules(text) if c.type == "ADDRESS"]
    assert [text[c.start : c.end] for c in found] == [address]


def test_a_quarter_in_brackets_is_of_the_address() -> None:
    """Other brackets end it."""
    text = "iz Beograda (Vračar), Mišarska 5 (stan tužene)"
    one = Candidate(3, len(text), "ADDRESS", "", MODEL)
    (found,) = mend(text, one, True)
    assert text[found.start : found.end] == "Beograda (Vračar), Mišarska 5"


def mention(text: str, start: int) -> Mention:
    """Return a person's mention that the recognizer could have found."""
    return Mention(f"m{start}", 1, start, start + len(text), text, "PER", "")


@pytest.mark.parametrize(
    ("text", "kept"),
    [
        ("Kesa", []),
        ("Perić", ["Perić"]),
        ("Varga", ["Varga"]),
        ("Zove Varga", ["Varga"]),
        ("Tibor Varga", ["Tibor Varga"]),
    ],
)
def test_a_word_that_opens_a_sentence_needs_support(text: str, kept: list[str]) -> None:
    """It is a name by its ending, or where the document has it within a sentence."""
    sure, doubted = mention("Ana Varga", 0), mention(text, 30)
    left = without_openers([sure, doubted], {doubted.id}, {"zove"})
    assert [m.text for m in left][1:] == kept


@pytest.mark.parametrize(
    ("text", "found", "kind", "name"),
    [
        (
            "Prestaje Statut Akva a.d. Niš.",
            "Statut Akva a.d. Niš",
            "ORG",
            "Akva a.d. Niš",
        ),
        ("Uputiti u PU za grad Niš.", "Niš", "LOC", "PU za grad Niš"),
        ("Rešenje suda u Nišu br. 4.", "suda u Nišu br", "ORG", "suda u Nišu"),
        ("Vodi „Drina“ d.o.o.\n", "„Drina“ d.o.o", "ORG", "„Drina“ d.o.o."),
    ],
)
def test_edges_of_organizations(text: str, found: str, kind: str, name: str) -> None:
    """A document, a file's number and a bare place are no organization's edges."""
    start = text.index(found)
    one = Candidate(start, start + len(found), kind, "", MODEL)
    (mended,) = mend(text, one, True)
    assert (mended.type, text[mended.start : mended.end]) == ("ORG", name)


@pytest.mark.parametrize(
    ("text", "company"),
    [
        ("He works for Danube Freight Ltd. He left.", "Danube Freight Ltd"),
        (
            "He left Danube Freight Ltd. Belgrade in May.",
            "Danube Freight Ltd. Belgrade",
        ),
    ],
)
def test_a_full_stop_is_not_a_legal_forms(text: str, company: str) -> None:
    """The dot behind `Ltd` is the sentence's, unless the company's seat follows."""
    found = [c for c in find_by_rules(text) if c.type == "ORG"]
    assert company in {text[c.start : c.end] for c in found}


def test_a_place_taken_for_a_person_is_a_place() -> None:
    """Unless it is a first name, or a part of a longer name in the document."""
    words = ("Pirot", "Prešovo", "Srebrenica", "Bogdan", "Klina")
    found = [
        Mention(f"m{n}", 1, 9 * n, 9 * n + len(word), word, "PER", word)
        for n, word in enumerate(words)
    ]
    normal = {word: word for word in words} | {"Agim Klina": "Agim Klina"}
    types = [m.type for m in with_places(found, normal)]
    assert types == ["LOC", "PER", "LOC", "PER", "PER"]


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("сопственик на „Агро“ ДООЕЛ с. Банско;", "„Агро“ ДООЕЛ с. Банско"),
        ("u korist Duna Kft. banka nije", "Duna Kft."),
        ("„TS Konsalt“ s.p. Gradiška i", "„TS Konsalt“ s.p. Gradiška"),
    ],
)  # fmt: skip
def test_bodies_by_their_form(text: str, name: str) -> None:
    """Courts by kind and seat, companies by legal form, the village behind it."""
    found = {text[c.start : c.end] for c in find_by_rules(text) if c.type == "ORG"}
    assert name in found


def test_a_member_is_no_clan() -> None:
    """`Član` is a clan only where letters lose their accents."""
    text = "da je Tarik Bećirević član organizacije"
    assert not [c for c in find_by_rules(text) if c.type == "ORG"]


def test_the_country_of_a_law() -> None:
    """It is a place of its own behind the letters of the code."""
    text = "zelenaštvo iz čl. 252 KZ Crne Gore, jer"
    found = {(c.type, text[c.start : c.end]) for c in find_by_rules(text)}
    assert ("LOC", "Crne Gore") in found
