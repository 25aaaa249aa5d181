"""Ids of CASE/UCO objects: the same thing has the same in other files."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from extraction.importers.caseuco.casevalues import Reading
from extraction.importers.caseuco.jsonld import Node, Ref
from extraction.importers.keys import derive_id
from graph.model import Place, Record, Value

_MAX_LABEL = 200


def locate(node: Node) -> str:
    """Return where an object stands: its item of the graph and its id there."""
    return f"item {node.item}: {node.label[:_MAX_LABEL]}"


@dataclass(slots=True)
class Ids:
    """Ids of one file's objects; `schemata` has what each object taken becomes."""

    reading: Reading
    schemata: dict[str, str]
    _ids: dict[str, str] = field(default_factory=dict)
    _numbers: dict[str, str] = field(default_factory=dict)
    _absent: set[str] = field(default_factory=set)

    def of(self, node: Node) -> str:
        """Return the local id of an object."""
        found = self._ids.get(node.id)
        if found is None:
            found = self._ids[node.id] = self._make(node)
        return found

    def _make(self, node: Node) -> str:
        if self.schemata.get(node.id) == "UserAccount":
            objects, reading = self.reading.objects, self.reading
            named = objects.texts(node, ("accountLogin", "accountIdentifier"))
            phones, emails = reading.phones(node), reading.emails(node)
            if phones and not emails:
                number = reading.number(phones[0]) or phones[0]
                return f"account-{derive_id([number], 'phone', 'account')}"
            if emails and (not named or named == emails):
                address = emails[0].lower()
                return f"account-{derive_id([address], 'email', 'account')}"
        return f"case-{derive_id([node.id], 'iri', 'case')}"

    def of_ref(self, ref: Ref) -> str:
        """Return the local id of what is referred to, in the file or not."""
        node = self.reading.objects.get(ref)
        if node is not None:
            return self.of(node)
        return f"case-{derive_id([ref.id], 'iri', 'case')}"

    def schema(self, ref: Ref) -> str:
        """Return what becomes of it; an account where the file lacks it."""
        return self.schemata.get(ref.id, "UserAccount")

    def number(self, ref: Ref) -> str:
        """Return the number of a telephone account in E.164, or an empty text."""
        found = self._numbers.get(ref.id)
        if found is None:
            node = self.reading.objects.get(ref)
            phones = self.reading.phones(node) if node is not None else []
            found = (self.reading.number(phones[0]) or "") if phones else ""
            self._numbers[ref.id] = found
        return found

    def absent(self, node: Node, refs: Sequence[Ref]) -> Iterator[Record]:
        """Yield a record, once, of each party that the file names and lacks."""
        for ref in refs:
            if ref.id not in self.schemata and ref.id not in self._absent:
                self._absent.add(ref.id)
                note = Value("notes", f"not in the file: {ref.id[-_MAX_LABEL:]}")
                place = Place(record=locate(node))
                yield Record(self.of_ref(ref), "UserAccount", (note,), place)
