"""The words around a span of a page: its sentence, or some characters on each side."""

import re

AROUND = 80
MAX_SENTENCE = 400
_END = re.compile(r"[.!?…]+[\s\"”“»)]+|\n\s*\n")


def cut_snippet(text: str, start: int, end: int) -> str:
    """Return the sentence that holds [start, end), blanks joined.

    Where it is long, or its ends are not found, 80 characters on each side with an
    ellipsis where something is left out. Offsets outside the text are clipped.
    """
    start, end = max(0, min(start, len(text))), max(0, min(end, len(text)))
    low, high = _sentence(text, start, end)
    if high - low > max(MAX_SENTENCE, end - start):
        low, high = max(low, start - AROUND), min(high, end + AROUND)
    cut = " ".join(text[low:high].split())
    before = "…" if text[:low].strip() and not _ends_sentence(text[:low]) else ""
    after = "…" if text[high:].strip() and not _ends_sentence(text[:high]) else ""
    return f"{before}{cut}{after}"


def _sentence(text: str, start: int, end: int) -> tuple[int, int]:
    floor = max(0, start - MAX_SENTENCE)
    low = floor
    for match in _END.finditer(text, floor, start):
        low = match.end()
    stop = _END.search(text, max(start, end - 1), end + MAX_SENTENCE)
    return low, stop.end() if stop else min(len(text), end + MAX_SENTENCE)


def _ends_sentence(text: str) -> bool:
    return text.rstrip(' \t\r"”“»)')[-1:] in (".", "!", "?", "…", "\n", "")
