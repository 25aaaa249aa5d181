"""A partner whose key is trusted, and who wishes harm: refused, or without effect."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from backend.access import Principal, Role, scope_of
from backend.http.graphql import Question, execute
from backend.sharing.merging import merge, opened
from backend.sharing.snapshots import create, find_recipient
from graph.errors import NotFound
from graph.model import Context
from tests.backend.sharing.conftest import CASE, Meet, Party
from tests.backend.sharing.forging import Lines, forge, refused, unpacked

TARGET = "ab" * 32


@pytest.fixture
def pair(meet: Meet) -> tuple[Party, Party]:
    """Return a partner with a case, and us with one of our own and another beside."""
    rs, me = meet("rs", "me")
    rs.open_case()
    rs.say("p", "Ana", "Anka")
    me.open_case()
    me.say("p", "Vera")
    return rs, me


def withdrawing(target: str, **change: Any) -> Callable[[Lines], None]:
    """Return the lie that an event of the partner withdraws something."""

    def lie(parts: Lines) -> None:
        line = {"event": parts["events"][0]["key"], "id": "w-" + "cd" * 32}
        parts["withdrawals"].append(line | {"target": target, "reason": ""} | change)

    return lie


def first(part: str, **change: Any) -> Callable[[Lines], None]:
    """Return the lie that the first line of a part says something else."""
    return lambda parts: parts[part][0].update(change)


def judging(**change: Any) -> Callable[[Lines], None]:
    """Return the lie that an event of the partner judges something."""

    def lie(parts: Lines) -> None:
        line = {"event": parts["events"][0]["key"], "id": "j-" + "cd" * 32}
        line |= {"left": "p", "right": "q", "verdict": "positive"}
        line |= {"compartment": "case", "explanation": "", "score": 0.5}
        parts["judgements"].append(line | change)

    return lie


def twice(parts: Lines) -> None:
    """Say another thing under the same ids, in the same snapshot."""
    (record,) = parts["records"]
    other = [["name", "Iva"], ["name", "Ivka"]]
    parts["records"].append(record | {"values": other})


LIES: dict[str, Callable[[Lines], None]] = {
    "undoes an event of ours": withdrawing("e-1"),
    "undoes something that is no event": withdrawing("e-x"),
    "withdraws under an id that is none": withdrawing(TARGET, id="w-1"),
    "withdraws what is no id": withdrawing("x" * 1_000),
    "an event before all": first("events", seq=-1),
    "an event too far ahead": first("events", seq=2**70),
    "an event beyond counting": first("events", seq=float("inf")),
    "an event at no time": first("events", at="soon"),
    "an event without a zone": first("events", at="2026-01-01T00:00:00"),
    "an event of nobody": first("events", authority=""),
    "an event of no authority": first("events", authority="../x"),
    "a context that looks like another": first("contexts", origin="a\x1fb"),
    "a document that is no hash": first("contexts", document="../../x"),
    "a page too far": first("records", place=[2**70, None, None, None]),
    "a place before the text": first("records", place=[1, -5, -1, None]),
    "a place that is no figure": first("records", place=[1, float("nan"), 2, None]),
    "values that are texts": first("records", values=["ab", "cd"]),
    "half a character": first("records", values=[["name", "\ud800"]] * 2),
    "an entity with a command in it": first("records", entity="p\x1b[2J"),
    "a reference to what cannot be": first(
        "records", schema="Ownership", values=[["owner", "a b"], ["asset", "q"]]
    ),
    "two things under one id": twice,
    "a score that is none": judging(score=float("nan")),
    "a score without end": judging(score=float("inf")),
    "a judgement under an id that is none": judging(id="j-1"),
    "a part that is left out": lambda parts: parts.__delitem__("contexts"),
    "too deep": first("events", name="@@"),
}


@pytest.mark.parametrize("lie", LIES)
def test_a_lie_of_a_partner_is_refused_whole(
    pair: tuple[Party, Party], lie: str
) -> None:
    """Whatever its form, it is refused as such, and what we have stays as it was."""
    rs, me = pair
    path, _ = rs.send(me)
    graph = me.graph()
    forge(rs, me, path, LIES[lie], text=(b'"@@"', b"[" * 100_000))
    refused(me, path)
    assert me.graph() == graph and me.names("p") == ["Vera"]


MANIFESTS: dict[str, dict[str, Any]] = {
    "no sender": {"sender": None},
    "no case": {"case": None},
    "a case that is no id": {"case": {"id": "../x", "title": "t", "authority": None}},
    "a title that is none": {"case": {"id": CASE, "title": 7, "authority": None}},
    "no counts": {"counts": []},
    "an id that is none": {"id": "x\n" * 1_000},
}


@pytest.mark.parametrize("what", MANIFESTS)
def test_a_manifest_of_another_form_is_refused(
    pair: tuple[Party, Party], what: str
) -> None:
    """Before anything of it is used or shown."""
    rs, me = pair
    path, _ = rs.send(me)
    forge(rs, me, path, lambda parts: None, **MANIFESTS[what])
    refused(me, path)


def test_a_merge_that_undoes_a_foreign_event_is_itself_undone(
    pair: tuple[Party, Party],
) -> None:
    """And the answer to whoever undoes it says what came back."""
    rs, me = pair
    said = rs.say("p", "Iva")
    me.take(rs.send(me)[0])
    with rs.commit("undo") as tx:
        tx.undo(said.id)
    merged = me.take(rs.send(me)[0])
    assert "Iva" not in me.names("p")
    accounts = me.workspace.accounts
    accounts.add("ana", "correct horse", ["investigator"])
    accounts.grant("ana", CASE)
    question = Question(
        f'mutation {{ undo(event: "{merged.event}") {{ event }} }}', None, None
    )
    answer = execute(me.workspace, accounts.principal("ana"), question)
    assert "errors" not in answer
    assert "Iva" in me.names("p")


def test_recipients_learn_nothing_of_what_stays(
    pair: tuple[Party, Party], tmp_path: Path
) -> None:
    """Neither from numbers in it, nor where their card lay or what they are called."""
    rs, me = pair
    card = tmp_path / "informant.card"
    card.write_text(me.key.card)
    first, _ = rs.send(me, name="first")
    before = unpacked(me, first)
    for n in range(3):
        secret = Context(CASE, "user", compartment=f"hidden {n}")
        rs.say(f"h{n}", "Tajna", context=secret)
    rs.say("q", "Ema", context=Context(CASE, "other"))
    reader = Principal("ana", frozenset({Role.INVESTIGATOR}), {CASE: frozenset()})
    second = tmp_path / "second.klupko"
    create(rs.workspace, reader, CASE, [find_recipient(rs.ring, str(card))], second)
    me.ring.partners.trust("ana", rs.ring.make("ana").public, "operator")
    with opened(me.workspace, me.operator, second) as found:
        assert found.manifest["recipients"] == [f"{me.operator.name} of ME"]
        numbers = [line["n"] for line in found.lines("contexts.jsonl")]
        assert numbers == [1, 2] and len(before) == 7
        everything = b"".join(data for _, data in unpacked(me, second))
    assert not any(word in everything for word in (b"hidden", b"Tajna", b"informant"))
    assert me.take(second).statements == 3


def test_a_case_is_opened_with_its_grant_or_not_at_all(meet: Meet) -> None:
    """Who may not be granted what they open leaves nothing half done."""
    rs, me = meet("rs", "me")
    rs.open_case()
    sha256 = rs.add_file("Ana", Context(CASE, "user"), "a.txt")
    rs.say("p", "Ana", context=Context(CASE, "user", document=sha256))
    ghost = Principal("ghost", frozenset({Role.INVESTIGATOR}))
    key = me.ring.make("ghost").public
    rs.ring.partners.trust("ghost", key, "operator")
    path = rs.folder / "ghost.klupko"
    create(rs.workspace, rs.operator, CASE, [find_recipient(rs.ring, "ghost")], path)
    with pytest.raises(NotFound):
        merge(me.workspace, ghost, path)
    with pytest.raises(NotFound):
        me.workspace.ledger.get_case(scope_of(me.operator), CASE)
    assert not me.workspace.blobs.path(sha256).exists()
    me.workspace.accounts.add("ghost", "correct horse", ["investigator"])
    merge(me.workspace, me.workspace.accounts.principal("ghost"), path)
    seen = scope_of(me.workspace.accounts.principal("ghost"))
    assert me.workspace.ledger.get_case(seen, CASE).id == CASE
    assert me.workspace.blobs.path(sha256).exists()


def test_a_partner_does_not_name_another(meet: Meet) -> None:
    """Whom we trust is called as on its own card, whoever hands its words on."""
    rs, me, al = meet("rs", "me", "al")
    al.open_case()
    al.say("p", "Ana")
    rs.take(al.send(rs)[0])
    path, _ = rs.send(me)
    forge(rs, me, path, first("events", name="ME"))
    assert me.take(path).said_by == {"AL": 1}
    assert [one.authority for one in me.said("p")] == ["AL"]
