"""Bookings that were refused: corrected, they come in as messages of their own."""

import re
from pathlib import Path

from click.testing import CliRunner, Result

from backend.cli.program import program
from tests.extraction.importers.flights import FIRST, SECOND, pnrgov


def test_a_refused_booking_is_corrected_and_taken(tmp_path: Path) -> None:
    """The file's own bytes are not kept: without its marks the reject is a message."""
    store = ["--store", f"embedded:{tmp_path / 'store'}", "--case", "k"]

    def ingest(path: Path, *more: str) -> Result:
        return CliRunner().invoke(program, ["ingest", str(path), *more, *store])

    nameless = tuple(s.replace("TIF+HOXHA+ARBEN", "TIF++") for s in FIRST)
    message = tmp_path / "pnr.edi"
    message.write_bytes(pnrgov(SECOND, nameless))
    rejects = tmp_path / "rejects"
    ingest(message, "--rejects", str(rejects))
    (sheet,) = rejects.glob("*.txt")
    assert "bytes" in ingest(sheet).output
    kept = re.sub(r"(?m)^\ufeff?##klupko.*\n", "", sheet.read_text("utf-8"))
    mended = tmp_path / "mended.edi"
    mended.write_text(kept.replace("TIF++ MR:A:2", "TIF+HOXHA+ARBEN MR:A:2"))
    taken = ingest(mended)
    assert taken.exit_code == 0, taken.output
    found = CliRunner().invoke(program, ["search", "Hoxha", *store])
    assert "ARBEN HOXHA" in found.output
