"""What is kept of a case's times is of who asked, and goes when anything changes."""

import pytest

from backend.access import Principal, scope_of
from backend.temporal import keeping
from backend.temporal.keeping import Histories
from backend.temporal.occurrences import History
from backend.workspace import Workspace
from graph.model import Verdict
from tests.backend.conftest import CASE
from tests.backend.temporal.conftest import phone


def look(workspace: Workspace, who: Principal) -> History:
    """Return the case's history as somebody sees it now."""
    with workspace.view(scope_of(who)) as view:
        return workspace.histories.read(view, CASE)


def test_nobody_is_answered_with_what_another_sees(timed: Workspace) -> None:
    """The same again for the same; another for who sees less."""
    ana, boris = (timed.accounts.principal(name) for name in ("ana", "boris"))
    first = look(timed, boris)
    assert look(timed, boris) is first
    less = look(timed, ana)
    assert len(less.occurrences) == len(first.occurrences) - 2
    assert look(timed, boris) is first and look(timed, ana) is less


def test_what_changes_is_read_anew(timed: Workspace, operator: Principal) -> None:
    """After a judgement, and after all was to be forgotten."""
    first = look(timed, operator)
    with timed.ledger.commit(kind="judge", case=CASE, actor="test") as tx:
        tx.judge(phone("ana"), phone("bojan"), Verdict.POSITIVE)
    second = look(timed, operator)
    assert len(second.occurrences) < len(first.occurrences)
    timed.forget_derived()
    assert look(timed, operator) is not second


def test_what_is_kept_is_bounded(
    timed: Workspace, operator: Principal, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The oldest goes first; what is large is not kept at all."""
    histories = Histories(timed.ledger)
    with timed.view(scope_of(operator)) as view:
        first = histories.read(view, CASE)
        for name in ("Call", "Payment", "Directorship", "phone"):
            histories.read(view, CASE, [name])
        assert histories.read(view, CASE) is not first
        monkeypatch.setattr(keeping, "MOST_OCCURRENCES", 1)
        again = Histories(timed.ledger)
        assert again.read(view, CASE) is not again.read(view, CASE)
