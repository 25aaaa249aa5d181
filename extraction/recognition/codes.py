"""Code names in capitals that a document gives to people: `hereafter CRANE`, `(LARK)`.

They are no names of their own; what is read of them is told of the person.
"""

import re
from collections.abc import Iterable, Iterator, Sequence

from extraction.model import Mention, Page
from extraction.recognition.wording import UPPER, fold, pattern

_CODE = rf"[{UPPER}]{{3,20}}"
_GIVEN = re.compile(rf"[\s:]{{1,2}}[„“\"«”']?({_CODE})(?!\w)")
_BRACKETED = re.compile(rf"\s\([„“\"«”']?({_CODE})[“”\"»']?\)")
_GENITIVE = re.compile(r"['’]s\Z")
_MOST = 100


def without_codes(pages: Sequence[Page], mentions: Iterable[Mention]) -> list[Mention]:
    """Return the mentions without those that are code names which the pages give.

    One in brackets behind a person counts where the document gives others in words:
    it may be an office's letters else.
    """
    rows = list(mentions)
    codes = {code for page in pages for code in _given(page.text)}
    if not codes:
        return rows
    codes |= set(_in_brackets(pages, rows))
    return [m for m in rows if _GENITIVE.sub("", m.text) not in codes]


def _given(text: str) -> Iterator[str]:
    for count, match in enumerate(pattern("cues", "codes").finditer(fold(text))):
        code = _GIVEN.match(text, match.end())
        if code and count < _MOST:
            yield code[1]


def _in_brackets(pages: Sequence[Page], mentions: Iterable[Mention]) -> Iterator[str]:
    text = {page.number: page.text for page in pages}
    for mention in mentions:
        if mention.type == "PER" and mention.page in text:
            code = _BRACKETED.match(text[mention.page], mention.end)
            if code:
                yield code[1]
