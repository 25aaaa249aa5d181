"""What the slots of our sentences are filled with: names in the case that is asked for.

Every value may have its label on a part alone, between < and >: `the <{N} clan>`.
"""

import random
import re
from dataclasses import dataclass
from typing import NamedTuple

from extraction.models.lists import NameLists, to_macedonian
from extraction.recognition.inflection import (
    decline_albanian,
    decline_feminine,
    decline_masculine,
    decline_place,
)

SLOT = re.compile(r"\{(\w+)(?:\.(\w+))?\}")
_CASES = {
    "hbs": {"gen": 1, "dat": 2, "loc": 2, "ins": 3, "acc": 4},
    "sq": {"gen": 1, "dat": 1, "acc": 2, "loc": 2, "ins": 2},
}


class Person(NamedTuple):
    """A made-up person."""

    given: str
    family: str
    woman: bool


@dataclass
class Filler:
    """Draws values of slots. Equal random states and lists give equal values."""

    names: NameLists
    random: random.Random

    def value(self, slot: str, case: str, language: str) -> str:
        """Return what fills a slot; slots inside of it are filled too."""
        method = getattr(self, f"_make_{slot.lower()}", None)
        if method is None:
            return self._plain(slot)
        value: str = method(case, language)
        return SLOT.sub(lambda s: self.value(s[1], s[2] or "", language), value)

    def _chance(self, share: float) -> bool:
        return self.random.random() < share

    def _form(self, row: str, case: str, language: str) -> str:
        """Return one of `nominative | genitive | …`, the nominative where it lacks."""
        forms = row.split(" | ")
        return forms[min(_CASES.get(language, {}).get(case, 0), len(forms) - 1)]

    # Persons

    def _make_p(self, case: str, language: str) -> str:
        return self._in_case(self.person(language, self._chance(0.18)), case, language)

    def _make_f(self, case: str, language: str) -> str:
        return self._in_case(self.person(language, True), case, language)

    def _make_r(self, case: str, language: str) -> str:
        """The family name first, as in lists; with the father's name, or a comma."""
        person = self.person(language, self._chance(0.2))
        family = person.family
        given = self.decline(person.given, person.woman, case, language)
        style = self.random.random()
        if style < 0.25:
            return f"{family.upper()} {given}"
        if style < 0.4:
            father = self.person(language, False).given
            between = self.random.choice((" ({}) ", " /{}/ "))
            pair = (given, family) if language == "sq" else (family, given)
            return between.format(father).join(pair)
        if language == "en" and style < 0.7:
            return f"{family}, {given}"
        return f"{family} {given}"

    def _make_s(self, case: str, language: str) -> str:
        return self.decline(self.person(language, False).family, False, case, language)

    def _make_g(self, case: str, language: str) -> str:
        return self.decline(self.person(language, False).given, False, case, language)

    def _make_gf(self, case: str, language: str) -> str:
        return self.decline(self.person(language, True).given, True, case, language)

    def _make_v(self, _: str, language: str) -> str:
        """Return what is said of a person's own: Petrovićev, Markov, Anin."""
        person = self.person(language, self._chance(0.3))
        name = self.random.choice((person.given, person.family))
        if name.endswith("a"):
            return f"{name[:-1]}in"
        if name.endswith(("o", "e")):
            return f"{name[:-1]}ov"
        soft = name[-1].lower() in "ćčđšžjc"
        return f"{name}ev" if soft else f"{name}ov"

    def _make_m(self, case: str, language: str) -> str:
        """Return a woman with the name that she was born with, as in contracts."""
        name = self._in_case(self.person(language, True), case, language)
        born = self.random.choice(("rođ.", "rođena", "rođ. -"))
        if case == "gen" and born == "rođena":
            born = "rođene"
        comma = "," if self._chance(0.6) else ""
        return f"{name}{comma} {born} {self.person(language, False).family}"

    def _make_q(self, _: str, language: str) -> str:
        return self._write(self.random.choice(self._words("nicknames")), language)

    def _make_n(self, _: str, language: str) -> str:
        return self._write(self.random.choice(self._words("nicknames")), language)

    def person(self, language: str, woman: bool) -> Person:
        """Return a name made up as it is usual where the language is spoken."""
        group = language
        if self._chance(0.2):
            group = self.random.choice(("hbs", "sq", "mk", "en"))
        elif language == "en":
            group = self.random.choice(("hbs", "sq", "mk", "en", "en"))
        given = self.random.choice(
            self.names.given[group]["female" if woman else "male"]
        )
        family = self.random.choice(self.names.surnames[group])
        if woman and group == "mk" and family.endswith("ski"):
            family = f"{family[:-1]}a"
        if self._chance(0.06):
            joint = self.random.choice("- ")
            family += f"{joint}{self.random.choice(self.names.surnames[group])}"
        given, family = self._write(given, language), self._write(family, language)
        return Person(given, family, woman)

    def _in_case(self, person: Person, case: str, language: str) -> str:
        style = self.random.random()
        if style < 0.03:
            return f"{person.given[0]}. {person.family}"
        if style < 0.04:
            return f"{person.given[0]}. {person.family[0]}."
        given, family = person.given, person.family
        if language == "hbs" and case:
            given = self.decline(given, person.woman, case, language)
        if style < 0.06:
            return f"{given} {family[0]}."
        if language in ("hbs", "sq") and case:
            family = self.decline(family, person.woman, case, language)
        return f"{given} {family}"

    def decline(self, word: str, woman: bool, case: str, language: str) -> str:
        """Return a given name or surname in a case: `nom`, `gen`, `dat`, …"""
        case = {"loc": "dat"}.get(case, case)
        if case in ("", "nom") or language not in ("hbs", "sq"):
            return word
        if language == "sq":
            return decline_albanian(word)[case]
        return (decline_feminine if woman else decline_masculine)(word)[case]

    # Organizations

    def _make_k(self, case: str, language: str) -> str:
        chosen = self._form(self._one("groups", language), case, language)
        stem = self.random.choice(("kavač", "škaljar", "vračar", "zemun", "žabalj"))
        stem = to_macedonian(stem) if language == "mk" else stem
        return chosen.replace("{k}", stem)

    def _make_t(self, case: str, language: str) -> str:
        return self._form(self._one("known", language), case, language)

    def _make_h(self, _: str, language: str) -> str:
        """Return a shop by its owner or its name."""
        kind = self._drawn("shops")
        owner = self.random.choice(self.names.surnames[language])
        if self._chance(0.4):
            return f"{owner}'s {kind}" if self._chance(0.7) else f"{owner}'s"
        return f"{self.random.choice(self._words('companies'))} {kind}"

    def _make_i(self, case: str, language: str) -> str:
        if self._chance(0.35):
            return self._body(case, language)
        return self._form(self._one("institutions", language), case, language)

    def _body(self, case: str, language: str) -> str:
        """Return an authority or a unit of one: what it is, and what for."""
        bodies = self.names.phrases["bodies"][language]
        head = self._form(self.random.choice(bodies["heads"]), case, language)
        if "owned" in bodies and self._chance(0.5):
            owned = self.random.choice(bodies["owned"].split()).replace("_", " ")
            name = self._owned(head, owned, language)
        else:
            name = f"{head} {self.random.choice(bodies['tasks'])}"
        if language != "en" and self._chance(0.3):
            name += " {L}"
        elif language == "hbs" and self._chance(0.15):
            name += " u {L.loc}"
        return name

    def _owned(self, head: str, owned: str, language: str) -> str:
        if language == "en":
            return f"{owned} {head}"
        if head.endswith("n"):
            link = "e"
        elif head.endswith(("së", "ës")):
            link = "së"
        elif head.endswith("it"):
            link = "të"
        else:
            link = "e" if head.endswith("a") else "i"
        return f"{head} {link} {owned}"

    def _make_bank(self, case: str, language: str) -> str:
        word = self.random.choice(self.names.phrases["banks"][language].split())
        endings = {"gen": "e", "dat": "oj", "ins": "om"}
        return f"{word}{endings.get(case, 'a')}" if language == "hbs" else word

    def _make_o(self, case: str, language: str) -> str:
        form = self._one("legal_forms", language)
        if language == "hbs" and self._chance(0.12):
            name = self._trade(case)
        else:
            name = self._company(language)
            if self._chance(0.35):
                name = self._one("quotes", language).format(name)
        style = self.random.random()
        if style < 0.2:
            quotes = name[0] in '„"«“'
            return f"{name[0]}<{name[1:-1]}>{name[-1]}" if quotes else name
        if style < 0.3:
            return f"{form} {name}"
        return f"{name} {form} {{L}}" if style < 0.45 else f"{name} {form}"

    def _company(self, language: str) -> str:
        size = self.random.choice((1, 2, 2, 2, 3))
        name = " ".join(self.random.sample(self._words("companies"), size))
        style = self.random.random()
        if style < 0.15:
            name = (
                f"{self.random.choice(self.names.surnames[language])} {name.split()[0]}"
            )
        elif style < 0.25:
            name = (
                f"{self.random.choice(self.names.places[language])} {name.split()[0]}"
            )
        return self._write(name, language) if self._chance(0.7) else name

    def _trade(self, case: str) -> str:
        """Return a company named by what it does: `Moravska gradnja` in its case."""
        endings = ("ska", "ske", "skoj", "skom", "sku")
        ending = endings[_CASES["hbs"].get(case, 0)]
        trade = self._form(
            self.random.choice(self.names.phrases["trades"]), case, "hbs"
        )
        return f"{self.random.choice(self._words('stems'))}{ending} {trade}"

    # Places

    def _make_l(self, case: str, language: str) -> str:
        place = self.random.choice(self.names.places[language])
        if language == "hbs" and case and case != "nom":
            return decline_place(place)[{"loc": "dat"}.get(case, case)]
        if language == "sq" and case in ("gen", "acc") and " " not in place:
            return decline_albanian(place)[case]
        return place

    def _make_c(self, case: str, language: str) -> str:
        return self._form(self._one("countries", language), case, language)

    def _make_w(self, _: str, language: str) -> str:
        return self._one_word("waters", language)

    def _make_z(self, _: str, __: str) -> str:
        return self._drawn("states")

    def _make_a(self, case: str, language: str) -> str:
        parts = self._house(case, language)
        place = self._make_l("", language)
        style = self.random.random()
        if style < 0.3:
            return parts
        if style < 0.45:
            return f"{parts}, {self.random.randint(10000, 88000)} {place}"
        return f"{parts}, {place}"

    def _make_b(self, case: str, language: str) -> str:
        """Return a seat as contracts have it: `Valjeva, ul. Kosovska 3`, all of it."""
        street = f"{self._street(language)} {self._number(language)}"
        word = self.random.choice(("ul. ", "ul. ", "Ul. ", "ulica ", ""))
        if self._chance(0.12):
            return f"{word}{street} u {self._make_l('loc', language)}"
        place = self._make_l("" if case == "nom" else "gen", language)
        if self._chance(0.1):
            place += f" ({self.random.choice(self.names.places[language])})"
        if self._chance(0.15):
            place += f", {self._make_l('', language)}"
        comma = ", " if self._chance(0.75) else " "
        return f"{place}{comma}{word}{street}"

    def _house(self, case: str, language: str) -> str:
        number = self._number(language)
        if language == "hbs" and self._chance(0.12):
            return f"{self.random.choice(self.names.places[language])} {number}"
        street = self._street(language)
        if language != "en" and self._chance(0.45 if language == "sq" else 0.15):
            street = self._one("quotes", language).format(street)
        if language == "en" and self._chance(0.5):
            return f"{number} {street}"
        word = self._one("street_words", language)
        known = self.names.phrases["street_forms"].get(language, {}).get(case)
        if known and (language == "sq" or self._chance(0.6)):
            word = known if self._chance(0.8) else known.capitalize()
        return f"{word} {street} {number}".strip()

    def _number(self, language: str) -> str:
        if self._chance(0.06):
            return str(self.names.phrases["no_number"][language])
        number = str(self.random.randint(1, 240))
        number += self.random.choice(("", "", "", "a", "b", "/3", "A"))
        if self._chance(0.12):
            inside = self._one("inside", language)
            number += inside.format(self.random.randint(1, 40))
        return self._one("number_words", language) + number

    def _street(self, language: str) -> str:
        group = (
            self.random.choice(("en", "hbs", "sq")) if language == "en" else language
        )
        if self._chance(0.25) and group in ("hbs", "sq"):
            person = self.person(group, False)
            return self._in_case(person, "gen" if group == "hbs" else "", group)
        return self._one_word("streets", group)

    def _make_street(self, _: str, language: str) -> str:
        return self._street(language)

    # Lists

    def _one(self, key: str, language: str) -> str:
        return str(self.random.choice(self.names.phrases[key][language]))

    def _one_word(self, key: str, language: str) -> str:
        words = self.names.phrases[key][language].split()
        return str(self.random.choice(words)).replace("_", " ")

    def _drawn(self, key: str) -> str:
        return self.random.choice(self._words(key)).replace("_", " ")

    def _make_d(self, _: str, __: str) -> str:
        return self._drawn("demonyms")

    def _make_x(self, _: str, __: str) -> str:
        return self._drawn("products")

    def _make_u(self, _: str, __: str) -> str:
        return self._drawn("users")

    def _words(self, key: str) -> list[str]:
        words: list[str] = self.names.phrases[key].split()
        return words

    def _write(self, name: str, language: str) -> str:
        return to_macedonian(name) if language == "mk" else name

    def _plain(self, slot: str) -> str:
        digits = "".join(str(self.random.randint(0, 9)) for _ in range(13))
        plate = self.random.choice(("BG", "NS", "PG", "SK", "TE", "KO", "BR", "AA"))
        day, month = self.random.randint(1, 28), self.random.randint(1, 12)
        year = self.random.randint(1955, 2025)
        values = {
            "date": f"{day:02d}.{month:02d}.{year}.",
            "time": f"{day % 24:02d}:{month * 4:02d}",
            "phone": f"+38{digits[0]}6{digits[1:9]}",
            "jmbg": digits,
            "plate": f"{plate}-{digits[:3]}-AB",
            "money": f"{digits[1]}.500 EUR",
            "num": str(self.random.randint(1, 400)),
            "iban": f"RS35{digits}{digits[:5]}",
            "passport": f"{plate[0]}{digits[:8]}",
            "imei": f"35{digits}",
            "email": f"kontakt{digits[:3]}@primer.net",
        }
        return values[slot]
