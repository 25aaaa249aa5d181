"""Which mentions name one entity, by a document's own text."""

import time

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


def test_many_names_take_linear_time() -> None:
    """Each of ten thousand people, all of other families, is one of two mentions."""
    letters = [f"{one}{two}{three}" for one in "abcdefghij" for two in "klmnopqrst"
               for three in "uvwxyzabcd"]  # fmt: skip
    names = [f"Ana {one}{two}ić" for one in letters for two in "abcdefghij"]
    both = [("PER", name) for name in names]
    short = [("PER", name.split()[1]) for name in names]
    started = time.process_time()
    numbers = group([*both, *short])
    assert numbers == [*range(len(names))] * 2
    assert time.process_time() - started < 10
