"""Gold in lines of tokens: IOB2, CoNLL, CoNLL-U with NER in MISC, comtext's columns."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

from extraction.evaluation.gold import LANGUAGES, GoldDocument, GoldMention
from extraction.models.corpora import TAGS, join_tokens
from graph.errors import InvalidInput

TOGETHER = 40
"""Sentences read as one document where the file names no documents."""

_GAP = "\n\n"
_TAG = re.compile(r"O|[BI]-\S+")
_MISC = re.compile(r"(?:^|\|)NER=([^|]+)")
_LANGUAGE = re.compile(rf"(?<![a-z])({'|'.join(LANGUAGES)})(?![a-z])")
_CONLLU_COLUMNS = 10
_LABELS = TAGS | {tag.lower(): label for tag, label in TAGS.items()}
_ALWAYS = frozenset({"PER", "LOC", "ORG"})


class _Token(NamedTuple):
    text: str
    tag: str


@dataclass(slots=True)
class _Sentence:
    text: str = ""
    document: str = ""
    tokens: list[_Token] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class _File:
    """What is true of all documents of one file."""

    name: str
    corpus: str
    language: str
    types: frozenset[str]

    @classmethod
    def of(cls, name: str, sentences: Sequence[_Sentence]) -> "_File":
        """Tell from name and tags the corpus, the language and the types labelled."""
        last = name.rpartition("/")[2]
        language = _LANGUAGE.search(last.lower())
        labels = {t.tag.partition("-")[2] for s in sentences for t in s.tokens}
        types = _ALWAYS | {_LABELS[label] for label in labels if label in _LABELS}
        corpus = last.split(".")[0]
        return cls(name, corpus, language[1] if language else "", types)


def parse_tokens(name: str, content: str) -> Iterator[GoldDocument]:
    """Yield the file's documents, or forty sentences at a time where it names none.

    The tag is in the one column that holds B-, I- or O throughout, or in MISC as
    `NER=`. A sentence's text is its `# text` where all tokens are in it, else its
    tokens put together. Labels that are none of ours count for nothing; derived ones
    (`deriv-per`) are ignored. The language is what the file's name says.
    Raises InvalidInput where no column holds tags, or a line has too few.
    """
    lines = content.removeprefix("\ufeff").replace("\r\n", "\n").split("\n")
    column = _find_column(lines)
    sentences = list(_read_sentences(lines, column))
    file = _File.of(name, sentences)
    batch: list[_Sentence] = []
    for sentence in sentences:
        other = bool(batch) and batch[0].document != sentence.document
        if other or (not sentence.document and len(batch) == TOGETHER):
            yield _join(file, batch)
            batch = []
        batch.append(sentence)
    if batch:
        yield _join(file, batch)


def _find_column(lines: Sequence[str]) -> int:
    """Return the column of the tags, -1 for NER in MISC."""
    rows = [line.split("\t") for line in lines if line.strip() and line[0] != "#"]
    if not rows:
        raise InvalidInput("there are no tokens in it")
    for column in range(len(rows[0]) - 1, 0, -1):
        cells = [row[column].strip() if column < len(row) else "O" for row in rows]
        if all(map(_TAG.fullmatch, cells)) and any(cell != "O" for cell in cells):
            return column
    if len(rows[0]) == _CONLLU_COLUMNS and any(_MISC.search(row[-1]) for row in rows):
        return -1
    raise InvalidInput("no column holds entity tags (B-, I-, O) or NER= in MISC")


def _read_sentences(lines: Sequence[str], column: int) -> Iterator[_Sentence]:
    document = ""
    sentence = _Sentence()
    for number, line in enumerate([*lines, ""], 1):
        if line.startswith("# newdoc"):
            document = line.partition("=")[2].strip() or str(number)
        elif line.startswith("# text ="):
            sentence.text = line.partition("=")[2].strip()
        elif not line.strip():
            if sentence.tokens:
                sentence.document = document
                yield sentence
            sentence = _Sentence()
        elif line[0] != "#":
            sentence.tokens += _read_token(number, line.split("\t"), column)


def _read_token(number: int, cells: list[str], column: int) -> Iterator[_Token]:
    first = cells[0].strip()
    numbered = first.isdigit() and (column != 1)
    if not numbered and re.fullmatch(r"\d+[-.]\d+", first) and column != 1:
        return  # a range or an empty node of CoNLL-U, no token
    if column >= len(cells) or len(cells) <= int(numbered):
        raise InvalidInput(f"line {number}: it has too few columns")
    text = cells[1 if numbered else 0].strip()
    if column >= 0:
        tag = cells[column].strip()
    else:
        found = _MISC.search(cells[-1])
        tag = found[1] if found else "O"
    if text:
        yield _Token(text, tag)


def _join(file: _File, sentences: Sequence[_Sentence]) -> GoldDocument:
    text = ""
    mentions: list[GoldMention] = []
    ignored: list[tuple[int, int]] = []
    for sentence in sentences:
        start = len(text)
        own, spans = _lay_out(sentence)
        for label, *span in spans:
            begin, end = start + span[0], start + span[1]
            if kind := _LABELS.get(label):
                words = own[span[0] : span[1]]
                mentions.append(GoldMention(begin, end, kind, words))
            elif label.startswith("deriv"):
                ignored.append((begin, end))
        text += own + _GAP
    document = sentences[0].document
    return GoldDocument(
        f"{file.name}#{document}" if document else file.name,
        text.removesuffix(_GAP),
        tuple(mentions),
        file.types,
        ignored=tuple(ignored),
        language=file.language,
        corpus=file.corpus,
    )


def _lay_out(sentence: _Sentence) -> tuple[str, list[tuple[str, int, int]]]:
    """Return the text and its labelled spans; tokens are put together where they must.

    Some treebanks have tokens that their own text lacks (a blank, another spelling).
    """
    if sentence.text:
        spans = _spans(sentence.text, sentence.tokens)
        if spans is not None:
            return sentence.text, spans
    text = join_tokens(token.text for token in sentence.tokens)
    return text, _spans(text, sentence.tokens) or []


def _spans(text: str, tokens: Sequence[_Token]) -> list[tuple[str, int, int]] | None:
    """Return label, start and end of each entity; None where a token is not there."""
    spans: list[tuple[str, int, int]] = []
    position = 0
    open_tag = ""
    for token in tokens:
        start = text.find(token.text, position)
        if start < 0:
            return None
        position = start + len(token.text)
        prefix, _, label = token.tag.partition("-")
        if prefix == "I" and label == open_tag and spans:
            spans[-1] = (label, spans[-1][1], position)
        elif label:
            spans.append((label, start, position))
        open_tag = label
    return spans
