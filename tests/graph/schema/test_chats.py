"""Messages, calls and accounts of services in the ontology."""

from graph.schema import edge_ends, get_schema, is_event, is_tally, tally_of


def test_messages_and_calls_of_services_are_counted() -> None:
    """From account to account; a message of persons alone from person to person."""
    assert edge_ends("Message") == ("senderAccount", "recipientAccount")
    assert edge_ends("AppCall") == ("callerAccount", "receiverAccount")
    assert all(is_tally(name) and is_event(name) for name in ("Message", "AppCall"))
    assert tally_of("Message")["source_number"] == "sender"
    assert is_tally("Sighting") and is_tally("WebVisit")


def test_accounts_are_called_by_their_names() -> None:
    """Not by their service; a group of a service is an account with members."""
    assert get_schema("UserAccount").caption[0] == "name"
    assert get_schema("ChatGroup").is_a("UserAccount")
