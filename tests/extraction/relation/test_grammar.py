"""Every construction of the lexicons has its orders, every relation its ends."""

import pytest

from extraction.relation.grammar import constructions, relations
from extraction.relation.lexicon import load_lexicon

_FOR_LEADERS = {"leading"}


@pytest.mark.parametrize("language", ["hbs", "mk", "sq", "en"])
def test_the_lexicons_use_known_names(language: str) -> None:
    """A word of an unknown construction or relation would state nothing."""
    lexicon = load_lexicon(language)
    triggers = {
        entry.trigger
        for rows in (*lexicon.whole.values(), *lexicon.stems.values())
        for entry in rows
        if entry.trigger
    }
    for trigger in triggers:
        names = set(trigger.relations) - _FOR_LEADERS
        assert names <= relations().keys()
        assert trigger.construction in constructions()


def test_orders_name_both_ends_and_the_word() -> None:
    """S, T and O, once each; every order costs something or nothing."""
    for construction in constructions().values():
        assert construction.orders
        for order, cost in construction.orders.items():
            assert sorted(order) == ["O", "S", "T"]
            assert cost >= 0
