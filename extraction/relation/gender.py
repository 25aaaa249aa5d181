"""Whether a name is a man's or a woman's, as far as its ending tells."""

from collections.abc import Iterable, Mapping

from extraction.model import Mention
from extraction.relation.lexicon import Lexicon, plain


class Genders:
    """Picks the person that `his` or `her` can mean.

    A family name alone has the gender of the one full name that has it.
    """

    def __init__(self, people: Iterable[Mention], lexicon: Lexicon) -> None:
        """Learn the names of a document."""
        self._language = lexicon.language
        self._men = lexicon.men
        self._women = lexicon.women
        self._by_name = self._learn({m.value for m in people})

    def _learn(self, values: Iterable[str]) -> Mapping[str, str]:
        found: dict[str, str] = {}
        for value in sorted(values):
            parts = plain(value).split() or [""]
            gender = self._of_given(parts[0])
            for part in parts if len(parts) > 1 else ():
                known = found.setdefault(part, gender)
                if known != gender:
                    found[part] = ""
        return found

    def of(self, mention: Mention) -> str:
        """Return `m`, `f`, or nothing where it cannot be told."""
        parts = plain(mention.value).split()
        if len(parts) > 1:
            return self._of_given(parts[0])
        known = self._by_name.get(parts[0]) if parts else None
        if known is not None:
            return known
        return self._of_given(parts[0]) if parts else ""

    def pick(self, choices: Iterable[Mention], male: bool) -> Mention | None:
        """Return the first of the gender, else the first that may be of it."""
        rows = list(choices)
        wanted = "m" if male else "f"
        for row in rows:
            if self.of(row) == wanted:
                return row
        return next((row for row in rows if not self.of(row)), None)

    def _of_given(self, name: str) -> str:
        if name in self._men:
            return "m"
        if name in self._women:
            return "f"
        if name.endswith("a") or (self._language == "sq" and name.endswith("e")):
            return "f"
        unsure = self._language == "en" and name.endswith(("e", "i", "y"))
        return "" if unsure else "m"
