"""Our own sentences of the kind that case documents are made of, with their labels.

No corpus has entities in Macedonian or Albanian, nor in the genre: templates.yaml is
filled with names (from public lists, at training time) in the case that it asks for.
"""

import json
import random
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any, NamedTuple

import yaml

from extraction.models.corpora import Sentence, Span
from extraction.recognition.gazetteer import given_names, place_names
from extraction.recognition.inflection import (
    decline_albanian,
    decline_feminine,
    decline_masculine,
    decline_place,
)
from graph.names import to_cyrillic, to_latin

_SLOT = re.compile(r"\{(\w+)(?:\.(\w+))?\}")
_CHOICE = re.compile(r"\[([^\]]*\|[^\]]*)\]")
_LABELS = {"P": "PER", "F": "PER", "S": "PER", "G": "PER", "GF": "PER", "R": "PER"}
_LABELS |= {"L": "LOC", "O": "ORG", "I": "ORG", "K": "ORG", "A": "ADDRESS"}
_SHARES = {"hbs": 0.4, "mk": 0.22, "sq": 0.22, "en": 0.16}
_FORMS = {
    "hbs": ("d.o.o.", "d.o.o", "DOO", "a.d.", "AD", "d.d.", "s.z.r."),
    "mk": ("ДООЕЛ", "ДОО", "АД", "дооел", "ДООЕЛ Скопје"),
    "sq": ("sh.p.k.", "SHPK", "Sh.p.k.", "sh.a.", "SH.P.K", "L.L.C."),
    "en": ("Ltd", "Ltd.", "LLC", "d.o.o.", "GmbH", "SHPK", "Inc.", "Limited"),
}
_CASE = {"loc": "dat"}


class Person(NamedTuple):
    """A made-up person."""

    given: str
    family: str
    woman: bool


@dataclass
class Generator:
    """Fills templates. Equal seeds and lists give equal sentences."""

    lists: Path
    seed: int

    def __post_init__(self) -> None:
        self._random = random.Random(self.seed)
        path = Path(__file__).with_name("templates.yaml")
        self._data: dict[str, Any] = yaml.safe_load(path.read_text("utf-8"))

    def sentences(self, count: int, part: str = "train") -> list[Sentence]:
        """Return `count` labelled sentences in the languages' shares."""
        return [self._sentence(part) for _ in range(count)]

    def _sentence(self, part: str) -> Sentence:
        language = self._random.choices(list(_SHARES), list(_SHARES.values()))[0]
        template = self._random.choice(self._data[language])
        text, spans = self._fill(template, language)
        if language == "hbs":
            language = self._random.choice(("sr", "sr", "sr", "bs", "cnr"))
        return Sentence(text, tuple(spans), "templates", language, part)

    def _fill(self, template: str, language: str) -> tuple[str, list[Span]]:
        template = _CHOICE.sub(self._choose, template)
        if language == "hbs" and self._random.random() < 0.4:
            template = self._to_jekavian(template)
        text, spans, position = "", list[Span](), 0
        upper = self._random.random() < 0.06
        for slot in _SLOT.finditer(template):
            text += template[position : slot.start()]
            position = slot.end()
            value = self._value(slot[1], slot[2] or "", language)
            if upper and slot[1] in ("P", "F", "R", "O"):
                value = value.upper()
            label = _LABELS.get(slot[1])
            if label:
                spans.append(Span(len(text), len(text) + len(value), label))
            text += value
        return text + template[position:], spans

    def _choose(self, match: re.Match[str]) -> str:
        return str(self._random.choice(match[1].split("|")))

    def _to_jekavian(self, template: str) -> str:
        for ekavian, jekavian in self._data["jat"].items():
            template = re.sub(rf"\b{ekavian}", jekavian, template)
        return template

    def _value(self, slot: str, case: str, language: str) -> str:
        method = getattr(self, f"_make_{slot.lower()}", None)
        if method is None:
            return self._plain(slot)
        value: str = method(case, language)
        if slot in ("I", "K"):
            value = _SLOT.sub(
                lambda inner: self._value(inner[1], inner[2] or "", language), value
            )
        return value

    def _make_p(self, case: str, language: str) -> str:
        person = self._person(language, self._random.random() < 0.15)
        return self._in_case(person, case, language)

    def _make_f(self, case: str, language: str) -> str:
        return self._in_case(self._person(language, True), case, language)

    def _make_r(self, case: str, language: str) -> str:
        person = self._person(language, self._random.random() < 0.2)
        family = person.family
        style = self._random.random()
        if style < 0.3:
            return f"{family.upper()} {person.given}"
        return f"{family} {person.given}"

    def _make_s(self, case: str, language: str) -> str:
        person = self._person(language, False)
        return self._decline(person.family, False, case, language)

    def _make_g(self, case: str, language: str) -> str:
        person = self._person(language, False)
        return self._decline(person.given, False, case, language)

    def _make_gf(self, case: str, language: str) -> str:
        person = self._person(language, True)
        return self._decline(person.given, True, case, language)

    def _make_n(self, case: str, language: str) -> str:
        name = self._random.choice(self._data["nicknames"].split())
        return self._write(name, language)

    def _make_k(self, case: str, language: str) -> str:
        forms = self._random.choice(self._data["groups"][language]).split(" | ")
        index = {"gen": 1, "acc": 2}.get(case, 0)
        chosen: str = forms[min(index, len(forms) - 1)]
        stem = self._random.choice(("kavač", "škaljar", "vračar", "zemun", "žabalj"))
        if language == "mk":
            stem = to_cyrillic(stem, "mk").text
        return chosen.replace("{k}", stem)

    def _make_i(self, case: str, language: str) -> str:
        forms = self._random.choice(self._data["institutions"][language]).split(" | ")
        order = {"gen": 1, "loc": 2, "dat": 2, "acc": 2, "ins": 3}
        chosen: str = forms[min(order.get(case, 0), len(forms) - 1)]
        return chosen

    def _make_o(self, case: str, language: str) -> str:
        words = self._data["companies"].split()
        name = " ".join(self._random.sample(words, self._random.choice((1, 2, 2, 3))))
        if self._random.random() < 0.2:
            name = f"{self._random.choice(self.surnames[language])} {name.split()[0]}"
        name = self._write(name, language) if self._random.random() < 0.7 else name
        quoted = self._random.random()
        if quoted < 0.3:
            name = f"„{name}“" if language in ("hbs", "mk") else f'"{name}"'
        form = self._random.choice(_FORMS[language])
        if self._random.random() < 0.15:
            return name
        return f"{form} {name}" if self._random.random() < 0.15 else f"{name} {form}"

    def _make_l(self, case: str, language: str) -> str:
        place = self._random.choice(self.places[language])
        if language == "hbs" and case:
            return decline_place(place)[_CASE.get(case, case)]
        if language == "sq" and case in ("gen", "acc") and " " not in place:
            return decline_albanian(place)[case]
        return place

    def _make_a(self, case: str, language: str) -> str:
        street = self._make_street("", language)
        number = (
            f"{self._random.randint(1, 240)}{self._random.choice(['', '', 'a', '/3'])}"
        )
        place = self._make_l("", language)
        style = self._random.random()
        words = {
            "hbs": ("ul.", "ulica", "ul", "bul.", ""),
            "mk": ("ул.", "улица", "бул.", ""),
            "sq": ("rr.", "Rruga", "rruga", "Rr."),
            "en": ("",),
        }[language]
        number_word = {"hbs": "br. ", "mk": "бр. ", "sq": "nr. ", "en": ""}[language]
        parts = f"{self._random.choice(words)} {street}".strip()
        parts += f" {number_word if self._random.random() < 0.5 else ''}{number}"
        if language == "en" and self._random.random() < 0.5:
            parts = f"{number} {street}"
        if style < 0.25:
            return parts
        if style < 0.5:
            return f"{parts}, {self._random.randint(10000, 88000)} {place}"
        return f"{parts}, {place}"

    def _make_street(self, case: str, language: str) -> str:
        streets = self._data["streets"][language].split()
        return str(self._random.choice(streets)).replace("_", " ")

    def _person(self, language: str, woman: bool) -> Person:
        group = language
        mixed = self._random.random()
        if mixed < 0.2:
            group = self._random.choice(("hbs", "sq", "mk"))
        elif language == "en":
            group = self._random.choice(("hbs", "hbs", "sq", "sq", "mk", "en"))
        given = self._random.choice(self.given[group]["female" if woman else "male"])
        family = self._random.choice(self.surnames[group])
        if woman and group == "mk" and family.endswith("ski"):
            family = f"{family[:-1]}a"
        if self._random.random() < 0.05:
            family += f"-{self._random.choice(self.surnames[group])}"
        return Person(
            self._write(given, language), self._write(family, language), woman
        )

    def _in_case(self, person: Person, case: str, language: str) -> str:
        if self._random.random() < 0.03:
            return f"{person.given[0]}. {person.family}"
        given, family = person.given, person.family
        if language == "hbs" and case:
            given = self._decline(given, person.woman, case, language)
        if language in ("hbs", "sq") and case:
            family = self._decline(family, person.woman, case, language)
        return f"{given} {family}"

    def _decline(self, word: str, woman: bool, case: str, language: str) -> str:
        if not case or language not in ("hbs", "sq"):
            return word
        case = _CASE.get(case, case)
        if language == "sq":
            return decline_albanian(word)[case]
        return (decline_feminine if woman else decline_masculine)(word)[case]

    def _write(self, name: str, language: str) -> str:
        return to_cyrillic(name, "mk").text if language == "mk" else name

    @cached_property
    def given(self) -> Mapping[str, Mapping[str, Sequence[str]]]:
        """First names by language group and sex: our own lists and public ones."""
        ours = given_names()
        albanian = {
            sex: sorted({*ours[sex]["albanian"], *self._read(f"names_sq/{sex}.json")})
            for sex in ("male", "female")
        }
        slavic = {
            sex: [*ours[sex]["south_slavic"], *ours[sex]["bosniak"]]
            for sex in ("male", "female")
        }
        return {
            "hbs": slavic,
            "sq": albanian,
            "mk": {sex: ours[sex]["macedonian"] for sex in ("male", "female")},
            "en": {sex: ours[sex]["english"] for sex in ("male", "female")},
        }

    def _read(self, path: str) -> list[str]:
        loaded: list[str] = json.loads((self.lists / path).read_text("utf-8"))
        return loaded

    @cached_property
    def surnames(self) -> Mapping[str, Sequence[str]]:
        """Family names in Latin by language group."""
        own = {
            g: to_latin(row).text.split() for g, row in self._data["surnames"].items()
        }
        path = self.lists / "names_sr_surnames/srpska-prezimena.txt"
        serbian = [to_latin(line.strip()).text for line in path.open(encoding="utf-8")]
        known = [name for name in serbian if name and " " not in name]
        return {"hbs": [*known, *own["bs"] * 8], **own}

    @cached_property
    def places(self) -> Mapping[str, Sequence[str]]:
        """Names of places as each language writes them."""
        latin = place_names()
        return {
            "hbs": latin["hbs"],
            "mk": [to_cyrillic(name, "mk").text for name in latin["hbs"]],
            "sq": latin["sq"],
            "en": [*latin["hbs"], *latin["sq"]],
        }

    def _plain(self, slot: str) -> str:
        digits = "".join(str(self._random.randint(0, 9)) for _ in range(13))
        plate = self._random.choice(("BG", "NS", "PG", "SK", "TE", "KO", "BR", "AA"))
        day, month = self._random.randint(1, 28), self._random.randint(1, 12)
        year = self._random.randint(1955, 2025)
        values = {
            "date": f"{day:02d}.{month:02d}.{year}.",
            "time": f"{day % 24:02d}:{month * 4:02d}",
            "phone": f"+38{digits[0]}6{digits[1:9]}",
            "jmbg": digits,
            "plate": f"{plate}-{digits[:3]}-AB",
            "money": f"{digits[1]}.500 [evra]".replace("[evra]", "EUR"),
            "num": str(self._random.randint(1, 400)),
            "iban": f"RS35{digits}{digits[:5]}",
            "passport": f"{plate[0]}{digits[:8]}",
            "imei": f"35{digits}",
            "email": f"kontakt{digits[:3]}@primer.net",
            "street": "",
        }
        return values[slot]
