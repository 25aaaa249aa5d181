"""A company's name without its legal form, wherever the document uses it alone.

`„Luštica Stone“ d.o.o. Tivat` says that `Luštica Stone` is an organization.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace

from extraction.model import Mention, Page
from extraction.recognition.gazetteer import find_place
from extraction.recognition.rules import fold_key, given_forms, legal_form
from extraction.recognition.wording import fold
from graph.names import fold as name_fold

BY = "repeated/1"

_QUOTES = "„“”«»\"'"
_QUOTED = re.compile(rf"[{_QUOTES}]([^{_QUOTES}]{{3,60}})[{_QUOTES}]")
_SHORTEST = 4
_MOST = 200


def name_companies(pages: Sequence[Page], mentions: Iterable[Mention]) -> list[Mention]:
    """Return the mentions, those that are a company's short name as organizations.

    A short name that nobody marked is added; none overlap.
    """
    rows = list(mentions)
    short = {name_fold(name): name for name in _short_names(rows)}
    if not short:
        return rows
    rows = [_as_company(mention, short) for mention in rows]
    return sorted(
        [*rows, *_unmarked(pages, rows, short.values())],
        key=lambda m: (m.page, m.start),
    )


def _short_names(mentions: Iterable[Mention]) -> Iterator[str]:
    """Yield what companies are called before their legal form, at most 200."""
    found: set[str] = set()
    for mention in mentions:
        if mention.type != "ORG" or len(found) >= _MOST:
            continue
        form = legal_form().search(fold(mention.text))
        if form is None:
            continue
        quoted = _QUOTED.search(mention.text)
        name = quoted[1] if quoted else mention.text[: form.start()]
        name = " ".join(name.strip(f" ,{_QUOTES}").split())
        if len(name) >= _SHORTEST and name not in found and _is_own(name):
            found.add(name)
            yield name


def _is_own(name: str) -> bool:
    """Whether a name is the company's alone: no place, no first name."""
    words = name.split()
    if not name[0].isupper() or find_place(name) is not None:
        return False
    return len(words) > 1 or fold_key(name) not in given_forms()


def _as_company(mention: Mention, short: dict[str, str]) -> Mention:
    if mention.type not in ("PER", "LOC") or name_fold(mention.text) not in short:
        return mention
    value = short[name_fold(mention.text)]
    return replace(mention, type="ORG", value=value, by=BY)


def _unmarked(
    pages: Sequence[Page], mentions: Sequence[Mention], names: Iterable[str]
) -> Iterator[Mention]:
    """Yield short names of several words where they stand unmarked."""
    several = sorted((n for n in names if " " in n), key=len, reverse=True)
    if not several:
        return
    wanted = re.compile(rf"(?<!\w)(?:{'|'.join(map(re.escape, several))})(?!\w)")
    for page in pages:
        taken = [m for m in mentions if m.page == page.number]
        for match in wanted.finditer(page.text):
            start, end = match.span()
            if any(m.start < end and start < m.end for m in taken):
                continue
            key = f"{page.number}.{start}.{end}.ORG"
            yield Mention(
                key, page.number, start, end, match[0], "ORG", match[0], by=BY
            )
