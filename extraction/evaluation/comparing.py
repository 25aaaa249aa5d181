"""One document's gold against what was found in it: exact spans and types."""

from collections.abc import Iterator, Sequence

from extraction.evaluation.confusion import (
    Comparison,
    Confusion,
    count,
    shorten,
    show_around,
)
from extraction.evaluation.gold import GoldDocument, GoldMention
from extraction.evaluation.linking import compare_relations
from extraction.model import Mention, Relation

_WITHOUT_VALUE = frozenset({"ORG", "LOC", "ADDRESS", "WEAPON"})
_CHECKED = frozenset({"IBAN", "PERSONAL_ID", "IMEI", "CRYPTO"})


def compare(
    gold: GoldDocument, mentions: Sequence[Mention], relations: Sequence[Relation]
) -> Comparison:
    """Return the comparison of one document; types that it does not label are left out.

    A mention is right with the same span and type. Its normal form is right where it
    is the gold's or the name of the gold's entity, and, of a number with a checksum,
    where that is called right or wrong as in the gold.
    """
    found = Comparison()
    scored = [m for m in mentions if m.type in gold.types and not _ignored(gold, m)]
    _compare_mentions(gold, scored, found)
    if gold.relation_types:
        compare_relations(gold, mentions, relations, found)
    return found


def _ignored(gold: GoldDocument, mention: Mention) -> bool:
    start, end = mention.start, mention.end
    return any(start < last and first < end for first, last in gold.ignored)


def _compare_mentions(
    gold: GoldDocument, mentions: Sequence[Mention], result: Comparison
) -> None:
    right, found, there = result.mentions
    answers = {(m.start, m.end, m.type): m for m in mentions}
    wanted = {(g.start, g.end, g.type): g for g in gold.mentions}
    found.update(kind for _, _, kind in answers)
    there.update(kind for _, _, kind in wanted)
    for key in sorted(answers.keys() & wanted.keys()):
        right[key[2]] += 1
        _compare_value(wanted[key], answers[key], result)
    missed = [g for key, g in wanted.items() if key not in answers]
    wrong = [m for key, m in answers.items() if key not in wanted]
    result.mention_errors += _explain(gold, missed, wrong)


def _compare_value(wanted: GoldMention, answer: Mention, result: Comparison) -> None:
    if wanted.value is None or wanted.type in _WITHOUT_VALUE:
        return
    kind = ""
    if answer.value not in (wanted.value, wanted.entity):
        kind = "wrong value"
    elif wanted.type in _CHECKED and answer.valid != wanted.valid:
        kind = "wrong checksum flag"
    count(result.values, wanted.type, not kind)
    if kind:
        example = shorten(f"{wanted.value} / {answer.value}")
        error = Confusion(kind, wanted.type, answer.type, example)
        result.mention_errors.append(error)


def _explain(
    gold: GoldDocument, missed: Sequence[GoldMention], wrong: Sequence[Mention]
) -> Iterator[Confusion]:
    """Yield each error once: a wrong answer that touches a miss explains it."""
    explained: set[str] = set()
    for one in missed:
        rivals = [m for m in wrong if m.start < one.end and one.start < m.end]
        rivals.sort(key=lambda m: (m.type != one.type, m.start))
        if not rivals:
            example = show_around(gold, one.start, one.end)
            yield Confusion("missed", one.type, "", example)
            continue
        rival = rivals[0]
        explained.add(rival.id)
        kind = "wrong span" if rival.type == one.type else "wrong type"
        text = gold.text[one.start : one.end]
        example = text if rival.text == text else f"{text} / {rival.text}"
        yield Confusion(kind, one.type, rival.type, shorten(example))
    for answer in wrong:
        if answer.id not in explained:
            example = show_around(gold, answer.start, answer.end)
            yield Confusion("spurious", "", answer.type, example)
