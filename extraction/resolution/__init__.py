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
from extraction.resolution.profile import Profile
from extraction.resolution.rules import CERTAIN, Finding

__all__ = [
    "CERTAIN",
    "CandidatePair",
    "Evaluation",
    "Finding",
    "Profile",
    "evaluate_pairs",
    "explain",
    "find_judgements",
    "judge",
    "read_profile",
]
