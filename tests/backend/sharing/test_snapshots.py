"""A case handed from one authority to another: who said what, in any order."""

import random
from itertools import permutations
from pathlib import Path

import pytest

from backend.access import scope_of
from backend.accounts import make_first_admin
from backend.api.asking import Ask
from backend.http.graphql import Question, execute
from backend.sharing.merging import merge, opened
from backend.sharing.permits import record_permit
from backend.sharing.snapshots import create, find_recipient
from backend.verifying import verify
from graph.errors import Forbidden, InvalidInput, NotFound
from graph.model import Context, Verdict
from tests.backend.sharing.conftest import CASE, Meet, Party

SECRET = Context(CASE, "user", compartment="sources")


def test_the_receiver_sees_who_said_what(meet: Meet) -> None:
    """Author, authority and time are the sender's; their own stay their own."""
    rs, me = meet("rs", "me")
    rs.open_case()
    rs.say("p", "Ana", "Anka")
    path, made = rs.send(me)
    assert made.counts["statements"] == 2 and made.counts["records"] == 1
    merged = me.take(path)
    assert merged.said_by == {"RS": 2} and merged.records == 1
    me.say("p", "Vera")
    told = {s.value.value: (s.authority, s.recorded_by) for s in me.said("p")}
    assert told == {
        "Ana": ("RS", rs.operator.name),
        "Anka": ("RS", rs.operator.name),
        "Vera": ("", me.operator.name),
    }
    ours = {s.value.value: (s.id, s.recorded_at) for s in rs.said("p")}
    theirs = {s.value.value: (s.id, s.recorded_at) for s in me.said("p")}
    assert {name: theirs[name] for name in ours} == ours
    answer = execute(
        me.workspace,
        me.operator,
        Question(
            f'{{ entity(id: "{CASE}:p") {{ statements {{ edges {{ node '
            "{ value authority } } } } }",
            None,
            None,
        ),
    )
    edges = answer["data"]["entity"]["statements"]["edges"]
    assert {(e["node"]["value"], e["node"]["authority"]) for e in edges} == {
        ("Ana", "RS"), ("Anka", "RS"), ("Vera", None),
    }  # fmt: skip
    assert verify(me.workspace).holds and verify(rs.workspace).holds


def test_three_authorities_come_to_one_graph_in_any_order(meet: Meet) -> None:
    """Each says its own; merged in every order, and twice, the graphs are equal."""
    parties = meet("rs", "me", "al")
    for number, party in enumerate(parties):
        party.open_case()
        party.say("p", "Ana", f"Ana {party.name}")
        party.say(f"q{number}", f"Vera {party.name}")
        with party.commit("judge") as tx:
            tx.judge(f"{CASE}:p", f"{CASE}:q{number}", Verdict.POSITIVE)
    files = {
        one.name: one.send(*(p for p in parties if p is not one))[0] for one in parties
    }
    graphs = set()
    for order in permutations(files):
        (fresh,) = meet("-".join(order))
        for party in parties:
            fresh.ring.partners.trust(party.name, party.key, "operator")
            party.ring.partners.trust(fresh.name, fresh.key, "operator")
        for name in (*order, order[0]):
            party = next(p for p in parties if p.name == name)
            fresh.take(party.send(fresh, name=f"{name}-{fresh.name}")[0])
        graphs.add(fresh.graph())
        clusters = fresh.workspace.ledger.clusters(scope_of(fresh.operator))
        assert len(clusters.members(f"{CASE}:p")) == 4
    for one in parties:
        for name, path in files.items():
            if name != one.name:
                one.take(path)
        graphs.add(one.graph())
        assert len({s.id for s in one.said("p")}) == 6
    assert len(graphs) == 1


@pytest.mark.parametrize("seed", range(12))
def test_a_history_is_caught_up_from_any_snapshots(meet: Meet, seed: int) -> None:
    """Snapshots of many moments, merged in any order, end where the sender is."""
    draw = random.Random(seed)
    rs, me = meet("rs", "me")
    rs.open_case()
    events, files = [rs.say("p0", "Ana")], []
    for step in range(16):
        kind = draw.choice(["say", "say", "withdraw", "judge", "undo", "send"])
        one, other = draw.sample(range(4), 2)
        if kind == "say":
            event = rs.say(f"p{one}", f"Ime {draw.randrange(3)}", f"Ime {step}")
        elif kind == "withdraw" and rs.said(f"p{one}"):
            with rs.commit("withdraw") as tx:
                tx.withdraw([draw.choice(rs.said(f"p{one}")).id], "wrong")
            event = tx.event
        elif kind == "judge":
            with rs.commit("judge") as tx:
                verdict = draw.choice(list(Verdict))
                tx.judge(f"{CASE}:p{one}", f"{CASE}:p{other}", verdict)
            event = tx.event
        elif kind == "undo":
            with rs.commit("undo") as tx:
                tx.undo(events.pop(draw.randrange(len(events))).id)
            event = tx.event
        else:
            files.append(rs.send(me, name=f"s{step}")[0])
            continue
        events.append(event)
        if not events:
            events.append(rs.say("p0", f"Ime {step}"))
    files.append(rs.send(me, name="last")[0])
    order = [*files, *draw.choices(files, k=2)]
    draw.shuffle(order)
    for path in order:
        me.take(path)
    assert me.graph() == rs.graph()
    for i in range(4):
        assert {s.id for s in me.said(f"p{i}")} == {s.id for s in rs.said(f"p{i}")}
    seen = scope_of(rs.operator)
    wanted = {j.id: j.verdict for j in rs.workspace.ledger.find_judgements(seen)}
    shown = {
        end for j in rs.workspace.ledger.find_judgements(seen)
        for end in (j.left, j.right) if not rs.said(end.partition(":")[2])
    }  # fmt: skip
    wanted = {
        j.id: j.verdict
        for j in rs.workspace.ledger.find_judgements(seen)
        if not {j.left, j.right} & shown
    }
    got = {j.id: j.verdict for j in me.workspace.ledger.find_judgements(seen)}
    assert wanted.items() <= got.items()
    assert verify(me.workspace).holds


def test_what_comes_back_is_passed_over_and_handed_further(meet: Meet) -> None:
    """A to B to A changes nothing; A to B to C keeps A's name."""
    rs, me, al = meet("rs", "me", "al")
    rs.open_case()
    rs.say("p", "Ana")
    me.take(rs.send(me)[0])
    me.say("q", "Vera")
    path, _ = me.send(rs, al)
    merged = rs.take(path)
    assert merged.said_by == {"ME": 1} and rs.names("p") == ["Ana"]
    assert al.take(path).said_by == {"RS": 1, "ME": 1}
    assert rs.graph() == me.graph() == al.graph()
    assert [s.authority for s in al.said("p")] == ["RS"]


def test_a_merge_is_one_event_that_undo_takes_back(meet: Meet) -> None:
    """And merging again brings it all back."""
    rs, me = meet("rs", "me")
    rs.open_case()
    rs.say("p", "Ana")
    path, _ = rs.send(me)
    merged = me.take(path)
    with me.commit("undo") as tx:
        tx.undo(merged.event)
    assert me.names("p") == [] and me.graph() != rs.graph()
    me.take(path)
    assert me.names("p") == ["Ana"] and me.graph() == rs.graph()


def test_another_case_may_take_it(meet: Meet) -> None:
    """Equal ids never join two cases by themselves."""
    rs, me = meet("rs", "me")
    rs.open_case()
    rs.say("p", "Ana")
    me.take(rs.send(me)[0], into="konac-rs")
    scope = scope_of(me.operator)
    cases = {c.id: c.title for c in me.workspace.ledger.iter_cases(scope)}
    assert cases == {"konac-rs": "Case Konac"} and me.names("p") == []
    assert me.workspace.ledger.find_statements(scope, ["konac-rs:p"])
    with pytest.raises(InvalidInput):
        me.take(rs.folder / "rs.klupko", into="no:case")


def _inside(party: Party, path: Path) -> bytes:
    """Return all that a recipient finds in a snapshot."""
    with opened(party.workspace, party.operator, path) as found:
        files = (p for p in sorted(found.folder.rglob("*")) if p.is_file())
        return b"".join(p.read_bytes() for p in files)


def test_nothing_leaves_that_the_sender_does_not_see(meet: Meet) -> None:
    """Neither names nor documents nor judgements of another compartment."""
    rs, me = meet("rs", "me")
    rs.open_case()
    context = Context(
        CASE, "reading/1", rs.add_file("Zna Zmija.", SECRET, "dojava"), "sources"
    )
    rs.say("p", "Ana")
    rs.say("p", "Zmija", context=context)
    rs.say("q", "Doušnik", context=SECRET)
    with rs.commit("judge") as tx:
        tx.judge(f"{CASE}:p", f"{CASE}:q", Verdict.POSITIVE, explanation="Zmijin")
    with rs.commit("withdraw") as tx:
        (hidden,) = rs.said("q")
        tx.withdraw([hidden.id], "Doušnik nije")
    accounts = rs.workspace.accounts
    make_first_admin(accounts, rs.workspace.settings)
    accounts.add("ana", None, ["investigator"])
    accounts.grant("ana", CASE)
    ana = accounts.principal("ana")
    path, made = rs.send(me, principal=ana)
    me.ring.partners.trust("ana", rs.ring.make("ana").public, "operator")
    inside = _inside(me, path)
    assert b"Ana" in inside and made.counts["documents"] == 0
    assert not any(w in inside for w in (b"Zmij", "Douš".encode(), b"sources"))
    assert hidden.id.encode() not in inside
    assert me.take(path).statements == 1
    with pytest.raises(NotFound):
        accounts.add("eva", None, ["investigator"])
        rs.send(me, principal=accounts.principal("eva"))


def test_what_h2_keeps_back_needs_a_permission_for_everyone(meet: Meet) -> None:
    """Statements and their document stay, until permitted; undo revokes it."""
    rs, me, al = meet("rs", "me", "al")
    rs.open_case()
    handling = frozenset({"H2"})
    plain = Context(CASE, "reading/1", "", handling=handling)
    sha256 = rs.add_file("Tajni izvor.", plain, "izvor.txt")
    context = Context(CASE, "reading/1", sha256, handling=handling)
    rs.say("p", "Ana")
    rs.say("p", "Tajna", context=context)

    def sent(*to: Party) -> tuple[int, int, bool]:
        path, made = rs.send(*to)
        inside = _inside(to[0], path)
        return made.counts["statements"], made.withheld, b"Tajn" in inside

    assert sent(me) == (1, 1, False)
    with pytest.raises(InvalidInput):
        record_permit(rs.workspace, rs.operator, CASE, "me", sha256, "")
    with pytest.raises(NotFound):
        record_permit(rs.workspace, rs.operator, CASE, "me", "ab" * 32, "agreed")
    event = record_permit(rs.workspace, rs.operator, CASE, "me", sha256, "agreed")
    assert sent(me) == (2, 0, True)
    assert sent(me, al) == sent(al) == (1, 1, False)
    record_permit(rs.workspace, rs.operator, CASE, "al", "", "order 12/26")
    assert sent(me, al) == (2, 0, True)
    with rs.commit("undo") as tx:
        tx.undo(event)
    assert sent(me, al) == sent(me) == (1, 1, False) and sent(al) == (2, 0, True)
    merged = al.take(rs.send(al)[0])
    assert merged.documents == 1 and al.workspace.blobs.get(sha256)
    (said,) = [s for s in al.said("p") if s.value.value == "Tajna"]
    assert said.context.handling == handling
    assert verify(al.workspace).holds
    assert al.send(me)[1].counts["statements"] == 1


def test_who_may_not_write_there_may_not_merge(meet: Meet) -> None:
    """A reader, a stranger to the case, or to one of its compartments."""
    rs, me = meet("rs", "me")
    rs.open_case()
    rs.say("p", "Ana")
    rs.say("p", "Zmija", context=SECRET)
    accounts = me.workspace.accounts
    me.open_case()
    before = me.workspace.ledger.last_seq()
    for name, role, error in (
        ("rada", "reader", Forbidden),
        ("gost", "investigator", NotFound),
        ("ivo", "investigator", NotFound),
    ):
        accounts.add(name, None, [role])
        if name != "gost":
            accounts.grant(name, CASE)
        key = me.ring.make(name).public
        rs.ring.partners.trust(name, key, "operator")
        path = rs.folder / f"{name}.klupko"
        create(rs.workspace, rs.operator, CASE, [find_recipient(rs.ring, name)], path)
        with pytest.raises(error):
            merge(me.workspace, accounts.principal(name), path)
    assert me.workspace.ledger.last_seq() == before


def test_the_view_shows_what_was_merged(meet: Meet) -> None:
    """Through the same view as one's own."""
    rs, me = meet("rs", "me")
    rs.open_case()
    rs.say("p", "Ana Anić")
    me.take(rs.send(me)[0])
    ask = Ask(me.workspace, me.operator)
    try:
        assert [n.caption for n in ask.view.search("anić").nodes] == ["Ana Anić"]
    finally:
        ask.close()
