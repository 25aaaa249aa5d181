"""An entity's age: what names a cluster does not wander when things are said anew."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from graph.follow import catch_up
from graph.ledger import Ledger
from graph.model import Context, Record, Scope, Value, Verdict
from graph.store.embedded import EmbeddedStore
from graph.store.view import View

OPERATOR = Scope("operator", everything=True)
OPEN = Scope("ana", {"c": frozenset()})
SECRET = "sources"


class Case:
    """A ledger with one case, and a store that follows it."""

    def __init__(self, folder: Path) -> None:
        self.ledger = Ledger.open(str(folder / "ledger.db"))
        self.ledger.create_case("c", "A case", None, "u")
        self.store = EmbeddedStore(folder)

    def say(self, entity: str, name: str, part: str = "case") -> str:
        """Say a person's name; return the event."""
        record = Record(entity, "Person", (Value("name", name),))
        with self.ledger.commit(kind="add", case="c", actor="u") as tx:
            tx.append(Context("c", "test/1", compartment=part), [record])
        return tx.event.id

    def join(self, *pair: str) -> None:
        """Judge two to be the same."""
        with self.ledger.commit(kind="judge", case="c", actor="u") as tx:
            tx.judge(f"c:{pair[0]}", f"c:{pair[1]}", Verdict.POSITIVE)

    def undo(self, event: str) -> None:
        """Take an event back."""
        with self.ledger.commit(kind="undo", case="c", actor="u") as tx:
            tx.undo(event)

    def canonical(self, entity: str, scope: Scope = OPERATOR) -> str:
        """Return the local id of the node that an entity is part of."""
        catch_up(self.ledger, self.store.writer())
        with self.store.reader(scope) as reader:
            view = View(reader, scope, self.ledger.clusters(scope))
            return view.get_node(f"c:{entity}").id.removeprefix("c:")


@pytest.fixture
def case(tmp_path: Path) -> Iterator[Case]:
    """An empty case."""
    made = Case(tmp_path)
    yield made
    made.store.close()
    made.ledger.close()


def test_what_is_read_anew_keeps_its_age(case: Case) -> None:
    """A first reading taken back and made again leaves the cluster its name."""
    first = case.say("z", "Ana Anić")
    case.say("a", "Ana Anic")
    case.join("a", "z")
    assert case.canonical("a") == "z"
    case.undo(first)
    assert case.canonical("a") == "a"
    case.say("z", "Ana Anić Petrović")
    assert case.canonical("a") == "z"


def test_more_members_do_not_rename_a_cluster(case: Case) -> None:
    """Whoever comes later, whatever their ids, the name stays."""
    for entity in ("m", "a", "z", "b"):
        case.say(entity, "Ana Anić")
        if entity != "m":
            case.join("m", entity)
        assert case.canonical(entity) == "m"


def test_a_hidden_first_word_does_not_age_an_entity(case: Case) -> None:
    """For who does not see the compartment the other member is the earlier one."""
    case.say("z", "Zmija", SECRET)
    case.say("a", "Ana Anic")
    case.say("z", "Ana Anić")
    case.join("a", "z")
    assert case.canonical("a") == "z"
    assert case.canonical("z", OPEN) == "a"


def test_a_member_that_is_not_seen_names_nobody(case: Case) -> None:
    """The earliest of those that are seen does."""
    case.say("z", "Zmija", SECRET)
    case.say("a", "Ana Anic")
    case.say("b", "Ana Anić")
    case.join("a", "z")
    case.join("b", "z")
    assert case.canonical("b") == "z"
    assert case.canonical("b", OPEN) == "a"
