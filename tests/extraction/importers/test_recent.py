"""What was met lately is counted; memory stays bounded."""

from extraction.importers.recent import Recent


def test_keys_are_counted_apart() -> None:
    """The first time is one."""
    recent = Recent()
    assert [recent.meet(key) for key in ("a", "b", "a", "a")] == [1, 1, 2, 3]


def test_the_longest_unmet_is_forgotten() -> None:
    """Meeting a key again keeps it."""
    recent = Recent(most=2)
    for key in ("a", "b", "a", "c"):
        recent.meet(key)
    assert recent.meet("a") == 3
    assert recent.meet("b") == 1
