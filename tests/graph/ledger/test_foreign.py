"""What other authorities say: kept under their ids, told apart, in any order."""

from collections.abc import Iterator
from dataclasses import replace
from itertools import permutations
from pathlib import Path

import pytest

from graph.errors import Conflict
from graph.ledger import Authority, Ledger
from graph.ledger.foreign import (
    ForeignEvent,
    ForeignJudgement,
    ForeignWithdrawal,
)
from graph.ledger.withdrawn import event_key
from graph.ledger.writing import Told
from graph.model import Context, Event, Record, Scope, Value, Verdict

OPERATOR = Scope("operator", everything=True)
THEY = Authority("aa" * 16, "They")
OTHERS = Authority("bb" * 16, "Others")
CONTEXT = Context("a", "test/1")


@pytest.fixture
def ledger(tmp_path: Path) -> Iterator[Ledger]:
    """Return a ledger with the empty case a."""
    made = Ledger.open(str(tmp_path / "ledger.db"))
    made.create_case("a", "A case", None, "operator")
    yield made
    made.close()


def told(name: str, number: int = 0) -> Told:
    """Return a record of one name under an id of another authority."""
    record = Record("p", "Person", (Value("name", name),))
    return Told(record, [bytes([number or len(name)]) * 32])


def event(seq: int, authority: Authority = THEY) -> ForeignEvent:
    """Return an event of another authority."""
    return ForeignEvent(authority, seq, "add", "vera", "2026-01-02T03:04:05+00:00")


def merge(
    ledger: Ledger,
    seq: int,
    *said: Told | ForeignWithdrawal | ForeignJudgement,
    authority: Authority = THEY,
    case: str = "a",
) -> Event:
    """Take in what one foreign event said."""
    with ledger.commit(kind="merge", case=case, actor="ana") as tx:
        writer = tx.foreign(OPERATOR)
        number = writer.tell(event(seq, authority), authority)
        for one in said:
            if isinstance(one, Told):
                writer.append(replace(CONTEXT, case=case), number, [one])
            elif isinstance(one, ForeignWithdrawal):
                writer.withdraw(one, number)
            else:
                writer.judge(one, number)
    return tx.event


def names(ledger: Ledger, case: str = "a") -> list[str]:
    """Return the live names of the person."""
    said = ledger.find_statements(OPERATOR, [f"{case}:p"]).get(f"{case}:p", [])
    return sorted(one.value.value for one in said)


def fed(ledger: Ledger, case: str = "a") -> list[str]:
    """Return the names that the projection is fed."""
    with ledger.feed() as feed:
        rows = feed.records([f"{case}:p"], feed.last_seq()).get(f"{case}:p", [])
    return sorted(row.value.value for row in rows)


def test_a_statement_keeps_who_said_it_and_its_id(ledger: Ledger) -> None:
    """Its author, time and authority are those of the event that said it."""
    said = told("Ana")
    came = merge(ledger, 7, said)
    (found,) = ledger.find_statements(OPERATOR, ["a:p"])["a:p"]
    assert found.id == said.digests[0].hex() and found.seq == came.seq
    assert (found.authority, found.recorded_by) == ("They", "vera")
    assert found.recorded_at.year == 2026 and found.recorded_at.month == 1
    assert ledger.get_statement(OPERATOR, found.id) == found


def test_two_authorities_that_say_the_same_are_two_statements(ledger: Ledger) -> None:
    """Corroboration is not lost, neither to readers nor to the projection."""
    with ledger.commit(kind="add", case="a", actor="ana") as tx:
        tx.append(CONTEXT, [told("Ana").record])
    merge(ledger, 1, told("Ana", 5))
    merge(ledger, 1, told("Ana", 6), authority=OTHERS)
    assert names(ledger) == fed(ledger) == ["Ana", "Ana", "Ana"]
    assert ledger.counts(OPERATOR, "a").statements == 3


def test_merging_again_changes_nothing_and_undone_it_comes_back(ledger: Ledger) -> None:
    """What stands is passed over; what was undone is said anew."""
    withdrawal = ForeignWithdrawal("w-1", told("Ana").digests[0].hex(), "wrong")
    judgement = ForeignJudgement("j-1", "p", "q", Verdict.POSITIVE, "case", None, "")
    everything = (told("Ana"), told("Vera"), withdrawal, judgement)
    first = merge(ledger, 1, *everything)
    merge(ledger, 1, *everything)
    assert names(ledger) == fed(ledger) == ["Vera"]
    assert ledger.counts(OPERATOR, "a").records == 2
    with ledger.commit(kind="undo", case="a", actor="ana") as tx:
        tx.undo(first.id)
    assert names(ledger) == fed(ledger) == []
    assert ledger.find_judgements(OPERATOR) == []
    merge(ledger, 1, *everything)
    assert names(ledger) == fed(ledger) == ["Vera"]
    assert [j.id for j in ledger.find_judgements(OPERATOR)] == ["j-1"]


def test_withdrawals_hold_in_whatever_order_they_come(tmp_path: Path) -> None:
    """A chain of four, told in every order, leaves the same standing."""
    ana = told("Ana").digests[0].hex()
    parts: list[tuple[int, Told | ForeignWithdrawal]] = [
        (1, told("Ana")),
        (2, ForeignWithdrawal("w-2", ana, "wrong")),
        (3, ForeignWithdrawal("w-3", event_key(2, THEY.id), "undo")),
        (4, ForeignWithdrawal("w-4", "w-3", "undo of it")),
    ]
    for number, order in enumerate(permutations(parts)):
        ledger = Ledger.open(str(tmp_path / f"{number}.db"))
        ledger.create_case("a", "A case", None, "operator")
        seen: list[int] = []
        for seq, said in order:
            merge(ledger, seq, said)
            seen.append(seq)
            gone = 2 in seen and not (3 in seen and 4 not in seen)
            wanted = ["Ana"] if 1 in seen and not gone else []
            assert names(ledger) == fed(ledger) == wanted, seen
        ledger.close()


def test_an_undone_foreign_event_takes_all_it_said_with_it(ledger: Ledger) -> None:
    """Also what comes later as a part of that event."""
    merge(ledger, 1, told("Ana"))
    merge(ledger, 2, ForeignWithdrawal("w-2", event_key(1, THEY.id), "undo"))
    merge(ledger, 1, told("Vera"))
    assert names(ledger) == fed(ledger) == []
    assert ledger.counts(OPERATOR, "a").statements == 0


def test_only_we_undo_our_own_events(ledger: Ledger) -> None:
    """An event of ours is named by its number here: what others say of it is void."""
    with ledger.commit(kind="add", case="a", actor="ana") as tx:
        tx.append(CONTEXT, [Record("p", "Person", (Value("name", "Vera"),))])
    with ledger.commit(kind="undo", case="a", actor="ana") as undo:
        undo.undo(tx.event.id)
    merge(ledger, 1, ForeignWithdrawal("w-1", undo.event.id, ""))
    assert names(ledger) == fed(ledger) == []
    with ledger.commit(kind="undo", case="a", actor="ana") as again:
        again.undo(undo.event.id)
    merge(ledger, 2, ForeignWithdrawal("w-2", tx.event.id, ""))
    assert names(ledger) == fed(ledger) == ["Vera"]


def test_a_case_is_left_alone_by_what_another_takes_in(ledger: Ledger) -> None:
    """Withdrawing and undoing holds where it was taken in, before or after."""
    ledger.create_case("b", "Another", None, "operator")
    statement = (bytes([3]) * 32).hex()
    gone = ForeignWithdrawal("w-1", statement, "")
    undone = ForeignWithdrawal("w-2", event_key(1, THEY.id), "")
    judged = ForeignJudgement("j-1", "p", "q", Verdict.POSITIVE, "case", None, "")
    merge(ledger, 9, gone)
    merge(ledger, 1, told("Ana"), judged, case="b")
    merge(ledger, 8, undone)
    merge(ledger, 1, told("Ana"), judged)
    assert names(ledger) == fed(ledger) == []
    assert names(ledger, "b") == fed(ledger, "b") == ["Ana"]
    assert ledger.counts(OPERATOR, "a").statements == 0
    assert ledger.counts(OPERATOR, "b").statements == 1
    assert [j.case for j in ledger.find_judgements(OPERATOR)] == ["b"]
    merge(ledger, 9, gone, case="b")
    assert names(ledger, "b") == fed(ledger, "b") == []
    assert ledger.counts(OPERATOR, "b").statements == 0


def test_what_was_forged_and_undone_stands_in_nobodys_way(ledger: Ledger) -> None:
    """The honest statement, judgement and withdrawal of that id come in after."""
    honest, judged = told("Ana", 3), ("p", "q", Verdict.POSITIVE, "case", None, "")
    forged = merge(
        ledger, 1, told("Iva", 3), ForeignJudgement("j-1", "p", "x", *judged[2:]),
        ForeignWithdrawal("w-1", (bytes([3]) * 32).hex(), ""), authority=OTHERS,
    )  # fmt: skip
    with pytest.raises(Conflict):
        merge(ledger, 1, honest)
    with ledger.commit(kind="undo", case="a", actor="ana") as tx:
        tx.undo(forged.id)
    withdrawn = ForeignWithdrawal("w-1", (bytes([9]) * 32).hex(), "")
    merge(ledger, 1, honest, ForeignJudgement("j-1", *judged), withdrawn)
    assert names(ledger) == fed(ledger) == ["Ana"]
    assert [j.right for j in ledger.find_judgements(OPERATOR)] == ["a:q"]


def test_withdrawals_in_a_ring_withdraw_nothing(ledger: Ledger) -> None:
    """Nobody can say them honestly: two events that undo each other say nothing."""
    ana = told("Ana").digests[0].hex()
    merge(ledger, 1, told("Ana"))
    merge(
        ledger,
        2,
        ForeignWithdrawal("w-1", event_key(3, THEY.id), ""),
        ForeignWithdrawal("w-2", ana, ""),
    )
    assert names(ledger) == []
    merge(ledger, 3, ForeignWithdrawal("w-3", event_key(2, THEY.id), ""))
    assert names(ledger) == fed(ledger) == ["Ana"]


def test_the_projection_is_told_what_foreign_withdrawals_touch(ledger: Ledger) -> None:
    """Directly, through an event, and through a withdrawal of a withdrawal."""
    ana = told("Ana").digests[0].hex()
    last = merge(ledger, 1, told("Ana")).seq
    for seq, target in ((2, ana), (3, event_key(2, THEY.id)), (4, "w-3")):
        now = merge(ledger, seq, ForeignWithdrawal(f"w-{seq}", target, "")).seq
        with ledger.feed() as feed:
            assert feed.touched(last, now) == {"a:p": False}
        last = now


def test_one_id_for_two_things_is_refused_whole(ledger: Ledger) -> None:
    """A statement, an event or a withdrawal that contradicts what is known."""
    merge(ledger, 1, told("Ana", 9), ForeignWithdrawal("w-1", "w-0", ""))
    before = ledger.last_seq()
    for said in (
        Told(Record("p", "Person", (Value("name", "Iva"),)), [b"\x09" * 32]),
        ForeignWithdrawal("w-1", "w-7", ""),
    ):
        with pytest.raises(Conflict):
            merge(ledger, 2, told("Vera"), said)
    other = ForeignEvent(THEY, 1, "add", "iva", "2026-01-02T03:04:05+00:00")
    with (
        pytest.raises(Conflict),
        ledger.commit(kind="merge", case="a", actor="ana") as tx,
    ):
        tx.foreign(OPERATOR).tell(other, THEY)
    assert names(ledger) == ["Ana"] and ledger.last_seq() == before


def test_nobody_takes_event_numbers_from_another(ledger: Ledger) -> None:
    """Two tell otherwise of one event: both are kept, and its undo holds for both."""
    with ledger.commit(kind="merge", case="a", actor="ana") as tx:
        forged = ForeignEvent(THEY, 1, "add", "forger", "2026-01-02T03:04:05+00:00")
        writer = tx.foreign(OPERATOR)
        writer.append(CONTEXT, writer.tell(forged, OTHERS), [told("Iva", 8)])
    merge(ledger, 1, told("Ana"))
    said = ledger.find_statements(OPERATOR, ["a:p"])["a:p"]
    assert {(s.value.value, s.recorded_by) for s in said} == {
        ("Ana", "vera"),
        ("Iva", "forger"),
    }
    last = ledger.last_seq()
    now = merge(ledger, 2, ForeignWithdrawal("w-2", event_key(1, THEY.id), "undo")).seq
    assert names(ledger) == fed(ledger) == []
    with ledger.feed() as feed:
        assert feed.touched(last, now) == {"a:p": False}


def test_what_comes_back_as_ours_must_be_ours(ledger: Ledger) -> None:
    """Only who has the case's key makes such ids."""
    record = told("Ana").record
    with ledger.commit(kind="add", case="a", actor="ana") as tx:
        tx.append(CONTEXT, [record])
    (said,) = ledger.find_statements(OPERATOR, ["a:p"])["a:p"]
    with ledger.commit(kind="merge", case="a", actor="ana") as tx:
        tx.foreign(OPERATOR).check_own(
            CONTEXT, [Told(record, [bytes.fromhex(said.id)])]
        )
        with pytest.raises(Conflict):
            tx.foreign(OPERATOR).check_own(CONTEXT, [told("Ana")])
