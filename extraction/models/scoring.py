"""Entity F1 of a recognizer on labelled sentences: exact spans and labels."""

from collections import Counter
from collections.abc import Iterable, Sequence, Set
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, NamedTuple

from extraction.models.corpora import LABELS, Sentence, Span

if TYPE_CHECKING:
    from extraction.recognition.recognizers import Recognizer

_GROUP = {"bs": "sr", "cnr": "sr", "hr": "sr"}


class F1(NamedTuple):
    """Precision, recall and F1 from 0 to 100, and how many there were to find."""

    precision: float
    recall: float
    f1: float
    support: int


@dataclass(slots=True)
class Scores:
    """Counts of what was right, found and there, by (corpus, language, label)."""

    right: Counter[tuple[str, str, str]] = field(default_factory=Counter)
    found: Counter[tuple[str, str, str]] = field(default_factory=Counter)
    there: Counter[tuple[str, str, str]] = field(default_factory=Counter)

    def add(self, sentence: Sentence, spans: Iterable[Span]) -> None:
        """Count one sentence's answer against its labels."""
        wanted, given = set(sentence.spans), set(spans)
        for counter, chosen in (
            (self.right, wanted & given),
            (self.found, given),
            (self.there, wanted),
        ):
            for span in chosen:
                counter[sentence.corpus, sentence.language, span.label] += 1

    def f1(self, corpus: str = "", language: str = "", label: str = "") -> F1:
        """Return the micro-average over what the arguments name; empty is all."""

        def total(counter: Counter[tuple[str, str, str]]) -> int:
            return sum(
                n
                for (c, lang, name), n in counter.items()
                if corpus in ("", c)
                and language in ("", lang, _GROUP.get(lang, lang))
                and label in ("", name)
            )

        right, found, there = map(total, (self.right, self.found, self.there))
        precision = 100 * right / found if found else 0.0
        recall = 100 * right / there if there else 0.0
        both = precision + recall
        f1 = 2 * precision * recall / both if both else 0.0
        return F1(precision, recall, f1, there)

    def corpora(self) -> list[tuple[str, str]]:
        """Return the pairs (corpus, language) that have something to find."""
        return sorted({(corpus, language) for corpus, language, _ in self.there})

    def line(self) -> str:
        """Return the F1 of each corpus in one line."""
        names = sorted({corpus for corpus, _ in self.corpora()})
        return " ".join(f"{name} {self.f1(name).f1:.1f}" for name in names)

    def table(self) -> str:
        """Return the table by corpus, language and label, with languages at the end."""
        rows = [f"{'corpus':<18} {'language':<9}" + "".join(f"{n:>9}" for n in LABELS)]
        rows[0] += f"{'all':>9}{'P':>7}{'R':>7}{'entities':>10}"
        rows += [self._row(c, lang) for c, lang in self.corpora()]
        groups = sorted({_GROUP.get(lang, lang) for _, lang in self.corpora()})
        rows += [self._row("", lang) for lang in groups]
        return "\n".join(rows)

    def _row(self, corpus: str, language: str) -> str:
        cells = ""
        for label in LABELS:
            one = self.f1(corpus, language, label)
            cells += f"{one.f1:>9.1f}" if one.support else f"{'-':>9}"
        every = self.f1(corpus, language)
        cells += f"{every.f1:>9.1f}{every.precision:>7.1f}{every.recall:>7.1f}"
        return f"{corpus or 'all':<18} {language:<9}{cells}{every.support:>10}"


def score(recognizer: "Recognizer", sentences: Sequence[Sentence]) -> Scores:
    """Return the scores of a bare recognizer on sentences."""
    scores = Scores()
    answers = recognizer.find(s.text for s in sentences)
    for sentence, entities in zip(sentences, answers, strict=True):
        scores.add(sentence, [Span(*entity) for entity in entities])
    return scores


def figures(rows: Iterable[tuple[Set[Any], Set[Any]]]) -> str:
    """Return precision, recall and F1 over pairs of what was found and what is."""
    right = found = there = 0
    for one, other in rows:
        right += len(one & other)
        found += len(one)
        there += len(other)
    precision, recall = right / max(1, found), right / max(1, there)
    f1 = 2 * right / max(1, found + there)
    return f"P {100 * precision:.1f} R {100 * recall:.1f} F1 {100 * f1:.1f}"
