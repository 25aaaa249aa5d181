"""Whom and what a sentence speaks of without naming it: what was named before."""

import re

from extraction.model import Mention
from extraction.recognition.wording import word_set
from extraction.relation.scanning import Scene, words_of

_NEAR = 25
_HOUR = re.compile(r"\s*\d{1,2}[:.]\d{2}(?!\d|[.:]\d)")


class Thread:
    """Follows a page's sentences in order and remembers whom they speak of.

    The languages of the region leave a subject out that is known: the one person of
    the sentence before, up to the next blank line, or the person whom a log or report
    is about. Rows of tables and forms have none. `subject` and `vehicle` hold for the
    sentence that was followed last: None where it names its own, or nobody knows.
    """

    def __init__(self, text: str) -> None:
        """Begin with nobody and nothing."""
        self._text = text
        self._end = 0
        self._person: Mention | None = None
        self._vehicle: Mention | None = None
        self._focus: Mention | None = None
        self._speaker: Mention | None = None
        self.subject: Mention | None = None
        self.vehicle: Mention | None = None
        self.other: Mention | None = None

    def follow(self, scene: Scene) -> None:
        """Take the next sentence, and say what it may leave out."""
        if "\n\n" in self._text[self._end : scene.start]:
            self._person = None
        self._end = scene.end
        people = [m for m in scene.subjects() if m.type == "PER"]
        vehicles = [m for m in scene.mentions if m.type == "VEHICLE"]
        bare = scene.bare()
        self.other = self._person
        self.subject = None if people else self._left_out(scene, bare)
        told = not vehicles and words_of("vehicles").search(bare)
        self.vehicle = self._vehicle if told else None
        self._remember(scene, people, vehicles)

    def owner_of(self, words: str) -> Mention | None:
        """Return the person meant by "my" or by "his" in a few words, None for none."""
        if words_of("own").search(words):
            return self._speaker
        return self.other if words_of("possessives").search(words) else None

    def _left_out(self, scene: Scene, bare: str) -> Mention | None:
        if words_of("focus").search(bare) or _HOUR.match(bare):
            return self._focus or self._person
        return None if scene.row else self._person

    def _remember(
        self, scene: Scene, people: list[Mention], vehicles: list[Mention]
    ) -> None:
        if people:
            before = scene.text(scene.start, people[0].start)
            alone = len({m.value for m in people}) == 1
            if not alone:
                self._person = None
            elif not self.owner_of(before[-_NEAR:]):
                self._person = people[0]
            if self._focus is None and words_of("focus").search(before):
                self._focus = people[0]
            if self._speaker is None and _is_witness(scene):
                self._speaker = people[0]
        if vehicles:
            self._vehicle = vehicles[0] if len(vehicles) == 1 else None


def _is_witness(scene: Scene) -> bool:
    """Whether a field names the person whose words the page holds."""
    label = scene.folded.partition(":")[0].strip()
    return scene.row and label in word_set("cues", "person_labels") | {"statement of"}
