"""A gold document with its own mentions, as a reading of it would have them."""

import hashlib
from dataclasses import replace
from typing import NamedTuple

from extraction.evaluation.gold import GoldDocument, GoldMention
from extraction.model import Document, Mention, Page
from extraction.recognition.language import detect


class Given(NamedTuple):
    """A document, its language found, with its mentions in order.

    `entities` are whom or what each of these names, by its id.
    """

    document: Document
    mentions: tuple[Mention, ...]
    entities: dict[str, str]


def document_of(gold: GoldDocument) -> Document:
    """Return a gold document as one of a page, its language not found yet."""
    digest = hashlib.sha256(gold.text.encode()).hexdigest()
    return Document(digest, gold.name, "text/plain", (Page(1, gold.text),))


def give(gold: GoldDocument) -> Given:
    """Return a gold document with its own mentions."""
    found = detect(gold.text)
    document = document_of(gold)
    document = replace(document, language=found.language, script=found.script)
    ordered = sorted(gold.mentions, key=lambda m: m.start)
    mentions = tuple(
        _mention(f"m{number}", gold.text, one) for number, one in enumerate(ordered, 1)
    )
    entities = {m.id: g.entity for m, g in zip(mentions, ordered, strict=True)}
    return Given(document, mentions, entities)


def _mention(name: str, text: str, one: GoldMention) -> Mention:
    value = one.value or one.entity
    inside = text[one.start : one.end]
    return Mention(name, 1, one.start, one.end, inside, one.type, value, one.valid)
