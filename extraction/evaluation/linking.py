"""The relations of one document's gold against those that were found in it."""

from collections.abc import Iterator, Mapping, Sequence

from extraction.evaluation.confusion import Comparison, Confusion, count, shorten
from extraction.evaluation.gold import UNDIRECTED, GoldDocument
from extraction.model import Mention, Relation

_Key = tuple[str, str, str]
_UNKNOWN = "?"


def compare_relations(
    gold: GoldDocument,
    mentions: Sequence[Mention],
    relations: Sequence[Relation],
    result: Comparison,
) -> None:
    """Add the relations to a comparison; types that are not labelled are left out.

    A relation is right between the same two entities, once a document. An end is the
    entity of the gold mention with the same span and type, whichever of the entity's
    mentions that is; an end that is no gold mention makes the relation wrong.
    """
    right, found, there = result.relations
    names = _name_ends(gold, mentions)
    answers: dict[_Key, str] = {}
    for one in relations:
        if one.type in gold.relation_types:
            key = _key(one.type, names[one.source], names[one.target])
            answers.setdefault(key, one.kind.value)
    wanted = {_key(r.type, r.source, r.target): r.kind for r in gold.relations}
    found.update(kind for kind, _, _ in answers)
    there.update(kind for kind, _, _ in wanted)
    for key in answers.keys() & wanted.keys():
        right[key[0]] += 1
        count(result.kinds, key[0], answers[key] == wanted[key])
    result.relation_errors += _explain(answers, wanted, set(names.values()))


def _name_ends(gold: GoldDocument, mentions: Sequence[Mention]) -> dict[str, str]:
    """Return for each mention's id its entity, or what it reads with a mark before."""
    entity_at = {(g.start, g.end, g.type): g.entity for g in gold.mentions}
    return {
        m.id: entity_at.get((m.start, m.end, m.type), f"{_UNKNOWN}{m.type} {m.text}")
        for m in mentions
    }


def _key(kind: str, source: str, target: str) -> _Key:
    if kind in UNDIRECTED:
        source, target = sorted((source, target))
    return kind, source, target


def _explain(
    answers: Mapping[_Key, str], wanted: Mapping[_Key, str], named: set[str]
) -> Iterator[Confusion]:
    """Yield each error once: a wrong relation between the same two explains a miss."""
    wrong = [key for key in answers if key not in wanted]
    explained: set[_Key] = set()
    for key in wanted:
        if key in answers:
            continue
        kind, source, target = key
        example = shorten(f"{source} → {target}")
        rival = next((k for k in wrong if {*k[1:]} == {source, target}), None)
        if rival:
            explained.add(rival)
            error = "wrong direction" if rival[0] == kind else "wrong type"
            yield Confusion(error, kind, rival[0], example)
        elif not {source, target} <= named:
            yield Confusion("end not found", kind, "", example)
        else:
            yield Confusion("missed", kind, "", example)
    for key in wrong:
        if key not in explained:
            unknown = any(end.startswith(_UNKNOWN) for end in key[1:])
            error = "spurious, wrong end" if unknown else "spurious"
            yield Confusion(error, "", key[0], shorten(f"{key[1]} → {key[2]}"))
