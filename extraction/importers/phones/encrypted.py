"""Files that only their key or maker opens: refused with what they need."""

import re
from collections.abc import Iterator

from extraction.importers.base import ImportOptions
from extraction.importers.phones.sqlitefile import is_database
from extraction.model import Leaf, Rejection
from extraction.reading.encoding import looks_like_text
from graph.errors import InvalidInput
from graph.model import Record

_KINDS = (
    (
        re.compile(r"\.xry(?:case)?$", re.IGNORECASE),
        "XRY's own container, which is not public: export it from XAMN as text, "
        "or as CASE",
    ),
    (
        re.compile(r"\.an[bt]$", re.IGNORECASE),
        "a chart in i2's own form, which is not public: save it from Analyst's "
        "Notebook as XML (.anx), or export its entities and links as tables",
    ),
    (
        re.compile(r"\.db\.crypt\d{1,2}$"),
        "encrypted by WhatsApp: decrypt it with the phone's key file first",
    ),
    (
        re.compile(r"(?:^|/)signal-[\d-]+\.backup$"),
        "encrypted by Signal: decrypt it with the backup's passphrase first",
    ),
    (
        re.compile(r"(?:^|/)sql/db\.sqlite$"),
        "encrypted by Signal Desktop: decrypt it with the key in its config.json first",
    ),
)


class EncryptedBackupImporter:
    """WhatsApp's `.crypt…`, Signal's backups and database, XRY's and i2's own files.

    Their bytes look like chance, so the name says what they are; nothing is read.
    """

    name = "encrypted"
    version = "1"
    streams = True

    def recognizes(self, leaf: Leaf, options: ImportOptions) -> bool:
        """Whether it has such a name, and is neither a plain database nor text."""
        if not _reason(leaf.path):
            return False
        head = leaf.content[:4096]
        return bool(head) and not is_database(head) and not looks_like_text(head)

    def read(self, leaf: Leaf, options: ImportOptions) -> Iterator[Record | Rejection]:
        """Raise InvalidInput with what opens it."""
        raise InvalidInput(_reason(leaf.path) or "encrypted")


def _reason(path: str) -> str:
    text = path.replace("\\", "/")
    return next((reason for form, reason in _KINDS if form.search(text)), "")
