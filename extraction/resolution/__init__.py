"""Who is who: entities to judgements, by rules small enough to be read in court.

Numbers, names in either script, birth dates, phones and documents; a pair that only
shares a name is for a person to look at. Pure: candidates are handed in.
"""

from extraction.resolution.evaluation import Evaluation, evaluate_pairs, read_profile
from extraction.resolution.judging import (
    CandidatePair,
    explain,
    find_judgements,
    judge,
)
from extraction.resolution.profile import Link, Profile
from extraction.resolution.rules import CERTAIN, REVIEW, Evidence, Finding
from extraction.resolution.weights import Model, default_model, read_model

__all__ = [
    "CERTAIN",
    "REVIEW",
    "CandidatePair",
    "Evaluation",
    "Evidence",
    "Finding",
    "Link",
    "Model",
    "Profile",
    "default_model",
    "evaluate_pairs",
    "explain",
    "find_judgements",
    "judge",
    "read_model",
    "read_profile",
]
