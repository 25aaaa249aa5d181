"""The files of the weights go with the package."""

import tomllib
from fnmatch import fnmatch
from pathlib import Path

from extraction.relation.learned.encoder import TOP_FILE
from extraction.relation.learned.reading import HEAD_FILE

PROJECT = Path(__file__).resolve().parents[4] / "pyproject.toml"


def test_the_weights_are_package_data() -> None:
    settings = tomllib.loads(PROJECT.read_text("utf-8"))["tool"]["setuptools"]
    shipped = settings["package-data"]["*"]
    for name in (TOP_FILE, HEAD_FILE):
        assert any(fnmatch(name, pattern) for pattern in shipped)
