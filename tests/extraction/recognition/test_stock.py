"""spaCy's own pipelines, switched in by the names of their packages."""

import json
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
import spacy

from backend.doctor import examine
from backend.settings import Settings
from extraction.model import Document, Page
from extraction.pipeline import Pipeline, version_of
from extraction.recognition.settings import Setting
from extraction.recognition.stock import find_stock
from graph.errors import InvalidInput, Unavailable

Install = Callable[..., None]


@pytest.fixture
def install(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Install:
    """Return what makes a package of a pipeline that knows words, as spaCy lays it."""
    monkeypatch.syspath_prepend(str(tmp_path))

    def make(name: str, **words: str) -> None:
        language = name.partition("_")[0]
        nlp = spacy.blank(language)
        nlp.add_pipe("sentencizer")
        nlp.meta |= {"name": name.partition("_")[2], "version": "3.8.0"}
        ruler = nlp.add_pipe("entity_ruler")
        assert hasattr(ruler, "add_patterns")
        ruler.add_patterns([{"label": v, "pattern": k} for k, v in words.items()])
        folder = tmp_path / name
        folder.mkdir()
        installed = tmp_path / f"{name}-3.8.0.dist-info"
        installed.mkdir()
        (installed / "METADATA").write_text(f"Name: {name}\nVersion: 3.8.0\n")
        nlp.to_disk(folder / f"{name}-3.8.0")
        (folder / "meta.json").write_text(json.dumps(nlp.meta), "utf-8")
        (folder / "__init__.py").write_text(
            "from pathlib import Path\n"
            "from spacy.util import load_model_from_init_py\n"
            "def load(**overrides):\n"
            "    return load_model_from_init_py(Path(__file__), **overrides)\n"
        )
        monkeypatch.delitem(sys.modules, name, raising=False)

    return make


def mentions(pipeline: Pipeline, text: str) -> set[tuple[str, str, str]]:
    """Return the text, type and origin of what is found in a document."""
    document = Document("a", "a.txt", "text/plain", (Page(1, text),))
    return {(m.text, m.type, m.by) for m in pipeline.extract(document).mentions}


ENGLISH = (
    "The suspect met Zorblat in Qwertia and said that he was with the NORPs there."
)
SERBIAN = "Осумњичени је рекао да је Зорблат био у граду и да се није вратио кући."


def test_it_reads_the_documents_of_its_language(install: Install) -> None:
    """And ours the others; labels are mapped, those that are not ours left out."""
    install("en_test_sm", Zorblat="PERSON", Qwertia="GPE", NORPs="NORP")
    stock = find_stock(["en_test_sm"])
    pipeline = Pipeline.load(Setting.FAST, stock)
    found = mentions(pipeline, ENGLISH)
    by = "en_test_sm/3.8.0"
    assert {("Zorblat", "PER", by), ("Qwertia", "LOC", by)} <= found
    assert "NORPs" not in {text for text, *_ in found}
    assert not any(origin == by for *_, origin in mentions(pipeline, SERBIAN))
    assert version_of(Setting.FAST, stock) != version_of(Setting.FAST)


def test_a_croatian_one_reads_both_scripts(install: Install) -> None:
    """Cyrillic is turned to Latin for it, and its offsets back."""
    install("hr_test_sm", Zorblat="PER")
    found = mentions(Pipeline.load(Setting.FAST, find_stock(["hr_test_sm"])), SERBIAN)
    assert ("Зорблат", "PER", "hr_test_sm/3.8.0") in found


@pytest.mark.parametrize(
    ("names", "error", "reason"),
    [
        (["en_nowhere_sm"], Unavailable, "not installed"),
        (["fr_core_news_sm"], InvalidInput, "no spaCy pipeline for"),
        (["../en_core"], InvalidInput, "no spaCy pipeline for"),
        (["en_test_sm", "en_other_sm"], InvalidInput, "same language"),
        (["en_empty_sm"], Unavailable, "is no spaCy pipeline"),
    ],
)
def test_what_cannot_be_used_says_why(
    install: Install,
    tmp_path: Path,
    names: list[str],
    error: type[Exception],
    reason: str,
) -> None:
    """Before any document is read."""
    install("en_test_sm")
    install("en_other_sm")
    (tmp_path / "en_empty_sm").mkdir()
    (tmp_path / "en_empty_sm" / "__init__.py").touch()
    with pytest.raises(error, match=reason):
        find_stock(names)


def test_the_doctor_tells_of_them(
    install: Install, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Which ones read, or why not; nothing where none is named."""
    install("en_test_sm")

    def told(names: str) -> list[tuple[bool, str | None]]:
        monkeypatch.setenv("KLUPKO_SPACY", names)
        tools = examine(Settings())
        return [(t.found, t.version) for t in tools if t.name == "spaCy's pipelines"]

    assert told("en_test_sm") == [(True, "en_test_sm/3.8.0")]
    assert told("en_nowhere_sm") == [(False, None)]
    assert told("") == []
