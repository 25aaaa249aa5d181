"""A pattern's text: what it draws, and where it cannot be read."""

from datetime import UTC, datetime

import pytest

from backend.patterns import read_pattern
from graph.errors import InvalidInput
from graph.store.patterns import ALWAYS, Direction, Period, Step, Way

MARCH = Period(datetime(2025, 3, 1, tzinfo=UTC), datetime(2025, 4, 1, tzinfo=UTC))


@pytest.mark.parametrize(
    ("text", "steps"),
    [
        ("()", [Step()]),
        ("( person )", [Step("Person")]),
        ("(Person)--(Company)", [Step("Person", Way()), Step("Company")]),
        (
            "(Person)-->()<--(Vehicle)",
            [
                Step("Person", Way(direction=Direction.OUT)),
                Step(None, Way(direction=Direction.IN)),
                Step("Vehicle"),
            ],
        ),
        (
            "() -[call 2025-03..2025-04 >= 60]-> ()",
            [Step(None, Way("Call", Direction.OUT, MARCH, 60.0)), Step()],
        ),
        ("()-[*3]-()", [Step(None, Way(max_hops=3)), Step()]),
        ("()-[phone *..2]-()", [Step(None, Way("phone", max_hops=2)), Step()]),
        ("()-[*1..6 >0.5]-()", [Step(None, Way(least=0.5, max_hops=6)), Step()]),
        (
            "()-[2025-03-01..]-()",
            [Step(None, Way(period=Period(MARCH.after, None))), Step()],
        ),
        ("()-[..]-()", [Step(None, Way(period=ALWAYS)), Step()]),
    ],
)
def test_what_is_drawn(text: str, steps: list[Step]) -> None:
    """Kinds in any case of letters, directions, hops, sums, times."""
    assert read_pattern(text) == steps


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("", "character 1"),
        ("Person", "character 1"),
        ("(Person)-[Call]->", "character 18"),
        ("(Person) (Company)", "character 10"),
        ("(Persona)", "'Persona'"),
        ("(Phone)--()", "between them, .phone."),
        ("()-[Cal]-()", "'Cal'"),
        ("()-[Call Payment]-()", "'Payment'"),
        ("()<-[Call]->()", "one direction"),
        ("()-[*7]-()", "1 to 6"),
        ("()-[*0]-()", "1 to 6"),
        ("()-[2025-13..]-()", "dates are written"),
        ("()-[2025-04..2025-03]-()", "ends before"),
    ],
)
def test_what_cannot_be_read(text: str, said: str) -> None:
    """The error says where, or what."""
    with pytest.raises(InvalidInput, match=said):
        read_pattern(text)
