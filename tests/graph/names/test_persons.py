"""Persons' names read and compared."""

from graph.names import compare_persons, is_placeholder, name_keys, read_person


def test_one_man_in_two_scripts_shares_a_key() -> None:
    """Đorđe is Ѓорѓе in Macedonian; an initial finds him too."""
    one, other = read_person("Đorđe Marković"), read_person("Ѓорѓе Марковиќ")
    assert compare_persons(one, other).level == "same"
    assert set(name_keys(one)) & set(name_keys(read_person("Đ. Marković")))


def test_placeholders_name_nobody() -> None:
    """What stands for an unknown person is no name."""
    assert is_placeholder("NN lice")
    assert compare_persons(read_person("NN lice"), read_person("NN lice")).level == (
        "none"
    )
