"""Fields of forms and rows of tables: what belongs to the person they are about."""

from collections import Counter
from collections.abc import Iterator
from typing import NamedTuple

from extraction.model import Mention
from extraction.relation.lexicon import Lexicon
from extraction.relation.naming import in_quotes
from extraction.relation.sentence import Sentence

_LONGEST_LABEL = 7
_I = frozenset("ja jas i une".split())
_CLIENT_NEAR = 3
_VALUES = {
    "phone_user": frozenset({"PHONE"}),
    "identified_by": frozenset({"PERSONAL_ID", "PASSPORT"}),
    "resides_at": frozenset({"ADDRESS", "LOC"}),
    "vehicle_user": frozenset({"VEHICLE"}),
    "employment": frozenset({"ORG"}),
    "membership": frozenset({"ORG"}),
    "family": frozenset({"PER"}),
}
_CELLS = {
    "PHONE": "phone_user",
    "PERSONAL_ID": "identified_by",
    "PASSPORT": "identified_by",
    "ADDRESS": "resides_at",
    "VEHICLE": "vehicle_user",
}
_HOMES = {"landlord": "ownership", "occupant": "resides_at"}
_OFFICES = ("directorship", "ownership")

Pair = tuple[str, Mention, Mention]


class _Row(NamedTuple):
    label: str
    office: str
    people: list[Mention]
    others: list[Mention]


class FormReader:
    """Reads a page's sentences in order and remembers whom the form is about.

    That is a person, an organization, or the persons who stand for an organization.
    `author` is who speaks in a statement, `suspect` whom a row calls that.
    """

    def __init__(self, lexicon: Lexicon) -> None:
        """Begin with no person and no organization."""
        self._fields = lexicon.fields
        self._known = frozenset().union(*lexicon.fields.values())
        self._person: Mention | None = None
        self._organization: Mention | None = None
        self._officer = False
        self._statement = False
        self._headed = False
        self._counts: Counter[str] = Counter()
        self._read: tuple[Sentence, _Row] | None = None
        self._most: Mention | None = None
        self._vehicle: Mention | None = None
        self._address: Mention | None = None
        self.author: Mention | None = None
        self.suspect: Mention | None = None

    def _row(self, sentence: Sentence) -> _Row:
        """Return a sentence read as a row; the last one is remembered."""
        if self._read is None or self._read[0] is not sentence:
            self._read = sentence, _read_row(sentence)
        return self._read[1]

    @property
    def owner(self) -> Mention | None:
        """Whom the form is about; without one, who was named most so far."""
        return self._person or (None if self._organization else self._most)

    @property
    def organization(self) -> Mention | None:
        """The organization that the form is about."""
        return self._organization

    def lists_associates(self, sentence: Sentence) -> bool:
        """Whether a row names whom the form's person is linked with."""
        return self._row(sentence).label in self._fields["associate"]

    def names_itself(self, sentence: Sentence) -> bool:
        """Whether a row's label says whom it names: an office or a role."""
        row = self._row(sentence)
        return bool(self._office(row)) or row.label in self._fields["person"]

    def takes(self, sentence: Sentence) -> int:
        """Return where a label ends that names an office in the form's firm, or 0."""
        row = self._row(sentence)
        firms = any(m.type == "ORG" for m in row.others)
        if firms or not (row.people and self._organization and self._office(row)):
            return 0
        marks = (at for at, unit in enumerate(sentence.units) if unit.mark == ":")
        return next(marks, 0)

    def find_author(self, sentence: Sentence) -> None:
        """Take the first person whom a field names as the witness: who says "I".

        In a witness's statement that is the person whose data it begins with.
        """
        if not sentence.scene.mentions:
            self._statement = self._statement or "statement" in sentence.cues
        row = self._row(sentence)
        if self.author is None and row.people and _is_value(row.people[0], sentence):
            if self._tells_author(row, sentence):
                self.author = row.people[0]

    def _tells_author(self, row: _Row, sentence: Sentence) -> bool:
        """Whether a label is the witness's: `Surname and name of the witness`."""
        if row.label in self._fields["author"]:
            return True
        if self._statement and row.label in self._fields["person"]:
            return True
        words = len(row.label.split())
        names = row.label.startswith(tuple(self._fields["person"]))
        return names and sentence.has("witness", 0, words)

    def read(self, sentence: Sentence) -> Iterator[Pair]:
        """Yield the relations that a field or table row states."""
        row = self._row(sentence)
        self.author = self.author or _speaker(sentence)
        self._count(sentence)
        self._organization = _client(sentence) or self._organization
        self._follow_heading(sentence)
        if row.label not in self._known and not sentence.scene.row:
            if any(m.type == "PER" for m in sentence.scene.mentions):
                self._person = None
            return
        if row.label in self._fields.get("keeper", ()):
            yield from self._keepers(row)
            return
        yield from self._offices(row)
        if self.is_contact(sentence):
            return
        yield from self._drivers(row)
        yield from self._homes(row)
        if self.lists_associates(sentence) and self.owner is not None:
            for person in row.people:
                yield "associate", self.owner, person
            return
        if len(row.people) == 1:
            yield from self._named(row, sentence)
        elif not row.people:
            yield from self._value(row, _holds_office(sentence))

    def _follow_heading(self, sentence: Sentence) -> None:
        """Take in the firm that begins the line behind a heading: `CLIENT`."""
        first = sentence.units[0].mention if sentence.units else None
        if self._headed and first is not None and first.type == "ORG":
            self._organization, self._person = first, None
        units = sentence.units if not sentence.scene.mentions else ()
        words = [u.word for u in units if u.word and not u.word.isdigit()]
        self._headed = " ".join(words) in self._fields["organization"]

    def is_contact(self, sentence: Sentence) -> bool:
        """Whether a row says which officer may be asked: that states nothing."""
        row = self._row(sentence)
        known = row.label in self._fields["contact"]
        own = not row.people and row.label in self._fields["phone_user"]
        return sentence.scene.row and known and not own

    def _drivers(self, row: _Row) -> Iterator[Pair]:
        """Yield who drives the vehicle that the form named before."""
        vehicles = [m for m in row.others if m.type == "VEHICLE"]
        if row.label in self._fields["vehicle_user"] and len(vehicles) == 1:
            self._vehicle = vehicles[0]
        if row.label in self._fields["driver"] and len(row.people) == 1:
            vehicle = vehicles[0] if vehicles else self._vehicle
            if vehicle is not None:
                yield "vehicle_user", row.people[0], vehicle

    def _keepers(self, row: _Row) -> Iterator[Pair]:
        """Yield who owns the vehicle that the form named before."""
        vehicles = (m for m in row.others if m.type == "VEHICLE")
        vehicle = next(vehicles, self._vehicle)
        firms = [m for m in row.others if m.type == "ORG"]
        for owner in row.people or firms:
            if vehicle is not None:
                yield "ownership", owner, vehicle

    def _homes(self, row: _Row) -> Iterator[Pair]:
        """Yield who owns or lives at the address that the form named before people."""
        places = [m for m in row.others if m.type == "ADDRESS"]
        about = row.label in self._fields["searched"]
        if about and len(places) == 1 and not row.people:
            self._address = places[0]
        if self._address is None or len(row.people) != 1 or places:
            return
        for label, relation in _HOMES.items():
            if row.label in self._fields[label]:
                yield relation, row.people[0], self._address

    def _named(self, row: _Row, sentence: Sentence) -> Iterator[Pair]:
        """Yield what a row with one person says; it may begin the person's form."""
        person = row.people[0]
        office = self._office(row)
        kin = row.label in self._fields["family"]
        if kin and self._person and not office:
            yield "family", self._person, person
        elif row.label in self._fields["person"] or (
            office and (self._organization or not self._person)
        ):
            self._person, self._officer = person, bool(office)
        if row.label in self._fields.get("suspect", ()):
            self.suspect = person
        if any(unit.mark in ("|", "\t") and unit.mark for unit in sentence.units):
            for mention in row.others:
                if mention.type in _CELLS:
                    yield _CELLS[mention.type], person, mention

    def _value(self, row: _Row, office: bool) -> Iterator[Pair]:
        """Yield what a row says of the form's person; an office is no employment."""
        for relation, types in _VALUES.items():
            if row.label not in self._fields[relation] or relation == "family":
                continue
            if self._officer and self._organization and relation != "identified_by":
                continue
            if office and relation == "employment":
                continue
            person = self.owner
            for mention in row.others:
                if person and mention.type in types:
                    yield relation, person, mention
        if (
            row.label not in self._fields["identified_by"]
            and self._person
            and row.label
        ):
            for mention in row.others:
                if mention.type in _VALUES["identified_by"]:
                    yield "identified_by", self._person, mention

    def _office(self, row: _Row) -> str:
        """Return what a label makes of its person: by the list, or by a noun for it."""
        known = (o for o in _OFFICES if row.label in self._fields[o])
        return next(known, row.office if row.label else "")

    def _offices(self, row: _Row) -> Iterator[Pair]:
        """Yield who directs or owns the form's organization; remember a named one."""
        firms = [m for m in row.others if m.type == "ORG"]
        if row.label in self._fields["organization"] and len(firms) == 1:
            self._organization = firms[0]
            self._person = None
        office = self._office(row)
        if office and self._organization and not firms:
            for person in row.people:
                yield office, person, self._organization

    def _count(self, sentence: Sentence) -> None:
        for mention in sentence.scene.mentions:
            if mention.type == "PER":
                key = _surname(mention)
                self._counts[key] += 1
                best = _surname(self._most) if self._most else key
                if self._counts[key] >= self._counts[best]:
                    self._most = mention


def _speaker(sentence: Sentence) -> Mention | None:
    """Return who begins a statement with "I" and the name: `Ja, Ana Anić, …`."""
    units = sentence.units[:3]
    if len(units) < 3 or not sentence.scene.gap or units[1].mark != ",":
        return None
    mention = units[2].mention
    spoken = units[0].word in _I and mention is not None and mention.type == "PER"
    return mention if spoken else None


def _surname(mention: Mention) -> str:
    return mention.value.rpartition(" ")[2]


def _client(sentence: Sentence) -> Mention | None:
    """Return the organization that a sentence calls the client."""
    for hit in sentence.cues.get("client", ()):
        for unit in sentence.units[hit.end : hit.end + _CLIENT_NEAR]:
            if unit.mention is not None and unit.mention.type == "ORG":
                return unit.mention
    return None


def _read_row(sentence: Sentence) -> _Row:
    """Return a row's label, empty where it has none, and its mentions."""
    words: list[str] = []
    depth = 0
    marked = sentence.scene.row
    for unit in sentence.units:
        if unit.mention is not None or len(words) > _LONGEST_LABEL:
            break
        depth += (unit.mark == "(") - (unit.mark == ")")
        if depth > 0:
            continue
        if unit.mark in (":", "|", "\t"):
            if words:
                marked = True
                break
            continue
        if unit.word and not (unit.word.isdigit() and not words):
            words.append(unit.word)
    if not marked:
        words = []
    mentions = sentence.scene.mentions
    people = [m for m in mentions if m.type == "PER"]
    nicknames = _nicknames(sentence) if len(people) > 1 else set()
    nicknames |= _parents(sentence) if len(people) > 1 else set()
    people = [*people[:1], *(m for m in people[1:] if m.id not in nicknames)]
    others = [m for m in mentions if m.type != "PER"]
    return _Row(" ".join(words), _named_office(sentence, len(words)), people, others)


def _nicknames(sentence: Sentence) -> set[str]:
    """Return the ids of the names in quotes: `Marko Perić („Beli“)`."""
    return {
        unit.mention.id
        for at, unit in enumerate(sentence.units)
        if unit.mention is not None and in_quotes(sentence, at, at + 1)
    }


def _parents(sentence: Sentence) -> set[str]:
    """Return the ids of those who are only named as parents: `daughter of Luka`."""
    ends = {hit.end for hit in sentence.cues.get("parent", ())}
    units = enumerate(sentence.units)
    return {u.mention.id for at, u in units if at in ends and u.mention is not None}


def _is_value(person: Mention, sentence: Sentence) -> bool:
    """Whether a person is what a label's value begins with, not named in prose."""
    colon = next((n for n, unit in enumerate(sentence.units) if unit.mark == ":"), -1)
    behind = (unit for unit in sentence.units[colon + 1 :] if not unit.mark)
    first = next(behind, None)
    return first is not None and first.mention is person


def _holds_office(sentence: Sentence) -> bool:
    """Whether a noun calls somebody an owner or director."""
    return any(
        hit.trigger is not None
        and hit.trigger.construction == "noun"
        and hit.trigger.relations[0] in _OFFICES
        for hit in sentence.hits
    )


def _named_office(sentence: Sentence, words: int) -> str:
    """Return the office that a noun names which is the whole of a label."""
    for hit in sentence.hits:
        if hit.trigger is None or hit.trigger.construction != "noun":
            continue
        behind = [unit.mark for unit in sentence.units[hit.end : hit.end + 1]]
        whole = hit.end == words or behind == [","]
        if hit.start == 0 and whole and hit.trigger.relations[0] in _OFFICES:
            return hit.trigger.relations[0]
    return ""
