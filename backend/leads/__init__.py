"""Named questions to a case's events, answered with evidence: leads, no verdicts."""

from backend.leads.asking import KINDS, LeadOptions, find_leads
from backend.leads.model import Lead, Leads, Occurrence

__all__ = ["KINDS", "Lead", "LeadOptions", "Leads", "Occurrence", "find_leads"]
