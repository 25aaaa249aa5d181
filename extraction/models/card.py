"""The model card beside the weights: what they learnt from and how well."""

from collections import Counter
from pathlib import Path

from spacy.about import __version__ as spacy_version

from extraction.models.corpora import TAGS
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
    tags = ", ".join(f"{a} → {b}" for a, b in TAGS.items() if a != b)
    names = "; ".join(f"{name} ({licence})" for name, licence in NAMES)
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
of names: {names}. No corpus text or list is part of this folder.

Labels as corpora have them → ours: {tags}; other labels are no entities.

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
