"""Pictures of documents' pages, drawn when asked for, in a process of their own."""

import io
import threading
from collections.abc import Callable, Iterator, Sequence
from typing import Any

from backend.sandbox import STEP_S, Sandbox, allow
from extraction.reading.picturing import draw_page, find_boxes
from graph.errors import NotFound
from graph.ledger import Blobs, DocumentRecord

Boxes = Sequence[Sequence[int]]
MEDIA_TYPE = "image/jpeg"
_QUALITY = 82
_S_PER_MIB = 1.0


class Pictures:
    """Draws one page at a time; who may see the document is the caller's to check."""

    def __init__(self, blobs: Blobs) -> None:
        self._blobs = blobs
        self._sandbox = Sandbox()
        self._one = threading.Lock()

    def draw(self, document: DocumentRecord, page: int) -> bytes:
        """Return a page as a JPEG, as upright as its boxes have it.

        Raises NotFound where the file or the page is not there, InvalidInput where it
        cannot be drawn within the limits.
        """
        turn = next((one.turn for one in document.layouts if one.number == page), 0)
        drawn: bytes = self._run(draw, document.sha256, page, turn)
        return drawn

    def find_boxes(self, document: DocumentRecord, page: int) -> Boxes:
        """Return the boxes of a page's words: those kept, or a PDF's own.

        Raises NotFound where the page is not there.
        """
        text = dict(document.pages).get(page)
        if text is None:
            raise NotFound("no such page")
        for layout in document.layouts:
            if layout.number == page:
                return layout.boxes
        found: Boxes = self._run(place, document.sha256, page, text)
        return found

    def close(self) -> None:
        """End the process; twice is once."""
        with self._one:
            self._sandbox.close()

    def _run(self, work: Callable[..., Iterator[Any]], *given: object) -> Any:
        with self._one:
            (found,) = self._sandbox.run(work, self._blobs, *given)
            return found


def draw(blobs: Blobs, sha256: str, page: int, turn: int) -> Iterator[bytes]:
    """Yield a page as a JPEG, once."""
    data = _load(blobs, sha256)
    out = io.BytesIO()
    draw_page(data, page, turn).save(out, "JPEG", quality=_QUALITY)
    yield out.getvalue()


def place(blobs: Blobs, sha256: str, page: int, text: str) -> Iterator[Boxes]:
    """Yield the boxes of a page's text layer, once."""
    yield [tuple(box) for box in find_boxes(_load(blobs, sha256), page, text)]


def _load(blobs: Blobs, sha256: str) -> bytes:
    data = blobs.get(sha256)
    allow(STEP_S + _S_PER_MIB * (len(data) >> 20))
    return data
