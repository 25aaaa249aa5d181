"""Words against words: parts of names, addresses, e-mail addresses."""

import re
from functools import lru_cache
from typing import Literal, NamedTuple

from rapidfuzz import fuzz
from rapidfuzz.distance import OSA, JaroWinkler

from graph.names import fold

Part = Literal["same", "close", "like", "missing", "different"]

_PARTS: tuple[Part, ...] = ("same", "close", "like", "missing", "different")
_ALIKE, _LIKE = 0.88, 0.8
_LONG = 4
_WAYS = frozenset(
    "street st road rd avenue ave place pl court ct crescent cres close drive dr lane"
    " ul ulica bulevar bul bb br broj rruga rr nr no trg square".split()
)


class Address(NamedTuple):
    """An address as folded words and numbers; what every street has is left out.

    `common`: many share it, as a large town alone.
    """

    words: frozenset[str]
    numbers: frozenset[str]
    joined: str
    common: bool = False


class Email(NamedTuple):
    """An e-mail address in its two parts; `letters` are the local part's."""

    local: str
    domain: str
    letters: str


def compare_part(left: tuple[str, ...], right: tuple[str, ...]) -> Part:
    """Return how two given names, or two family names, agree.

    An initial counts as missing where it fits. One of several words that are borne
    together is enough.
    """
    if not left or not right:
        return "missing"
    if left == right:
        return "same" if any(len(w) > 1 for w in left) else "missing"
    if len(left) == len(right) == 1:
        return compare_words(left[0], right[0])
    shared = set(left).intersection(right)
    if any(len(w) > 2 for w in shared):
        return "same"
    joined = compare_words("".join(left), "".join(right))
    if joined in ("same", "close"):
        return "close"
    found = {compare_words(a, b) for a in left for b in right} | {joined}
    return next(part for part in _PARTS if part in found)


@lru_cache(maxsize=1 << 18)
def compare_words(left: str, right: str) -> Part:
    """Return how two words of names agree.

    `close` is a typing error, or the start of the other; `like` two errors in a short
    word, three in a long one.
    """
    if left == right:
        return "same" if len(left) > 1 else "missing"
    short, long = sorted((left, right), key=len)
    if len(short) < 2:
        return "missing" if long.startswith(short) else "different"
    if len(short) >= 3 and long.startswith(short):
        return "close"
    if len(short) == 2 and len(long) <= _LONG and long.startswith(short):
        return "like"
    if len(long) < _LONG:
        return "different"
    allowed = 1 if len(long) < 7 else 2
    distance = OSA.distance(left, right, score_cutoff=allowed + 1)
    if distance <= allowed:
        return "close"
    alike = JaroWinkler.similarity(left, right, score_cutoff=_LIKE)
    if alike >= _ALIKE:
        return "close"
    return "like" if distance == allowed + 1 or alike >= _LIKE else "different"


@lru_cache(maxsize=1 << 16)
def read_address(text: str) -> Address:
    """Return the words and numbers of an address."""
    parts = [w for w in fold(text).split() if w not in _WAYS]
    numbers = frozenset(w for w in parts if w[0].isdigit())
    words = frozenset(parts) - numbers
    return Address(words, numbers, "".join(parts))


def compare_addresses(left: Address, right: Address) -> float:
    """Return how much of two addresses is the same: 0 to 1, in letters.

    Words that differ by a typing error count, and words written together. What one
    leaves out counts half against them.
    """
    if left.joined == right.joined:
        return 1.0
    shared = left.words & right.words
    numbers = left.numbers & right.numbers
    got = float(sum(map(len, shared)) + sum(map(len, numbers)))
    whole, shorter = _sizes(left, right)
    if got * 8 > shorter or whole < 40:
        got += _alike_words(left.words - shared, right.words - shared)
        got += _alike_numbers(left.numbers - numbers, right.numbers - numbers)
    by_words = min(0.99, got / whole + got / shorter / 2)
    if by_words >= 0.85 or (by_words < 0.15 and whole > 40):
        return by_words
    by_letters = fuzz.ratio(left.joined, right.joined, score_cutoff=60) / 100
    return max(by_words, min(0.99, by_letters))


def _sizes(left: Address, right: Address) -> tuple[int, int]:
    one, other = len(left.joined) or 1, len(right.joined) or 1
    return one + other, min(one, other)


def _alike_words(left: frozenset[str], right: frozenset[str]) -> float:
    """Return the letters of words that differ by little, on one side."""
    got = 0.0
    free = sorted(right)
    for word in sorted(left):
        for other in free:
            if compare_words(word, other) == "close":
                got += 0.42 * (len(word) + len(other))
                free.remove(other)
                break
    return got


def _alike_numbers(left: frozenset[str], right: frozenset[str]) -> float:
    """Return the digits of long numbers of which one digit is wrong, on one side."""
    return sum(
        0.42 * (len(a) + len(b))
        for a in left
        for b in right
        if len(a) > 3 and OSA.distance(a, b, score_cutoff=1) <= 1
    )


@lru_cache(maxsize=1 << 16)
def read_email(text: str) -> Email:
    """Return the two parts; an address without a sign has no domain."""
    local, _, domain = text.partition("@")
    return Email(local, domain, re.sub(r"[^a-z]", "", fold(local)))


def compare_emails(left: Email, right: Email) -> str:
    """Return same, `local` (the part before the sign), close, or different."""
    if left == right:
        return "same"
    if left.local == right.local and len(left.local) > 3:
        return "local"
    alike = OSA.normalized_similarity(left.local, right.local, score_cutoff=0.6)
    if not alike:
        return "different"
    domains = fuzz.ratio(left.domain, right.domain)
    return "close" if alike * 100 + domains >= 150 else "different"


def tells_word(email: Email, known: tuple[str, ...], words: tuple[str, ...]) -> str:
    """Return whether an address tells the words of a name that it stands beside.

    `known` are other words of the bearer's name, left out first. `told`: a word stands
    in the local part; `initial`: its first letter, where letters are few; `none`.
    """
    letters = email.letters
    if any(len(w) > 2 and w in letters for w in words):
        return "told"
    if any(len(w) > 3 and fuzz.partial_ratio(w, letters) >= 80 for w in words):
        return "told"
    rest = _without_words(letters, known)
    if len(rest) < 3:
        return "initial" if any(w[0] in rest for w in words) else "none"
    return "none"


def _without_words(letters: str, known: tuple[str, ...]) -> str:
    """Return what is left when words are taken out, a typing error in them or not."""
    for word in sorted(known, key=len, reverse=True):
        if len(word) < 3:
            continue
        if word in letters:
            letters = letters.replace(word, "", 1)
        elif len(word) > 3:
            found = fuzz.partial_ratio_alignment(word, letters, score_cutoff=75)
            if found is not None:
                letters = letters[: found.dest_start] + letters[found.dest_end :]
    return letters
