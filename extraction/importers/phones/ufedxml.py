"""Cellebrite's report.xml: models one at a time, however large the report."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import lru_cache
from typing import IO, Any, cast

from lxml import etree

from extraction.model import Content
from extraction.reading.markup import DECLARED
from extraction.reading.position import Told
from graph.errors import InvalidInput

_HEAD = 1 << 14
_SIGNS = re.compile(
    rb"pa\.cellebrite\.com/report/|<model(?:Type)?\s[^<>]{0,200}type=\"[^<>]{0,2000}"
    rb"(?:deleted_state|source_index)=|<modelType\s+type=\"\w+\"\s*/?>"
)
_TAGS = ("{*}model", "{*}metadata", "{*}file")
_TOPS = frozenset(("modelType", "decodedData", "project"))


@dataclass(slots=True)
class Model:
    """One model of a report: its fields, and the models that it holds, by name.

    `source` is its element, there until the next part is asked for; inside others none.
    """

    type: str
    id: str = ""
    line: int = 0
    extraction: str = ""
    deleted: bool = False
    fields: dict[str, list[str]] = field(default_factory=dict)
    models: dict[str, list["Model"]] = field(default_factory=dict)
    source: etree._Element | None = field(default=None, repr=False, compare=False)

    def get(self, name: str) -> str:
        """Return a field's first value, empty where it has none."""
        values = self.fields.get(name)
        return values[0] if values else ""

    def parts(self, *names: str) -> Iterator["Model"]:
        """Yield the models under these names."""
        for name in names:
            yield from self.models.get(name, ())


@dataclass(slots=True)
class Metadata:
    """A section of metadata: (name, extraction, value) of its items in order."""

    section: str
    line: int
    items: list[tuple[str, str, str]]


@dataclass(slots=True)
class Broken:
    """Where the XML ends before its end."""

    line: int


@dataclass(slots=True)
class InChat:
    """A message, with what its chat said of itself before it."""

    chat: Model
    message: Model


Part = Model | Metadata | InChat | Broken


def is_report(content: Content) -> bool:
    """Whether the content begins as a report, or a part of one."""
    head = content[:_HEAD]
    if b"\x00" in head[:200]:
        head = head.replace(b"\x00", b"")
    return b"<" in head[:64] and _SIGNS.search(head) is not None


def iter_parts(content: Content) -> Iterator[Part]:
    """Yield metadata, models and the messages of chats, in the order of the file.

    A chat comes after its messages, without them. Raises InvalidInput for a document
    type, which reports never have.
    """
    events: Any = etree.iterparse(
        cast(IO[bytes], Told(content)),
        events=("end",),
        tag=_TAGS,
        resolve_entities=False,
        no_network=True,
        load_dtd=False,
        huge_tree=False,
        remove_comments=True,
        remove_pis=True,
    )
    reader, looked = _Reader(), False
    try:
        for _, element in events:
            if not looked and element.getroottree().docinfo.doctype:
                raise InvalidInput(f"ufed: {DECLARED}")
            looked = True
            part = reader.take(element)
            if part is not None:
                yield part
                _release(element)
    except etree.XMLSyntaxError as error:
        if getattr(error, "code", None) == etree.ErrorTypes.ERR_NO_MEMORY:
            raise MemoryError from error
        yield Broken(error.lineno or 0)


class _Reader:
    """Keeps the chat that is being read; lets go of all that was read."""

    def __init__(self) -> None:
        self._element: etree._Element | None = None
        self._chat: Model | None = None

    def take(self, element: etree._Element) -> Part | None:
        """Return the part that ends here; None where it belongs to another."""
        name = _kind(element)
        if name == "model":
            return self._model(element)
        if name == "file":
            _release(element)
            return None
        holder = element.getparent()
        if holder is not None and _kind(holder) == "file":
            return None
        return _read_metadata(element)

    def _model(self, element: etree._Element) -> Part | None:
        holder = element.getparent()
        if holder is None or _kind(holder) in _TOPS:
            return _read_top(element)
        if holder.get("name") != "Messages" or _kind(holder) != "multiModelField":
            return None
        chat = holder.getparent()
        if chat is None or chat.get("type") != "Chat" or not _is_top(chat):
            return None
        if chat is not self._element:
            self._element, self._chat = chat, read_model(chat)
        assert self._chat is not None
        return InChat(self._chat, _read_top(element))


def _kind(element: etree._Element) -> str:
    return _local(element.tag)


@lru_cache(maxsize=1 << 10)
def _local(tag: str) -> str:
    return tag.rpartition("}")[2]


def _is_top(element: etree._Element) -> bool:
    holder = element.getparent()
    return holder is None or _kind(holder) != "multiModelField"


def _release(element: etree._Element) -> None:
    """Forget an element and those before it."""
    element.clear()
    holder = element.getparent()
    while holder is not None and element.getprevious() is not None:
        del holder[0]


def _line(element: etree._Element) -> int:
    line: Any = element.sourceline
    return int(line or 0)


def _read_metadata(element: etree._Element) -> Metadata:
    items = []
    for item in element:
        value = "".join(map(str, item.itertext())).strip()
        source = item.get("sourceExtraction") or element.get("extractionId") or ""
        items.append((item.get("name") or "", source, value))
    section = element.get("section") or ""
    return Metadata(section, _line(element), items)


def _read_top(element: etree._Element) -> Model:
    made = read_model(element)
    made.source = element
    return made


def read_model(element: etree._Element) -> Model:
    """Return a model with all that it holds, messages of a chat left out."""
    get = element.get
    made = Model(
        get("type") or "",
        get("id") or "",
        _line(element),
        get("extractionId") or "",
        get("deleted_state") == "Deleted",
    )
    for child in element:
        name = child.get("name")
        if name is None:
            continue
        kind = _local(child.tag)
        if kind in ("field", "multiField"):
            values = [value.text.strip() for value in child if value.text]
            if values:
                held = made.fields.setdefault(name, values)
                if held is not values:
                    held.extend(values)
        elif kind in ("modelField", "multiModelField") and len(child):
            if made.type == "Chat" and name == "Messages":
                continue
            inner = [read_model(one) for one in child if _local(one.tag) == "model"]
            if inner:
                made.models.setdefault(name, []).extend(inner)
    return made
