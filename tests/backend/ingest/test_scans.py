"""Scans become documents whose mentions have places on the page's picture."""

import io
from pathlib import Path

import pytest
from PIL import Image

from backend.access import Principal, scope_of
from backend.ingest import IngestOptions, ingest
from backend.workspace import Workspace
from extraction.evaluation.printing import Scanner
from extraction.reading.ocr.choosing import find_missing

MISSING = find_missing()
pytestmark = pytest.mark.skipif(bool(MISSING), reason=f"needs {' '.join(MISSING)}")
TEXT = (
    "Dana 12. marta 2024. godine u Novom Sadu saslušan je Đorđe Šarić,\n"
    "JMBG 0101990710008, koji koristi telefon +381 64 123 4567 i vozilo\n"
    "registarskih oznaka NS 123-AB, a boravi u stanu Željka Ćosića."
)


def test_a_scan_keeps_where_its_words_stand(
    workspace: Workspace, operator: Principal, tmp_path: Path
) -> None:
    """In the ledger, for its pages alone; what is kept is what was read."""
    (page,) = Scanner(skew=1.0).scan(TEXT, 1)
    blank = Image.new("L", page.size, 255)
    page.save(tmp_path / "scan.tif", save_all=True, append_images=[blank])
    options = IngestOptions(case="skenovi")
    report = ingest(workspace, operator, [tmp_path / "scan.tif"], options).as_json()
    assert (report["documents"], report["rejected"]) == (1, [])
    sha256 = workspace.blobs.put((tmp_path / "scan.tif").read_bytes())
    document = workspace.ledger.get_document(scope_of(operator), sha256)
    assert document.pages == ((1, TEXT), (2, ""))
    assert (document.language, document.script) == ("sr", "Latn")
    (layout,) = document.layouts
    assert (layout.number, layout.turn) == (1, 0)
    assert [TEXT[start:end] for start, end, *_ in layout.boxes] == TEXT.split()
    said = workspace.ledger.find_document_statements(scope_of(operator), sha256)
    values = {one.value.value for one in said}
    assert {"+381641234567", "0101990710008"} <= values
    drawn = Image.open(io.BytesIO(workspace.pictures.draw(document, 1)))
    assert drawn.height > 1500


def test_pages_that_are_lost_are_told(
    workspace: Workspace, operator: Principal, tmp_path: Path
) -> None:
    """A page in a script that nobody reads is in the report; the other one is kept."""
    greek = (
        "Ο Γιώργος Παπαδόπουλος συναντήθηκε στη Θεσσαλονίκη με τον Νίκο.\n"
        "Στη συνέχεια ταξίδεψαν μαζί στην Αθήνα και έμειναν στο ξενοδοχείο."
    )
    pages = [next(Scanner().scan(text, 0)) for text in (TEXT, greek)]
    pages[0].save(tmp_path / "scan.tif", save_all=True, append_images=pages[1:])
    options = IngestOptions(case="skenovi")
    report = ingest(workspace, operator, [tmp_path / "scan.tif"], options).as_json()
    assert report["documents"] == 1
    (lost,) = report["rejected"]
    assert (lost["path"], lost["record"]) == (str(tmp_path / "scan.tif"), "page 2")
    assert lost["reason"] == "in a script that is not read here (Greek)"
