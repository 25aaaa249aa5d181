"""Mentions of a page → the relations that its sentences and forms state."""

import re
from collections.abc import Iterable, Iterator, Sequence

from extraction.model import Mention, Page, Relation
from extraction.recognition.sentences import Sentence, split_sentences
from extraction.relation import matching
from graph.model import Kind

VERSION = "relation/1"

_BY_TYPE = {
    "PHONE": "phone_user",
    "PERSONAL_ID": "identified_by",
    "PASSPORT": "identified_by",
    "VEHICLE": "vehicle_user",
    "ADDRESS": "resides_at",
}
"""What links a form's person to a value of that type."""

_FORM_ROWS = 8
"""Rows after the one that names a person in which values are still that person's."""


def find_relations(page: Page, mentions: Sequence[Mention]) -> list[Relation]:
    """Return the relations stated on a page, in order, each stated once a sentence.

    `mentions` are the page's, in order. Values that fail a checksum are never linked.
    """
    found: list[Relation] = []
    usable = [m for m in mentions if m.valid]
    form = _Form()
    previous: Mention | None = None
    for sentence in split_sentences(page.text):
        inside = _inside(usable, sentence)
        if sentence.row:
            found += form.read(page, sentence, inside)
            previous = None
            continue
        if sentence.end - sentence.start > 3:
            form.close()
        found += _in_sentence(page, sentence, inside, previous)
        people = [m for m in inside if m.type == "PER"]
        previous = people[-1] if people else None
    return found


def _inside(mentions: Iterable[Mention], sentence: Sentence) -> list[Mention]:
    return [m for m in mentions if m.start >= sentence.start and m.end <= sentence.end]


def _in_sentence(
    page: Page,
    sentence: Sentence,
    mentions: list[Mention],
    previous: Mention | None,
) -> Iterator[Relation]:
    text = page.text[sentence.start : sentence.end]
    masked = matching.mask(text, sentence.start, mentions)
    kind = "assessment" if matching.is_assessment(masked.text) else "fact"
    for hit in matching.find_hits(masked):
        yield _relation(
            hit.type, masked.mentions[hit.source], masked.mentions[hit.target],
            page, sentence, kind,
        )  # fmt: skip
    kin = _kin_of_previous(masked)
    if kin and previous:
        yield _relation("family", kin, previous, page, sentence, kind)


def _kin_of_previous(masked: matching.Masked) -> Mention | None:
    """Return whom 'his wife <PER>' at a sentence's beginning names."""
    begin = (
        r"\W{0,3}(?:negov\w*|njegov\w*|nen\w*|his|her)\s+"
        rf"{matching.data()['kin']}\s*,?\s*<PER:(\d+)>"
    )
    found = re.match(begin, masked.text)
    return masked.mentions[int(found[1])] if found else None


class _Form:
    """The person and vehicle that the rows of a form or table are about."""

    def __init__(self) -> None:
        self.close()

    def close(self) -> None:
        """Forget the form: running text follows."""
        self._person: Mention | None = None
        self._subject: Mention | None = None
        self._left = 0

    def read(
        self, page: Page, sentence: Sentence, mentions: list[Mention]
    ) -> Iterator[Relation]:
        """Yield what a row says, and keep whom the next rows are about."""
        text = page.text[sentence.start : sentence.end]
        people = [m for m in mentions if m.type == "PER"]
        label = matching.label_kind(text.replace("|", ":").split(":")[0].strip())
        if label:
            yield from self._labelled(label, page, sentence, mentions)
        if len(people) == 1 and "|" in text and len(mentions) > 1:
            yield from self._values(people[0], page, sentence, mentions)
        elif len(people) == 1:
            self._person, self._left = people[0], _FORM_ROWS
            yield from self._values(people[0], page, sentence, mentions)
        elif not people and self._person and self._left:
            self._left -= 1
            yield from self._values(self._person, page, sentence, mentions)
        for mention in mentions:
            if mention.type in ("VEHICLE", "ORG") and not label:
                self._subject = mention

    def _values(
        self,
        person: Mention,
        page: Page,
        sentence: Sentence,
        mentions: Iterable[Mention],
    ) -> Iterator[Relation]:
        for mention in mentions:
            kind = _BY_TYPE.get(mention.type)
            if kind:
                yield _relation(kind, person, mention, page, sentence, "fact")

    def _labelled(
        self,
        label: str,
        page: Page,
        sentence: Sentence,
        mentions: list[Mention],
    ) -> Iterator[Relation]:
        named = [m for m in mentions if m.type in ("PER", "ORG")]
        subject = self._subject
        if not named or subject is None or subject in named:
            return
        kind = {
            ("owner", "VEHICLE"): "ownership",
            ("owner", "ORG"): "ownership",
            ("user", "VEHICLE"): "vehicle_user",
            ("officer", "ORG"): "directorship",
        }.get((label, subject.type))
        if kind:
            yield _relation(kind, named[0], subject, page, sentence, "fact")


def _relation(
    kind: str,
    source: Mention,
    target: Mention,
    page: Page,
    sentence: Sentence,
    certainty: str,
) -> Relation:
    return Relation(
        type=kind,
        source=source.id,
        target=target.id,
        page=page.number,
        start=sentence.start,
        end=sentence.end,
        kind=Kind(certainty),
        by=VERSION,
    )
