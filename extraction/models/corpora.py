"""Public corpora → labelled sentences, in training and development parts.

Nothing of them is kept: they are read from a folder beside the project by `make train`
and `make evaluate` alone.
"""

import hashlib
import json
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, NamedTuple

LABELS = ("PER", "LOC", "ORG", "ADDRESS")

TAGS = {
    "PER": "PER",
    "LOC": "LOC",
    "ORG": "ORG",
    "per": "PER",
    "loc": "LOC",
    "org": "ORG",
    "TOP": "LOC",
    "ADR": "ADDRESS",
    "COURT": "ORG",
    "INST": "ORG",
    "COM": "ORG",
    "ORGOTH": "ORG",
    "person": "PER",
    "location": "LOC",
    "corporation": "ORG",
    "group": "ORG",
    "Person": "PER",
    "Location": "LOC",
    "Organisation": "ORG",
}
"""The corpora's own labels → ours; what is not here is no entity."""

_GLUED = frozenset(".,;:!?)]}'’…%")
_OPENING = frozenset("([{#@$")


class Span(NamedTuple):
    """A labelled stretch of a sentence, in code points."""

    start: int
    end: int
    label: str


@dataclass(frozen=True, slots=True)
class Sentence:
    """A text with its entities. `corpus` names where it is from, `part` its use."""

    text: str
    spans: tuple[Span, ...]
    corpus: str
    language: str
    part: str


class CorpusFile(NamedTuple):
    """A file of token lines: where it is and which columns are read how."""

    corpus: str
    path: str
    language: str
    part: str
    column: int = 2
    grammar: int = -1
    """The column of the words' classes (MULTEXT-East), where they decide."""


FILES = (
    CorpusFile("uner_sr_set", "uner_sr_set/sr_set-ud-train.iob2", "sr", "train"),
    CorpusFile("uner_sr_set", "uner_sr_set/sr_set-ud-dev.iob2", "sr", "dev"),
    CorpusFile("uner_hr_set", "uner_hr_set/hr_set-ud-train.iob2", "hr", "train"),
    CorpusFile("uner_hr_set", "uner_hr_set/hr_set-ud-dev.iob2", "hr", "dev"),
    CorpusFile("uner_en_ewt", "uner_en_ewt/en_ewt-ud-dev.iob2", "en", "dev"),
)
WEB_FILE = CorpusFile("hr500k", "hr500k_dev/hr500k-dev.conllu", "hr", "train", 9)
"""Croatian news and forums; it has the development part of uner_hr_set too."""

_MISC = re.compile(r"(?:^|\|)NER=([^|]+)")
_COMMON_NOUN = "Nc"
_LEGAL = "comtext_sr_legal/comtext.sr.legal.{}.train.conllu"
_TWEETS = "en_btc/data/BTC/CONLL-format/data/{}.conll"
_WNUT = "en_wnut17/data/WNUT17/CONLL-format/data/{}"
TOKEN_FILES = (
    CorpusFile("en_btc", _TWEETS.format("a"), "en", "train", 1),
    CorpusFile("en_btc", _TWEETS.format("b"), "en", "train", 1),
    CorpusFile("en_btc", _TWEETS.format("e"), "en", "train", 1),
    CorpusFile("en_btc", _TWEETS.format("g"), "en", "train", 1),
    CorpusFile("en_btc", _TWEETS.format("f"), "en", "dev", 1),
    CorpusFile("en_wnut17", _WNUT.format("train/wnut17train.conll"), "en", "train", 1),
    CorpusFile("en_wnut17", _WNUT.format("dev/emerging.dev.conll"), "en", "dev", 1),
)


def iter_sentences(root: Path) -> Iterator[Sentence]:
    """Yield every labelled sentence under `root`, each in part `train` or `dev`.

    Corpora without a development split of their own are split by document, so that
    the parallel pronunciations of a legal document stay on one side.
    """
    held_out: set[str] = set()
    for file in FILES:
        for sentence in _read_treebank(root, file):
            if sentence.part == "dev":
                held_out.add(sentence.text)
            yield sentence
    for sentence in _read_treebank(root, WEB_FILE):
        if sentence.text not in held_out:
            yield sentence
    for variant, language in (("ekavica", "sr"), ("ijekavica", "bs")):
        path = _LEGAL.format(variant)
        file = CorpusFile("comtext_sr_legal", path, language, "split", 4, 3)
        yield from _read_treebank(root, file)
    for file in TOKEN_FILES:
        yield from _read_tokens(root, file)
    for folder in sorted((root / "re3d").glob("*/entities.json")):
        yield from _read_re3d(folder.parent)


def without_handles(sentence: Sentence) -> Sentence:
    """Return a tweet without the entities that are users' names behind an @.

    The Broad Twitter Corpus labels them as persons and organizations; we do not.
    """
    kept = [
        s
        for s in sentence.spans
        if "@" not in sentence.text[max(0, s.start - 1) : s.start + 1]
    ]
    return replace(sentence, spans=tuple(kept))


def part_of(document: str) -> str:
    """Return `dev` for about one document in five, by its name alone."""
    digest = hashlib.sha256(document.encode()).digest()
    return "dev" if digest[0] % 5 == 0 else "train"


def _read_treebank(root: Path, file: CorpusFile) -> Iterator[Sentence]:
    document, text = "", ""
    rows: list[tuple[str, str]] = []
    for line in [*(root / file.path).read_text("utf-8").splitlines(), ""]:
        if line.startswith("# newdoc id"):
            document = line.partition("=")[2].strip().removeprefix("ije_")
        elif line.startswith("# text ="):
            text = line.partition("=")[2].strip()
        elif line and line[0] != "#":
            cells = line.split("\t")
            if cells[0].isdigit():
                rows.append((cells[1], _tag_of(cells, file)))
        elif not line and rows:
            part = part_of(document) if file.part == "split" else file.part
            yield _align(text, _without_common(rows), file, part)
            rows = []


def _tag_of(cells: Sequence[str], file: CorpusFile) -> str:
    """Return a token's tag, with `?` behind that of a common noun."""
    tag = cells[file.column]
    if named := _MISC.search(tag):
        tag = named[1]
    elif not tag.startswith(("B-", "I-")):
        return "O"
    common = file.grammar >= 0 and cells[file.grammar].startswith(_COMMON_NOUN)
    return f"{tag}?" if common else tag


def _without_common(rows: Sequence[tuple[str, str]]) -> list[tuple[str, str]]:
    """Return the rows without entities that are one common noun: `društvo` is no name.

    Contracts refer so to whom they have named; our own gold does not label it.
    """
    found: list[tuple[str, str]] = []
    for place, (token, tag) in enumerate(rows):
        following = rows[place + 1][1] if place + 1 < len(rows) else "O"
        alone = tag[:2] == "B-" and following[:2] != "I-"
        is_common = alone and tag.endswith("?") and token.isalpha()
        found.append((token, "O" if is_common else tag.removesuffix("?")))
    return found


def _read_tokens(root: Path, file: CorpusFile) -> Iterator[Sentence]:
    rows: list[tuple[str, str]] = []
    for line in [*(root / file.path).read_text("utf-8").splitlines(), ""]:
        cells = line.split("\t")
        if len(cells) > file.column and cells[0].strip():
            rows.append((cells[0].strip(), cells[file.column].strip()))
        elif rows:
            yield _align(join_tokens(token for token, _ in rows), rows, file, file.part)
            rows = []


def join_tokens(tokens: Iterable[str]) -> str:
    """Return the tokens as they would have been written."""
    text = ""
    for token in tokens:
        glued = token[0] in _GLUED or (text and text[-1] in _OPENING)
        text += token if glued or not text else f" {token}"
    return text


def _align(
    text: str, rows: list[tuple[str, str]], file: CorpusFile, part: str
) -> Sentence:
    spans: list[Span] = []
    position = 0
    open_tag = ""
    for token, tag in rows:
        start = text.find(token, position)
        if start < 0:
            continue
        position = start + len(token)
        prefix, _, name = tag.partition("-")
        label = TAGS.get(name, "")
        if prefix == "I" and label and open_tag == name and spans:
            spans[-1] = spans[-1]._replace(end=position)
        elif label:
            spans.append(Span(start, position, label))
        open_tag = name
    return Sentence(text, tuple(spans), file.corpus, file.language, part)


def _read_re3d(folder: Path) -> Iterator[Sentence]:
    """Yield the documents; an article before a name is none of it, as in our gold."""
    spans: dict[str, list[Span]] = {}
    for row in _json_lines(folder / "entities.json"):
        label = TAGS.get(row["type"], "")
        if label and any(c.isupper() for c in row["value"]):
            start = row["begin"] + (4 if row["value"][:4].lower() == "the " else 0)
            span = Span(start, row["end"], label)
            spans.setdefault(row["documentId"], []).append(span)
    for row in _json_lines(folder / "documents.json"):
        chosen = _outermost(spans.get(row["_id"], []))
        part = part_of(row["_id"])
        yield Sentence(row["text"], tuple(chosen), "re3d", "en", part)


def _json_lines(path: Path) -> Iterator[dict[str, Any]]:
    for line in path.read_text("utf-8").splitlines():
        if line.strip():
            yield json.loads(line)


def _outermost(spans: Iterable[Span]) -> list[Span]:
    """Keep of overlapping spans the longest, in order."""
    kept: list[Span] = []
    for span in sorted(set(spans), key=lambda s: (s.start - s.end, s)):
        if all(span.end <= k.start or span.start >= k.end for k in kept):
            kept.append(span)
    return sorted(kept)
