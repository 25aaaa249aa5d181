"""Sentences become sequences of pieces with the tags of their words."""

import random

from tokenizers import Tokenizer
from tokenizers.models import Unigram
from tokenizers.pre_tokenizers import Metaspace

from extraction.models.corpora import Sentence, Span, without_handles
from extraction.models.examples import (
    BATCH,
    IGNORED,
    LONGEST,
    Example,
    batches,
    tags_of,
    to_examples,
)
from extraction.recognition.pieces import BEGIN, END, PieceCutter, split_words
from extraction.recognition.tagging import TAGS

TEXT = "Vuk Antić je u Baru."
SPANS = (Span(0, 9, "PER"), Span(15, 19, "LOC"))


def cutter() -> PieceCutter:
    """Return a vocabulary of single letters."""
    letters = sorted({*TEXT.replace(" ", "▁")})
    pieces = ["<s>", "<pad>", "</s>", "<unk>", *letters]
    tokenizer = Tokenizer(Unigram([(p, -1.0) for p in pieces], unk_id=3))
    tokenizer.pre_tokenizer = Metaspace("▁", prepend_scheme="never", split=False)
    return PieceCutter(tokenizer)


def test_words_of_a_span_begin_and_go_on() -> None:
    """Words beside it are outside, the full stop behind a name too."""
    tags = [TAGS[n] for n in tags_of(SPANS, split_words(TEXT))]
    assert tags == ["B-PER", "I-PER", "O", "O", "B-LOC", "O"]


def test_the_tag_is_on_the_first_piece() -> None:
    """Begin, end and the other pieces of a word are ignored."""
    (example,) = to_examples(Sentence(TEXT, SPANS, "own", "sr", "train"), cutter())
    assert (example.ids[0], example.ids[-1]) == (BEGIN, END)
    known = [TAGS[tag] for tag in example.tags if tag != IGNORED]
    assert known == ["B-PER", "I-PER", "O", "O", "B-LOC", "O"]
    assert len(example.tags) == len(example.ids) == len(TEXT) + 3


def test_long_sentences_are_cut_between_words() -> None:
    """No piece is lost, and every part begins with a word's first."""
    text = " ".join([TEXT] * 30)
    examples = list(to_examples(Sentence(text, (), "own", "sr", "train"), cutter()))
    assert sum(len(e.ids) - 2 for e in examples) == len(text) + 1
    assert all(len(e.ids) <= LONGEST and e.tags[1] != IGNORED for e in examples)


def test_batches_hold_every_sequence_once() -> None:
    """Filled up to the longest of them, none has more pieces than a batch takes."""
    chooser = random.Random(2)
    made = [Example([n] * chooser.randint(3, LONGEST), []) for n in range(900)]
    found = list(batches(made, chooser))
    assert sorted(e.ids[0] for batch in found for e in batch) == list(range(900))
    assert max(len(b) * max(len(e.ids) for e in b) for b in found) <= BATCH


def test_users_of_tweets_are_no_names_to_learn() -> None:
    """What stands behind an @ is left out, other names stay."""
    text = "RT @ana_bar: Vuk is in @Bar, not in Ulcinj"
    users = (Span(4, 11, "PER"), Span(23, 27, "LOC"))
    spans = (*users, Span(13, 16, "PER"), Span(36, 42, "LOC"))
    found = without_handles(Sentence(text, spans, "own", "en", "train"))
    assert [text[a:b] for a, b, _ in found.spans] == ["Vuk", "Ulcinj"]
