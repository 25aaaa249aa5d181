"""Bytes to documents with pages of text, one format family a file."""

from extraction.reading.leaves import Container, iter_files, iter_leaves
from extraction.reading.limits import Limits
from extraction.reading.registry import read_document

__all__ = ["Container", "Limits", "iter_files", "iter_leaves", "read_document"]
