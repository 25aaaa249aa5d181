"""The projection: what an entity's live values assert, and to whom."""

from graph.ledger.feed import FeedRow
from graph.model import LinkFacet, NodeFacet, Value
from graph.projection import project


def rows(
    schema: str, *pairs: tuple[str, str], compartment: str = "case"
) -> list[FeedRow]:
    """Return values of one schema, said in one compartment."""
    return [FeedRow(schema, compartment, 1, Value(*pair)) for pair in pairs]


def links(entity: str, said: list[FeedRow]) -> dict[tuple[str, str], LinkFacet]:
    """Return links and tallies by id and requirement (its names joined)."""
    made = project(entity, said)
    return {
        (f.id, "".join(sorted(f.requirement))): f for f in made.links + made.tallies
    }


def node(entity: str, said: list[FeedRow]) -> NodeFacet:
    """Return the one node of an entity itself."""
    (facet,) = project(entity, said).nodes
    return facet


def test_nothing_said_asserts_nothing() -> None:
    """An entity without live values is not there."""
    made = project("c:p", [])
    assert not (made.nodes or made.links or made.shared_nodes or made.tallies)


def test_the_caption_is_what_is_said_most() -> None:
    """Then Latin script before Cyrillic, then the alphabet."""
    names = [("name", n) for n in ("Ана", "Ana", "Vera", "Vera", "Ања")]
    assert node("c:p", rows("Person", *names)).caption == "Vera"
    assert node("c:p", rows("Person", *names[:2])).caption == "Ana"
    assert node("c:p", rows("Person", *names[:2])).names == ("ana",)


def test_first_and_last_name_make_a_name() -> None:
    """Where nobody states a name, they are shown and searched for together."""
    facet = node("c:p", rows("Person", ("firstName", "Ana"), ("lastName", "Anić")))
    assert (facet.caption, facet.names) == ("Ana Anić", ("ana anic",))


def test_countries_are_those_stated() -> None:
    """A telephone number says nothing of its user's country."""
    said = [("nationality", "rs"), ("phone", "+38344555067")]
    assert node("c:p", rows("Person", *said)).countries == ("rs",)


def test_unlike_things_under_one_id_are_one_node() -> None:
    """Of the schema that is first by name; what only the other has is no name of it."""
    said = rows("Person", ("name", "Ana"), ("country", "rs"))
    said += rows("Vessel", ("name", "Ana Marija"), ("imoNumber", "9074729"))
    facet = node("c:p", said)
    assert (facet.schema, facet.countries) == ("Person", ("rs",))
    assert facet.names == ("ana", "ana marija")


def test_each_compartment_asserts_its_own_node() -> None:
    """A hidden name is in a hidden facet only."""
    said = rows("Person", ("name", "Ana"))
    said += rows("Person", ("name", "Secret"), compartment="A")
    facets = {tuple(f.requirement): f for f in project("c:p", said).nodes}
    assert facets[()].names == ("ana",)
    assert facets[("A",)].names == ("secret",)


def test_identifiers_are_nodes_with_a_link() -> None:
    """However a number is written it is one node, with its own country."""
    made = project("c:p", rows("Person", ("phone", "+383 44 555-067")))
    (number,) = made.shared_nodes
    assert (number.id, number.schema) == ("c:phone-38344555067", "PhoneNumber")
    assert (number.caption, number.countries) == ("+38344555067", ("xk",))
    (link,) = made.links
    assert (link.id, link.schema) == ("c:p~phone~phone-38344555067", "phone")
    assert (link.source, link.target) == ("c:p", number.id)


def test_an_identifier_with_statements_of_its_own_is_the_same_node() -> None:
    """Its entity adds to the node that others assert."""
    said = rows("PhoneNumber", ("number", "+383 44 555-067"))
    (own,) = project("c:phone-38344555067", said).shared_nodes
    assert (own.caption, own.count) == ("+38344555067", 1)


def test_a_relationship_bears_its_entity_id() -> None:
    """One pair of ends is the entity itself; several have the ends added."""
    one = rows("Ownership", ("owner", "p"), ("asset", "q"), ("startDate", "2010"))
    assert links("c:o", one).keys() == {("c:o", "")}
    assert links("c:o", one)["c:o", ""].first == "2010"
    assert links("c:o", one)["c:o", ""].last == ""
    two = one + rows("Ownership", ("owner", "r"))
    assert links("c:o", two).keys() == {("c:o~p~q", ""), ("c:o~r~q", "")}


def test_a_hidden_pair_does_not_show_in_the_id_of_an_open_one() -> None:
    """The link that everyone sees is named as if the other were not there."""
    said = rows("Ownership", ("owner", "p"), ("asset", "q"))
    said += rows("Ownership", ("asset", "hidden"), compartment="A")
    assert links("c:o", said).keys() == {("c:o", ""), ("c:o~p~hidden", "A")}


def test_ends_of_two_compartments_need_both() -> None:
    """Who sees one end only does not see the link."""
    said = rows("Ownership", ("owner", "p"), compartment="A")
    said += rows("Ownership", ("asset", "q"), compartment="B")
    assert links("c:o", said).keys() == {("c:o~p~q", "AB")}


def test_a_hidden_schema_does_not_hide_an_open_node() -> None:
    """A compartment that calls a person a relationship takes nothing from others."""
    said = rows("Person", ("name", "Ana"))
    said += rows("Ownership", ("owner", "p"), compartment="A")
    assert node("c:p", said).caption == "Ana"


def test_calls_between_numbers() -> None:
    """A call that names nobody joins two numbers, counted, with its seconds."""
    said = rows(
        "Call",
        ("callerNumber", "+381641111111"),
        ("receiverNumber", "+381642222222"),
        ("date", "2026-03-02T10:00"),
        ("duration", "61"),
    )
    name = "c:Call~phone-381641111111~phone-381642222222"
    link = links("c:k", said)[name, ""]
    assert (link.count, link.total, link.first, link.last) == (
        1,
        61.0,
        "2026-03-02T10:00",
        "2026-03-02T10:00",
    )
    assert len(project("c:k", said).shared_nodes) == 2


def test_a_hidden_caller_leaves_the_number_to_the_others() -> None:
    """Who may not see who called still sees which number did."""
    said = rows(
        "Call", ("callerNumber", "+381641111111"), ("receiver", "q"), ("duration", "5")
    )
    said += rows("Call", ("caller", "p"), compartment="A")
    keys = links("c:k", said).keys()
    assert keys == {("c:Call~phone-381641111111~q", ""), ("c:Call~p~q", "A")}


def test_a_payment_sums_its_amount() -> None:
    """A currency beside the number does not hide the number."""
    ends = [("payer", "p"), ("beneficiary", "q")]
    said = rows("Payment", *ends, ("amount", "1234.50 EUR"))
    assert links("c:k", said)["c:Payment~p~q", ""].total == 1234.5


def test_a_call_stated_in_two_compartments_counts_once() -> None:
    """Both askers see one call, and so does who sees both compartments."""
    said = []
    for compartment in "AB":
        said += rows(
            "Call", ("caller", "p"), ("receiver", "q"), compartment=compartment
        )
    counts = {k[1]: f.count for k, f in links("c:k", said).items()}
    assert counts == {"A": 1, "B": 1, "AB": -1}


def test_what_takes_part_in_an_event_is_linked_at_its_time() -> None:
    """Relationships of an event carry its date, a person's do not her birth date."""
    event = rows("Offence", ("date", "2017-08-24"), ("suspect", "p"))
    link = links("c:e", event)["c:e~suspect~p", ""]
    assert (link.source, link.target, link.first) == ("c:e", "c:p", "2017-08-24")
    person = rows("Person", ("birthDate", "1970"), ("addressEntity", "a"))
    assert links("c:p", person)["c:p~addressEntity~a", ""].first == ""


def test_a_payment_between_accounts_joins_them() -> None:
    """Where nobody is named, the accounts are the ends."""
    ends = [("payerAccount", "one"), ("beneficiaryAccount", "other")]
    assert links("c:k", rows("Payment", *ends)).keys() == {("c:Payment~one~other", "")}
