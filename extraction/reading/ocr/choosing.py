"""Which of Tesseract's models a page is read with, as data beside this module."""

from collections.abc import Sequence
from functools import cache
from pathlib import Path

import yaml

from extraction.reading.ocr.tesseract import find_languages
from extraction.recognition.language import detect

PACKAGES = {
    "tesseract-ocr-osd": "osd",
    "tesseract-ocr-script-latn": "Latin",
    "tesseract-ocr-srp": "srp",
    "tesseract-ocr-mkd": "mkd",
    "tesseract-ocr-eng": "eng",
}
"""Debian's packages, beside tesseract-ocr itself, and the model that each brings."""
SCRIPTS = frozenset({"Latin", "Cyrillic"})
"""Tesseract's names of the scripts that are read."""


def find_missing() -> list[str]:
    """Return the packages that bring what is not installed."""
    there = find_languages()
    missing = [package for package, model in PACKAGES.items() if model not in there]
    return missing if there else ["tesseract-ocr", *missing]


def describe_missing() -> str:
    """Return why a scanned page cannot be read, for the owner of the file."""
    return f"scanned: reading it needs the packages {' '.join(find_missing())}"


def first_models(script: str | None) -> list[str]:
    """Return the models for a first look: the one of a script, or one a script.

    Where none of them is installed, all that is.
    """
    known = _load()["scripts"]
    wanted = [known[script]] if script else list(known.values())
    models = [model for one in wanted if (model := _installed(one))]
    return models or ["+".join(sorted(find_languages() - {"osd"}))]


def model_for(text: str) -> str | None:
    """Return the model for the language a text is in; None where that is not clear."""
    found = detect(text)
    models = _load()["languages"].get(f"{found.language}-{found.script}")
    return (_installed(models) or None) if models else None


def _installed(models: Sequence[str]) -> str:
    there = find_languages()
    for model in models:
        if there.issuperset(model.split("+")):
            return model
    return "+".join(part for part in models[-1].split("+") if part in there)


@cache
def _load() -> dict[str, dict[str, list[str]]]:
    path = Path(__file__).with_name("languages.yaml")
    data: dict[str, dict[str, list[str]]] = yaml.safe_load(path.read_text("utf-8"))
    return data
