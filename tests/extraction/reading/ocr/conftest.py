"""Pages as a scanner gives them, made here from texts."""

import io

import pytest
from PIL import Image

from extraction.evaluation.printing import Scanner
from extraction.reading.ocr.choosing import find_missing

MISSING = find_missing()


@pytest.fixture(scope="session", autouse=True)
def _installed() -> None:
    if MISSING:
        pytest.skip(f"needs the packages {' '.join(MISSING)}")


class Press:
    """Prints texts and packs the pages as files."""

    def page(self, text: str, skew: float = 0.0, noise: float = 0.0) -> Image.Image:
        """Return the first page of a text, cut below its last line."""
        page = next(Scanner(skew, noise).scan(text, 0))
        return page.crop((0, 0, page.width, 700 + 70 * text.count("\n")))

    def pack(self, form: str, *pages: Image.Image, **how: object) -> bytes:
        """Return pages as one file of a format of Pillow's."""
        out = io.BytesIO()
        first, *rest = pages
        if rest:
            how |= {"save_all": True, "append_images": rest}
        first.save(out, form, **how)
        return out.getvalue()


@pytest.fixture(scope="session")
def press() -> Press:
    """Return the press."""
    return Press()
