"""Charts of i2 Analyst's Notebook as XML: entities, links, attributes and cards."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from hashlib import sha256

from lxml import etree

from extraction.importers.base import ImportOptions
from extraction.importers.networks.kinds import entity_schema, link_ways
from extraction.importers.networks.values import MAX_TEXT
from extraction.importers.networks.writing import Drawn, NetworkWriter
from extraction.importers.xmlstream import children, find_root, iter_elements, local
from extraction.model import Leaf, Rejection
from graph.errors import InvalidInput
from graph.model import Record

Row = Record | Rejection
MOST_ENTITIES, MOST_LINKS = 2_000_000, 5_000_000
_SIGNS = (
    "ChartItemCollection",
    "AttributeClassCollection",
    "EntityTypeCollection",
    "LinkTypeCollection",
    "StrengthCollection",
    "IdReferenceLinking",
)
_NAMED = ("AttributeClass", "EntityType", "LinkType", "Strength")
_PLAIN_STRENGTHS = frozenset(("", "default", "confirmed", "solid"))


class I2ChartImporter:
    """A chart: what stands on it by its type and attributes, links by type and label.

    Entities of one identity are one, as the program has it.
    """

    name = "i2chart"
    version = "1"
    streams = True

    def recognizes(self, leaf: Leaf, options: ImportOptions) -> bool:
        """Whether the root is a Chart that holds what such charts begin with."""
        root = find_root(leaf.content)
        if root is None or root.name != "Chart":
            return False
        return any(sign in root.head for sign in _SIGNS)

    def read(self, leaf: Leaf, options: ImportOptions) -> Iterator[Row]:
        """Stream a record an entity and a link, with what cannot be taken.

        Where the XML breaks off what came before stays, and the rest is a rejection.
        Raises InvalidInput where nothing could be read.
        """
        reader = _Reader(leaf, options.country)
        try:
            yield from reader.read()
        except InvalidInput as error:
            if not reader.count:
                raise InvalidInput(f"i2chart: {error}") from error
            yield Rejection(leaf.path, str(error), "the rest")
        if not reader.count:
            raise InvalidInput("i2chart: the chart is empty")
        yield from reader.end()


@dataclass(slots=True)
class _Reader:
    """Writes entities as they come; a link waits for an end that comes after it."""

    leaf: Leaf
    country: str | None
    count: int = 0
    _links: int = 0
    _skipped: int = 0
    _named: dict[str, str] = field(default_factory=dict)
    _keys: dict[str, str] = field(default_factory=dict)
    _waiting: list[Drawn] = field(default_factory=list)
    _writer: NetworkWriter = field(init=False)

    def __post_init__(self) -> None:
        scope = sha256(self.leaf.content).hexdigest()[:32]
        self._writer = NetworkWriter(self.leaf.path, scope, self.country)

    def read(self) -> Iterator[Row]:
        """Yield the chart's items; links that wait for an end come with `end`."""
        for element in iter_elements(self.leaf.content, ("ChartItem", *_NAMED)):
            if local(element) == "ChartItem":
                yield from self._item(element)
            elif element.get("Id") and element.get("Name"):
                self._named[_get(element, "Id")] = _get(element, "Name")

    def end(self) -> Iterator[Row]:
        """Yield the links that waited, and how many items are neither."""
        for drawn in self._waiting:
            yield from self._link(drawn)
        if self._skipped:
            reason = f"{self._skipped} items are neither entities nor links"
            yield Rejection(self.leaf.path, reason, "other items")

    def _item(self, item: etree._Element) -> Iterator[Row]:
        self.count += 1
        where = f"item {_get(item, 'Id') or self.count}, line {item.sourceline}"
        entities = children(item, "End", "Entity")
        links = children(item, "Link")
        if entities:
            yield from self._entity(item, entities[0], where)
        elif links:
            self._links += 1
            _check(self._links, MOST_LINKS, "links")
            drawn = self._draw(item, links[0], where)
            ends = drawn.source, drawn.target
            if not all(ends):
                yield Rejection(self.leaf.path, "one of its ends is not named", where)
            elif all(end in self._keys for end in ends):
                yield from self._link(drawn)
            else:
                self._waiting.append(drawn)
        else:
            self._skipped += 1

    def _entity(
        self, item: etree._Element, entity: etree._Element, where: str
    ) -> Iterator[Row]:
        label, identity = _get(item, "Label"), _get(entity, "Identity")
        names = (_get(entity, "EntityId"), _get(item, "Id"), _get(entity, "Id"))
        key = identity or next((name for name in names if name), "") or where
        for name in (*names, key):
            if name:
                self._keys.setdefault(name, key)
        _check(len(self._keys), 4 * MOST_ENTITIES, "entities")
        cells = self._said(item, entity)
        if identity and identity not in (label, *names):
            cells.setdefault("Identity", identity)
        style = next(
            (one for one in entity.iter() if local(one).endswith("Style")), None
        )
        kind = self._name_of(style, "Type", "EntityTypeReference")
        cells.update({"type": _known_part(kind)} if kind else {})
        yield from self._writer.entity(key, label or identity, cells, where)

    def _draw(self, item: etree._Element, link: etree._Element, where: str) -> Drawn:
        source, target = (
            _get(link, f"End{n}Id") or _get(link, f"End{n}Reference") for n in "12"
        )
        style = next(iter(children(link, "LinkStyle")), None)
        if style is not None and style.get("ArrowStyle") == "ArrowOnTail":
            source, target = target, source
        cells = self._said(item, link)
        strength = self._name_of(style, "Strength", "StrengthReference")
        if strength.casefold() not in _PLAIN_STRENGTHS:
            cells.setdefault("Strength", strength)
        label = _get(item, "Label")
        kind = self._name_of(style, "Type", "LinkTypeReference")
        word, other = (kind, label) if link_ways(kind) or not label else (label, kind)
        if other and other.casefold() not in ("link", word.casefold()):
            cells.setdefault("summary", other)
        name = _get(item, "Id") or f"item {self.count}"
        return Drawn(source, target, cells, where, self._links, name, word)

    def _link(self, drawn: Drawn) -> Iterator[Row]:
        ends = [self._keys.get(end) for end in (drawn.source, drawn.target)]
        if ends[0] is None or ends[1] is None:
            reason = "one of its ends is not on the chart"
            yield Rejection(self.leaf.path, reason, drawn.where)
            return
        made = drawn._replace(source=ends[0], target=ends[1])
        yield from self._writer.link(made)

    def _name_of(self, style: etree._Element | None, name: str, reference: str) -> str:
        """Return the name of a type or strength, given itself or by its id."""
        if style is None:
            return ""
        return _get(style, name) or self._named.get(_get(style, reference), "")

    def _said(self, item: etree._Element, inner: etree._Element) -> dict[str, str]:
        """Return attributes by the names of their classes, and what is on the cards."""
        cells: dict[str, str] = {}
        for one in children(item, "AttributeCollection", "Attribute"):
            reference = self._named.get(_get(one, "AttributeClassReference"), "")
            _add(cells, _get(one, "AttributeClass") or reference, _get(one, "Value"))
        if item.get("DateSet") == "true":
            _add(cells, "date", _moment(item))
        for name in ("Description", "DateTimeDescription"):
            _add(cells, name, _get(item, name))
        source = " ".join(
            x for x in (_get(item, "SourceType"), _get(item, "SourceReference")) if x
        )
        _add(cells, "source", source)
        for above in (item, inner):
            for card in children(above, "CardCollection", "Card"):
                parts = (
                    _get(card, name) for name in ("Summary", "Text", "SourceReference")
                )
                when = _moment(card) if card.get("DateSet") == "true" else ""
                _add(cells, "card", "; ".join(x for x in (when, *parts) if x))
        return cells


def _add(cells: dict[str, str], name: str, text: str) -> None:
    """Put a text under a name; of several under one name the next get a number."""
    if not (name and text):
        return
    number = 1
    free = name
    while free in cells:
        number += 1
        free = f"{name} {number}"
    cells[free] = text[:MAX_TEXT]


def _get(element: etree._Element, name: str) -> str:
    return str(element.get(name) or "").strip()


def _moment(element: etree._Element) -> str:
    """Return the date of an item or card, without its hours where they are not set."""
    text = _get(element, "DateTime")
    return text if element.get("TimeSet", "true") == "true" else text[:10]


def _known_part(kind: str) -> str:
    """Return a type's name as it is, or its known part: `Person (Shaded Shirt)`."""
    before = kind.partition("(")[0].strip()
    return before if entity_schema(kind) is None and entity_schema(before) else kind


def _check(count: int, limit: int, what: str) -> None:
    if count > limit:
        raise InvalidInput(f"more than {limit} {what}: export the chart in parts")
