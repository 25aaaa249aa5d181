"""The ledger: what is said stays said, once, and can be taken back and forth."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from graph.errors import Conflict, InvalidInput, NotFound, Unsupported
from graph.ledger import Appended, DocumentRecord, Ledger, PageLayout
from graph.model import (
    Context,
    Evaluation,
    Link,
    Place,
    Record,
    Scope,
    Value,
    Verdict,
)

OPERATOR = Scope("operator", everything=True)
OPEN = Scope("ana", {"a": frozenset()})
SECRET = Scope("vera", {"a": frozenset({"secret"})})


@pytest.fixture
def ledger(tmp_path: Path) -> Iterator[Ledger]:
    """Return a ledger with the empty cases a and b."""
    made = Ledger.open(str(tmp_path / "ledger.db"))
    made.create_case("a", "First", None, "operator")
    made.create_case("b", "Second", "Tužilaštvo", "operator")
    yield made
    made.close()


def person(name: str, entity: str = "p1", prop: str = "name") -> Record:
    """Return a record that says a person's name at a place of its own."""
    return Record(entity, "Person", (Value(prop, name),), Place(1, 0, len(name)))


def say(
    ledger: Ledger, *records: Record, compartment: str = "case", case: str = "a"
) -> tuple[str, Appended]:
    """Commit records; return the event's id and what was new."""
    context = Context(case, "test/1", compartment=compartment)
    with ledger.commit(kind="add", case=case, actor="ana") as tx:
        added = tx.append(context, records)
    return tx.event.id, added


def values(ledger: Ledger, scope: Scope = OPERATOR, entity: str = "a:p1") -> list[str]:
    """Return the live values of an entity in recorded order."""
    found = ledger.find_statements(scope, [entity])
    return [s.value.value for s in found.get(entity, [])]


def test_a_statement_keeps_what_it_rests_on(ledger: Ledger) -> None:
    """Everything said with a statement comes back with it."""
    context = Context(
        "a",
        "ner/0.1",
        document="ab" * 32,
        evaluation=Evaluation("B", "2"),
        handling=frozenset({"H2", "H1"}),
    )
    value = Value("name", "Ђорђе", "sr", "ЂОРЂЕ")
    with ledger.commit(kind="add", case="a", actor="ana", reason="r") as tx:
        tx.append(context, [Record("p1", "Person", (value,), Place(2, 5, 10))])
    (said,) = ledger.find_statements(OPERATOR, ["a:p1"])["a:p1"]
    assert (said.value, said.context, said.place) == (value, context, Place(2, 5, 10))
    assert (said.entity, said.seq, said.recorded_by) == ("a:p1", tx.event.seq, "ana")
    assert said.recorded_at == tx.event.at
    assert ledger.get_statement(OPERATOR, said.id) == said


def test_saying_it_again_changes_nothing(ledger: Ledger) -> None:
    """The same records, from a newer origin too, add nothing."""
    assert say(ledger, person("Ana"), person("Vera"))[1] == Appended(2, 2)
    assert say(ledger, person("Vera"), person("Ana"))[1] == Appended(0, 0)
    with ledger.commit(kind="add", case="a", actor="vera") as tx:
        newer = Context("a", "test/2")
        assert tx.append(newer, [person("Ana")]) == Appended(0, 0)
    assert ledger.counts(OPERATOR, "a").statements == 2


def test_records_that_overlap_count_new_statements_only(ledger: Ledger) -> None:
    """A statement of two records is one statement."""
    both = Record("p1", "Person", (Value("name", "Ana"), Value("alias", "A")))
    one = Record("p1", "Person", (Value("name", "Ana"),))
    assert say(ledger, one)[1] == Appended(1, 1)
    assert say(ledger, both)[1] == Appended(1, 1)
    assert values(ledger) == ["Ana", "A"]


def test_ids_depend_on_the_case_key(ledger: Ledger) -> None:
    """The same words in another case, or another ledger, have other ids."""
    say(ledger, person("Ana"))
    say(ledger, person("Ana"), case="b")
    (one,) = ledger.find_statements(OPERATOR, ["a:p1"])["a:p1"]
    (other,) = ledger.find_statements(OPERATOR, ["b:p1"])["b:p1"]
    assert one.id != other.id


def test_compartments_hide(ledger: Ledger) -> None:
    """What is outside the scope is absent, and NotFound by id, like what is not."""
    say(ledger, person("Ana"))
    say(ledger, person("Hidden"), compartment="secret")
    hidden = ledger.find_statements(OPERATOR, ["a:p1"])["a:p1"][1]
    assert values(ledger, OPEN) == ["Ana"]
    assert values(ledger, SECRET) == ["Ana", "Hidden"]
    assert ledger.counts(OPEN, "a").statements == 1
    assert ledger.counts(SECRET, "a").statements == 2
    for scope, name in ((OPEN, hidden.id), (OPEN, "0" * 64), (OPEN, "x")):
        with pytest.raises(NotFound, match="^no such statement$"):
            ledger.get_statement(scope, name)
    with pytest.raises(NotFound):
        ledger.get_case(OPEN, "b")


def test_withdrawal_and_its_withdrawal(ledger: Ledger) -> None:
    """A withdrawn statement is gone, also when said again, until that falls too."""
    say(ledger, person("Ana"))
    (said,) = ledger.find_statements(OPERATOR, ["a:p1"])["a:p1"]
    with ledger.commit(kind="withdraw", case="a", actor="ana") as tx:
        (name,) = tx.withdraw([said.id], "mistaken")
        assert tx.withdraw([said.id], "twice") == []
    say(ledger, person("Ana"))
    assert values(ledger) == []
    assert ledger.get_statement(OPERATOR, said.id).withdrawn
    assert ledger.counts(OPERATOR, "a").statements == 0
    with ledger.commit(kind="withdraw", case="a", actor="ana") as tx:
        tx.withdraw([name], "it was right")
    assert values(ledger) == ["Ana"]


def test_undo_and_its_undo(ledger: Ledger) -> None:
    """Undo takes back all that an event said; undoing the undo brings it back."""
    event, _ = say(ledger, person("Ana"), person("Vera"))
    with ledger.commit(kind="undo", case="a", actor="ana") as undo:
        undo.undo(event)
    assert values(ledger) == []
    assert ledger.counts(OPERATOR, "a").statements == 0
    with (
        pytest.raises(Conflict),
        ledger.commit(kind="undo", case="a", actor="ana") as again,
    ):
        again.undo(event)
    with ledger.commit(kind="undo", case="a", actor="ana") as redo:
        redo.undo(undo.event.id)
    assert values(ledger) == ["Ana", "Vera"]


def test_said_again_after_undo_is_said(ledger: Ledger) -> None:
    """An undone import can be imported again."""
    event, _ = say(ledger, person("Ana"))
    with ledger.commit(kind="undo", case="a", actor="ana") as tx:
        tx.undo(event)
    assert say(ledger, person("Ana"))[1] == Appended(1, 1)
    assert values(ledger) == ["Ana"]


def test_as_of(ledger: Ledger) -> None:
    """A scope as of a sequence number sees the ledger as it was."""
    say(ledger, person("Ana"))
    before = ledger.last_seq()
    event, _ = say(ledger, person("Vera"))
    with ledger.commit(kind="undo", case="a", actor="ana") as tx:
        tx.undo("e-1")
    assert values(ledger) == ["Vera"]
    assert values(ledger, Scope("o", everything=True, as_of=before)) == ["Ana"]
    assert values(ledger, Scope("o", everything=True, as_of=int(event[2:]))) == [
        "Ana",
        "Vera",
    ]


def test_a_failed_commit_leaves_nothing(ledger: Ledger) -> None:
    """An error in a commit takes all of it back, its event too."""
    last = ledger.last_seq()
    with pytest.raises(InvalidInput):
        say(ledger, person("Ana"), person("x", prop="shoeSize"))
    assert (values(ledger), ledger.last_seq()) == ([], last)


def test_judgements_make_clusters(ledger: Ledger) -> None:
    """Negative beats unsure beats positive; undo brings the weaker back."""
    with ledger.commit(kind="judge", case="a", actor="ana") as tx:
        tx.judge("a:x", "a:y", Verdict.POSITIVE, score=0.9)
        tx.judge("a:y", "a:z", Verdict.POSITIVE)
    assert ledger.clusters(OPERATOR).members("a:x") == ("a:x", "a:y", "a:z")
    with ledger.commit(kind="judge", case="a", actor="ana") as no:
        no.judge("a:z", "a:y", Verdict.NEGATIVE)
    assert ledger.clusters(OPERATOR).members("a:z") == ("a:z",)
    with ledger.commit(kind="undo", case="a", actor="ana") as tx:
        tx.undo(no.event.id)
    assert ledger.clusters(OPERATOR).members("a:z") == ("a:x", "a:y", "a:z")


def test_judgements_obey_scope(ledger: Ledger) -> None:
    """A judgement is for those who see both cases and its compartment."""
    with ledger.commit(kind="judge", case="a", actor="ana") as tx:
        tx.judge("a:x", "b:x", Verdict.POSITIVE)
        tx.judge("a:x", "a:y", Verdict.POSITIVE, compartment="secret")
    assert not ledger.clusters(OPEN)
    assert ledger.clusters(SECRET).members("a:x") == ("a:x", "a:y")
    assert ledger.clusters(OPERATOR).members("b:x") == ("a:x", "a:y", "b:x")


def test_documents(ledger: Ledger) -> None:
    """A document keeps its text; one in a hidden compartment is not there."""
    pages = ((1, "Прва"), (2, "druga"))
    with ledger.commit(kind="add", case="a", actor="ana") as tx:
        for sha, compartment in (("aa" * 32, "case"), ("bb" * 32, "secret")):
            tx.add_document(
                DocumentRecord(
                    sha, "a", compartment, "x.txt", "d/x.txt", "text/plain", 9,
                    pages=pages,
                )
            )  # fmt: skip
    assert ledger.get_document(OPEN, "aa" * 32).pages == pages
    with pytest.raises(NotFound):
        ledger.get_document(OPEN, "bb" * 32)
    assert [d.sha256[:2] for d in ledger.iter_documents(SECRET, "a")] == ["aa", "bb"]
    assert ledger.counts(OPEN, "a").documents == 1


def test_a_document_read_again_has_its_new_text(ledger: Ledger) -> None:
    """With the places on its pictures; taken back, the earlier text stands again."""
    layout = PageLayout(1, 90, ((0, 2, 100, 100, 300, 200), (3, 5, 400, 100, 600, 200)))
    first = DocumentRecord(
        "aa" * 32, "a", "case", "x.pdf", "x.pdf", "application/pdf", 9, pages=((1, ""),)
    )
    second = replace(first, pages=((1, "да ли"),), layouts=(layout,))

    def add(document: DocumentRecord, *, again: bool) -> bool:
        with ledger.commit(kind="add", case="a", actor="ana") as tx:
            return tx.add_document(document, again=again)

    assert add(first, again=False)
    assert not add(second, again=False)
    assert ledger.get_document(OPEN, "aa" * 32) == first
    assert add(second, again=True)
    assert not add(second, again=True)
    assert ledger.get_document(OPEN, "aa" * 32) == second
    assert ledger.counts(OPEN, "a").documents == 1
    with ledger.commit(kind="undo", case="a", actor="ana") as tx:
        tx.undo(f"e-{tx.event.seq - 2}")
    assert ledger.get_document(OPEN, "aa" * 32) == first


def test_evidence_of_links(ledger: Ledger) -> None:
    """A relationship finds the statements it rests on, however it was made."""
    say(
        ledger,
        Record("p1", "Person", (Value("phone", "+381641234567"),)),
        Record("o1", "Ownership", (Value("owner", "p1"), Value("asset", "c1"))),
        *(
            Record(f"k{n}", "Call", (
                Value("callerNumber", "+381641234567"),
                Value("receiverNumber", called),
            ))
            for n, called in enumerate(["+38267555021", "+38267555021", "+38761555018"])
        ),
    )  # fmt: skip
    phone = Link("a:p1~phone~phone-381641234567", "phone", "a:p1", "a:phone-x")
    owns = Link("a:o1", "Ownership", "a:p1", "a:c1")
    calls = Link("a:Call~phone-381641234567~phone-38267555021", "Call", "a:x", "a:y")
    found = {
        link.schema: ledger.find_link_statements(OPERATOR, link)
        for link in (phone, owns, calls)
    }
    assert [s.value.prop for s in found["phone"]] == ["phone"]
    assert [s.value.prop for s in found["Ownership"]] == ["owner", "asset"]
    assert {s.entity for s in found["Call"]} == {"a:k0", "a:k1"}


def test_postgresql_is_refused() -> None:
    """A database that is not supported is named, not half used."""
    with pytest.raises(Unsupported):
        Ledger.open("postgresql://localhost/klupko")
