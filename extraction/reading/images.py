"""Images to documents: each page's text read by OCR, with its place on the page."""

from extraction.model import Page
from extraction.reading.limits import Allow
from extraction.reading.ocr import OcrReader, describe_missing, is_installed
from extraction.reading.ocr.pictures import iter_pictures
from graph.errors import InvalidInput

NO_TEXT = "image without text that can be read"


def read_image(data: bytes, allow: Allow) -> list[Page]:
    """Return a page for each of the image's; `allow` is asked for time before each.

    Raises InvalidInput where Tesseract is not installed, for damage, for more pixels
    or pages than may be, and where no page has text.
    """
    if not is_installed():
        raise InvalidInput(describe_missing())
    reader = OcrReader(allow)
    pages = [reader.read(n, one) for n, one in enumerate(iter_pictures(data), 1)]
    if not any(page.text for page in pages):
        raise InvalidInput(next((p.lost for p in pages if p.lost), NO_TEXT))
    return pages
