"""Builds sample/case from sample/texts: the same words in the formats of real files.

Run `.venv/bin/python sample/make.py` after a text changes. Everything is fictional and
written for this project.
"""

import csv
import io
import json
import random
import shutil
import zipfile
from datetime import UTC, datetime, timedelta
from email.message import EmailMessage
from pathlib import Path

from docx import Document
from reportlab.lib.pagesizes import A4
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFont
from reportlab.pdfgen.canvas import Canvas

HERE = Path(__file__).parent
TEXTS, CASE = HERE / "texts", HERE / "case"
FONTS = Path("/usr/share/fonts/truetype/dejavu")
FIXED = (2026, 5, 22, 9, 0, 0)

AS_DOCX = (
    "01-krivicna-prijava",
    "05-sluzbena-zabiljeska-luka",
    "08-zapisnik-pretres",
    "09-kallezim-penal",
)
AS_PDF = ("03-presretnuti-razgovori", "10-raport-vezhgimi", "12-jit-minutes")
AS_TEXT = {
    "02-sluzbena-beleska": "utf-8",
    "04-zapisnik-svjedok": "cp1250",
    "13-optuznica-izvod": "utf-8-sig",
    "14-izjava-svedoka": "cp1251",
}
AS_HTML = ("06-granicna-beleska", "07-izvestaj-banka")
ZIPPED = ("15-provera-vozila", "15-finansijski-profil")

PHONES = {
    "vukcevic": "+381645550142",
    "stojkovic": "+381635550177",
    "milica": "+381645550199",
    "perkovic": "+38267555021",
    "luka": "+38267555029",
    "hadzibegic": "+38761555018",
    "trajkovski": "+38970555034",
    "hoxhaj": "+355695550456",
    "krasniqi": "+38344555067",
    "burner": "+38344555099",
}
TALKS = {
    ("vukcevic", "stojkovic"): 41,
    ("stojkovic", "vukcevic"): 22,
    ("vukcevic", "milica"): 35,
    ("vukcevic", "perkovic"): 14,
    ("perkovic", "vukcevic"): 9,
    ("perkovic", "luka"): 26,
    ("vukcevic", "hadzibegic"): 11,
    ("vukcevic", "hoxhaj"): 6,
    ("hoxhaj", "krasniqi"): 17,
    ("trajkovski", "hoxhaj"): 12,
    ("stojkovic", "trajkovski"): 8,
    ("krasniqi", "burner"): 5,
    ("burner", "vukcevic"): 3,
}

CELLS = {
    "BG-101": (44.8125, 20.4612),
    "BG-114": (44.8206, 20.4110),
    "NP-07": (43.1367, 20.5122),
    "BAR-03": (42.0931, 19.1003),
    "PG-12": (42.4411, 19.2636),
    "SA-22": (43.8563, 18.4131),
    "SK-15": (41.9961, 21.4316),
    "DR-04": (41.3233, 19.4544),
    "PZ-09": (42.2128, 20.7392),
}
"""Made-up masts in the towns of the case: degrees north and east."""
MASTS = {
    "vukcevic": ("BG-101", "BG-101", "BG-114", "BAR-03", "SA-22"),
    "stojkovic": ("BG-114", "BG-114", "NP-07", "SK-15"),
    "milica": ("BG-101",),
    "perkovic": ("BAR-03", "BAR-03", "PG-12"),
    "luka": ("BAR-03",),
    "hadzibegic": ("SA-22",),
    "trajkovski": ("SK-15", "SK-15", "PZ-09"),
    "hoxhaj": ("DR-04", "DR-04", "PZ-09"),
    "krasniqi": ("PZ-09",),
    "burner": ("PZ-09",),
}
"""Where each one is, on as many days as it stands there."""


def pages_of(name: str) -> list[list[str]]:
    """Return the text's pages as lists of lines."""
    text = (TEXTS / f"{name}.txt").read_text(encoding="utf-8")
    return [page.strip("\n").split("\n") for page in text.split("<page>")]


def cells(line: str) -> list[str]:
    """Return the cells of a `| a | b |` row."""
    return [cell.strip() for cell in line.strip("|").split("|")]


def make_docx(name: str) -> None:
    """Write headings, paragraphs and real tables."""
    document = Document()
    document.core_properties.created = datetime(*FIXED, tzinfo=UTC)
    rows: list[list[str]] = []
    for line in [*pages_of(name)[0], ""]:
        if line.startswith("|"):
            rows.append(cells(line))
            continue
        if rows:
            table = document.add_table(len(rows), len(rows[0]), style="Table Grid")
            for y, row in enumerate(rows):
                for x, cell in enumerate(row):
                    table.cell(y, x).text = cell
            rows = []
        if line.startswith("# "):
            document.add_heading(line[2:], level=1)
        elif line:
            document.add_paragraph(line)
    target = CASE / f"{name}.docx"
    document.save(str(target))


def make_pdf(name: str) -> None:
    """Write pages with a text layer in an embedded font."""
    pdfmetrics.registerFont(TTFont("text", FONTS / "DejaVuSans.ttf"))
    pdfmetrics.registerFont(TTFont("head", FONTS / "DejaVuSans-Bold.ttf"))
    canvas = Canvas(str(CASE / f"{name}.pdf"), pagesize=A4, invariant=1)
    for page in pages_of(name):
        y = 790.0
        for line in page:
            font = "head" if line.startswith("# ") else "text"
            for part in wrapped(line.removeprefix("# "), font):
                canvas.setFont(font, 10)
                canvas.drawString(60, y, part)
                y -= 15
        canvas.showPage()
    canvas.save()


def wrapped(line: str, font: str) -> list[str]:
    """Break a line at blanks so that it fits the page's width."""
    lines, current = [], ""
    for word in line.split(" "):
        longer = f"{current} {word}".strip()
        if pdfmetrics.stringWidth(longer, font, 10) > 470:
            lines.append(current)
            longer = word
        current = longer
    return [*lines, current]


def make_mail() -> None:
    """Write the message with its annex attached."""
    message = EmailMessage()
    message["From"] = "jit-konac@police.example"
    message["To"] = "liaison@europol.example"
    message["Subject"] = "JIT KONAC: request for information"
    message["Date"] = "Wed, 13 May 2026 10:12:00 +0200"
    message["Message-ID"] = "<konac-0001@police.example>"
    body = (TEXTS / "11-siena-message.body.txt").read_text(encoding="utf-8")
    message.set_content(body, cte="quoted-printable")
    message.add_attachment(
        (TEXTS / "11-annex.txt").read_text(encoding="utf-8"), filename="annex-1.txt"
    )
    message.set_boundary("konac-boundary")
    (CASE / "11-siena-message.eml").write_bytes(message.as_bytes())


def make_zip() -> None:
    """Write the archive with fixed times, so that its bytes stay the same."""
    with zipfile.ZipFile(CASE / "15-prilozi.zip", "w", zipfile.ZIP_DEFLATED) as archive:
        for name in ZIPPED:
            member = zipfile.ZipInfo(f"prilozi/{name}.txt", FIXED)
            archive.writestr(member, (TEXTS / f"{name}.txt").read_bytes())


def make_calls() -> None:
    """Write call records, a fixed draw of the pairs that talk."""
    draw = random.Random(20260418)
    begin = datetime(2026, 3, 1, 7, 0, tzinfo=UTC)
    rows = []
    for (caller, called), count in TALKS.items():
        for _ in range(count):
            at = begin + timedelta(minutes=draw.randrange(60 * 24 * 75))
            seconds = draw.choice((0, 12, 35, 61, 140, 305))
            mast = random.Random(f"{caller} {at:%j}").choice(MASTS[caller])
            rows.append((at, PHONES[caller], PHONES[called], seconds, mast))
    out = io.StringIO()
    writer = csv.writer(out, delimiter=";", lineterminator="\n")
    head = ["Pozivajući broj", "Pozvani broj", "Datum i vreme", "Trajanje"]
    writer.writerow([*head, "Bazna stanica", "Geografska širina", "Geografska dužina"])
    for at, *talk, mast in sorted(rows):
        writer.writerow(
            [*talk[:2], f"{at:%d.%m.%Y %H:%M}", talk[2], mast, *CELLS[mast]]
        )
    (CASE / "16-listing.csv").write_text(out.getvalue(), encoding="utf-8")


def make_register() -> None:
    """Write companies of the case as FollowTheMoney entities."""
    companies = [
        ("rs-konzor", "Konzor Invest d.o.o. Beograd", "rs", "21900177"),
        ("me-jadran", "Jadran Šped d.o.o. Bar", "me", "03110044"),
        ("ba-bosna-cargo", "Bosna Cargo d.o.o. Sarajevo", "ba", "4200199880003"),
        ("mk-vardar", "Вардар Транс ДООЕЛ Скопје", "mk", "7300444"),
        ("al-iliria", "Iliria Import SHPK", "al", "L91900455K"),
        ("xk-drini", "Drini Auto SHPK", "xk", "811900077"),
    ]
    lines = [
        {
            "id": key,
            "schema": "Company",
            "properties": {
                "name": [name],
                "jurisdiction": [country],
                "registrationNumber": [number],
            },
        }
        for key, name, country, number in companies
    ]
    (CASE / "17-registar.ftm.json").write_text(
        "".join(json.dumps(line, ensure_ascii=False) + "\n" for line in lines),
        encoding="utf-8",
    )


def main() -> None:
    """Make the whole folder anew."""
    shutil.rmtree(CASE, ignore_errors=True)
    CASE.mkdir()
    for name in AS_DOCX:
        make_docx(name)
    for name in AS_PDF:
        make_pdf(name)
    for name, encoding in AS_TEXT.items():
        text = (TEXTS / f"{name}.txt").read_text(encoding="utf-8")
        (CASE / f"{name}.txt").write_bytes(text.encode(encoding))
    for name in AS_HTML:
        shutil.copyfile(TEXTS / f"{name}.html", CASE / f"{name}.html")
    make_mail()
    make_zip()
    make_calls()
    make_register()


if __name__ == "__main__":
    main()
