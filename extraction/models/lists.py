"""The lists that our sentences are filled from: phrases, names of persons, places."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

import yaml

from extraction.recognition.gazetteer import place_names
from graph.names import given_names, to_cyrillic, to_latin


@dataclass
class NameLists:
    """Reads a list when it is first asked for; public ones lie in `folder`."""

    folder: Path

    @cached_property
    def phrases(self) -> dict[str, Any]:
        """phrases.yaml."""
        path = Path(__file__).with_name("phrases.yaml")
        loaded: dict[str, Any] = yaml.safe_load(path.read_text("utf-8"))
        return loaded

    @cached_property
    def given(self) -> Mapping[str, Mapping[str, Sequence[str]]]:
        """First names by language group and sex: our own lists and public ones."""
        ours = given_names()
        found: dict[str, dict[str, Sequence[str]]] = {"hbs": {}, "sq": {}}
        for sex in ("male", "female"):
            public = json.loads(
                (self.folder / f"names_sq/{sex}.json").read_text("utf-8")
            )
            found["sq"][sex] = sorted({*ours[sex]["albanian"], *public})
            found["hbs"][sex] = [*ours[sex]["south_slavic"], *ours[sex]["bosniak"]]
        for group, key in (("mk", "macedonian"), ("en", "english")):
            found[group] = {sex: ours[sex][key] for sex in ("male", "female")}
        return found

    @cached_property
    def surnames(self) -> Mapping[str, Sequence[str]]:
        """Family names in Latin by language group."""
        own = {
            g: to_latin(row).text.split() for g, row in self.phrases["surnames"].items()
        }
        path = self.folder / "names_sr_surnames/srpska-prezimena.txt"
        lines = path.read_text("utf-8").splitlines()
        serbian = [to_latin(line.strip()).text for line in lines]
        known = [name for name in serbian if name and " " not in name]
        return {"hbs": [*known, *own["bs"] * 8], **own}

    @cached_property
    def places(self) -> Mapping[str, Sequence[str]]:
        """Names of places as each language writes them."""
        latin = place_names()
        world = [name.replace("_", " ") for name in self.phrases["places_en"].split()]
        return {
            "hbs": latin["hbs"],
            "mk": [to_macedonian(name) for name in latin["hbs"]],
            "sq": latin["sq"],
            "en": [*latin["hbs"], *latin["sq"], *world * 4],
        }


def to_macedonian(name: str) -> str:
    """Return a name in Latin letters as Macedonian writes it."""
    written = to_cyrillic(name, "mk").text
    for letter, ours in (("ć", "ќ"), ("Ć", "Ќ"), ("đ", "ѓ"), ("Đ", "Ѓ")):
        written = written.replace(letter, ours)
    return written
