"""Rejects of a database by the program itself."""

from pathlib import Path

from tests.backend.cli.conftest import Klupko
from tests.extraction.importers.databases import T
from tests.extraction.importers.test_dbcorrections import CALLS


def test_rows_of_a_database_go_out_and_come_back(
    klupko: Klupko, tmp_path: Path
) -> None:
    """Each refused row once, and nothing is left to correct."""
    log, rejects = tmp_path / "calllog.db", tmp_path / "rejects"
    log.write_bytes(CALLS)
    klupko("case", "add", "konac")
    done = klupko("ingest", log, "--case", "konac", "--rejects", rejects)
    assert "calls 1" in done.stdout + done.stderr
    [sheet] = rejects.glob("0*")
    text = sheet.read_text("utf-8-sig").replace("no date;", f"{T};")
    text = text.replace("0652220002;;", f"0652220002;{T};").replace(";7;99;", ";7;2;")
    sheet.write_text(text)
    done = klupko("ingest", rejects, "--case", "konac", "--json")
    assert done.returncode == 0, done.stderr
    assert '"rejected": []' in done.stdout
    done = klupko("ingest", rejects, "--case", "konac", "--json")
    assert '"duplicates": 1' in done.stdout and '"records": 0' in done.stdout
