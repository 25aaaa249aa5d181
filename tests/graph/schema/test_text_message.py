"""Text messages in the ontology."""

from graph.schema import (
    common_schema,
    edge_ends,
    identifier_schema,
    is_event,
    is_tally,
    tally_of,
)


def test_text_messages_are_counted_like_calls_and_apart_from_them() -> None:
    """They have a call's ends and numbers, and a name of their own."""
    assert edge_ends("TextMessage") == edge_ends("Call") == ("caller", "receiver")
    assert is_tally("TextMessage") and is_event("TextMessage")
    numbers = {"source_number": "callerNumber", "target_number": "receiverNumber"}
    assert tally_of("TextMessage").items() >= numbers.items()
    assert identifier_schema("TextMessage", "callerNumber") == "PhoneNumber"


def test_a_call_that_is_also_called_a_text_message_is_one() -> None:
    """Of the two schemata the narrower counts."""
    assert common_schema("Call", "TextMessage") == "TextMessage"
