"""Which of the two trained recognizers reads, said without loading either."""

from enum import StrEnum
from pathlib import Path

MODELS = Path(__file__).parents[1] / "models"


class Setting(StrEnum):
    """`accurate` is the pretrained encoder, `fast` the small network beside it."""

    ACCURATE = "accurate"
    FAST = "fast"

    @property
    def component(self) -> str:
        """What mentions and records name as their origin, with its version."""
        return f"{self.folder.name}/1"

    @property
    def folder(self) -> Path:
        """Where its weights and its model card are."""
        accurate = self is Setting.ACCURATE
        return MODELS / ("names-encoder" if accurate else "names-tok2vec")
