"""The resolver over a case: its word on likely duplicates, as judgements."""

from backend.resolving.explaining import Explanation, explain_pair
from backend.resolving.running import ResolveReport, Step, resolve

__all__ = ["Explanation", "ResolveReport", "Step", "explain_pair", "resolve"]
