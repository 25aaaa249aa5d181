"""The hand-written gold holds together: marks, values, checksums, relations, parts."""

import re
from collections import Counter
from pathlib import Path

import pytest
from stdnum import bitcoin, iban, imei
from stdnum.si import emso

from extraction.evaluation.gold import RELATIONS, TYPES, GoldDocument, GoldMention
from extraction.evaluation.marked import parse_marked
from extraction.evaluation.notes import parse_notes

CORPUS = Path(__file__).resolve().parents[2] / "corpus"
FILES = sorted(CORPUS.glob("*/*.gold"))
NOTES = sorted(CORPUS.glob("notes/*.notes"))
GENRES = {
    "criminal complaint", "official note", "wiretap summary", "witness statement",
    "search record", "border note", "bank report", "indictment", "surveillance log",
    "SIENA-style message",
}  # fmt: skip
FORMS = {
    "PER": r"[^\u0400-\u04ff]+",
    "DATE": r"\d{4}(-\d\d(-\d\d)?)?",
    "MONEY": r"[A-Z]{3,4} \d+\.\d\d",
    "PHONE": r"\+\d{8,15}",
    "VEHICLE": r"[0-9A-ZČĆŽŠĐ]{5,9}",
    "IBAN": r"[A-Z]{2}\d{2}[0-9A-Z]{12,30}",
    "PERSONAL_ID": r"\d{13}|\d{10}|[A-T]\d{8}[A-W]",
    "PASSPORT": r"[A-Z]{0,2}\d{6,9}",
    "IMEI": r"\d{15}",
    "DRUG": r"[a-z]+( \d+ (g|pills|ml))?",
    "EMAIL": r"[^@\s]+@[^@\s]+",
    "URL": r"https?://\S+",
    "IP": r"\d+(\.\d+){3}",
    "COORDINATES": r"-?\d+\.\d+,-?\d+\.\d+",
}
SCORED = (range(150, 401), range(5, 100))
LEARNT = (range(130, 451), range(8, 23))
SIZES = {"train": LEARNT, "later": LEARNT}
NID_LETTERS = "WABCDEFGHIJKLMNOPQRSTUV"


def read(path: Path) -> GoldDocument:
    """Return a document of the corpus."""
    return parse_marked(path.name, path.read_text("utf-8"))


def is_personal_number(value: str) -> bool:
    """Whether a number of the region's states has the right check digit or letter."""
    if len(value) == 13:
        return bool(emso.is_valid(value))
    if value[0].isalpha():
        digits = [NID_LETTERS.index(value[0]), *map(int, value[1:9])]
        total = digits[0] + sum(n * d for n, d in enumerate(digits[1:], 1))
        return NID_LETTERS[total % 23] == value[9]
    total = sum(
        w * int(d) for w, d in zip((4, 3, 2, 7, 6, 5, 4, 3, 2), value, strict=False)
    )
    return (11 - total % 11) % 11 % 10 == int(value[9])


def has_checksum(mention: GoldMention) -> bool | None:
    """Return whether a number's checksum is right, None where it has none."""
    value = mention.value or ""
    if mention.type == "IBAN":
        return bool(iban.is_valid(value, check_country=False))
    if mention.type == "IMEI":
        return bool(imei.is_valid(value))
    if mention.type == "PERSONAL_ID":
        return is_personal_number(value)
    if mention.type == "CRYPTO" and value[0] in "13":
        return bool(bitcoin.is_valid(value))
    return None


def test_each_language_has_each_genre() -> None:
    """Sixty scored documents: each language in each genre, two parts of one size."""
    found = [one for one in map(read, FILES) if one.part in ("dev", "test")]
    pairs = Counter((one.language, one.genre) for one in found)
    assert {genre for _, genre in pairs} == GENRES
    assert len(pairs) == 60 and set(pairs.values()) == {1}
    assert Counter(one.part for one in found) == {"dev": 30, "test": 30}
    scripts = Counter(one.script for one in found if one.language == "sr")
    assert scripts == {"Latn": 5, "Cyrl": 5}
    assert {m.type for one in found for m in one.mentions} == set(TYPES)


def test_learned_from() -> None:
    """The documents to learn from have every genre and every type of relation."""
    found = [one for one in map(read, FILES) if one.part == "train"]
    assert {one.genre for one in found} == GENRES
    assert {r.type for one in found for r in one.relations} == set(RELATIONS)


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_document(path: Path) -> None:
    """It parses, lies in its part, is of a document's length; marks do not touch."""
    gold = read(path)
    assert gold.part == path.parent.name
    lengths, relations = SIZES.get(gold.part, SCORED)
    assert len(gold.text.split()) in lengths
    ordered = sorted(gold.mentions, key=lambda m: m.start)
    assert all(a.end <= b.start for a, b in zip(ordered, ordered[1:], strict=False))
    assert len(gold.relations) in relations


def test_quotes_around_a_whole_name_stay_outside() -> None:
    """Of what is learnt from: a firm's legal form behind them makes them a part."""
    whole = re.compile(r"[„“”\"«»][^„“”\"«»]+[„“”\"«»]")
    learnt = [read(path) for path in FILES if path.parent.name == "train"]
    for gold in learnt:
        for mention in gold.mentions:
            if mention.type == "ORG":
                name = gold.text[mention.start : mention.end]
                assert not whole.fullmatch(name), gold.name


@pytest.mark.parametrize("path", NOTES, ids=lambda path: path.stem)
def test_notes(path: Path) -> None:
    """A file holds a language's notes, of every relation, some of none."""
    notes = [*parse_notes(path.stem, path.read_text("utf-8"))]
    assert {note.language for note in notes} == {path.stem}
    assert {r.type for note in notes for r in note.relations} == set(RELATIONS)
    assert sum(not note.relations for note in notes) >= len(notes) / 8
    for note in notes:
        assert len(note.mentions) > 1
        check_values(note)


def test_every_language_has_notes() -> None:
    assert [path.stem for path in NOTES] == ["bs", "cnr", "en", "mk", "sq", "sr"]


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_values(path: Path) -> None:
    """Values have the contract's form; checksums are right save where marked wrong."""
    check_values(read(path))


def check_values(gold: GoldDocument) -> None:
    """Fail where a value has another form, or a checksum is not as marked."""
    for mention in gold.mentions:
        value = mention.value or ""
        if form := FORMS.get(mention.type):
            assert re.fullmatch(form, value), value
        correct = has_checksum(mention)
        assert correct is None or correct == mention.valid, value


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_nothing_is_left_unmarked(path: Path) -> None:
    """A name that is marked once is marked wherever it stands; entities have a name."""
    gold = read(path)
    values = {m.value for m in gold.mentions}
    assert {m.entity for m in gold.mentions} <= values
    rest = list(gold.text)
    for mention in gold.mentions:
        rest[mention.start : mention.end] = "\x00" * (mention.end - mention.start)
    plain = "".join(rest)
    for mention in gold.mentions:
        name = gold.text[mention.start : mention.end]
        if mention.type in ("PER", "ORG", "LOC") and len(name) > 3:
            assert not re.search(rf"(?<!\w){re.escape(name)}(?!\w)", plain), name
