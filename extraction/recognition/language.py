"""The language and script that a text is mostly in.

Function words, rare letters and endings tell Serbo-Croatian, Macedonian, Albanian and
English apart, and other languages from these; within Serbo-Croatian the reflex of jat
and words that one standard alone uses decide.
"""

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any, NamedTuple

import yaml


class Language(NamedTuple):
    """What a text is in: `language` sr bs cnr hr mk sq en, `script` Latn or Cyrl.

    Both are None where the text is too short or in another language or script;
    `confidence` runs from 0 to 1.
    """

    language: str | None
    script: str | None
    confidence: float


GROUP = ("sr", "bs", "cnr", "hr")
"""The four standards of one language; evaluation counts them as one."""

_SAMPLE = 40_000
_MIN_SCORE = 0.3
_MIN_SHARE = 0.04
_SHORT = 4
"""Letters of a word whose ending tells nothing."""
_KNOWN = ("hbs", "mk", "sq", "en")
_WORD = re.compile(r"[^\W\d_]+(?:'[^\W\d_]+)?")
_CYRILLIC = re.compile("[\u0400-\u052f]")
_ROMAN = re.compile("[a-z\u00c0-\u024f]")
_LATIN = dict(
    zip(
        "абвгдежзијклмнопрстћуфхцчшђѓќѕйыэъщюя",
        "abvgdežzijklmnoprstćufhcčšđǵḱʒjyèăщюя",
        strict=True,
    )
) | {"љ": "lj", "њ": "nj", "џ": "dž", "ѕ": "dz", "щ": "št", "ю": "ju", "я": "ja"}
_TABLE = str.maketrans(_LATIN | {"ь": "ʹ", "ё": "e", "ѐ": "e", "ѝ": "i", "’": "'"})
_PRIOR = {"sr": 0.5, "bs": 0.3, "cnr": 0.0, "hr": 0.3}
_STRONG = 2.0


def detect(text: str) -> Language:
    """Return the dominant language of a text of any length, by a sample of it."""
    sample = _cut(text).lower()
    script = _find_script(sample)
    found = _WORD.findall(sample)
    written = {word: word.translate(_TABLE) for word in {*found}}
    words = [written[word] for word in found]
    if script is None or not words:
        return Language(None, script, 0.0)
    scores = _score(words, sample)
    ranked = sorted(scores, key=lambda name: (-scores[name], name))
    best, second = ranked[0], ranked[1]
    share = scores[best] / len(words)
    if best not in _KNOWN or scores[best] < _MIN_SCORE or share < _MIN_SHARE:
        return Language(None, script, 0.0)
    confidence = round(1 - scores[second] / scores[best], 3)
    if best == "hbs":
        return Language(_find_variant(words), script, confidence)
    return Language(best, script, confidence)


def _cut(text: str) -> str:
    """Return the beginning, middle and end of a long text, whole otherwise."""
    if len(text) <= 3 * _SAMPLE:
        return text
    middle = len(text) // 2
    pieces = (text[:_SAMPLE], text[middle : middle + _SAMPLE], text[-_SAMPLE:])
    return "\n".join(pieces)


def _find_script(text: str) -> str | None:
    cyrillic, latin = len(_CYRILLIC.findall(text)), len(_ROMAN.findall(text))
    if not cyrillic and not latin:
        return None
    return "Cyrl" if cyrillic > latin else "Latn"


@dataclass(frozen=True, slots=True)
class _Profiles:
    names: tuple[str, ...]
    functions: dict[str, tuple[tuple[str, float], ...]]
    """Function words, with what each adds to the languages that have it."""
    letters: dict[str, dict[str, float]]
    endings: dict[str, tuple[str, ...]]
    jat: dict[str, "re.Pattern[str]"]
    strong: dict[str, "re.Pattern[str]"]


@cache
def _load() -> _Profiles:
    path = Path(__file__).with_name("languages.yaml")
    data: dict[str, Any] = yaml.safe_load(path.read_text("utf-8"))
    lists = {name: set(words.split()) for name, words in data["functions"].items()}
    having: dict[str, list[str]] = {}
    for name, words in lists.items():
        for word in words:
            having.setdefault(word, []).append(name)
    return _Profiles(
        names=tuple(lists),
        functions={
            word: tuple((name, 1 / len(names)) for name in names)
            for word, names in having.items()
        },
        letters=data["letters"],
        endings={name: tuple(row.split()) for name, row in data["endings"].items()},
        jat={name: _stems(row) for name, row in data["variants"]["jat"].items()},
        strong={name: _stems(row) for name, row in data["variants"]["strong"].items()},
    )


def _stems(row: str) -> "re.Pattern[str]":
    forms = (re.escape(word).replace(r"\*", r"\w*") for word in row.split())
    return re.compile(rf"\b(?:{'|'.join(forms)})\b".replace("_", " "))


def _score(words: list[str], sample: str) -> dict[str, float]:
    profiles = _load()
    counts = Counter(words)
    letters = Counter(sample)
    total = sum(n for character, n in letters.items() if character.isalpha())
    long = [(word, n) for word, n in counts.items() if len(word) > _SHORT]
    scores = dict.fromkeys(profiles.names, 0.0)
    for word, n in counts.items():
        for name, weight in profiles.functions.get(word, ()):
            scores[name] += n * weight
    for name in scores:
        weights = profiles.letters.get(name, {})
        scores[name] += _score_letters(weights, letters, total, words)
        scores[name] += _score_endings(profiles.endings.get(name, ()), long)
    return scores


def _score_letters(
    weights: dict[str, float], letters: Counter[str], total: int, words: list[str]
) -> float:
    shares = (weight * 100 * letters[c] / total for c, weight in weights.items())
    return len(words) * min(0.5, sum(shares))


def _score_endings(endings: tuple[str, ...], words: Sequence[tuple[str, int]]) -> float:
    if not endings:
        return 0.0
    return 0.25 * sum(n for word, n in words if word.endswith(endings))


def _find_variant(words: Iterable[str]) -> str:
    """Return which of the four standards the marked words speak for."""
    profiles = _load()
    text = " ".join(words)
    ekavian = len(profiles.jat["ekavian"].findall(text))
    ijekavian = len(profiles.jat["ijekavian"].findall(text))
    scores = dict(_PRIOR)
    for name, stems in profiles.strong.items():
        scores[name] += _STRONG * len(stems.findall(text))
    scores["sr"] += 1.5 * ekavian
    for name in ("bs", "cnr", "hr"):
        scores[name] += 1.5 * ijekavian
    return max(scores, key=lambda name: scores[name])
