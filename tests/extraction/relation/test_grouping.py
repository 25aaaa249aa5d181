"""Which mentions name one entity, by a document's own text."""

from extraction.relation.grouping import group


def test_a_part_of_a_name_is_whose_name_came_first() -> None:
    """A relative of the same family name is named in full; an initial tells, too."""
    named = [
        ("PER", "Marko Perić"),
        ("PER", "Perić"),
        ("PER", "Ana Perić"),
        ("PER", "Perić"),
        ("PER", "M. Perić"),
        ("PER", "A. Perić"),
        ("ORG", "Perić"),
    ]
    one, same, other, again, initial, her, firm = group(named)
    assert one == same == again == initial
    assert other == her != one
    assert firm not in (one, other)


def test_a_part_before_the_whole_is_the_person_behind() -> None:
    first, second, third = group([("PER", "Ivo"), ("PER", "Ivo Ivić"), ("PER", "Ana")])
    assert first == second != third
