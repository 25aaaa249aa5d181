"""The files of the weights go with the package."""

import tomllib
from fnmatch import fnmatch
from hashlib import sha256
from pathlib import Path

from extraction.recognition.settings import Setting
from extraction.relation.learned.encoder import TOP_FILE
from extraction.relation.learned.likely import HEAD_FILE
from extraction.relation.learned.reading import WEIGHER_FILE
from extraction.relation.referents import FOLDER, REFERENTS_FILE

PROJECT = Path(__file__).resolve().parents[4] / "pyproject.toml"


def test_the_weights_are_package_data() -> None:
    settings = tomllib.loads(PROJECT.read_text("utf-8"))["tool"]["setuptools"]
    shipped = settings["package-data"]["*"]
    for name in (TOP_FILE, HEAD_FILE, WEIGHER_FILE, REFERENTS_FILE):
        assert any(fnmatch(name, pattern) for pattern in shipped)


def test_what_chooses_whom_a_word_means_is_the_card_s() -> None:
    digest = sha256((FOLDER / REFERENTS_FILE).read_bytes()).hexdigest()
    assert digest in (FOLDER / "MODEL_CARD.md").read_text("utf-8")


def test_the_accurate_weights_are_at_most_60_megabytes() -> None:
    files = [p for p in Setting.ACCURATE.folder.rglob("*") if p.is_file()]
    assert {p.name for p in files} > {TOP_FILE, HEAD_FILE, WEIGHER_FILE}
    assert sum(p.stat().st_size for p in files) <= 60_000_000
