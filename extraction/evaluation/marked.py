"""Our own gold: a text with `[[marks|TYPE|value]]`, a head above, relations below."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import NoReturn

from extraction.evaluation.gold import (
    LANGUAGES,
    RELATIONS,
    SCRIPTS,
    TYPES,
    UNDIRECTED,
    GoldDocument,
    GoldMention,
    GoldRelation,
)
from graph.errors import InvalidInput

TEXT_LINE, RELATIONS_LINE = "=== text", "=== relations"
PARTS = ("train", "dev", "test", "later")
_HEAD = ("language", "script", "genre", "part")
_MARK = re.compile(
    r"\[\[(?P<text>[^\[\]|\n]+)\|(?P<type>[A-Z_]+)(?P<wrong>!?)"
    r"(?:\|(?P<value>[^\[\]|=\n]+)(?:=(?P<entity>[^\[\]|=\n]+))?)?\]\]"
)
_RELATION = re.compile(r"(\w+)(\?)?: (.+?) (->|--) (.+)")


def parse_marked(name: str, content: str) -> GoldDocument:
    """Return the document; its text is the content with the marks taken away.

    Raises InvalidInput, with the number of the line, for anything unexpected: a mark
    that does not close, an unknown type or relation, a relation whose end is no
    marked entity of a type that it allows, a line said twice.
    """
    lines = content.removeprefix("\ufeff").replace("\r\n", "\n").split("\n")
    text_at, relations_at = _find(lines, TEXT_LINE), _find(lines, RELATIONS_LINE)
    if relations_at < text_at:
        _fail(relations_at, f"`{RELATIONS_LINE}` stands above `{TEXT_LINE}`")
    head = _read_head(lines[:text_at])
    body = _Body()
    for number, line in enumerate(lines[text_at + 1 : relations_at], text_at + 1):
        body.add(number, line)
    relations = _read_relations(lines, relations_at + 1, body.types_of())
    return GoldDocument(
        name,
        "\n".join(body.lines),
        tuple(body.mentions),
        frozenset(TYPES),
        tuple(relations),
        frozenset(RELATIONS),
        language=head["language"],
        script=head["script"],
        genre=head["genre"],
        corpus="marked",
        part=head["part"],
    )


def _fail(index: int, reason: str) -> NoReturn:
    raise InvalidInput(f"line {index + 1}: {reason}")


def _find(lines: list[str], separator: str) -> int:
    found = [index for index, line in enumerate(lines) if line == separator]
    if len(found) != 1:
        _fail(
            found[1] if found else len(lines) - 1, f"one line `{separator}` is wanted"
        )
    return found[0]


def _read_head(lines: Iterable[str]) -> dict[str, str]:
    head: dict[str, str] = {}
    index = -1
    for index, line in enumerate(lines):
        key, colon, value = line.partition(": ")
        if not colon or not value.strip():
            _fail(index, "`name: value` is wanted")
        if key not in _HEAD or key in head:
            _fail(index, f"one each of {', '.join(_HEAD)} is wanted")
        allowed = {"language": LANGUAGES, "script": SCRIPTS, "part": PARTS}.get(key)
        if allowed and value not in allowed:
            _fail(index, f"{key} is one of {', '.join(allowed)}")
        head[key] = value
    if len(head) < len(_HEAD):
        _fail(
            index + 1, f"the head lacks {', '.join(k for k in _HEAD if k not in head)}"
        )
    return head


class _Body:
    """The text as it grows line by line, its marks turned into mentions."""

    def __init__(self) -> None:
        self.lines: list[str] = []
        self.mentions: list[GoldMention] = []
        self._offset = 0

    def add(self, index: int, line: str) -> None:
        """Take a line; its marks become mentions. Raises InvalidInput for a bad one."""
        plain, position = "", 0
        for match in _MARK.finditer(line):
            plain += line[position : match.start()]
            self.mentions.append(_read_mark(index, match, self._offset + len(plain)))
            plain += match["text"]
            position = match.end()
        plain += line[position:]
        if "[[" in plain or "]]" in plain:
            _fail(index, "a mark is not of the form [[text|TYPE|value=entity]]")
        self.lines.append(plain)
        self._offset += len(plain) + 1

    def types_of(self) -> dict[str, frozenset[str]]:
        """Return the types under which each entity is marked."""
        found: dict[str, frozenset[str]] = {}
        for mention in self.mentions:
            before = found.get(mention.entity, frozenset())
            found[mention.entity] = before | {mention.type}
        return found


def _read_mark(index: int, match: re.Match[str], start: int) -> GoldMention:
    text = match["text"]
    value = match["value"] or text
    entity = match["entity"] or value
    if any(part != part.strip() for part in (text, value, entity)):
        _fail(index, "a mark begins or ends with a blank")
    if match["type"] not in TYPES:
        _fail(index, f"{match['type']} is no mention type")
    return GoldMention(
        start, start + len(text), match["type"], entity, value, not match["wrong"]
    )


@dataclass(frozen=True, slots=True)
class _Line:
    index: int
    type: str
    kind: str
    source: str
    target: str
    arrow: str


def _read_relations(
    lines: list[str], first: int, types_of: dict[str, frozenset[str]]
) -> Iterator[GoldRelation]:
    seen: set[tuple[str, str, str]] = set()
    for index, line in enumerate(lines[first:], first):
        if not line.strip():
            continue
        match = _RELATION.fullmatch(line)
        if match is None:
            _fail(index, "`type: source -> target` is wanted")
        kind = "assessment" if match[2] else "fact"
        row = _Line(index, match[1], kind, match[3], match[5], match[4])
        _check(row, types_of)
        ends = (row.source, row.target)
        key = (row.type, *(sorted(ends) if row.type in UNDIRECTED else ends))
        if key in seen:
            _fail(index, "this relation stands above already")
        seen.add(key)
        yield GoldRelation(row.type, row.source, row.target, row.kind)


def _check(row: _Line, types_of: dict[str, frozenset[str]]) -> None:
    allowed = RELATIONS.get(row.type)
    if allowed is None:
        _fail(row.index, f"{row.type} is no relation type")
    arrow = "--" if row.type in UNDIRECTED else "->"
    if row.arrow != arrow:
        _fail(row.index, f"{row.type} is written with {arrow}")
    for side, entity in (("source", row.source), ("target", row.target)):
        there = types_of.get(entity)
        if there is None:
            _fail(row.index, f"the {side} is not marked above")
        wanted = allowed.source if side == "source" else allowed.target
        if not there & wanted:
            names = " or ".join(sorted(wanted))
            _fail(row.index, f"the {side} of {row.type} is {names}")
