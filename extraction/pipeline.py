"""The stages composed: a document's text → language, mentions, relations."""

from collections.abc import Iterable
from dataclasses import replace
from typing import ClassVar, Self

from extraction.model import Document, Extraction, Mention
from extraction.recognition import identifiers, names
from extraction.recognition.language import detect
from extraction.recognition.names import NameFinder
from extraction.relation import relating

_SAMPLE = 20_000
"""Code points from the beginning by which a document's language is told."""


class Pipeline:
    """Reads documents; loaded once a process, then without state."""

    version: ClassVar[str] = "+".join(
        (identifiers.VERSION, names.VERSION, relating.VERSION)
    )

    def __init__(self, finder: NameFinder) -> None:
        self._names = finder

    @classmethod
    def load(cls) -> Self:
        """Return a pipeline with its model in memory; raises Unavailable."""
        return cls(NameFinder.load())

    def extract(self, document: Document, country: str | None = None) -> Extraction:
        """Return what a document says; mentions in order, ids `m1`, `m2`, …"""
        told = detect("\n".join(page.text for page in document.pages)[:_SAMPLE])
        document = replace(document, language=told.language, script=told.script)
        numbers = [
            mention
            for page in document.pages
            for mention in identifiers.find_identifiers(page, told.language, country)
        ]
        found = self._names.find(document.pages, told.language)
        mentions = _joined(numbers, found)
        relations = [
            relation
            for page in document.pages
            for relation in relating.find_relations(
                page, [m for m in mentions if m.page == page.number]
            )
        ]
        return Extraction(document, tuple(mentions), tuple(relations))


def _joined(numbers: Iterable[Mention], found: Iterable[Mention]) -> list[Mention]:
    """Return all mentions in order, none overlapping: numbers before names.

    A street may be named after a date: the address stays then.
    """
    addresses = [m for m in found if m.type == "ADDRESS"]
    kept = [n for n in numbers if n.type != "DATE" or not _overlaps(n, addresses)]
    taken = {(m.page, i) for m in kept for i in range(m.start, m.end)}
    names_left = [
        m for m in found if not any((m.page, i) in taken for i in range(m.start, m.end))
    ]
    ordered = sorted([*kept, *names_left], key=lambda m: (m.page, m.start, m.end))
    return [replace(m, id=f"m{n}") for n, m in enumerate(ordered, 1)]


def _overlaps(mention: Mention, others: Iterable[Mention]) -> bool:
    return any(
        o.page == mention.page and o.start < mention.end and mention.start < o.end
        for o in others
    )
