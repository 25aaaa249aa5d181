"""MSAB XRY's export as XML: the device, its user's accounts, contacts."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import cast

from lxml import etree

from extraction.importers.base import ImportOptions
from extraction.importers.phones.dbsource import PhoneFile, open_file
from extraction.importers.phones.handset import Handset, fill, write_handset
from extraction.importers.phones.xrycontacts import accounts_of, write_entry
from extraction.importers.phones.xryentries import Entry, word, words
from extraction.importers.xmlstream import children, find_root, iter_elements, local
from extraction.model import Leaf, Rejection
from graph.errors import InvalidInput
from graph.model import Place, Record, Value

_ROOT = "xryfile"
_ABOUT = {
    "general_view": "device",
    "accounts_view": "account",
    "contacts_view": "contact",
}
MAX_TEXT = 10_000


class XryXmlImporter:
    """Views of nodes with properties: general information, accounts, contacts.

    Nodes of all other views are counted, a rejection for each view.
    """

    name = "xryxml"
    version = "1"
    streams = True

    def recognizes(self, leaf: Leaf, options: ImportOptions) -> bool:
        """Whether the root is that of XRY's export."""
        root = find_root(leaf.content)
        return root is not None and root.name == _ROOT

    def read(self, leaf: Leaf, options: ImportOptions) -> Iterator[Record | Rejection]:
        """Stream records; where the XML breaks off, what stood before it is kept.

        Raises InvalidInput where nothing could be read.
        """
        reader = _Reader(open_file(leaf.path, options))
        try:
            for node in iter_elements(leaf.content, ("node",)):
                yield from reader.take(node)
        except InvalidInput as error:
            if not reader.count:
                raise InvalidInput(f"xryxml: {error}") from error
            yield reader.source.reject(f"xryxml: {error}", "the rest")
        if not reader.count:
            raise InvalidInput("xryxml: it has no views with nodes")
        yield from reader.finish()


@dataclass(slots=True)
class _Reader:
    source: PhoneFile
    count: int = 0
    handset: Handset = field(default_factory=Handset)
    skipped: Counter[str] = field(default_factory=Counter)
    owned: list[str] = field(default_factory=list)

    def take(self, node: etree._Element) -> Iterator[Record | Rejection]:
        """Yield what a node states; of views not taken the number is kept."""
        self.count += 1
        view = _view_of(node)
        entry = _entry(node, view, self.count)
        match _ABOUT.get(view):
            case "device":
                self._learn(node)
            case "contact":
                yield from write_entry(entry, self.source)
            case "account":
                yield from self._account(entry)
            case _:
                self.skipped[view[:100]] += 1

    def _learn(self, node: etree._Element) -> None:
        """Take the device's attributes, each a name and its data."""
        name = ""
        for kind, text in _properties(node):
            if kind == "field_name":
                name = text
            elif kind == "field_data" and (known := words().device.get(word(name))):
                fill(self.handset, known, text)

    def _account(self, entry: Entry) -> Iterator[Record | Rejection]:
        place, found = Place(record=entry.where), False
        for account in accounts_of(entry, self.source):
            found = True
            yield from self.source.book.introduce(account, place)
            self.owned.append(account.id)
        if not found:
            yield self.source.reject("xry: an account without a name", entry.where)

    def finish(self) -> Iterator[Record | Rejection]:
        """Yield the phone, whose its accounts are, and what is left out."""
        source = self.source
        place = Place(record="general_view")
        yield from write_handset(self.handset, source.country, place, source.phone)
        user = source.phone.user if source.phone else self.handset.user_id
        for account in self.owned if user else ():
            owner = Value("owner", user)
            yield from source.book.link(account, "UserAccount", owner, Place())
        for view, count in self.skipped.items():
            reason = f"xry: {count} nodes of this view are not taken: export it as text"
            yield source.reject(reason, view or "without a view")


def _view_of(node: etree._Element) -> str:
    found = (one for one in node.iterancestors() if local(one) == "view")
    view = next(found, None)
    return "" if view is None else str(view.get("type") or "")


def _properties(node: etree._Element) -> Iterator[tuple[str, str]]:
    """Yield type and text of each property that is not empty."""
    for one in children(node, "properties", "property"):
        text = "".join(map(str, one.itertext())).strip()[:MAX_TEXT]
        if text:
            yield str(one.get("type") or ""), text


def _entry(node: etree._Element, view: str, number: int) -> Entry:
    """Return a node as an entry of a report; what no field is for is a note."""
    entry = Entry(view or "node", str(number), cast("int", node.sourceline))
    for kind, text in _properties(node):
        name = words().fields.get(word(kind.replace("_", " ")))
        if name == "left":
            continue
        if name == "deleted" and word(text) not in ("no", "false"):
            text = "yes"
        if name is None:
            name, text = "note", f"{kind.replace('_', ' ')}: {text}"
        entry.said.setdefault(name, []).append(text)
    return entry
