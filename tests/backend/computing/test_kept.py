"""Kept answers: for the same sight of the same graph, and no longer."""

import pickle
import time
from collections.abc import Callable
from typing import Any

import pytest

from backend.api.asking import Ask
from backend.computing import kept as keeping
from backend.computing.kept import Kept, Key, sight_of
from backend.computing.question import Analysis
from backend.workspace import Workspace
from graph.model import Scope

Query = Callable[..., dict[str, Any]]
DEGREE = Analysis("degree")
RANKING = """{ centrality(case: "konac", metric: DEGREE) {
  nodes edges scores { score entity { id caption } } } }"""


def key(seq: int = 1, user: str = "ana", **given: Any) -> Key:
    """Return a key of a scope."""
    scope = Scope(user, **(given or {"everything": True}))
    return Key("konac", seq, sight_of(scope), "whole", DEGREE)


def test_what_is_kept_is_found_until_anything_happens() -> None:
    """One event in the ledger, and all are gone; none of an older graph comes in."""
    seq = [1]
    kept = Kept(lambda: seq[0])
    kept.keep(key(), b"answer")
    assert kept.find(key()) == b"answer"
    assert kept.find(key(seq=2)) is None
    seq[0] = 2
    assert kept.find(key()) is None and len(kept) == 0
    kept.keep(key(seq=1), b"late")
    assert len(kept) == 0
    kept.close()


def test_sights_are_told_apart() -> None:
    """Any compartment more, any case more, any earlier moment; the name is nothing."""
    sights: list[dict[str, Any]] = [
        {"everything": True},
        {"grants": {"konac": frozenset()}},
        {"grants": {"konac": frozenset({"sources"})}},
        {"grants": {"konac": frozenset(), "other": frozenset()}},
        {"grants": {"konac": frozenset()}, "as_of": 1},
    ]
    keys = {key(user=user, **sight) for sight in sights for user in ("ana", "boris")}
    assert len(keys) == len(sights)


def test_it_is_bounded() -> None:
    """In bytes and in number; the least recently asked for goes first."""
    kept = Kept(lambda: 1, most=10, entries=2)
    keys = [key()._replace(case=name) for name in ("a", "b", "c")]
    kept.keep(keys[0], b"1234")
    kept.keep(keys[1], b"1234")
    assert kept.find(keys[0])
    kept.keep(keys[2], b"1234")
    assert [kept.find(k) is not None for k in keys] == [True, False, True]
    kept.keep(keys[1], b"123456789")
    assert [kept.find(k) is not None for k in keys] == [False, True, False]
    kept.keep(keys[0], b"x" * 11)
    assert kept.find(keys[0]) is None
    kept.close()


def test_what_others_do_empties_it(monkeypatch: pytest.MonkeyPatch) -> None:
    """Nobody asks here, another process writes: it is noticed."""
    monkeypatch.setattr(keeping, "SWEEP_S", 0.05)
    seq = [1]
    kept = Kept(lambda: seq[0])
    kept.keep(key(), b"secret")
    seq[0] = 2
    deadline = time.monotonic() + 10
    while len(kept) and time.monotonic() < deadline:
        time.sleep(0.02)
    assert len(kept) == 0
    kept.close()


def test_a_question_is_computed_once(
    ask: Query, case: Workspace, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The second answer is the first; another question is another."""
    first = ask(RANKING)
    assert len(case.kept) == 1
    monkeypatch.setattr(
        "backend.computing.question.perform", lambda *_: pytest.fail("computed again")
    )
    assert ask(RANKING) == first


def test_nobody_gets_what_another_sees(ask: Query, look: Callable[[str], Ask]) -> None:
    """Asked by who sees more, then by who sees less, and the other way round."""
    more = ask(RANKING, "boris")
    less = ask(RANKING, "ana")
    assert "cvetko" in str(more) and "cvetko" not in str(less)
    assert more["data"]["centrality"]["nodes"] > less["data"]["centrality"]["nodes"]
    assert ask(RANKING, "boris") == more and ask(RANKING, "ana") == less
    assert ask(RANKING, "rada") == less
    assert ask(RANKING, "gost")["errors"][0]["extensions"]["code"] == "NOT_FOUND"


def test_a_new_statement_changes_the_answer(ask: Query) -> None:
    """Recorded now, counted at once."""
    before = ask(RANKING)["data"]["centrality"]
    add = """mutation { addStatements(case: "konac", statements: [{entity: "nova",
      schema: "Person", property: "name", value: "Nova"}]) { event } }"""
    assert "errors" not in ask(add)
    after = ask(RANKING)["data"]["centrality"]
    assert after["nodes"] == before["nodes"] + 1


def test_a_grant_taken_back_is_no_more_answered(ask: Query, case: Workspace) -> None:
    """What was kept for the wider sight stays with it."""
    wide = ask(RANKING, "boris")
    case.accounts.revoke("boris", "konac", "sources")
    assert ask(RANKING, "boris") == ask(RANKING, "ana") != wide


def test_kept_bytes_are_the_answer(ask: Query, case: Workspace) -> None:
    """What an erasure has to reach is what is in there."""
    ask(RANKING, "boris")
    (answer,) = case.kept._answers.values()
    assert "cvetko" in str(pickle.loads(answer))
    case.forget_derived()
    assert len(case.kept) == 0
