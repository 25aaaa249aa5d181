"""Files to statements: read, recognized or imported, committed, drawn; resumable."""

from backend.ingest.options import IngestOptions
from backend.ingest.report import IngestReport
from backend.ingest.running import ingest

__all__ = ["IngestOptions", "IngestReport", "ingest"]
