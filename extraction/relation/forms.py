"""Fields of forms and rows of tables: what belongs to the person they are about."""

import re
from collections.abc import Iterator
from functools import cache

from extraction.model import Mention
from extraction.recognition.identifiers.scan import fold
from extraction.recognition.wording import word_set
from extraction.relation.scanning import Scene, load

_FIELD = re.compile(r"\s*(?:\d{1,2}[.)] ?)?([^:\t|]{2,40}?)\s?[:\t|]")
_TYPES = {
    "phone_user": frozenset({"PHONE"}),
    "identified_by": frozenset({"PERSONAL_ID", "PASSPORT"}),
    "resides_at": frozenset({"ADDRESS", "LOC"}),
    "vehicle_user": frozenset({"VEHICLE"}),
    "employment": frozenset({"ORG"}),
}
_ROW_TYPES = ("phone_user", "identified_by", "resides_at")


class FormReader:
    """Reads a page's sentences in order and remembers whom the form is about.

    That is a person, an organization, or the persons who stand for an organization.
    """

    def __init__(self) -> None:
        """Begin with no person and no organization."""
        self._person: Mention | None = None
        self._organization: Mention | None = None
        self._officer = False

    def read(self, scene: Scene) -> Iterator[tuple[str, Mention, Mention]]:
        """Yield the relations that a field or table row states."""
        people = [m for m in scene.mentions if m.type == "PER"]
        label = _FIELD.match(scene.folded)
        if not scene.row or label is None:
            if people:
                self._person = None
            return
        name = label[1].strip()
        yield from self._officers(name, scene, people)
        if name in word_set("cues", "person_labels"):
            self._person = people[0] if len(people) == 1 else None
            self._officer = any(name in labels for _, labels in _officer_fields())
            yield from self._row(scene, people)
            return
        if people:
            yield from self._row(scene, people)
            return
        for relation, labels in _fields():
            if self._officer and self._organization and relation != "identified_by":
                continue
            if self._person and name in labels:
                yield from _link(relation, self._person, scene)

    def _officers(
        self, name: str, scene: Scene, people: list[Mention]
    ) -> Iterator[tuple[str, Mention, Mention]]:
        """Yield what a field says of the organization; remember a named one."""
        firms = [m for m in scene.mentions if m.type == "ORG"]
        if name in _words("organizations") and len(firms) == 1:
            self._organization = firms[0]
        for relation, labels in _officer_fields():
            if name in labels and len(people) == 1:
                self._person = people[0]
                self._officer = True
                if self._organization and not firms:
                    yield relation, people[0], self._organization

    def _row(
        self, scene: Scene, people: list[Mention]
    ) -> Iterator[tuple[str, Mention, Mention]]:
        """Yield what a row with one person says of that person."""
        if len(people) == 1 and ("\t" in scene.folded or " | " in scene.folded):
            for relation in _ROW_TYPES:
                if relation != "resides_at":
                    yield from _link(relation, people[0], scene)
                else:
                    yield from _link_addresses(people[0], scene)


def _link(
    relation: str, person: Mention, scene: Scene
) -> Iterator[tuple[str, Mention, Mention]]:
    for mention in scene.mentions:
        if mention.type in _TYPES[relation]:
            yield relation, person, mention


def _link_addresses(
    person: Mention, scene: Scene
) -> Iterator[tuple[str, Mention, Mention]]:
    for mention in scene.mentions:
        if mention.type == "ADDRESS":
            yield "resides_at", person, mention


@cache
def _words(key: str) -> frozenset[str]:
    return frozenset(fold(str(word)) for word in load()[key])


@cache
def _officer_fields() -> tuple[tuple[str, frozenset[str]], ...]:
    rows = load()["officers"].items()
    return tuple((name, frozenset(fold(str(w)) for w in words)) for name, words in rows)


@cache
def _fields() -> tuple[tuple[str, frozenset[str]], ...]:
    rows = load()["fields"].items()
    return tuple((name, frozenset(fold(str(w)) for w in words)) for name, words in rows)
