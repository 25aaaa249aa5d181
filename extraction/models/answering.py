"""`python -m extraction.models.answering FOLDER`: the rules' answers, kept.

For each gold document and note of the folder that rules.json lacks, what the rules find
between its mentions is put there. It is to be run when documents come, before their
errors are looked at: what is learnt from it then holds for documents that nobody has
read.
"""

import argparse
import json
import sys
from collections.abc import Sequence
from pathlib import Path

from extraction.evaluation.gold import GoldDocument
from extraction.models.cases import read_documents
from extraction.models.passages import RULES, passage_of, with_rules
from extraction.relation.learned.pairing import MUTUAL


def answers(gold: GoldDocument) -> list[list[str]]:
    """Return the relations that rules find: type, source, target, in order.

    Of mutual ones the end that comes first by its name is the source.
    """
    passage = with_rules(passage_of(gold))
    mentions = sorted(gold.mentions, key=lambda m: m.start)
    names = {n: m.entity for m, n in zip(mentions, passage.entities, strict=True)}
    rows = [(r, names[s], names[t]) for r, s, t in passage.stated or ()]
    return sorted([r, s, t] for r, s, t in rows if r not in MUTUAL or s <= t)


def main() -> None:
    """Add what is missing to the folder's file, and say how many documents it was."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("folder", type=Path)
    folder = parser.parse_args().folder
    path = folder / RULES
    known: dict[str, Sequence[Sequence[str]]] = {}
    if path.is_file():
        known = json.loads(path.read_text("utf-8"))
    new = [gold for gold in read_documents(folder) if gold.name not in known]
    known |= {gold.name: answers(gold) for gold in new}
    text = json.dumps(known, ensure_ascii=False, indent=0, sort_keys=True)
    path.write_text(f"{text}\n", "utf-8")
    sys.stdout.write(f"{len(new)} of {len(known)} documents answered\n")


if __name__ == "__main__":
    main()
