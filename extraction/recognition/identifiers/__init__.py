"""Text to mentions of identifiers: numbers, addresses, dates, sums, goods."""

from extraction.recognition.identifiers.finding import VERSION, find_identifiers

__all__ = ["VERSION", "find_identifiers"]
