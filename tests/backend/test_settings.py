"""Settings from the environment."""

import pytest
from pydantic import ValidationError

from backend.settings import Settings
from extraction.recognition.settings import Setting


def test_the_accurate_recognizer_is_the_default(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """KLUPKO_RECOGNIZER switches to the fast one and back."""
    monkeypatch.delenv("KLUPKO_RECOGNIZER", raising=False)
    assert Settings().recognizer is Setting.ACCURATE
    monkeypatch.setenv("KLUPKO_RECOGNIZER", "fast")
    assert Settings().recognizer is Setting.FAST


def test_an_unknown_recognizer_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    """There is no third setting."""
    monkeypatch.setenv("KLUPKO_RECOGNIZER", "best")
    with pytest.raises(ValidationError):
        Settings()
