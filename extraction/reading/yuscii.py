"""YUSCII: text of seven bits whose brackets are letters, told from ASCII by them.

Slovene, Croatian and Serbian machines wrote š as `{`, Ć as `]` (JUS I.B1.002, ISO-IR
141), Cyrillic ones А as A, Љ as Q (JUS I.B1.003, ISO-IR 146; Macedonian: 004, ISO-IR
147). Nothing in the bytes says so: a text is YUSCII where its signs stand at and inside
words, which are then a language's words, better by a margin than as ASCII.
"""

import re
from collections import Counter
from operator import itemgetter

from extraction.reading.pages import Page, ascii_page, list_seven_bit

SAMPLE = 20_000
LEAST_SIGNS = 3
LEAST_INSIDE = 0.2
MOST_SIGNS = 0.2
MOST_OF_ONE = 0.8
MARGIN = 10.0
MARGIN_PER_SIGN = 5.0
_LETTER = re.compile(rb"[A-Za-z]")
_SIGN = re.compile(rb"[\[\]\\^@{}|~`]")
_INSIDE = re.compile(
    rb"(?<=[A-Za-z\[\]\\^@{}|~`])[\[\]\\^@{}|~`](?=[A-Za-z\[\]\\^@{}|~`])"
)
_TOUCHING = re.compile(rb"(?<=[A-Za-z])[\[\]\\^@{}|~`]|[\[\]\\^@{}|~`](?=[A-Za-z])")


def find_yuscii(data: bytes) -> Page | None:
    """Return the page that explains seven-bit text as the region's; None for ASCII."""
    sample = data[:SAMPLE]
    if not data.isascii() or not _may_be_letters(sample):
        return None
    plain = ascii_page().score(sample)
    score, best = max(
        ((page.score(sample), page) for page in list_seven_bit()), key=itemgetter(0)
    )
    needed = MARGIN + MARGIN_PER_SIGN * len(_SIGN.findall(sample))
    return best if score - plain > needed else None


def _may_be_letters(sample: bytes) -> bool:
    """Whether signs stand as letters do: few, of several kinds, at and inside words."""
    signs = Counter(_SIGN.findall(sample))
    count = signs.total()
    if count < LEAST_SIGNS or max(signs.values()) > MOST_OF_ONE * count:
        return False
    if count > MOST_SIGNS * (count + len(_LETTER.findall(sample))):
        return False
    inside = len(_INSIDE.findall(sample))
    touching = len(_TOUCHING.findall(sample))
    return inside >= LEAST_INSIDE * count and touching >= LEAST_SIGNS
