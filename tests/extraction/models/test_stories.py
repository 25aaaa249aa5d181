"""Our own passages: what they state is in them, and the ends fit."""

import re
from pathlib import Path

import pytest

from extraction.models import stories
from extraction.models.stories import SLOT, StoryTeller, read_stories
from extraction.relation.learned.pairing import MUTUAL, RELATIONS

STORIES = read_stories()
CORPORA = Path(__file__).resolve().parents[4] / "shared" / "data" / "corpora"
TYPES = stories.TYPES


@pytest.mark.parametrize("language", sorted(STORIES))
def test_what_a_story_states_is_about_its_slots(language: str) -> None:
    for story in STORIES[language]:
        text, _, stated = story.partition("||")
        slots = {m[1] + m[2]: m[1] for m in SLOT.finditer(text)}
        assert not re.search(r"[{}]", SLOT.sub("", text)), story
        for row in filter(None, (part.strip() for part in stated.split(";"))):
            relation, source, target = row.split()
            sources, targets = RELATIONS[relation]
            assert TYPES[slots[source]] in sources.split(), story
            assert TYPES[slots[target]] in targets.split(), story


@pytest.mark.skipif(not CORPORA.is_dir(), reason="needs the lists of names")
def test_passages_are_drawn_by_their_seed() -> None:
    one, other = (StoryTeller(CORPORA, seed).passages(30) for seed in (5, 6))
    assert StoryTeller(CORPORA, 5).passages(30) == one != other
    for passage in one:
        assert len(passage.values) == len(passage.places) == len(passage.entities)
        for place, entity in zip(passage.places, passage.entities, strict=True):
            assert passage.text[place.start : place.end].strip()
            assert place.entity == entity
        for relation, source, target in passage.relations:
            assert {source, target} <= set(passage.entities)
            if relation in MUTUAL:
                assert (relation, target, source) in passage.relations
