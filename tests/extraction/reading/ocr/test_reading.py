"""Pages are read upright and straight, in their language, each word with its place."""

from typing import TYPE_CHECKING

import pytest
from PIL import Image, ImageOps
from rapidfuzz.distance import Levenshtein

from extraction.model import WHOLE, Box, Page
from extraction.reading.limits import allow_all
from extraction.reading.ocr import OcrReader, choosing, reading, tesseract
from extraction.reading.ocr.straightening import light, measure_skew

if TYPE_CHECKING:
    from tests.extraction.reading.ocr.conftest import Press

SERBIAN = (
    "Dana 12. marta 2024. godine u Novom Sadu saslušan je Đorđe Šarić,\n"
    "rođen u Čačku, koji je izjavio da poznaje Željka Ćosića i da je sa\n"
    "njim boravio u stanu na adresi Bulevar oslobođenja broj 14."
)
MACEDONIAN = (
    "На ден 12 март 2024 година во Скопје е распитан Ѓорѓи Стојков,\n"
    "роден во Куманово, кој изјави дека го познава Љупчо Џамбазов и дека\n"
    "со него престојувал во станот на улица Илинденска број 14."
)


def read(picture: Image.Image) -> Page:
    """Read one page by a reader that has read nothing yet."""
    return OcrReader(allow_all).read(1, picture)


@pytest.mark.parametrize("text", [SERBIAN, MACEDONIAN])
def test_a_page_is_read_to_the_letter(press: "Press", text: str) -> None:
    """Letters of the language."""
    assert read(press.page(text, 0, 0)).text == text


@pytest.mark.parametrize("text", [SERBIAN, MACEDONIAN])
def test_a_turned_and_grainy_page_is_read(press: "Press", text: str) -> None:
    """But for a letter or two: processors round differently, and so reads Tesseract."""
    assert Levenshtein.distance(read(press.page(text, 2.6, 0.25)).text, text) <= 2


@pytest.mark.parametrize("turn", [90, 180, 270])
def test_a_page_is_set_upright(press: "Press", turn: int) -> None:
    """Boxes are those of the page as it is read; `turn` says how it was turned."""
    page = press.page(f"{SERBIAN}\n{SERBIAN}")
    found = read(page.rotate(turn, expand=True))
    assert found.text == f"{SERBIAN}\n{SERBIAN}"
    assert found.layout is not None and found.layout.turn == turn
    upright = read(page).layout
    assert upright is not None
    for one, other in zip(found.layout.boxes, upright.boxes, strict=True):
        assert one[:2] == other[:2]
        assert all(abs(a - b) < 40 for a, b in zip(one[2:], other[2:], strict=True))


def ink(picture: Image.Image, box: Box) -> float:
    """Return which part of a box is dark."""
    width, height = picture.size
    left, right = (round(side * width / WHOLE) for side in (box.left, box.right))
    top, bottom = (round(side * height / WHOLE) for side in (box.top, box.bottom))
    part = picture.crop((left, top, right, bottom))
    return sum(part.histogram()[:128]) / (part.width * part.height)


@pytest.mark.parametrize("skew", [0, -3])
def test_each_word_has_its_box(press: "Press", skew: float) -> None:
    """In the order of the text, one for each word, on its ink, and nothing beside."""
    picture = press.page(SERBIAN, skew)
    page = read(picture)
    assert page.layout is not None
    words = [page.text[box.start : box.end] for box in page.layout.boxes]
    assert words == SERBIAN.split()
    assert all(0.05 < ink(picture, box) < 0.6 for box in page.layout.boxes)
    first, second = page.layout.boxes[:2]
    assert first.right <= second.left


def test_a_word_broken_at_a_line_is_whole(press: "Press") -> None:
    """Its letters stand together in the text, and in two boxes on the page."""
    text = SERBIAN.replace("boravio u stanu", "bora-\nvio u stanu")
    page = read(press.page(text))
    start = page.text.index("boravio")
    assert page.layout is not None
    boxes = [b for b in page.layout.boxes if start <= b.start < start + 7]
    assert [page.text[b.start : b.end] for b in boxes] == ["bora", "vio"]
    assert boxes[0].bottom < boxes[1].top


def test_faded_white_on_black_and_shaded_pages_are_read(press: "Press") -> None:
    """Light is evened out before reading."""
    page = press.page(SERBIAN)
    assert read(ImageOps.invert(page)).text == SERBIAN
    faded = page.point([150 + value * 60 // 255 for value in range(256)])
    assert read(faded).text == SERBIAN
    shade = Image.linear_gradient("L").resize(page.size).point(lambda v: 90 + v // 2)
    assert read(Image.composite(shade, Image.new("L", page.size), page)).text == SERBIAN


@pytest.mark.parametrize("skew", [-3, -2, -1, 0, 1, 2, 3])
def test_skew_is_measured(press: "Press", skew: int) -> None:
    """To a tenth of a degree."""
    assert abs(measure_skew(light(press.page(SERBIAN, skew))) + skew) <= 0.1


def test_empty_and_grainy_pages_have_no_text() -> None:
    """White, black and noise are no text, and cost no run of Tesseract."""
    noise = Image.effect_noise((1200, 1600), 200)
    for picture in (Image.new("L", (900, 900), 255), Image.new("L", (900, 900)), noise):
        assert read(picture) == Page(1, "")


def test_a_page_that_takes_too_long_says_so(
    press: "Press", monkeypatch: pytest.MonkeyPatch
) -> None:
    """The reason names the time; the page is lost, nothing else."""
    monkeypatch.setattr("extraction.reading.ocr.tesseract.PAGE_CPU_S", 0)
    assert "takes more than" in read(press.page(SERBIAN)).lost


def test_without_tesseract_the_reason_names_the_package(
    press: "Press", monkeypatch: pytest.MonkeyPatch
) -> None:
    """What is missing is named with the package that brings it."""
    monkeypatch.setattr(choosing, "find_languages", frozenset)
    monkeypatch.setattr(reading, "is_installed", lambda: False)
    lost = read(press.page(SERBIAN)).lost
    assert "tesseract-ocr " in lost and "tesseract-ocr-srp" in lost


def test_a_script_that_only_seemed_is_seen_through(
    press: "Press", monkeypatch: pytest.MonkeyPatch
) -> None:
    """What is no language in one script is looked at in the other."""
    seemed = tesseract.Orientation(0, 20.0, "Latin")
    monkeypatch.setattr(
        tesseract.Tesseract, "find_orientation", lambda self, picture: seemed
    )
    assert read(press.page(MACEDONIAN)).text == MACEDONIAN


def test_fewer_languages_still_read(
    press: "Press", monkeypatch: pytest.MonkeyPatch
) -> None:
    """Without the model of all Latin script the one of the language reads."""
    there = frozenset({"osd", "srp", "srp_latn"})
    if not tesseract.find_languages() >= there:
        pytest.skip("needs tesseract-ocr-srp-latn")
    monkeypatch.setattr(choosing, "find_languages", lambda: there)
    assert read(press.page(SERBIAN)).text == SERBIAN
