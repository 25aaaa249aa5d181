"""The pieces that our languages need, out of the pretrained encoder's hundred."""

import re
from collections.abc import Iterable, Sequence

import numpy as np
from numpy.typing import NDArray
from tokenizers import Regex, Tokenizer
from tokenizers.models import Unigram
from tokenizers.normalizers import NFKC, Replace
from tokenizers.normalizers import Sequence as Normalizers
from tokenizers.pre_tokenizers import Metaspace

from extraction.models.initial import Initial
from extraction.recognition.pieces import UNKNOWN, PieceCutter, split_words

SPECIALS = ("bos", "pad", "eos", "unk")
"""In the order of their ids in our vocabulary."""

_OURS = re.compile(
    r"[▁ -~ÀÁÄÇÉËÍÓÖÜàáäâçéèëêíóöüćčđšžĆČĐŠŽ§°€£–—‘’“”„«»•…№"
    r"А-ИК-ШабвгдежзијклљмнњопрстћуфхцчџшђЂЈЉЊЋЏѓѕќЃЅЌѐѝЀЍ]+"
)


def full_tokenizer(initial: Initial) -> Tokenizer:
    """Return the encoder's tokenizer with all of its pieces."""
    return _tokenizer(initial.pieces, initial.scores, initial.specials["unk"])


def choose_pieces(initial: Initial, texts: Iterable[str], size: int) -> list[int]:
    """Return the old ids of at most `size` pieces: a piece's new id is its place.

    Special pieces first; then those that the texts use; then the likeliest that are
    written in letters of our languages. Equal texts give equal pieces.
    """
    cutter = PieceCutter(full_tokenizer(initial))
    used: set[int] = set()
    for text in texts:
        used.update(cutter.cut(text, split_words(text)).ids)
    special = [initial.specials[name] for name in SPECIALS]
    ours = [n for n, p in enumerate(initial.pieces) if _OURS.fullmatch(p)]
    singles = {n for n in ours if len(initial.pieces[n]) == 1}
    chosen = sorted((used | singles) - set(special))
    rest = sorted(
        set(ours) - set(chosen) - set(special), key=lambda n: -initial.scores[n]
    )
    free = max(0, size - len(special) - len(chosen))
    return [*special, *sorted([*chosen, *rest[:free]])][:size]


def pruned_tokenizer(initial: Initial, kept: Sequence[int]) -> Tokenizer:
    """Return a tokenizer of the kept pieces alone, with their places as ids."""
    pieces = [initial.pieces[n] for n in kept]
    return _tokenizer(pieces, initial.scores[list(kept)], UNKNOWN)


def _tokenizer(
    pieces: Sequence[str], scores: NDArray[np.float32], unknown: int
) -> Tokenizer:
    vocabulary = [
        (piece, round(float(score), 3))
        for piece, score in zip(pieces, scores, strict=True)
    ]
    tokenizer = Tokenizer(Unigram(vocabulary, unk_id=unknown, byte_fallback=False))
    tokenizer.normalizer = Normalizers([NFKC(), Replace(Regex(r"\s+"), " ")])
    tokenizer.pre_tokenizer = Metaspace("▁", prepend_scheme="never", split=False)
    return tokenizer
