"""Requirements: who sees what, and counting an event once for everyone."""

from hypothesis import given
from hypothesis import strategies as st

from graph.requirements import EVERYONE, minimal, requirement, shares

REQUIREMENTS = st.frozensets(st.sampled_from("ABCD"), max_size=3)


def test_the_whole_case_is_no_demand() -> None:
    """What the whole case's compartment says needs nothing more to be seen."""
    assert requirement("case") == EVERYONE
    assert requirement("case", "A", "B") == {"A", "B"}


@given(st.lists(REQUIREMENTS, max_size=5), REQUIREMENTS)
def test_minimal_lets_the_same_askers_see(
    given_: list[frozenset[str]], granted: frozenset[str]
) -> None:
    """Leaving out what others are part of changes nothing for anyone."""
    kept = minimal(given_)
    assert any(r <= granted for r in kept) == any(r <= granted for r in given_)
    assert not any(a < b for a in kept for b in kept)


@given(st.lists(REQUIREMENTS, min_size=1, max_size=5), st.data())
def test_an_event_counts_once_for_whoever_sees_it(
    given_: list[frozenset[str]], data: st.DataObject
) -> None:
    """Visible counts add up to one or none, measures to the largest visible."""
    numbers = st.integers(0, 9).map(float)
    measures = [(needed, data.draw(numbers)) for needed in minimal(given_)]
    granted = data.draw(REQUIREMENTS)
    seen = [measure for needed, measure in measures if needed <= granted]
    visible = [s for needed, s in shares(measures).items() if needed <= granted]
    assert sum(count for count, _ in visible) == (1 if seen else 0)
    assert sum(total for _, total in visible) == max(seen, default=0.0)
