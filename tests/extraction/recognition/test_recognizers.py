"""Which recognizer reads, and what its answers name as their origin."""

from pathlib import Path

import pytest

from extraction.model import Page
from extraction.pipeline import version_of
from extraction.recognition.names import NameFinder
from extraction.recognition.recognizers import Recognizer
from extraction.recognition.settings import Setting
from graph.errors import Unavailable

TEXT = "Svedok je Nadir Hadžić iz Sarajeva, a za njim je Lejla Kovačević."


@pytest.mark.parametrize("setting", list(Setting))
def test_mentions_name_the_recognizer(setting: Setting) -> None:
    """Both settings find the names; each says that it was the one."""
    found = NameFinder.load(setting).find([Page(1, TEXT)], "bs")
    assert setting.component in {m.by for m in found}
    assert {"Nadir Hadžić", "Lejla Kovačević"} <= {m.text for m in found}


def test_versions_tell_the_settings_apart() -> None:
    """A document is read again when the setting has changed."""
    assert version_of(Setting.FAST) != version_of(Setting.ACCURATE)


@pytest.mark.parametrize("setting", list(Setting))
def test_missing_weights_are_unavailable(setting: Setting, tmp_path: Path) -> None:
    """A folder without weights is a clear error."""
    with pytest.raises(Unavailable):
        Recognizer.load(setting, tmp_path)
