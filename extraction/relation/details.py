"""What a sentence says of one person: birth date, nationality, where from."""

import re
from collections.abc import Iterator

from extraction.model import Extraction, Mention, Page
from extraction.recognition.gazetteer import find_country
from extraction.recognition.sentences import Sentence, split_sentences
from extraction.recognition.wording import fold
from extraction.relation import matching
from extraction.relation.entities import Entities
from graph.model import Place, Record, Value

_REACH = 160
"""Code points between a person and what is said of the person."""


def find_details(extraction: Extraction, entities: Entities) -> Iterator[Record]:
    """Yield records of persons' birth dates and countries, placed at the sentence."""
    for page in extraction.document.pages:
        mentions = [m for m in extraction.mentions if m.page == page.number]
        headed = False
        person: Mention | None = None
        for sentence in split_sentences(page.text):
            inside = [
                m
                for m in mentions
                if sentence.start <= m.start and m.end <= sentence.end
            ]
            people = [m for m in inside if m.type == "PER"]
            folded = fold(page.text[sentence.start : sentence.end])
            if sentence.row and not people and not inside:
                headed = bool(matching.pattern_of("birth").search(folded))
            if sentence.row and len(people) == 1:
                person = people[0]
            if not sentence.row:
                headed, person = False, None
            place = Place(page.number, sentence.start, sentence.end)
            for who, value in _said(page, sentence, inside, headed, person):
                entity = entities.id_of(who)
                if entity:
                    yield Record(entity, "Person", (value,), place)


def _said(
    page: Page,
    sentence: Sentence,
    mentions: list[Mention],
    headed: bool,
    person: Mention | None,
) -> Iterator[tuple[Mention, Value]]:
    """Yield persons and values; `headed`: a table's head names a birth date."""
    text = page.text[sentence.start : sentence.end]
    folded = fold(text)
    people = [m for m in mentions if m.type == "PER"]
    for mention in mentions:
        if mention.type != "DATE" or len(mention.value) < 10:
            continue
        before = folded[: mention.start - sentence.start]
        near = _nearest(people, mention.start)
        if sentence.row and person and (headed or _birth_last(before)):
            yield person, Value("birthDate", mention.value)
        elif (
            near
            and not sentence.row
            and _birth_last(before[near.end - sentence.start :])
        ):
            yield near, Value("birthDate", mention.value)
    for match in matching.pattern_of("national").finditer(folded):
        country = matching.country_of_nationality(folded[match.end() :])
        country = country or _adjective_before(folded[: match.start()])
        position = sentence.start + match.start()
        near = _nearest(people, position) or (people[0] if len(people) == 1 else None)
        if country and near:
            yield near, Value("nationality", country)
    for place in mentions:
        if place.type != "LOC":
            continue
        near = _nearest(people, place.start)
        between = page.text[near.end : place.start] if near else ""
        country = find_country(place.value) or find_country(place.text)
        if near and country and matching.pattern_of("from").match(fold(between)):
            yield near, Value("country", country)


def _nearest(people: list[Mention], position: int) -> Mention | None:
    """Return the last person named before a position, within reach."""
    before = [m for m in people if m.end <= position and position - m.end < _REACH]
    return before[-1] if before else None


def _birth_last(before: str) -> bool:
    """Whether the last thing said before a date is a birth."""
    found = list(matching.pattern_of("birth").finditer(before))
    return bool(found) and len(before) - found[-1].end() < 30


def _adjective_before(before: str) -> str | None:
    """Return the country of 'a Serbian' right before 'national'."""
    words = re.findall(r"[a-z]+", before)[-1:]
    return matching.country_of_nationality(words[0]) if words else None
