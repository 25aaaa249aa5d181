"""One entity made two, and one again."""

from collections.abc import Callable, Iterator

import pytest

from backend.access import Principal, local_operator
from backend.recording import undo_event
from backend.splitting import split_entity
from backend.workspace import Workspace
from graph.errors import Forbidden, InvalidInput, NotFound
from graph.model import Context, Evaluation, Place, Record, Statement, Value, Verdict

CASE = "konac"
DOCUMENT = "d" * 64


def said(workspace: Workspace, entity: str) -> list[Statement]:
    """Return what is said of an entity."""
    scope = workspace.scope(local_operator())
    name = f"{CASE}:{entity}"
    return workspace.ledger.find_statements(scope, [name]).get(name, [])


def ids(workspace: Workspace, entity: str, *values: str) -> list[str]:
    """Return the ids of statements with some values."""
    return [one.id for one in said(workspace, entity) if one.value.value in values]


@pytest.fixture
def mixed(workspace: Workspace) -> Iterator[Workspace]:
    """A case in which `ana` is two people, and `b` another record of one of them."""
    workspace.ledger.create_case(CASE, CASE, None, "u")
    context = Context(CASE, "reading/1", DOCUMENT, evaluation=Evaluation("B", "2"))
    place = Place(page=2, start=5, end=9)
    records = [
        Record("ana", "Person", (Value("name", "Ana Anić"),), place),
        Record("ana", "Person", (Value("name", "Ana Antić"), Value("country", "me"))),
        Record("b", "Person", (Value("name", "A. Anić"),)),
        Record("k", "Company", (Value("name", "Zmaj d.o.o."),)),
        Record("own", "Ownership", (Value("owner", "ana"), Value("asset", "k"))),
    ]
    with workspace.ledger.commit(kind="add", case=CASE, actor="u") as tx:
        tx.append(context, records)
    with workspace.ledger.commit(kind="judge", case=CASE, actor="u") as tx:
        tx.judge(f"{CASE}:ana", f"{CASE}:b", Verdict.POSITIVE)
    yield workspace


def look(workspace: Workspace) -> object:
    """Return all that is seen of the case."""
    scope = workspace.scope(local_operator())
    with workspace.view(scope) as view:
        return list(view.iter_nodes(CASE)), list(view.iter_links(CASE))


def test_statements_go_to_a_new_entity_with_their_source(mixed: Workspace) -> None:
    """Withdrawn there and said here as they stood; both stay apart."""
    moving = ids(mixed, "ana", "Ana Antić", "me")
    operator = local_operator()
    event = split_entity(mixed, operator, f"{CASE}:b", moving, "his cousin")
    fresh = f"ana.{event.seq}"
    assert [one.value.value for one in said(mixed, "ana")] == ["Ana Anić"]
    moved = said(mixed, fresh)
    assert [one.value.value for one in moved] == ["Ana Antić", "me"]
    assert {str(one.context.evaluation) for one in moved} == {"B2"}
    assert {one.context.document for one in moved} == {DOCUMENT}
    assert {one.recorded_by for one in moved} == {operator.name}
    clusters = mixed.ledger.clusters(mixed.scope(operator))
    assert clusters.are_apart(f"{CASE}:{fresh}", f"{CASE}:b")
    assert clusters.groups() == [(f"{CASE}:ana", f"{CASE}:b")]


def test_the_end_of_a_relationship_goes_along(mixed: Workspace) -> None:
    """What names the entity names the new one then."""
    moving = [*ids(mixed, "ana", "Ana Antić"), *ids(mixed, "own", "ana")]
    event = split_entity(mixed, local_operator(), f"{CASE}:ana", moving, "")
    scope = mixed.scope(local_operator())
    with mixed.view(scope) as view:
        page = view.links(f"{CASE}:ana.{event.seq}")
        assert [one.schema for one in page.links] == ["Ownership"]
        assert view.links(f"{CASE}:ana").total == 0


def test_undo_restores_exactly_what_was(mixed: Workspace) -> None:
    """Statements, nodes, links and the graph's digest; undoing that splits again."""
    before, digest = look(mixed), mixed.fingerprint(CASE)
    names = [one.id for one in said(mixed, "ana")]
    moving = [*ids(mixed, "ana", "Ana Antić"), *ids(mixed, "own", "ana")]
    event = split_entity(mixed, local_operator(), f"{CASE}:ana", moving, "")
    after = look(mixed)
    assert after != before
    undone = undo_event(mixed, local_operator(), event.id)
    assert look(mixed) == before and mixed.fingerprint(CASE) == digest
    assert [one.id for one in said(mixed, "ana")] == names
    undo_event(mixed, local_operator(), undone.id)
    assert look(mixed) == after


def test_a_member_of_which_all_is_given_leaves_as_it_is(mixed: Workspace) -> None:
    """No statement moves; the judgement that joined it is overruled."""
    moving = [one.id for one in said(mixed, "b")]
    split_entity(mixed, local_operator(), f"{CASE}:ana", moving, "")
    assert [one.id for one in said(mixed, "b")] == moving
    scope = mixed.scope(local_operator())
    assert mixed.ledger.clusters(scope).groups() == []


def test_a_leaving_member_takes_others_statements_along(mixed: Workspace) -> None:
    """What leaves together is one."""
    moving = [one.id for one in said(mixed, "b")] + ids(mixed, "ana", "me")
    event = split_entity(mixed, local_operator(), f"{CASE}:ana", moving, "")
    scope = mixed.scope(local_operator())
    expected = [(f"{CASE}:ana.{event.seq}", f"{CASE}:b")]
    assert mixed.ledger.clusters(scope).groups() == expected


Choice = Callable[[Workspace], list[str]]


@pytest.mark.parametrize(
    "choose",
    [
        lambda _: [],
        lambda w: ids(w, "k", "Zmaj d.o.o."),
        lambda w: ids(w, "own", "ana"),
        lambda w: [one.id for e in ("ana", "b") for one in said(w, e)],
    ],
    ids=["none", "another's", "only an end", "all"],
)
def test_what_makes_no_sense_is_refused(mixed: Workspace, choose: Choice) -> None:
    """Nothing is recorded then."""
    last = mixed.ledger.last_seq()
    with pytest.raises(InvalidInput):
        split_entity(mixed, local_operator(), f"{CASE}:ana", choose(mixed), "")
    assert mixed.ledger.last_seq() == last


def test_who_does_not_see_or_write_splits_nothing(case: Workspace) -> None:
    """A statement of a hidden compartment is not there; a reader only reads."""
    scope = case.scope(local_operator())
    found = case.ledger.find_statements(scope, ["konac:ana"])["konac:ana"]
    hidden = next(one.id for one in found if one.context.compartment != "case")
    shown = next(one.id for one in found if one.value.prop == "phone")
    with pytest.raises(NotFound):
        split_entity(case, user(case, "ana"), "konac:ana", [hidden], "")
    with pytest.raises(Forbidden):
        split_entity(case, user(case, "rada"), "konac:ana", [shown], "")
    with pytest.raises(NotFound):
        split_entity(case, user(case, "gost"), "konac:ana", [shown], "")
    assert split_entity(case, user(case, "boris"), "konac:ana", [hidden], "")


def user(workspace: Workspace, name: str) -> Principal:
    """Return a user."""
    return workspace.accounts.principal(name)
