"""XML extracts read element by element: entities, network and document types off."""

import io
import re
from collections.abc import Collection, Iterator
from functools import lru_cache
from typing import NamedTuple, cast

from lxml import etree

from extraction.model import Content
from extraction.reading.encoding import decode_text, looks_like_text
from extraction.reading.position import Told
from graph.errors import InvalidInput

HEAD = 1 << 14
DECLARED = "its XML declares a document type, which can do harm: refused"
_BEFORE_ROOT = re.compile(r"\s*(?:<\?.*?\?>\s*|<!--.*?-->\s*)*", re.DOTALL)
_ROOT = re.compile(r"<(?:[\w.-]+:)?([\w.-]+)[\s/>]")


class Root(NamedTuple):
    """The local name of a file's root element, and the text around and after it."""

    name: str
    head: str


def find_root(content: Content) -> Root | None:
    """Return the root element as far as the beginning shows, None for no XML."""
    head = content[:HEAD]
    if b"<" not in head or not looks_like_text(head[:4096]):
        return None
    text = decode_text(head).lstrip("\ufeff")
    begin = _BEFORE_ROOT.match(text)
    root = _ROOT.match(text, begin.end() if begin else 0)
    return Root(root[1], text) if root else None


def iter_elements(content: Content, names: Collection[str]) -> Iterator[etree._Element]:
    """Yield elements of these local names when they end, whatever their namespace.

    An element that is yielded is emptied when the next is asked for, and those before
    it are dropped: nothing large is held. Raises InvalidInput, with the line,
    where the XML breaks off, is broken, nested too deep or declares a document type.
    """
    parser = etree.iterparse(
        cast("io.BufferedIOBase", Told(content)),
        events=("end",),
        tag=[f"{{*}}{name}" for name in names],
        resolve_entities=False,
        no_network=True,
        load_dtd=False,
        huge_tree=False,
        remove_comments=True,
        remove_pis=True,
    )
    checked = False
    try:
        for _, found in parser:
            element = cast("etree._Element", found)
            if not checked:
                checked = True
                if element.getroottree().docinfo.internalDTD is not None:
                    raise InvalidInput(DECLARED)
            yield element
            _drop(element, names)
    except etree.XMLSyntaxError as error:
        if getattr(error, "code", None) == etree.ErrorTypes.ERR_NO_MEMORY:
            raise MemoryError from error
        line = error.lineno or 0
        raise InvalidInput(f"its XML is broken or breaks off at line {line}") from error


def _drop(element: etree._Element, names: Collection[str]) -> None:
    """Empty an element and forget those before it that were yielded."""
    element.clear()
    parent = element.getparent()
    before = element.getprevious()
    while parent is not None and before is not None and local(before) in names:
        parent.remove(before)
        before = element.getprevious()


def local(element: etree._Element) -> str:
    """Return an element's name without its namespace."""
    return _local(str(element.tag))


@lru_cache(maxsize=1 << 12)
def _local(tag: str) -> str:
    return tag.rpartition("}")[2]


def children(element: etree._Element, *path: str) -> list[etree._Element]:
    """Return the elements at a path of local names below an element, in order."""
    found = [element]
    for name in path:
        found = [child for above in found for child in above if local(child) == name]
    return found
