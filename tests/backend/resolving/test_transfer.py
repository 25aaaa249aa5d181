"""Judgements out and in, line by line as nomenklatura's resolver has them."""

import json
from collections.abc import Callable
from pathlib import Path

import pytest

from backend.access import Principal, Role
from backend.judging import judge_pair
from backend.recording import undo_event
from backend.resolving.transfer import (
    LONGEST,
    export_judgements,
    import_judgements,
    read_line,
    read_lines,
    write_lines,
)
from graph.errors import Forbidden, InvalidInput, NotFound, Unavailable
from graph.model import Verdict
from tests.backend.resolving.conftest import CASE, People

AT = "2025-03-04T05:06:07.123456"
# As `nomenklatura` 4.17 writes them: ids of clusters before records, times cut short.
DUMPED: list[list[object]] = [
    ["NK-8kHkY3LYFx", "a", "positive", None, "ana", "2025-03-04T05:06:07.123456+0"],
    ["NK-8kHkY3LYFx", "b", "positive", None, "ana", "2025-03-04T05:06:08.000001+0"],
    ["d", "c", "negative", None, "boris", "2025-03-05T05:06:08.000001+0"],
    ["c", "a", "unsure", None, "boris", "2025-03-05T05:06:09.000001+0"],
    ["d", "b", "no_judgement", 0.71, "xref", "2025-03-06T05:06:09.000001+0"],
    ["Q42", "NK-8kHkY3LYFx", "positive", None, "ana", "2025-03-07T05:06:09.000001+0"],
]


@pytest.fixture
def named(people: People) -> People:
    """A case of four people."""
    return _named(people)


def _named(people: People) -> People:
    for entity in "abcd":
        people.say(entity, name=f"Osoba {entity}")
    return people


def take(people: People, rows: list[object], **expected: int) -> list[object]:
    """Import rows, check the counts, and return what was rejected."""
    lines = [json.dumps(row) for row in rows]
    told = import_judgements(people.workspace, people.operator, CASE, lines).as_json()
    assert {name: told[name] for name in expected} == expected
    return list(told["rejected"])


def dump(people: People) -> list[list[object]]:
    """Return what is exported."""
    lines = export_judgements(people.workspace, people.operator, CASE)
    return [json.loads(line) for line in lines]


def test_a_dump_is_taken_and_joins(named: People) -> None:
    """Two records of one cluster's id are one; each word keeps its user and time."""
    rejected = take(named, [*DUMPED], taken=6, known=0, deleted=0)
    assert rejected == []
    assert named.groups() == [("NK-8kHkY3LYFx", "Q42", "a", "b")]
    scope = named.workspace.scope(named.operator)
    with named.workspace.view(scope) as view:
        assert view.get_node(f"{CASE}:b").members == (f"{CASE}:a", f"{CASE}:b")
        assert view.counts(CASE).entities == 3
    (unsure,) = [
        one for one in named.ledger.find_judgements(scope, case=CASE) if one.automatic
    ]
    assert (unsure.author, unsure.score) == ("xref", 0.71)
    assert unsure.at.isoformat() == "2025-03-06T05:06:09.000001+00:00"


def test_twice_is_once(named: People) -> None:
    """No event, no new word; not even where the file's order is another."""
    take(named, [*DUMPED], taken=6)
    last = named.ledger.last_seq()
    take(named, [*DUMPED[::-1], *DUMPED], taken=0, known=12)
    turned = [[row[1], row[0], *row[2:]] for row in DUMPED]
    take(named, [*turned], taken=0, known=6)
    assert named.ledger.last_seq() == last


def test_a_round_trip_loses_nothing(make_people: Callable[[], People]) -> None:
    """Words of people and of the resolver: ids, verdict, score, user, time."""
    one, other = _named(make_people()), _named(make_people())
    take(one, [*DUMPED], taken=6)
    one.judge("a", "d", Verdict.NEGATIVE)
    one.judge("a", "d", Verdict.POSITIVE)
    with one.ledger.commit(kind="resolve", case=CASE, actor="iva") as tx:
        tx.judge(f"{CASE}:c", f"{CASE}:b", Verdict.POSITIVE, score=0.987)
        tx.judge(f"{CASE}:c", f"{CASE}:a", Verdict.UNSURE, score=0.6)
    rows = dump(one)
    assert len(rows) == 10
    take(one, [*rows], taken=0, known=10)
    take(other, [*rows], taken=10)
    assert dump(other) == rows
    assert other.groups() == one.groups() and other.words() == one.words()


def test_each_line_reads_as_nomenklatura_writes_it(named: People) -> None:
    """Six columns, the larger id first, clusters' ids above records'."""
    take(named, [*DUMPED], taken=6)
    for row in dump(named):
        target, source, judgement, *_ = row
        assert judgement in ("positive", "negative", "unsure", "no_judgement")
        weight = [
            (3 if i == "Q42" else 2 if str(i).startswith("NK-") else 1, str(i))
            for i in (target, source)
        ]
        assert weight[0] > weight[1] and len(row) == 6


def test_an_import_is_undone_like_anything(named: People) -> None:
    """And taken again after that; what a person withdrew by itself stays withdrawn."""
    take(named, [*DUMPED], taken=6)
    undone = undo_event(named.workspace, named.operator, f"e-{named.ledger.last_seq()}")
    assert named.groups() == [] and dump(named) == []
    take(named, [*DUMPED], taken=6)
    assert len(dump(named)) == 6
    assert undone


ILL: list[tuple[str, str]] = [
    ("{", "not JSON"),
    ("[" * 3000, "not JSON"),
    ('{"target": "a"}', "not a list"),
    ('["a", "b", "positive", null, "u"]', "not a list"),
    ('["a", "a", "positive", null, "u", null]', "two different"),
    ('[1, "a", "positive", null, "u", null]', "an id is text"),
    ('["a b", "a", "positive", null, "u", null]', "an entity id"),
    ('["a", "b", "perhaps", null, "u", null]', "a judgement is"),
    ('["a", "b", ["positive"], null, "u", null]', "a judgement is"),
    ('["a", "b", "positive", "1", "u", null]', "a score is"),
    ('["a", "b", "positive", NaN, "u", null]', "a score is"),
    ('["a", "b", "positive", true, "u", null]', "a score is"),
    ('["a", "b", "positive", null, 7, null]', "a user is"),
    ('["a", "b", "positive", null, "u\\u0007", null]', "a user is"),
    ('["a", "b", "positive", null, "u", "yesterday"]', "a time is"),
    ('["a", "b", "positive", null, "u", "2025-13-01T00:00:00"]', "a time is"),
    ('["a", "b", "positive", null, "u", 5]', "a time is"),
    (" " * (LONGEST + 1) + "[]", "too long"),
]


@pytest.mark.parametrize(("line", "reason"), ILL)
def test_ill_lines_have_a_reason(line: str, reason: str) -> None:
    """Which names no value of the file."""
    with pytest.raises(InvalidInput, match=reason):
        read_line(line)


def test_the_rest_goes_on(named: People) -> None:
    """Each ill line by its number; unknown entities too; empty lines are none."""
    good = json.dumps(DUMPED[2])
    lines = ["", "{", good, '["zz", "a", "positive", null, "u", null]', good[:-2]]
    report = import_judgements(named.workspace, named.operator, CASE, lines)
    assert report.taken == 1
    assert report.rejected == [
        {"line": 2, "reason": "not JSON"},
        {"line": 4, "reason": "no such entity in the case"},
        {"line": 5, "reason": "not JSON"},
    ]


def test_what_was_deleted_there_is_not_taken(named: People) -> None:
    """A seventh column tells when."""
    take(named, [["a", "b", "positive", None, "u", AT, AT]], taken=0, deleted=1)
    take(named, [["a", "b", "positive", None, "u", AT, None]], taken=1, deleted=0)


def test_a_word_without_user_and_time_is_the_importers(named: People) -> None:
    """And known where anyone has said the same."""
    take(named, [["a", "b", "positive", None, None, None]], taken=1)
    take(named, [["a", "b", "positive", None, None, None]], taken=0, known=1)
    scope = named.workspace.scope(named.operator)
    (said,) = named.ledger.find_judgements(scope, case=CASE)
    assert said.author == named.operator.name and not said.automatic


def test_need_to_know(named: People) -> None:
    """What is hidden is neither exported, nor there to be judged, nor told of."""
    named.say("h", part="sources", name="Skriven")
    pair = (f"{CASE}:a", f"{CASE}:h")
    judge_pair(named.workspace, named.operator, pair, Verdict.POSITIVE)
    outsider = Principal("ana", frozenset({Role.INVESTIGATOR}), {CASE: frozenset()})
    reader = Principal("rada", frozenset({Role.READER}), {CASE: frozenset()})
    workspace = named.workspace
    assert list(export_judgements(workspace, outsider, CASE)) == []
    lines = ['["h", "b", "positive", null, "u", null]']
    told = import_judgements(workspace, outsider, CASE, lines)
    assert told.rejected == [{"line": 1, "reason": "no such entity in the case"}]
    assert import_judgements(workspace, named.operator, CASE, lines).taken == 1
    assert named.groups() == [("a", "b", "h")] and named.groups(outsider) == []
    with pytest.raises(Forbidden):
        import_judgements(workspace, reader, CASE, lines)
    with pytest.raises(NotFound):
        import_judgements(workspace, outsider, "other", lines)


def test_files_are_whole_and_lines_bounded(tmp_path: Path) -> None:
    """Bytes that are no text, one endless line, a folder that is not there."""
    path = tmp_path / "j.jsonl"
    assert write_lines(path, ["[1]", "[2]"]) == 2 and path.read_text() == "[1]\n[2]\n"
    path.write_bytes(b"\xff\xfe\n" + b"x" * 1_000_000 + b"\nlast")
    first, second, last = read_lines(path)
    assert first == "��" and len(second) <= 4 * LONGEST and last == "last"
    with pytest.raises(Unavailable):
        write_lines(tmp_path / "none" / "j.jsonl", ["[1]"])
