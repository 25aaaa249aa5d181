"""Random histories of a ledger, followed by stores and by the plain one; all are asked.

A step says, withdraws, judges or takes back something, or asks one question in one
scope, now or as of an earlier event, of everyone: the answers must be equal.
"""

from collections import Counter
from collections.abc import Callable, Sequence
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, precondition, rule

from graph.earlier import EarlierGraphs
from graph.errors import Conflict, NotFound
from graph.follow import catch_up
from graph.ledger import Ledger
from graph.model import (
    Context,
    Evaluation,
    Kind,
    Place,
    Record,
    Scope,
    Statement,
    Value,
    Verdict,
    split_id,
)
from graph.store.base import GraphStore
from graph.store.view import View
from tests.contract.plain import Act, Judged, Plain, Said
from tests.contract.plainview import PlainView

CASES = ("c", "c-2")
COMPARTMENTS = ("case", "x", "y")
NUMBERS = ("+381641111111", "+38761222222")
PHONES = tuple(f"phone-{number[1:]}" for number in NUMBERS)
PEOPLE = ("p1", "p2", "ж3")
FIRMS = ("k1",)
NODES = (*PEOPLE, *FIRMS, "v1", *PHONES)
IDS = [f"{case}:{local}" for case in CASES for local in NODES]
WORDS = ("ana", "an", "ана аниц", "zm", "a", "bojan b", "3816", "sastanak", "-")
EVERYONE = Scope("operator", everything=True)

Question = tuple[Any, ...]
"""A method of a view and its arguments."""

# What is said

_NAMES = ("Ana Anić", "Ана Анић", "Bojan Bojić")
_LANDS = ("rs", "ba", "me")


def _records(
    schemata: Sequence[str], ids: Sequence[str], **values: Sequence[str]
) -> st.SearchStrategy[Record]:
    pairs = [Value(prop, value) for prop, some in values.items() for value in some]
    said = st.lists(st.sampled_from(pairs), min_size=1, max_size=4, unique=True)
    return st.builds(
        Record,
        st.sampled_from(ids),
        st.sampled_from(schemata),
        said.map(tuple),
        st.sampled_from([*[Place()] * 5, Place(record="r1")]),
        st.sampled_from([*[Kind.FACT] * 5, Kind.ASSESSMENT]),
    )


PERSONS = _records(
    ["Person", "Person", "LegalEntity"],
    PEOPLE,
    name=_NAMES,
    alias=("Zmija",),
    country=_LANDS,
    phone=NUMBERS,
)
NAMED = _records(["Person"], PEOPLE, firstName=("Ana", "Ана"), lastName=("Anić",))
COMPANIES = _records(["Company"], FIRMS, name=("Zmaj d.o.o.",), jurisdiction=_LANDS)
MEETINGS = _records(
    ["Event"],
    ["v1"],
    name=("Sastanak",),
    date=("2024-05-01", "2025-01"),
    involved=(*PEOPLE, *FIRMS),
)
OWNERSHIPS = _records(
    ["Ownership"],
    ["o1", "o2"],
    owner=PEOPLE[:2],
    asset=(*FIRMS, "p2"),
    startDate=("2020", "2021-03"),
    endDate=("2023",),
)
FAMILIES = _records(["Family"], ["f1"], person=PEOPLE[:2], relative=PEOPLE[1:])
CALLS = _records(
    ["Call"],
    ["e1", "e2", "e3"],
    caller=PEOPLE[:2],
    receiver=PEOPLE[:2],
    callerNumber=NUMBERS,
    receiverNumber=NUMBERS,
    date=("2026-01-01", "2026-02-02"),
    duration=("10", "20"),
)
OWN_NUMBERS = st.one_of(
    *(
        _records(
            ["PhoneNumber"], [i], number=[n], country=("rs", "ba"), name=("Zmijin",)
        )
        for i, n in zip(PHONES, NUMBERS, strict=True)
    )
)
RECORDS = st.lists(
    st.one_of(
        PERSONS, PERSONS, NAMED, COMPANIES, MEETINGS, OWNERSHIPS, OWNERSHIPS, FAMILIES,
        CALLS, CALLS, CALLS, OWN_NUMBERS,
    ),
    min_size=2,
    max_size=8,
)  # fmt: skip
CONTEXTS = st.builds(
    Context,
    case=st.sampled_from([*CASES[:1] * 5, *CASES[1:]]),
    origin=st.sampled_from(["reader/1", "reader/2"]),
    document=st.sampled_from([*[None] * 4, "d" * 64]),
    compartment=st.sampled_from(COMPARTMENTS),
    evaluation=st.sampled_from([*[Evaluation()] * 4, Evaluation("B", "2")]),
    handling=st.sampled_from([*[frozenset[str]()] * 4, frozenset({"H1"})]),
)

# What is asked

SCOPES = st.sampled_from(
    [
        EVERYONE,
        EVERYONE,
        Scope("none", {"c": frozenset()}),
        Scope("x", {"c": frozenset({"x"}), "c-2": frozenset({"y"})}),
        Scope("x", {"c": frozenset({"x"}), "c-2": frozenset({"y"})}),
        Scope("y", {"c": frozenset({"y"})}),
        Scope("both", {"c": frozenset({"x", "y"})}),
        Scope("star", {"c": frozenset({"*"}), "c-2": frozenset()}),
        Scope("other", {"c-2": frozenset({"*"})}),
        Scope("stranger", {"c-3": frozenset({"*"})}),
    ]
)
_ID = st.sampled_from([*IDS[: len(NODES)] * 3, *IDS])
_SCHEMATA = st.sampled_from(
    [None, None, ["Interest"], ["Call", "phone"], ["Ownership", "involved", "Family"]]
)
_CASE = st.sampled_from([*CASES[:1] * 3, *CASES, "c-3"])
_LIMIT = st.sampled_from([1, 2, 3, 50])


def _ask(name: str, *given: st.SearchStrategy[Any]) -> st.SearchStrategy[Question]:
    return st.tuples(st.just(name), *given)


QUESTIONS = st.one_of(
    _ask("find_nodes", st.just(IDS)),
    _ask("degrees", st.just(IDS)),
    _ask(
        "search",
        st.sampled_from(WORDS),
        st.sampled_from([None, None, ["c"], ["c", "c-2"]]),
        st.sampled_from([None, None, ["LegalEntity"], ["PhoneNumber"]]),
        st.sampled_from([None, None, ["rs"], ["ba", "me"]]),
        _LIMIT,
        st.integers(0, 2),
    ),
    _ask("links", _ID, _SCHEMATA, _LIMIT, st.integers(0, 2)),
    _ask(
        "expand", st.lists(_ID, min_size=1, max_size=2), st.integers(0, 3), _SCHEMATA,
        _LIMIT,
    ),
    _ask("paths", _ID, _ID, st.integers(1, 5), st.integers(1, 4), _SCHEMATA),
    _ask("network", st.lists(_ID, max_size=6)),
    _ask("network", st.just(IDS)),
    _ask("network", st.just(IDS)),
    _ask("counts", _CASE),
    _ask("subgraph", _CASE, _SCHEMATA),
    _ask("overview", _CASE, st.integers(1, 6)),
    _ask("cross_border", _CASE),
)  # fmt: skip


def answer(view: View | PlainView, question: Question) -> object:
    """Return what a view says, "not found" included, in a form that compares."""
    name, *given = question
    try:
        said = getattr(view, name)(*given)
    except NotFound:
        return NotFound
    if name == "subgraph" and isinstance(view, View):
        columns = (said.source.tolist(), said.target.tolist(), said.weight.tolist())
        return said.ids, said.labels, sorted(zip(*columns, strict=True))
    if name == "degrees":
        return {entity: sorted(counts.items()) for entity, counts in said.items()}
    return said


class Machine(RuleBasedStateMachine):
    """One history; `stores` are emptied for it, and closed by whoever gave them."""

    steps: Counter[str] = Counter()

    def __init__(self, stores: Callable[[Path], dict[str, GraphStore]]) -> None:
        super().__init__()
        self._folder = TemporaryDirectory()
        home = Path(self._folder.name)
        self._ledger = Ledger.open(str(home / "ledger.db"))
        for case in CASES:
            self._ledger.create_case(case, case, None, "u")
        self._earlier = EarlierGraphs(self._ledger, home / "earlier")
        self._stores = stores(home)
        for store in self._stores.values():
            if store.writer().applied():
                store.writer().clear()
        self._plain = Plain()
        self._cases: list[str] = []

    def teardown(self) -> None:
        self._earlier.close()
        for name, store in self._stores.items():
            if name != "neo4j":
                store.close()
        self._ledger.close()
        self._folder.cleanup()

    @initialize(named=st.lists(st.sampled_from(CASES[:1] * 9 + CASES), unique=True))
    def begin(self, named: list[str]) -> None:
        """Begin with someone to speak of, so that links have ends."""
        people = [Record(i, "Person", (Value("name", "Ana Anić"),)) for i in PEOPLE]
        firms = [Record(i, "Company", (Value("name", "Zmaj d.o.o."),)) for i in FIRMS]
        for case in named:
            self.say(Context(case, "reader/1"), [*people, *firms])

    @rule(context=CONTEXTS, records=RECORDS)
    def say(self, context: Context, records: list[Record]) -> None:
        """Import records, some of which may be known."""
        self.steps["say"] += 1
        with self._ledger.commit(kind="add", case=context.case, actor="u") as tx:
            tx.append(context, records)
        self._plain.append(_said_in(context, record) for record in records)
        self._cases.append(context.case)

    @precondition(lambda self: self._cases)
    @rule(number=st.integers(0, 200))
    def withdraw(self, number: int) -> None:
        """Withdraw a statement, a judgement or a withdrawal that was ever made."""
        self.steps["withdraw"] += 1
        acts = self._plain.acts
        targets: list[tuple[str, object]] = [
            (split_id(said.entity)[0], said)
            for said in sorted(
                {s for a in acts for r in a.records for s in r}, key=repr
            )
        ]
        targets += [(one.case, one.name) for act in acts for one in act.judged]
        for case, act in zip(self._cases, acts, strict=True):
            targets += [(case, name) for name in act.withdrawn]
        if not targets:
            return
        case, target = targets[-1 - number % len(targets)]
        name = self._statement(target).id if isinstance(target, Said) else str(target)
        with self._ledger.commit(kind="withdraw", case=case, actor="u") as tx:
            made = tx.withdraw([name], "mistaken")
        stood = self._plain.is_withdrawn(target, len(acts))
        assert len(made) == (0 if stood else 1)
        acts.append(Act(withdrawn=dict.fromkeys(made, target)))
        self._cases.append(case)

    @rule(
        pair=st.lists(_ID, min_size=2, max_size=2, unique=True),
        verdict=st.sampled_from([Verdict.POSITIVE, Verdict.POSITIVE, *Verdict]),
        compartment=st.sampled_from(["case", *COMPARTMENTS]),
        score=st.sampled_from([None, 0.9, 0.99]),
        automatic=st.booleans(),
    )
    def judge(
        self,
        pair: list[str],
        verdict: Verdict,
        compartment: str,
        score: float | None,
        automatic: bool,
    ) -> None:
        """Say that two are the same, are not, or may be: a person, or the resolver."""
        self.steps["judge"] += 1
        left, right = pair
        case, kind = split_id(left)[0], "resolve" if automatic else "judge"
        with self._ledger.commit(kind=kind, case=case, actor="u") as tx:
            name = tx.judge(left, right, verdict, score=score, compartment=compartment)
        judged = Judged(name, case, left, right, verdict, compartment, score, automatic)
        self._plain.acts.append(Act(judged=[judged]))
        self._cases.append(case)

    @precondition(lambda self: self._cases)
    @rule(number=st.integers(0, 6))
    def undo(self, number: int) -> None:
        """Take an event back, which may itself have taken one back."""
        self.steps["undo"] += 1
        seq = len(self._cases) - number % len(self._cases)
        case, undone = (
            self._cases[seq - 1],
            self._plain.is_undone(seq, len(self._cases)),
        )
        try:
            with self._ledger.commit(kind="undo", case=case, actor="u") as tx:
                tx.undo(f"e-{seq}")
        except Conflict:
            assert undone
            return
        assert not undone
        self._plain.acts.append(Act(undone=seq))
        self._cases.append(case)

    @rule(scope=SCOPES, question=QUESTIONS)
    def ask(self, scope: Scope, question: Question) -> None:
        """Ask all stores, brought up to date, and the plain one."""
        self._ask(scope, question)

    @rule(scope=SCOPES, question=QUESTIONS)
    def ask_again(self, scope: Scope, question: Question) -> None:
        """Ask as often as anything else is done."""
        self._ask(scope, question)

    def _ask(self, scope: Scope, question: Question) -> None:
        self.steps[question[0]] += 1
        last = len(self._cases)
        expected = answer(PlainView(self._plain, scope, last), question)
        for name, store in self._stores.items():
            assert catch_up(self._ledger, store.writer()) == last
            with store.reader(scope) as reader:
                view = View(reader, scope, self._ledger.clusters(scope))
                said = answer(view, question)
            assert said == expected, f"{name} differs from the plain store"

    @precondition(lambda self: len(self._cases) > 3 and len(self._cases) % 4 == 0)
    @rule(scope=SCOPES, question=QUESTIONS, number=st.integers(0, 3))
    def ask_earlier(self, scope: Scope, question: Question, number: int) -> None:
        """Ask as of one of the last events."""
        self.steps["as of"] += 1
        seq = len(self._cases) - number
        expected = answer(PlainView(self._plain, scope, seq), question)
        then = Scope(scope.user, scope.grants, scope.everything, as_of=seq)
        with self._earlier.view(then) as view:
            assert view.seq == seq
            assert answer(view, question) == expected, "as of differs"

    def _statement(self, said: Said) -> Statement:
        """Return the ledger's statement."""
        found = self._ledger.find_statements(
            EVERYONE, [said.entity], include_withdrawn=True
        )
        (one,) = [s for s in found[said.entity] if _said(s) == said]
        return one


def _said_in(context: Context, record: Record) -> frozenset[Said]:
    about = _about(context, record.place, record.kind)
    entity, part = f"{context.case}:{record.entity}", context.compartment
    return frozenset(
        Said(entity, record.schema, v.prop, v.value, part, about) for v in record.values
    )


def _said(one: Statement) -> Said:
    about = _about(one.context, one.place, one.kind)
    part, value = one.context.compartment, one.value
    return Said(one.entity, one.schema, value.prop, value.value, part, about)


def _about(context: Context, place: Place, kind: Kind) -> tuple[object, ...]:
    """Return what makes a statement another one, beside what it says; no origin."""
    handling = tuple(sorted(context.handling))
    return context.document, str(context.evaluation), handling, place, kind
