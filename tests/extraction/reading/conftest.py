"""Makers of small files of every format, so that no test rests on stored bytes."""

import gzip
import io
import tarfile
import zipfile
from collections.abc import Callable, Mapping
from email.message import EmailMessage

import docx
import pytest
from reportlab.lib.pdfencrypt import StandardEncryption
from reportlab.pdfgen.canvas import Canvas

from extraction.model import Leaf


class Maker:
    """Makes bytes of a format from the text they are to hold."""

    def pdf(self, *pages: str, password: str | None = None) -> bytes:
        """Return a PDF with a page for each text; an empty one has no text layer."""
        out = io.BytesIO()
        encrypt = StandardEncryption(password) if password else None
        canvas = Canvas(out, invariant=1, encrypt=encrypt)
        for page in pages:
            for number, line in enumerate(page.splitlines()):
                canvas.drawString(72, 720 - 14 * number, line)
            canvas.showPage()
        canvas.save()
        return out.getvalue()

    def docx(self, *paragraphs: str, table: list[list[str]] | None = None) -> bytes:
        """Return a Word file: a header, paragraphs, a table and a last paragraph."""
        document = docx.Document()
        document.sections[0].header.paragraphs[0].text = "Zaglavlje"
        for paragraph in paragraphs:
            document.add_paragraph(paragraph)
        if table:
            grid = document.add_table(rows=0, cols=len(table[0]))
            for row in table:
                for cell, text in zip(grid.add_row().cells, row, strict=True):
                    cell.text = text
            document.add_paragraph("Kraj.")
        out = io.BytesIO()
        document.save(out)
        return out.getvalue()

    def odt(self, body: str, encrypted: bool = False) -> bytes:
        """Return an OpenDocument text whose office:text holds `body`."""
        namespaces = (
            'xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0" '
            'xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0" '
            'xmlns:table="urn:oasis:names:tc:opendocument:xmlns:table:1.0"'
        )
        content = (
            f"<office:document-content {namespaces}><office:body><office:text>"
            f"{body}</office:text></office:body></office:document-content>"
        )
        lock = "<m:encryption-data/>" if encrypted else ""
        manifest = f'<m:manifest xmlns:m="urn:m">{lock}</m:manifest>'
        return self.zip(
            {
                "mimetype": b"application/vnd.oasis.opendocument.text",
                "content.xml": content.encode(),
                "META-INF/manifest.xml": manifest.encode(),
            }
        )

    def zip(self, members: Mapping[str, bytes]) -> bytes:
        """Return a ZIP of these members in order."""
        out = io.BytesIO()
        with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
            for name, data in members.items():
                archive.writestr(zipfile.ZipInfo(name), data, zipfile.ZIP_DEFLATED)
        return out.getvalue()

    def tar(self, members: Mapping[str, bytes], mode: str = "") -> bytes:
        """Return a tar; with mode `gz` a compressed one."""
        out = io.BytesIO()
        with tarfile.open(fileobj=out, mode="w") as archive:
            for name, data in members.items():
                info = tarfile.TarInfo(name)
                info.size = len(data)
                archive.addfile(info, io.BytesIO(data))
        data = out.getvalue()
        return gzip.compress(data, mtime=0) if mode == "gz" else data

    def eml(self, body: str, attachments: Mapping[str, bytes] | None = None) -> bytes:
        """Return a message from Мила to John with attachments."""
        message = EmailMessage()
        message["From"] = "Мила Савић <mila@example.rs>"
        message["To"] = "John <john@example.com>"
        message["Subject"] = "Пошиљка за петак"
        message["Date"] = "Tue, 12 Mar 2024 10:00:00 +0100"
        message.set_content(body)
        for name, data in (attachments or {}).items():
            message.add_attachment(
                data, maintype="application", subtype="octet-stream", filename=name
            )
        return message.as_bytes()

    def rtf(self, text: str) -> bytes:
        """Return an RTF in code page 1250 with one paragraph a line."""
        body = "".join(
            f"\\'{byte:02x}" if byte > 127 else chr(byte)
            for byte in text.replace("\n", "\\par ").encode("cp1250")
        )
        return f"{{\\rtf1\\ansi\\ansicpg1250{{\\*\\skip x}}{body}}}".encode()


@pytest.fixture(scope="session")
def make() -> Maker:
    """Return the maker of files."""
    return Maker()


@pytest.fixture(scope="session")
def leaf() -> Callable[[bytes, str], Leaf]:
    """Return a maker of leaves from bytes and a name."""
    return lambda data, name: Leaf(name, name, data)
