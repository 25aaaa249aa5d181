"""Cellebrite's UFDR, a ZIP: the report and documents out of a phone's many files."""

import zipfile
from collections.abc import Sequence

from extraction.reading.zips import DAMAGE

_HEAD = 4096
_SIGN = b"pa.cellebrite.com/report/"
_REPORT = "report.xml"
_DOCUMENTS = ("files/document/", "files/documents/")


def choose_members(
    archive: zipfile.ZipFile, infos: Sequence[zipfile.ZipInfo]
) -> tuple[list[zipfile.ZipInfo], int]:
    """Return the members to read, and how many are left out.

    Of a UFDR the report comes first and its documents follow: media, databases and
    application files would drown it, and the report names them. Any other ZIP stays.
    """
    reports = [info for info in infos if info.filename.lower() == _REPORT]
    if not (reports and _is_report(archive, reports[0])):
        return list(infos), 0
    documents = [i for i in infos if i.filename.lower().startswith(_DOCUMENTS)]
    chosen = [*reports, *documents]
    files = sum(1 for info in infos if not info.is_dir())
    return chosen, files - sum(1 for info in chosen if not info.is_dir())


def _is_report(archive: zipfile.ZipFile, info: zipfile.ZipInfo) -> bool:
    try:
        with archive.open(info) as stream:
            head = stream.read(_HEAD)
    except (*DAMAGE, RuntimeError, NotImplementedError):
        return False
    return _SIGN in head.replace(b"\x00", b"")
