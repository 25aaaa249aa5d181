"""Structured extracts to records: one format a file, found by content."""

from extraction.importers.bank import BankTableImporter
from extraction.importers.base import Importer, ImportOptions
from extraction.importers.camt import CamtImporter
from extraction.importers.case_uco import CaseUcoImporter
from extraction.importers.cdr import CallRecordImporter
from extraction.importers.crypto import CryptoImporter
from extraction.importers.encrypted import EncryptedBackupImporter
from extraction.importers.ftm import FtmImporter
from extraction.importers.geo import GPX, KML
from extraction.importers.geojson import GeojsonImporter
from extraction.importers.ical import IcalImporter
from extraction.importers.instagram import InstagramImporter
from extraction.importers.mapping import Mapping, load_mapping, parse_mapping
from extraction.importers.mt940 import Mt940Importer
from extraction.importers.ofx import OfxImporter
from extraction.importers.phonedb import PhoneDatabaseImporter
from extraction.importers.qif import QifImporter
from extraction.importers.smsbackup import SmsBackupImporter
from extraction.importers.table import (
    MappedTableImporter,
    Preview,
    UnmappedTableImporter,
    preview,
)
from extraction.importers.telegram import TelegramImporter
from extraction.importers.ufed import UfedImporter
from extraction.importers.vcard import VcardImporter
from extraction.importers.whatsapp import ChatTextImporter
from extraction.model import Leaf

__all__ = [
    "REGISTRY",
    "ImportOptions",
    "Importer",
    "Mapping",
    "Preview",
    "find_importer",
    "load_mapping",
    "parse_mapping",
    "preview",
]

REGISTRY: tuple[Importer, ...] = (
    FtmImporter(),
    CamtImporter(),
    OfxImporter(),
    Mt940Importer(),
    QifImporter(),
    VcardImporter(),
    IcalImporter(),
    GPX,
    KML,
    GeojsonImporter(),
    MappedTableImporter(),
    UfedImporter(),
    PhoneDatabaseImporter(),
    SmsBackupImporter(),
    EncryptedBackupImporter(),
    TelegramImporter(),
    InstagramImporter(),
    ChatTextImporter(),
    CallRecordImporter(),
    CryptoImporter(),
    BankTableImporter(),
    UnmappedTableImporter(),
    CaseUcoImporter(),
)
"""All importers, in the order they are asked; a mapping goes before guessing."""


def find_importer(leaf: Leaf, options: ImportOptions) -> Importer | None:
    """Return the first importer that knows the leaf's content, None for documents.

    Raises InvalidInput where the mapping file of the options cannot be used.
    """
    for importer in REGISTRY:
        if leaf.is_large and not importer.streams:
            continue
        if importer.recognizes(leaf, options):
            return importer
    return None
