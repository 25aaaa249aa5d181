"""Two records side by side: in what they agree, in what they differ."""

import pytest

from backend.comparing import Agreement, compare_values


@pytest.mark.parametrize(
    ("prop", "left", "right", "expected"),
    [
        ("name", ["Ђорђе Марковић"], ["Markovic Djordje"], Agreement.SAME),
        ("name", ["Gjorgje Markoviq"], ["Đorđe Marković"], Agreement.SIMILAR),
        ("name", ["Đorđe Marković"], ["Petar Ilić"], Agreement.DIFFERENT),
        ("birthDate", ["1978"], ["1978-03-12"], Agreement.SIMILAR),
        ("birthDate", ["1978-03-12"], ["1987-03-12"], Agreement.DIFFERENT),
        ("birthDate", ["1978-03-12"], ["1991", "1978-03-12"], Agreement.SAME),
        ("phone", ["+381645550142"], [], Agreement.ONE_SIDED),
        ("nationality", ["rs"], ["ru"], Agreement.DIFFERENT),
        ("birthPlace", ["Нови Сад"], ["Novi Sad"], Agreement.SAME),
        ("birthPlace", ["Novi Sad"], ["Novi Sod"], Agreement.SIMILAR),
        ("birthPlace", ["Novi Sad"], ["Tirana"], Agreement.DIFFERENT),
    ],
)
def test_agreement_of_a_property(
    prop: str, left: list[str], right: list[str], expected: Agreement
) -> None:
    """One value in common is agreement; the order of the sides does not matter."""
    assert compare_values("Person", {prop: left}, {prop: right}) == {prop: expected}
    assert compare_values("Person", {prop: right}, {prop: left}) == {prop: expected}


def test_every_property_of_either_side_is_told() -> None:
    """Names are in order, what one side lacks too."""
    left, right = {"name": ["Ana"], "phone": ["+38111"]}, {"birthDate": ["1980"]}
    found = compare_values("Person", left, right)
    assert list(found) == ["birthDate", "name", "phone"]
    assert set(found.values()) == {Agreement.ONE_SIDED}
