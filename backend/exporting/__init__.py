"""Export: what a user sees of a case, or of part of it, to a file."""

from backend.exporting.asking import ExportAsk, ExportReport
from backend.exporting.running import export

__all__ = ["ExportAsk", "ExportReport", "export"]
