"""Documents as the schema shows them: pages of text, and mentions from statements."""

from collections.abc import Iterable
from typing import TYPE_CHECKING

import strawberry
from strawberry.scalars import JSON

from backend.api.asking import Ask
from backend.api.nodes import Node, to_id
from backend.mentions import find_mentions
from extraction.reading.picturing import has_pictures

if TYPE_CHECKING:
    from graph.ledger import DocumentRecord


@strawberry.type
class Page:
    """A page's text; offsets count its code points.

    `image` is the path of its picture on this server, where it has one.
    """

    number: int
    text: str
    image: str | None = None


@strawberry.type
class Mention:
    """A span of a page that a visible statement rests on."""

    page: int
    start: int
    end: int
    text: str
    type: str
    entity: strawberry.ID | None


@strawberry.type
class Document(Node):
    """A file that was read, as far as the asker may see it."""

    ask: strawberry.Private[Ask]
    stored: strawberry.Private["DocumentRecord"]
    sha256: str
    name: str
    media_type: str
    language: str | None
    script: str | None

    @strawberry.field
    def pages(self) -> list[Page]:
        """Return the pages in order."""
        path = f"/api/documents/{self.sha256}/pages"
        seen = has_pictures(self.media_type) and self._is_kept()
        return [
            Page(number=number, text=text, image=f"{path}/{number}" if seen else None)
            for number, text in self.stored.pages
        ]

    @strawberry.field
    def boxes(self, page: int) -> JSON:
        """Return where a page's words stand on its picture, in the order of its text.

        Each is [start, end, left, top, right, bottom]: characters of the text, then
        sides in ten thousandths of the picture; a word broken at a line has two. None
        where the page has no picture.
        """
        if not has_pictures(self.media_type) or not self._is_kept():
            return JSON([])
        return JSON(self.ask.workspace.pictures.find_boxes(self.stored, page))

    def _is_kept(self) -> bool:
        return self.ask.workspace.blobs.path(self.sha256).exists()

    @strawberry.field
    def mentions(self) -> list[Mention]:
        """Return the spans that visible statements rest on, in reading order."""
        ledger = self.ask.workspace.ledger
        statements = ledger.find_document_statements(self.ask.scope, self.sha256)
        found = find_mentions(self.stored.pages, statements)
        known = self.ask.find_nodes(m.entity for m in found)
        return [
            Mention(
                page=m.page,
                start=m.start,
                end=m.end,
                text=m.text,
                type=m.type,
                entity=to_id(known[m.entity].id) if m.entity in known else None,
            )
            for m in found
        ]


def make_document(ask: Ask, stored: "DocumentRecord") -> Document:
    """Return a document of the schema."""
    return Document(
        id=to_id(stored.sha256),
        ask=ask,
        stored=stored,
        sha256=stored.sha256,
        name=stored.name,
        media_type=stored.media_type,
        language=stored.language,
        script=stored.script,
    )


def find_documents(ask: Ask, hashes: Iterable[str]) -> list[Document]:
    """Return the visible ones among `hashes`, in their order, once each."""
    found = (ask.find_document(sha256) for sha256 in dict.fromkeys(hashes))
    return [make_document(ask, stored) for stored in found if stored is not None]
