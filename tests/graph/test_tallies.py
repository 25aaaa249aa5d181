"""Events counted: the quick way over lists of them, beside the way for any event."""

from hypothesis import given
from hypothesis import strategies as st

from graph.ledger.feed import EventRow, FeedRow
from graph.model import Value
from graph.projection import project
from graph.schema import edge_ends, is_tally, ontology
from graph.tallies import count_events

COUNTED = [n for n in ontology().schemata if is_tally(n) and edge_ends(n)]
PROPS = (
    "caller", "receiver", "callerNumber", "receiverNumber", "payer", "beneficiary",
    "payerAccount", "beneficiaryAccount", "amount", "duration", "date", "endDate",
    "startDate", "description", "sender", "recipients",
)  # fmt: skip
TEXTS = ("+381641234567", "00382 67 123", "1234", "ana", "2025-03-01", "61", "7.5", "x")


@st.composite
def events(draw: st.DrawFn) -> EventRow:
    """Draw an event of any counted schema, with a few of its properties."""
    schema = draw(st.sampled_from(COUNTED))
    known = ontology().schemata[schema].properties
    props = [prop for prop in PROPS if prop in known and not known[prop].stub]
    pair = st.tuples(st.sampled_from(props), st.sampled_from(TEXTS)).map(list)
    said = draw(st.lists(pair, min_size=1, max_size=8))
    return EventRow("c:e", schema, draw(st.sampled_from(("case", "a"))), said)


@given(events())
def test_events_said_once_are_counted_as_any_event(event: EventRow) -> None:
    """The same tallies with the same nodes at their ends, whatever stands twice."""
    rows = [
        FeedRow(event.schema, event.compartment, 1, Value(prop, text))
        for prop, text in dict.fromkeys(map(tuple, event.values))
    ]
    made = project(event.entity, rows)
    tallies, nodes = count_events([event])
    assert tallies == made.tallies
    assert sorted(nodes, key=lambda n: n.id) == sorted(
        made.shared_nodes, key=lambda n: n.id
    )


def test_there_are_counted_schemata() -> None:
    """Calls, messages and payments are among them."""
    assert {"Call", "TextMessage", "Payment"} <= set(COUNTED)
