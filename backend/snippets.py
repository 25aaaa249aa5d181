"""The words around a span of a page: its sentence, or some characters on each side."""

from extraction.recognition.sentences import split_sentences

AROUND = 80
MAX_SENTENCE = 400


def cut_snippet(text: str, start: int, end: int) -> str:
    """Return the sentence, line or row that holds [start, end), blanks joined.

    Where it is long, 80 characters on each side with an ellipsis where some of it is
    left out. Offsets outside the text are clipped.
    """
    start, end = max(0, min(start, len(text))), max(0, min(end, len(text)))
    first, last = _sentence(text, start, end)
    low, high = max(first, start - MAX_SENTENCE), min(last, end + MAX_SENTENCE)
    if high - low > max(MAX_SENTENCE, end - start):
        low, high = max(low, start - AROUND), min(high, end + AROUND)
    cut = " ".join(text[low:high].split())
    return f"{'…' if low > first else ''}{cut}{'…' if high < last else ''}"


def _sentence(text: str, start: int, end: int) -> tuple[int, int]:
    """Return where what the span touches begins and ends, looking not far beyond."""
    floor, ceiling = max(0, start - MAX_SENTENCE - 1), end + MAX_SENTENCE + 1
    touched = [
        (floor + sentence.start, floor + sentence.end)
        for sentence in split_sentences(text[floor:ceiling])
        if floor + sentence.start < max(end, start + 1) and floor + sentence.end > start
    ]
    low, high = (touched[0][0], touched[-1][1]) if touched else (start, end)
    return min(start, low), max(end, high)
