"""Gold in; precision, recall and F1 of the pipeline out: what `evaluate` runs."""

from extraction.evaluation.heldout import read_held_out
from extraction.evaluation.reading import read_gold
from extraction.evaluation.running import Evaluation, evaluate

__all__ = ["Evaluation", "evaluate", "read_gold", "read_held_out"]
