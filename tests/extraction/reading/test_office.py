"""Office 97: Word, PowerPoint, Excel, and Outlook's messages and mailboxes."""

from collections.abc import Callable
from pathlib import Path

import pytest

from extraction.model import Leaf, Rejection
from extraction.reading import Container, iter_leaves, read_document
from graph.errors import InvalidInput
from tests.extraction.reading.office import (
    compound,
    dbf,
    doc,
    msg,
    msg_streams,
    ppt,
    xls,
)
from tests.hostile.formats import wide_sheet


def read(data: bytes, name: str = "file") -> list[str]:
    """Return the page texts of these bytes."""
    return [page.text for page in read_document(Leaf(name, name, data)).pages]


def reason(data: bytes) -> str:
    """Return why these bytes are rejected."""
    with pytest.raises(InvalidInput) as caught:
        read(data)
    return str(caught.value)


def test_word_joins_its_pieces() -> None:
    """Text lies in pieces, some of one byte a letter, in the order of the table."""
    document = read_document(
        Leaf("a", "a", doc("Службена ", "zabele\u017eka\r", "Ђорђе\x0bЋирић"))
    )
    assert document.media_type == "application/msword"
    assert document.pages[0].text == "Службена zabeležka\nЂорђе\nЋирић"


def test_word_leaves_deleted_text_and_field_codes_out() -> None:
    """What was deleted while changes were tracked is not said; a link is its text."""
    text = 'jedan dva tri \x13 HYPERLINK "x" \x14čet\x15iri\r'
    assert read(doc(text, deleted=(6, 10))) == ["jedan tri četiri"]


def test_word_tables_are_rows() -> None:
    """Cells stand side by side on the line of their row, empty ones kept."""
    text = "Spisak\rIme\x07Tel\x07\x07Ana\x07\x07\x07Kraj\r"
    data = doc(text, rows=(15, 21))
    assert read(data) == ["Spisak\nIme | Tel\nAna |\nKraj"]


def test_powerpoint_gives_slides_and_their_notes() -> None:
    """A page a slide: its title, its boxes, then what the speaker notes."""
    slides = ppt(("Naslov", "Ђорђе", "beleška"), ("Drugi", "*", ""))
    assert read(slides) == ["Naslov\n\nЂорђе\n\nbeleška", "Drugi"]
    assert reason(ppt(("x", "y", ""), locked=True)) == "encrypted, needs a password"


def test_excel_gives_its_sheets() -> None:
    """A page a sheet: its name, then a line a row."""
    data = xls([["Ime", "Telefon"], ["Ана Ђурић", ""], ["", "064"]])
    assert read(data) == ["Lista\nIme | Telefon\nАна Ђурић\n | 064"]
    assert reason(xls([["a"]], locked=True)) == "encrypted, needs a password"


def test_a_sheet_with_far_corners_is_read() -> None:
    """A cell in the last row of a million does not make rows of all between."""
    assert read(wide_sheet()) == ["A\n1"]


SENT = 116444736000000000 + 1710234000 * 10**7


def test_outlook_messages_read_as_mail(tmp_path: Path) -> None:
    """Headers first, then the text; files and messages attached are leaves."""
    inner = msg_streams({0x0037: "Unutra", 0x1000: "prosleđeno"})
    data = msg(
        {
            0x0037: "\x01\x05Re: Пошиљка",
            0x0C1A: "Мила Савић",
            0x5D01: "mila@example.rs",
            0x0039: SENT,
            0x1000: "Видимо се.\r\n",
        },
        [
            {0x0C15: 1, 0x3001: "John", 0x39FE: "john@example.com"},
            {0x0C15: 2, 0x3001: "Ана", 0x3003: "/o=x/cn=ana"},
        ],
        [{0x3707: "račun.txt", 0x3701: b"1.200"}],
        inner,
    )
    path = tmp_path / "a.msg"
    path.write_bytes(data)
    leaves = [found for found in iter_leaves([path]) if isinstance(found, Leaf)]
    assert read(leaves[0].data)[0] == (
        "From: Мила Савић <mila@example.rs>\nTo: John <john@example.com>\nCc: Ана\n"
        "Subject: Re: Пошиљка\nDate: Tue, 12 Mar 2024 09:00:00 +0000\n\nВидимо се."
    )
    names = [leaf.path.removeprefix(f"{path}!/") for leaf in leaves[1:]]
    assert names == ["račun.txt", "Unutra.eml"]
    assert read(leaves[2].data)[0] == "Subject: Unutra\n\nprosleđeno"


def test_outlook_contacts_say_their_numbers() -> None:
    """A contact has no text of its own, but telephones and a company."""
    data = msg({0x001A: "IPM.Contact", 0x3A1C: "+381641234567", 0x3A16: "Firma"})
    assert read(data) == ["Company: Firma\nMobile telephone: +381641234567"]


@pytest.mark.parametrize(
    ("stream", "expected"),
    [
        ("WordDocument", "damaged"),
        ("EncryptedPackage", "encrypted, needs a password"),
        ("Other", "Microsoft compound file"),
    ],
)
def test_compound_files_are_told_apart(stream: str, expected: str) -> None:
    """By the streams at their root, not by words that happen to be in them."""
    assert reason(compound({stream: b"", "x/Workbook": b""})).startswith(expected)


def test_what_is_embedded_does_not_decide() -> None:
    """A workbook with a Word document in it is a workbook."""
    data = xls([["Ana"]]) + "WordDocument".encode("utf-16-le")
    assert read(data) == ["Lista\nAna"]


def test_real_office_files(shared_data: Callable[[str], Path]) -> None:
    """Files that Office and Outlook wrote: their words come out."""
    folder = shared_data("cases/documents/ingest-file")
    word = read((folder / "doc.doc").read_bytes())[0]
    assert word.startswith("Sample Word Document Title\nAnd now for a subtitle\n")
    assert "The table has things in it" in word
    assert "HYPERLINK" not in word
    assert read((folder / "slides.ppt").read_bytes()) == ["Now"]
    assert len(read((folder / "rom.xls").read_bytes())[0].splitlines()) == 339
    assert read((folder / "rom.xls").read_bytes()) == read(
        (folder / "rom.ods").read_bytes()
    )
    piste = read((folder / "piste.msg").read_bytes())[0]
    assert piste.startswith("From: GMX Magazin <mailings@gmxnet.de>\n")
    assert reason((folder / "password_protected.xls").read_bytes()).startswith("encr")


def test_a_real_mailbox_gives_its_messages(shared_data: Callable[[str], Path]) -> None:
    """Six messages in the folder that holds them; the mailbox is a container."""
    path = shared_data("cases/documents/ingest-file") / "testPST.pst"
    found = list(iter_leaves([path]))
    assert isinstance(found[0], Container)
    assert not any(isinstance(one, Rejection) for one in found)
    names = [one.path.removeprefix(f"{path}!/") for one in found[1:]]
    assert names == [
        f"Début du fichier de données Outlook/{n:04}.eml" for n in range(1, 7)
    ]
    first = found[1]
    assert isinstance(first, Leaf)
    text = read(first.data)[0]
    assert text.startswith("From: Jörn Kottmann <kottmann@gmail.com>\nTo: users@open")
    assert "Subject: Re: Feature Generators\n" in text
    assert "the PreviousMapFeatureGenerator remebers the last outcome" in text


@pytest.mark.parametrize("page", ["cp852", "cp1250", "iso8859_2"])
def test_dbase_gives_its_rows(page: str) -> None:
    """Columns, then rows; the encoding is known by the letters of all of them."""
    rows = [["Šćepan Đukić", "19950312"], ["obrisan"], ["Željka Čolić", ""]]
    document = read_document(Leaf("a", "a", dbf(["IME", "DATUM"], rows, page)))
    assert document.media_type == "application/x-dbf"
    assert document.pages[0].text == (
        "IME | DATUM\nŠćepan Đukić | 1995-03-12\nŽeljka Čolić"
    )


def test_a_real_dbase_table_is_read(shared_data: Callable[[str], Path]) -> None:
    """Eight provinces, each with its name."""
    path = shared_data("cases/documents/ingest-file") / "PAK_adm1.dbf"
    lines = read(path.read_bytes())[0].splitlines()
    assert lines[0].startswith("ID_0 | ISO | NAME_0 | ID_1 | NAME_1")
    assert [line.split(" | ")[2] for line in lines[1:]] == ["Pakistan"] * 8
