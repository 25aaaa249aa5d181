"""Weapons: kind, make or model, and calibre to one short English form."""

import re
from collections.abc import Iterator
from functools import cache
from typing import Any

from extraction.recognition.identifiers.scan import (
    Candidate,
    Scan,
    context,
    load,
    word_pattern,
    word_regex,
)

_CALIBRE = (
    r"(?P<calibre>(?:[0-9]{1,2}(?:[.,][0-9]{1,2})?)\s?(?:x|h|×)\s?[0-9]{2,3}(?:\s?mm)?"
    r"|(?:5[.,](?:45|56)|6[.,]35|7[.,](?:62|65|9|92)|9|12[.,]7|12|16|20|14[.,]5)\s?(?:mm|milimetar\w*|milimetr\w*)"
    r"|\.(?:22|32|38|45|357|44)(?![0-9]))"
)
_TOLD_CALIBRE = (
    r"(?P<told>[0-9]{1,2}(?:[.,][0-9]{1,2}|/[0-9]{2}|-06)?)(?![0-9.,/-]*[0-9])"
)
"""A calibre behind the word for it needs no unit: `kal. 12`."""

_BRAND = r"(?P<brand>[\"„”“»«][a-z][a-z0-9 &.-]{1,24}[\"”“»«])"
"""A make that no list has, between quotation marks just behind the kind."""

_DESIGNATION = (
    r"(?P<designation>[a-z]{1,3}-?[0-9]{1,4}[a-z]{0,2}"
    r"(?: [a-z]{1,2}[0-9](?![a-z0-9]))?(?![a-z0-9/]))"
)
"""What a maker calls a model, behind its own name: `P99`, `M70 AB2`."""


_CODE = r"(?P<code>[a-z]{1,3}-?[0-9]{2,4}[a-z]{0,2}(?![a-z0-9/-]))"
"""A model without its maker, just behind the kind: `M48`."""


def find_weapons(scan: Scan) -> Iterator[Candidate]:
    """Yield WEAPON as `pistol Glock 17 9 mm`: as much of the three as is said.

    A model alone counts where its name means nothing else, or words of weapons are
    near; a calibre alone does not.
    """
    with_kind, kind_last, alone = _patterns()
    for match in with_kind.finditer(scan.folded):
        yield _read(scan, match, _kind_of(match["kind"]))
    for match in kind_last.finditer(scan.folded):
        yield _read(scan, match, _kind_of(match["kind"]))
    for match in alone.finditer(scan.folded):
        known = not _model_of(match["model"]).get("with_kind")
        if known and context("weapon").search(scan.around(*match.span(), 80)):
            yield _read(scan, match, "")


def _read(scan: Scan, match: "re.Match[str]", kind: str) -> Candidate:
    groups = match.groupdict()
    parts = [kind]
    if word := groups["model"]:
        row = _model_of(word)
        parts = [kind or row["kind"], row["name"]]
        parts.append((groups["number"] or "").strip())
    elif groups.get("brand"):
        parts.append(scan.text[match.start("brand") + 1 : match.end("brand") - 1])
    parts.append((groups["designation"] or groups.get("code") or "").upper())
    parts.append(_show_calibre(groups["calibre"] or ""))
    parts.append((groups["told"] or "").replace(",", "."))
    value = " ".join(part for part in parts if part)
    is_told = any(groups.get(n) for n in ("model", "code", "calibre", "told"))
    rank = 7 if is_told else 9
    return Candidate(*match.span(), "WEAPON", value, rank=rank)


def _show_calibre(text: str) -> str:
    compact = re.sub(r"\s|milim\w*|mm", "", text).replace(",", ".")
    compact = re.sub(r"[h×]", "x", compact)
    if not compact or compact.startswith("."):
        return compact
    return f"{compact} mm"


@cache
def _patterns() -> tuple["re.Pattern[str]", ...]:
    data = load("weapons")
    kinds = word_pattern(word for words in data["kinds"].values() for word in words)
    models = word_pattern(word for row in data["models"] for word in row["words"])
    links = word_pattern(data["links"])
    uses = word_pattern(data["uses"])
    quote = r"[\"„”“'»«]?"
    number = r"(?P<number>[ -]?[0-9]{1,3}[a-z]?(?![0-9a-z/]|[.,][0-9]|\s?mm))"
    model = (
        rf"{quote}(?P<model>{models})(?![a-z]){quote}{number}?{quote}"
        rf"(?:,?[ -](?:(?:{links})\s)?{quote}{_DESIGNATION}{quote})?"
    )
    word = r"(?:kalib\w{1,8}|kal\.?|cal\.?|caliber|calibre)"
    calibre = (
        rf"(?:,?\s{{0,2}}(?:{word}?\s{{0,2}}{_CALIBRE}|{word}\s{{0,2}}{_TOLD_CALIBRE}))"
    )
    return (
        re.compile(
            rf"(?<![a-z0-9])(?P<kind>{kinds})(?![a-z0-9])(?: (?:{uses})(?![a-z]))?"
            rf"(?:(?:\s{{1,2}}(?:{links})){{0,3}}[\s,]{{1,3}}"
            rf"(?:{model}|{_BRAND}|{_CODE}))?"
            rf"{calibre}?"
        ),
        re.compile(
            rf"(?<![a-z0-9-]){model}\s{{1,2}}(?P<kind>{kinds})(?![a-z]){calibre}?"
        ),
        re.compile(rf"(?<![a-z0-9-]){model}{calibre}?"),
    )


@cache
def _kind_of(word: str) -> str:
    rows = load("weapons")["kinds"].items()
    best = (
        (len(form), str(kind))
        for kind, words in rows
        for form in words
        if word_regex([form]).fullmatch(word)
    )
    return max(best)[1]


@cache
def _model_of(word: str) -> dict[str, Any]:
    rows: list[dict[str, Any]] = load("weapons")["models"]
    return next(row for row in rows if word_regex(row["words"]).fullmatch(word))
