"""How far two names agree: the word that comparing gives back."""

from typing import Final, Literal, NamedTuple, get_args

Level = Literal[
    "same",
    "variant",
    "nickname",
    "initial",
    "cognate",
    "close",
    "kin",
    "different",
    "none",
]

LEVELS: Final[tuple[Level, ...]] = get_args(Level)
"""All levels, the most agreeing first."""


class NameAgreement(NamedTuple):
    """How far two names agree: a level, a score of 0 to 1, reasons without values.

    same: letter for letter, whatever script, capitals, titles; variant: spelling,
    transliteration, diacritics, order, case ending; nickname: a short form and a
    formal name that it is of; initial: initials, or parts missing, and nothing
    contradicts; cognate: one name in two languages, as Gjergj and Đorđe; close: a
    typing or reading error; kin: the family name alone, or a woman's form of it;
    different; none: no usable name on one side.
    """

    level: Level
    score: float
    reasons: tuple[str, ...] = ()
