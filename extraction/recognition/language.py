"""The language and script that a text is mostly in."""

from typing import NamedTuple


class Language(NamedTuple):
    """What a text is in: `language` sr bs cnr hr mk sq en, `script` Latn or Cyrl.

    Both are None where the text is too short or in another language or script;
    `confidence` runs from 0 to 1.
    """

    language: str | None
    script: str | None
    confidence: float
