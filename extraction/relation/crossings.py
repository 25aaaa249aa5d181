"""Records of a border post: who crossed at the post that the record names above."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from extraction.model import Mention
from extraction.relation.sentence import Sentence

Pair = tuple[str, Mention, Mention]

_HEADING = 60
_LABEL = 5
_ITEM = 3
_TRAVELLERS = ("driver", "passenger")


@dataclass(slots=True)
class CrossingReader:
    """Reads a page's sentences in order; remembers the post, and where a list stands.

    A post is named by a field for it, or by a heading: `crossing point Merdare`. Its
    rows for drivers and passengers say who crossed there, and so does a line that
    begins with a name behind `ENTRY 07:15`.
    """

    fields: Mapping[str, frozenset[str]]
    _post: Mention | None = None
    _named: bool = False
    _listing: bool = False

    def read(self, sentence: Sentence) -> Iterator[Pair]:
        """Yield who crossed at the record's post by a row, item or entry of it."""
        people = _people(sentence)
        post = self._read_post(sentence) if not people else None
        self._post = self._post or (post if not self._named else None)
        self._named = self._named or bool(people)
        label = _label(sentence)
        travels = any(label in self.fields.get(name, ()) for name in _TRAVELLERS)
        headed, self._listing = self._listing, False
        if not people:
            short = len(sentence.scene.raw) < _HEADING
            self._listing = short and (travels or "passage" in sentence.cues)
            return
        first, at = people[0]
        item = at <= _ITEM and not any(u.word.isalpha() for u in sentence.units[:at])
        self._listing = headed and at > 0 and item
        if self._post is not None and "void" not in sentence.cues:
            found = [m for m, _ in people] if travels else []
            for person in found or ([first] if headed and item else []):
                yield "travel", person, self._post

    def _read_post(self, sentence: Sentence) -> Mention | None:
        """Return the one place that a field or heading calls a border post."""
        places = [
            (unit.mention, at)
            for at, unit in enumerate(sentence.units)
            if unit.mention is not None and unit.mention.type == "LOC"
        ]
        if len(places) != 1 or len(sentence.scene.raw) > 2 * _HEADING:
            return None
        place, at = places[0]
        called = any(hit.end == at for hit in sentence.cues.get("post", ()))
        return (
            place if called or _label(sentence) in self.fields.get("post", ()) else None
        )


def _people(sentence: Sentence) -> list[tuple[Mention, int]]:
    """Return the persons of a sentence and where they stand, without parents."""
    parents = {hit.end for hit in sentence.cues.get("parent", ())}
    return [
        (unit.mention, at)
        for at, unit in enumerate(sentence.units)
        if unit.mention is not None and unit.mention.type == "PER" and at not in parents
    ]


def _label(sentence: Sentence) -> str:
    """Return the words before a row's colon, or all of a short line without one."""
    words: list[str] = []
    for unit in sentence.units:
        if unit.mark == ":" or len(words) > _LABEL:
            break
        if unit.mention is not None:
            return ""
        words += [unit.word] if unit.word else []
    return " ".join(words)
