"""Bytes to documents: each format, its refusals, and content over names."""

import base64
import io
import struct
from collections.abc import Callable
from typing import TYPE_CHECKING

import pytest

from extraction.model import Leaf
from extraction.reading import read_document
from graph.errors import InvalidInput

if TYPE_CHECKING:
    from tests.extraction.reading.conftest import Maker

MakeLeaf = Callable[[bytes, str], Leaf]


def read(data: bytes, name: str = "file") -> list[str]:
    """Return the page texts of these bytes."""
    return [page.text for page in read_document(Leaf(name, name, data)).pages]


def reason(data: bytes, name: str = "file") -> str:
    """Return why these bytes are rejected."""
    with pytest.raises(InvalidInput) as caught:
        read_document(Leaf(name, name, data))
    return str(caught.value)


def test_plain_text_is_untouched() -> None:
    """One page, CRLF as LF, all else as it stood."""
    document = read_document(Leaf("a/b.txt", "b.txt", b"\xef\xbb\xbf a\r\n\tb\rc \n\n"))
    assert [page[:2] for page in document.pages] == [(1, " a\n\tb\rc \n\n")]
    assert (document.name, document.media_type) == ("b.txt", "text/plain")
    assert len(document.sha256) == 64
    assert document.language is None


def test_pdf_gives_its_pages(make: "Maker") -> None:
    """A page of the file is a page of the document, an empty one included."""
    assert read(make.pdf("First page\nof three", "", "Third")) == [
        "First page\nof three",
        "",
        "Third",
    ]


def test_pdf_named_as_text_is_a_pdf(make: "Maker") -> None:
    """Content decides, not the suffix."""
    document = read_document(Leaf("x.txt", "x.txt", make.pdf("Hello")))
    assert document.media_type == "application/pdf"
    assert document.pages[0].text == "Hello"


def test_pdf_refusals(make: "Maker") -> None:
    """Encrypted, textless, broken and empty PDFs each say what they are."""
    assert reason(make.pdf("x", password="hunter2")) == "encrypted, needs a password"
    assert reason(make.pdf("")) == "PDF with no text on any page"
    assert reason(b"%PDF-1.7\n" + b"garbage" * 20).startswith("damaged")
    assert reason(b"", "empty.pdf") == "empty file"


def test_docx_keeps_the_order_of_paragraphs_and_tables(make: "Maker") -> None:
    """Header, paragraphs, rows with their cells side by side, then what follows."""
    data = make.docx(
        "Službena zabeleška", "Čačak", table=[["Ime", "Đorđe"], ["Tel", "064"]]
    )
    assert read(data) == [
        "Zaglavlje\n\nSlužbena zabeleška\nČačak\nIme | Đorđe\nTel | 064\nKraj."
    ]


def test_docx_leaves_deleted_text_out(make: "Maker") -> None:
    """Tracked deletions are not what the document says; insertions are."""
    word = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
    body = (
        f'<w:document xmlns:w="{word}"><w:body><w:p><w:r><w:t>jedan </w:t></w:r>'
        "<w:del><w:r><w:delText>dva</w:delText></w:r></w:del>"
        "<w:ins><w:r><w:t>tri</w:t></w:r></w:ins></w:p></w:body></w:document>"
    )
    parts = {"[Content_Types].xml": b"<Types/>", "word/document.xml": body.encode()}
    assert read(make.zip(parts)) == ["jedan tri"]


def test_entities_of_xml_are_not_followed(make: "Maker") -> None:
    """A document whose XML declares entities is refused, whatever they are."""
    word = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
    body = (
        '<!DOCTYPE x [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;">'
        '<!ENTITY file SYSTEM "file:///etc/passwd">]>'
        f'<w:document xmlns:w="{word}"><w:body><w:p><w:r><w:t>x&b;&file;</w:t>'
        "<w:t>y</w:t></w:r></w:p></w:body></w:document>"
    )
    parts = {"[Content_Types].xml": b"<Types/>", "word/document.xml": body.encode()}
    with pytest.raises(InvalidInput, match="declares entities"):
        read(make.zip(parts))


def test_odt_reads_tables_and_refuses_encryption(make: "Maker") -> None:
    """Paragraphs, tabs, blanks and rows; a locked one says that it is."""
    body = (
        "<text:p>Prvi<text:tab/>red<text:s text:c='2'/>x<text:span>y</text:span>z"
        "</text:p><table:table><table:table-row><table:table-cell><text:p>Ime</text:p>"
        "</table:table-cell><table:table-cell><text:p>Ana</text:p></table:table-cell>"
        "</table:table-row></table:table>"
    )
    assert read(make.odt(body)) == ["Prvi\tred  xyz\nIme | Ana"]
    assert reason(make.odt(body, encrypted=True)) == "encrypted, needs a password"


def test_pptx_gives_a_page_for_each_slide(make: "Maker") -> None:
    """Slides are ordered by number, not by name."""
    slide = '<p:sld xmlns:p="p" xmlns:a="a"><a:p><a:r><a:t>{}</a:t></a:r></a:p></p:sld>'
    parts = {"[Content_Types].xml": b"<Types/>", "ppt/presentation.xml": b"<p/>"}
    for number in (10, 2, 1):
        name = f"ppt/slides/slide{number}.xml"
        parts[name] = slide.format(f"slajd {number}").encode()
    assert read(make.zip(parts)) == ["slajd 1", "slajd 2", "slajd 10"]


def test_html_gives_what_is_seen() -> None:
    """Scripts, hidden elements and comments are dropped; blocks and rows are lines."""
    page = (
        "<!doctype html><html><head><meta charset=windows-1250><title>Vest</title>"
        "<style>p{}</style></head><body><h1>Uhap\u0161eni</h1><!-- x --><p>Prvi "
        "<b>pas</b>us.<br>Novi  red</p><script>alert(1)</script>"
        "<div style='display: none'>skriveno</div>rep<table><tr><th>Ime</th><td>Ana "
        "<p>Ani\u0107</p></td></tr><tr><td>Tel</td><td>064</td></tr></table>kraj"
        "<pre>a\n  b</pre></body></html>"
    )
    assert read(page.encode("cp1250")) == [
        "Vest\nUhapšeni\nPrvi pasus.\nNovi red\nrep\nIme | Ana Anić\nTel | 064\nkraj\n"
        "a\n  b"
    ]


def test_html_without_words_is_empty() -> None:
    """A page that shows nothing is rejected as such."""
    assert reason(b"<html><body><pre>\n\n</pre></body></html>") == (
        "empty: no text in it"
    )


def test_eml_reads_headers_and_body(make: "Maker") -> None:
    """Encoded headers become words; attachments are not part of the text."""
    text = read(make.eml("Видимо се.\n", {"a.txt": b"secret"}))[0]
    assert text == (
        "From: Мила Савић <mila@example.rs>\nTo: John <john@example.com>\n"
        "Subject: Пошиљка за петак\nDate: Tue, 12 Mar 2024 10:00:00 +0100\n\n"
        "Видимо се."
    )


def test_eml_prefers_plain_text_and_takes_html_else() -> None:
    """Of alternatives the plain one is read, or the HTML where there is no other."""
    head = b"From: a@b.rs\nMIME-Version: 1.0\nContent-Type: "
    html = b"text/html; charset=utf-8\n\n<p>Samo <b>ovo</b></p>\n"
    both = (
        head + b"multipart/alternative; boundary=X\n\n--X\nContent-Type: text/plain\n\n"
        b"prosto\n--X\nContent-Type: " + html + b"--X--\n"
    )
    assert read(both)[0].endswith("\n\nprosto")
    assert read(head + html)[0].endswith("\n\nSamo ovo")


def test_eml_with_raw_bytes_in_headers() -> None:
    """Old mailers wrote headers unencoded; they are read all the same."""
    data = "Subject: Šćepan\nFrom: x@y.me\nReceived: by z\n\nĆao\n".encode("cp1250")
    assert read(data, "x.eml")[0] == "From: x@y.me\nSubject: Šćepan\n\nĆao"


def test_emlx_is_the_message_without_its_frame(make: "Maker") -> None:
    """The byte count before and the property list after are not read."""
    message = make.eml("Zdravo")
    data = f"{len(message)}\n".encode() + message + b"<?xml version='1.0'?><plist/>"
    assert read(data)[0].endswith("Zdravo")


def test_text_with_a_few_header_like_lines_stays_text() -> None:
    """A note that begins with From and To is no message."""
    note = "From: centrala\nTo: stanica\n\nJavite se."
    assert read(note.encode()) == [note]


def test_rtf(make: "Maker") -> None:
    """Code pages and Unicode escapes are read, destinations skipped."""
    assert read(make.rtf("Željko\nĐukić")) == ["Željko\nĐukić"]
    data = (
        rb"{\rtf1\ansi\ansicpg1251{\fonttbl{\f0 Arial;}}\u1046?\u1077? \'e6{\*\x no}}"
    )
    assert read(data) == ["Же ж"]


@pytest.mark.parametrize(
    ("data", "name", "expected"),
    [
        (b"\x89PNG\r\n\x1a\n" + bytes(20), "x.txt", "damaged: no readable image"),
        (b"ID3\x03" + bytes(90), "a", "MP3 audio"),
        (b"\x00\x01\x02\x03" * 90, "a.txt", "binary data of no known format"),
        (b"\x00\x00\x00\x01Bud1" + bytes(9), ".DS_Store", "macOS folder view"),
        (b"-----BEGIN PGP MESSAGE-----\nabc", "a.txt", "encrypted, needs a password"),
        (b"a;b\n1;2\n3;4\n", "a.csv", "table (CSV): needs a mapping"),
        (b"a\tb\n1\t2\n", "A.TSV", "table (CSV): needs a mapping"),
    ],
)
def test_what_no_reader_takes_is_named(data: bytes, name: str, expected: str) -> None:
    """A refusal names the recognised type."""
    assert reason(data, name).startswith(expected)


def test_a_damaged_workbook_and_a_table_say_so(make: "Maker") -> None:
    """A workbook without sheets is damaged; so is a table without columns."""
    parts = {"[Content_Types].xml": b"<T/>", "xl/workbook.xml": b"<w/>"}
    assert reason(make.zip(parts)) == "table: the workbook cannot be read"
    head = struct.pack("<4BIHH", 3, 111, 12, 20, 1, 65, 10) + bytes(20)
    assert reason(head + bytes(43)) == "table: the columns cannot be read"


def test_lists_in_notes_stay_documents() -> None:
    """Lines with equally many commas are text, unless the name says table."""
    text = "Novi Sad, Srbija\nBeograd, Srbija\nSkopje, Makedonija\nTirana, Albanija\n"
    assert read(text.encode(), "mesta.txt") == [text]
    assert read(b"no separators\nat all\n", "x.csv") == ["no separators\nat all\n"]


def test_text_that_speaks_of_formats_is_text() -> None:
    """A note on PDF, bzip2 or MP3 is no such file."""
    for text in ("Fajl počinje sa %PDF-1.4.", "BZh je oznaka", "ID3 oznake", "MZ\n"):
        assert read(text.encode()) == [text]


def test_truncated_files_are_rejected(make: "Maker") -> None:
    """A cut office file says that it is damaged."""
    data = make.docx("x" * 500)
    assert "damaged" in reason(data[: len(data) // 2]) or "archive" in reason(data[:99])


def test_reading_is_deterministic(make: "Maker") -> None:
    """The same bytes give the same document."""
    data = make.eml("Zdravo", {"a.bin": base64.b64encode(bytes(99))})
    assert read(data) == read(io.BytesIO(data).getvalue())
