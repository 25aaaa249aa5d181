"""Counts which letters follow which in the languages that files may be in.

`python -m extraction.reading.counting ../shared/data/corpora corpus/dev` writes
letters.json, from which encodings are recognized. The corpora count words of running
text; languages without one have spaCy's lists of frequent words and its examples.
"""

import json
import re
import sys
from collections import Counter
from collections.abc import Iterator
from importlib import import_module
from pathlib import Path

import yaml

from graph.names import to_cyrillic

_WORD = re.compile(r"[^\W\d_]+")
_MARK = re.compile(r"\[\[([^|\]]*)[^\]]*\]\]")
RARE = 200_000
"""A pair of which no more than one in so many is left out: names, slips."""


def count_language(source: dict[str, list[str]], folders: list[Path]) -> Counter[str]:
    """Return how often each letter follows another; `_` is the edge of a word."""
    pairs: Counter[str] = Counter()
    for word in _iter_words(source, folders):
        for text in (to_cyrillic(word).text,) if "cyrillic" in source else (word,):
            edged = f"_{text.lower()}_"
            pairs.update(a + b for a, b in zip(edged, edged[1:], strict=False))
    return pairs


def _iter_words(source: dict[str, list[str]], folders: list[Path]) -> Iterator[str]:
    for pattern in source.get("files", []):
        for folder in folders:
            for path in sorted(folder.glob(pattern)):
                yield from _read(path)
    for name in source.get("spacy", []):
        listed = import_module(f"spacy.lang.{name}.stop_words").STOP_WORDS
        for word in sorted(listed):
            yield from _WORD.findall(word)
        try:
            examples = import_module(f"spacy.lang.{name}.examples").sentences
        except ModuleNotFoundError:
            continue
        for sentence in examples:
            yield from _WORD.findall(sentence)


def _read(path: Path) -> Iterator[str]:
    text = path.read_text("utf-8")
    if path.suffix == ".gold":
        body = text.partition("=== text\n")[2].partition("=== relations")[0]
        yield from _WORD.findall(_MARK.sub(r"\1", body))
        return
    for line in text.splitlines():
        columns = line.split("\t")
        if len(columns) > 3 and columns[0].isdigit():
            yield from _WORD.findall(columns[1])


def main(folders: list[str]) -> None:
    """Write letters.json beside this module."""
    here = Path(__file__)
    sources = yaml.safe_load(here.with_name("letters.yaml").read_text("utf-8"))
    counted = {}
    for name, source in sources["languages"].items():
        pairs = count_language(source, [Path(folder) for folder in folders])
        rare = sum(pairs.values()) // RARE
        counted[name] = {p: n for p, n in sorted(pairs.items()) if n > rare}
    text = json.dumps(counted, ensure_ascii=False, separators=(",", ":"))
    here.with_name("letters.json").write_text(f"{text}\n", "utf-8")


if __name__ == "__main__":
    main(sys.argv[1:])
