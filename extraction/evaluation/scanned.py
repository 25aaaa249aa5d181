"""Gold documents printed, scanned and read by OCR, beside the same read as text."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field, replace
from typing import Any

from rapidfuzz.distance import Levenshtein

from extraction.evaluation.gold import GoldDocument
from extraction.evaluation.printing import Scanner
from extraction.evaluation.running import Evaluation, Extractor
from extraction.model import Document, Extraction, Mention, Page, Rejection
from extraction.reading.limits import allow_all
from extraction.reading.ocr import OcrReader, describe_missing, is_installed
from graph.errors import Unavailable

GROUPS = ("all", "names", "identifiers")


@dataclass(slots=True)
class Misread:
    """Characters read otherwise than they are, of how many; pages."""

    errors: int = 0
    characters: int = 0
    pages: int = 0

    def add(self, printed: str, read: str, pages: int) -> None:
        """Count one document; any blanks in a row are one."""
        wanted, found = " ".join(printed.split()), " ".join(read.split())
        self.errors += Levenshtein.distance(wanted, found)
        self.characters += len(wanted)
        self.pages += pages

    @property
    def rate(self) -> float:
        """The character error rate, 0 to 1 and more."""
        return self.errors / self.characters if self.characters else 0.0


@dataclass(slots=True)
class ScannedEvaluation:
    """What OCR costs: characters by language and script, and mentions in both forms."""

    text: Evaluation = field(default_factory=Evaluation)
    scanned: Evaluation = field(default_factory=Evaluation)
    misread: dict[tuple[str, str], Misread] = field(default_factory=dict)
    rejected: list[Rejection] = field(default_factory=list)

    def as_json(self) -> dict[str, Any]:
        """Return error rates, and F1 of mentions as text and as scanned."""
        told = {"text": self.text.as_json(), "scanned": self.scanned.as_json()}
        languages = sorted({language for language, _ in self.misread})
        return {
            "documents": self.scanned.documents,
            "characters": [
                {
                    "language": language,
                    "script": script,
                    "pages": count.pages,
                    "characters": count.characters,
                    "errors": count.errors,
                    "rate": round(count.rate, 5),
                }
                for (language, script), count in sorted(self.misread.items())
            ],
            "mentions": {
                group: {form: told[form]["mentions"][group]["f1"] for form in told}
                for group in GROUPS
            },
            "by_language": {
                language: {
                    group: {
                        form: told[form]["mentions"]["by_language"].get(
                            language, {group: {"f1": None}}
                        )[group]["f1"]
                        for form in told
                    }
                    for group in GROUPS
                }
                for language in languages
            },
            "relations": {form: told[form]["relations"]["all"]["f1"] for form in told},
            "rejected": [{"path": r.path, "reason": r.reason} for r in self.rejected],
        }


def evaluate_scanned(
    gold: Iterable[GoldDocument | Rejection],
    extractor: Extractor,
    scanner: Scanner,
    follow: Callable[[int], None] = lambda done: None,
) -> ScannedEvaluation:
    """Return how well gold is read from pictures of its pages, beside its text.

    Costs some CPU seconds a page. Raises Unavailable without Tesseract or fonts.
    """
    if not is_installed():
        raise Unavailable(describe_missing())
    result = ScannedEvaluation()
    for number, one in enumerate(gold):
        if isinstance(one, Rejection):
            result.rejected.append(one)
            continue
        scan = _Scan(extractor, scanner, number)
        result.text.add(one, extractor)
        result.scanned.add(one, scan)
        count = result.misread.setdefault((one.language, one.script), Misread())
        count.add(one.text, scan.read, scan.pages)
        follow(result.scanned.documents)
    return result


@dataclass(slots=True)
class _Scan:
    """Prints a document, reads it by OCR, and places mentions in what was printed."""

    extractor: Extractor
    scanner: Scanner
    number: int
    read: str = ""
    pages: int = 0

    def extract(self, document: Document, country: str | None = None) -> Extraction:
        """Return what the scanned pages say, with the offsets of the text printed."""
        printed = document.pages[0].text
        reader = OcrReader(allow_all)
        pictures = self.scanner.scan(printed, self.number)
        pages = tuple(reader.read(n, one) for n, one in enumerate(pictures, 1))
        found = self.extractor.extract(replace(document, pages=pages), country)
        starts = _starts(pages)
        self.read, self.pages = "\n".join(page.text for page in pages), len(pages)
        place = align(self.read, printed)
        mentions = tuple(
            _move(m, starts[m.page], place, printed) for m in found.mentions
        )
        return replace(found, mentions=mentions)


def _starts(pages: Iterable[Page]) -> dict[int, int]:
    starts: dict[int, int] = {}
    total = 0
    for page in pages:
        starts[page.number] = total
        total += len(page.text) + 1
    return starts


def align(read: str, printed: str) -> list[int]:
    """Return for each character that was read the place of the one it was printed as.

    One that was not printed is at the place where the next one stands.
    """
    places: list[int] = []
    for step in Levenshtein.opcodes(read, printed):
        length = step.src_end - step.src_start
        last = max(step.dest_start, step.dest_end - 1)
        places += [min(step.dest_start + n, last) for n in range(length)]
    return places


def _move(mention: Mention, start: int, place: list[int], printed: str) -> Mention:
    first = place[start + mention.start]
    last = place[start + mention.end - 1] + 1
    text = printed[first:last]
    return replace(mention, page=1, start=first, end=last, text=text)
