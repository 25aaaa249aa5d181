"""One page's picture to its text: set upright and straight, read by the right model."""

from dataclasses import dataclass, field

from PIL import Image

from extraction.model import Layout, Page
from extraction.reading.limits import Allow
from extraction.reading.ocr.choosing import (
    SCRIPTS,
    describe_missing,
    first_models,
    model_for,
)
from extraction.reading.ocr.composing import Frame, compose, lines_of, sureness
from extraction.reading.ocr.correcting import correct
from extraction.reading.ocr.straightening import (
    fit,
    is_blank,
    light,
    measure_skew,
    straighten,
)
from extraction.reading.ocr.tesseract import (
    PAGE_CPU_S,
    Tesseract,
    Word,
    is_installed,
)
from graph.errors import InvalidInput

SURE = 75.0
"""Below this a page may be in another script than it seemed."""
_SURE_TURN = 5.0


@dataclass(frozen=True, slots=True)
class _Attempt:
    """What one model read on a page that lies one way."""

    words: list[Word]
    model: str
    turn: int
    frame: Frame

    @property
    def sureness(self) -> float:
        """How sure the model is of the words, 0 to 100."""
        return sureness(self.words)

    @property
    def text(self) -> str:
        """The words with blanks between."""
        return " ".join(word.text for word in self.words)


class OcrReader:
    """Reads the pages of one document; what fitted one page is tried first on the next.

    `allow` is asked for CPU seconds before each page.
    """

    def __init__(self, allow: Allow) -> None:
        self._allow = allow
        self._last: _Attempt | None = None

    def read(self, number: int, picture: Image.Image) -> Page:
        """Return the page; one that cannot be read says why in `lost`."""
        if not is_installed():
            return Page(number, "", lost=describe_missing())
        self._allow(PAGE_CPU_S)
        try:
            return self._read(number, light(fit(picture)))
        except InvalidInput as error:
            return Page(number, "", lost=str(error))

    def _read(self, number: int, picture: Image.Image) -> Page:
        if is_blank(picture):
            return Page(number, "")
        look = _Look(picture, Tesseract())
        attempt = self._read_as_before(look) or _read_anew(look)
        if attempt.sureness >= SURE:
            self._last = attempt
        text, boxes = compose(lines_of(attempt.words), attempt.frame)
        layout = Layout(attempt.turn, boxes) if boxes else None
        return Page(number, correct(text), layout)

    def _read_as_before(self, look: "_Look") -> _Attempt | None:
        """Return what the last page's model reads, None where it fits no more."""
        if self._last is None:
            return None
        attempt = look.read(self._last.turn, self._last.model)
        fits = attempt.sureness >= SURE
        return attempt if fits and _better_model(attempt) is None else None


@dataclass(frozen=True, slots=True)
class _Look:
    """A page's picture, and the runs that were made on it."""

    picture: Image.Image
    tesseract: Tesseract
    made: dict[tuple[int, str], _Attempt] = field(default_factory=dict)

    def read(self, turn: int, model: str) -> _Attempt:
        """Return what a model reads on the page turned so, run once."""
        if (turn, model) not in self.made:
            self.made[turn, model] = self._read(turn, model)
        return self.made[turn, model]

    def _read(self, turn: int, model: str) -> _Attempt:
        turned = self.picture.rotate(-turn, expand=True) if turn else self.picture
        skew = measure_skew(turned)
        words = self.tesseract.read_words(straighten(turned, skew), model)
        return _Attempt(words, model, turn, Frame(*turned.size, skew))


def _read_anew(look: _Look) -> _Attempt:
    """Return what the likeliest model reads, the page's script and language found."""
    found = look.tesseract.find_orientation(look.picture)
    turns = [found.turn if found else 0]
    if found and found.turn and found.confidence < _SURE_TURN:
        turns.append(0)
    script = found.script if found and found.script in SCRIPTS else None
    tried = [look.read(turn, model) for turn in turns for model in first_models(script)]
    best = max(tried, key=_sureness)
    if best.sureness < SURE and found and script is None:
        raise InvalidInput(f"in a script that is not read here ({found.script})")
    if best.sureness < SURE or model_for(best.text) is None:
        others = [m for m in first_models(None) if m != best.model]
        best = max([best, *(look.read(best.turn, m) for m in others)], key=_sureness)
    better = _better_model(best)
    return look.read(best.turn, better) if better else best


def _sureness(attempt: _Attempt) -> float:
    return attempt.sureness


def _better_model(attempt: _Attempt) -> str | None:
    """Return the model of the language that was read, where it is another one."""
    model = model_for(attempt.text)
    return model if model != attempt.model else None
