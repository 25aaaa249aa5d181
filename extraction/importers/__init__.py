"""Structured extracts to records: one format a file, found by content."""

from extraction.importers.base import Importer, ImportOptions, Phone
from extraction.importers.calls.cdr import CallRecordImporter
from extraction.importers.calls.ipuse import IpUseImporter
from extraction.importers.calls.masts import MastImporter
from extraction.importers.caseuco.case_uco import CaseUcoImporter
from extraction.importers.chats.instagram import InstagramImporter
from extraction.importers.chats.telegram import TelegramImporter
from extraction.importers.chats.whatsapp import ChatTextImporter
from extraction.importers.corrections.corrected import (
    CorrectionsImporter,
    read_corrected,
)
from extraction.importers.ftm import FtmImporter
from extraction.importers.money.bank import BankTableImporter
from extraction.importers.money.camt import CamtImporter
from extraction.importers.money.crypto import CryptoImporter
from extraction.importers.money.mt940 import Mt940Importer
from extraction.importers.money.ofx import OfxImporter
from extraction.importers.money.qif import QifImporter
from extraction.importers.networks.graphfile import GraphFileImporter
from extraction.importers.networks.i2chart import I2ChartImporter
from extraction.importers.networks.tables import NetworkTableImporter
from extraction.importers.passengers.messages import PassengerMessageImporter
from extraction.importers.passengers.pnrxml import PnrXmlImporter
from extraction.importers.people.ical import IcalImporter
from extraction.importers.people.vcard import VcardImporter
from extraction.importers.phones.browser import BrowserImporter
from extraction.importers.phones.encrypted import EncryptedBackupImporter
from extraction.importers.phones.identity import (
    PhoneIdentityImporter,
    learn_phone,
    make_phone,
)
from extraction.importers.phones.phonedb import PhoneDatabaseImporter
from extraction.importers.phones.roots import holds, root_of
from extraction.importers.phones.smsbackup import SmsBackupImporter
from extraction.importers.phones.ufed import UfedImporter
from extraction.importers.phones.xry import XryImporter
from extraction.importers.phones.xryxml import XryXmlImporter
from extraction.importers.places.crossings import CrossingLogImporter
from extraction.importers.places.geo import GPX, KML
from extraction.importers.places.geojson import GeojsonImporter
from extraction.importers.places.locationhistory import LocationHistoryImporter
from extraction.importers.places.plates import PlateLogImporter
from extraction.importers.registers.icij import IcijImporter
from extraction.importers.registers.opensanctions import SanctionsTableImporter
from extraction.importers.registers.senzing import SenzingImporter
from extraction.importers.tables.mapping import Mapping, load_mapping, parse_mapping
from extraction.importers.tables.table import (
    MappedTableImporter,
    Preview,
    UnmappedTableImporter,
    preview,
)
from extraction.model import Leaf

__all__ = [
    "CORRECTIONS",
    "OF_PHONES",
    "REGISTRY",
    "ImportOptions",
    "Importer",
    "Mapping",
    "Phone",
    "Preview",
    "find_importer",
    "holds",
    "learn_phone",
    "load_mapping",
    "make_phone",
    "parse_mapping",
    "preview",
    "read_corrected",
    "root_of",
]

CORRECTIONS = CorrectionsImporter()

REGISTRY: tuple[Importer, ...] = (
    FtmImporter(),
    CORRECTIONS,
    CamtImporter(),
    OfxImporter(),
    Mt940Importer(),
    QifImporter(),
    PassengerMessageImporter(),
    PnrXmlImporter(),
    VcardImporter(),
    IcalImporter(),
    GPX,
    KML,
    GeojsonImporter(),
    LocationHistoryImporter(),
    GraphFileImporter(),
    I2ChartImporter(),
    MappedTableImporter(),
    UfedImporter(),
    XryImporter(),
    XryXmlImporter(),
    PhoneDatabaseImporter(),
    PhoneIdentityImporter(),
    BrowserImporter(),
    SmsBackupImporter(),
    EncryptedBackupImporter(),
    TelegramImporter(),
    InstagramImporter(),
    ChatTextImporter(),
    IcijImporter(),
    SanctionsTableImporter(),
    SenzingImporter(),
    CallRecordImporter(),
    MastImporter(),
    IpUseImporter(),
    CrossingLogImporter(),
    PlateLogImporter(),
    CryptoImporter(),
    BankTableImporter(),
    NetworkTableImporter(),
    UnmappedTableImporter(),
    CaseUcoImporter(),
)
"""All importers, in the order they are asked; a mapping goes before guessing."""

OF_PHONES = frozenset(
    ("browser", "locations", "phone", "phonedb", "smsbackup", "ufed", "xry", "xryxml")
)
"""Importers of files of a phone: they wait for all files that tell of it."""


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
