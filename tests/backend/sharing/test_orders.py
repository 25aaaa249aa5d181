"""Whatever comes first: the same snapshots give the same graph, to everyone."""

import random

import pytest

from graph.model import Context, Evaluation, Place, Record, Value, Verdict
from tests.backend.sharing.conftest import CASE, Meet, Party

NUMBERS = ("+38164111222", "+38267333444", "+35569555666")
NAMES = ("Ana Anić", "Ана Анић", "Ana Anic", "Vera", "Iva")
PARTS = ("case", "case", "sources", "taps")


def tell(party: Party, draw: random.Random, steps: int) -> None:
    """Say this and that: people with phones, calls, firms, dates; take some back."""
    events = []
    for step in range(steps):
        context = Context(
            CASE,
            f"pipeline/{draw.randrange(2)}",
            compartment=draw.choice(PARTS),
            evaluation=Evaluation(draw.choice("AB"), draw.choice("12")),
            handling=frozenset(draw.choice([(), ("H1",), ("H3",)])),
        )
        with party.commit("add") as tx:
            tx.append(context, [record(draw, step) for _ in range(3)])
        events.append(tx.event)
        if step % 4 == 3:
            with party.commit("undo") as tx:
                tx.undo(events.pop(draw.randrange(len(events))).id)
        if step % 5 == 2:
            said = party.said(f"p{draw.randrange(3)}")
            with party.commit("withdraw") as tx:
                tx.withdraw([one.id for one in draw.sample(said, len(said) // 3)], "x")
        if step % 3 == 2:
            one, other = draw.sample(range(3), 2)
            with party.commit("judge") as tx:
                tx.judge(f"{CASE}:p{one}", f"{CASE}:p{other}", draw.choice([*Verdict]))


def record(draw: random.Random, step: int) -> Record:
    """Return something about one of a few entities."""
    place = Place(record=f"row {draw.randrange(3)}")
    kind = draw.randrange(4)
    if kind == 0:
        values = [("name", draw.choice(NAMES)), ("phone", draw.choice(NUMBERS))]
        values += [("country", draw.choice(("rs", "me")))]
        name, schema = f"p{draw.randrange(3)}", draw.choice(("Person", "LegalEntity"))
    elif kind == 1:
        values = [
            ("callerNumber", draw.choice(NUMBERS)),
            ("receiverNumber", draw.choice(NUMBERS)),
            ("date", f"2026-01-0{draw.randrange(1, 9)}"),
            ("duration", str(draw.randrange(9))),
        ]
        if draw.randrange(2):
            values.append(("caller", f"p{draw.randrange(3)}"))
        name, schema = f"c{draw.randrange(6)}", "Call"
    elif kind == 2:
        values = [("owner", f"p{draw.randrange(3)}"), ("asset", "firm")]
        values += [("startDate", f"202{draw.randrange(6)}")]
        name, schema = f"o{draw.randrange(2)}", "Ownership"
    else:
        values = [("name", f"Firma {draw.randrange(2)}"), ("jurisdiction", "al")]
        name, schema = "firm", "Company"
    return Record(name, schema, tuple(Value(*value) for value in values), place)


@pytest.mark.parametrize("seed", range(4))
def test_every_order_gives_everyone_the_same_graph(meet: Meet, seed: int) -> None:
    """Two authorities of one name, three orders, and the two themselves."""
    draw = random.Random(seed)
    one, other, first, second, third = meet("x", "X", "a", "b", "c")
    takers, files = (first, second, third), {}
    for party in (one, other):
        party.open_case()
        early = draw.randrange(4, 8)
        for name, steps in (("early", early), ("late", 14 - early)):
            tell(party, draw, steps)
            to = [taker for taker in (one, other, *takers) if taker is not party]
            files[party.name, name] = party.send(*to, name=f"{party.name}{name}")[0]
    orders = [
        ["x early", "x late", "X early", "X late"],
        ["X late", "x late", "X early"],
        draw.sample([f"{name} {when}" for name, when in files], 4),
    ]
    for taker, order in zip(takers, orders, strict=True):
        for said in order:
            name, when = said.split()
            taker.take(files[name, when])
    one.take(files["X", "late"])
    other.take(files["x", "late"])
    graphs = [party.graph() for party in (one, other, *takers)]
    assert len(set(graphs)) == 1, graphs
    rebuilt = takers[0].workspace
    rebuilt.rebuild()
    assert takers[0].graph() == graphs[0]
