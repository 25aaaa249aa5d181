"""Mails and who writes under an address: the same ids whatever file tells of one."""

from extraction.importers.clean import clean_text
from extraction.importers.keys import derive_id
from graph.model import Place, Record, Value

MAX_TEXT = 2_000


def email_id(message: str) -> str:
    """Return the id of the mail with a Message-ID (without brackets), in every file."""
    return f"email-{derive_id([message], 'message', 'mail')}"


def correspondent_id(mail: str) -> str:
    """Return the id of whoever writes under a mail address, in every extract."""
    return f"correspondent-{derive_id([mail], 'address', 'mail')}"


def correspondent(address: str, name: str, place: Place) -> Record | None:
    """Return whoever writes under an address; None where it is no address."""
    mail = clean_text("LegalEntity", "email", address[:320], None)
    if not mail:
        return None
    values = [Value("email", mail)]
    if name and name.lower() != mail:
        values.insert(0, Value("name", name[:MAX_TEXT]))
    return Record(correspondent_id(mail), "LegalEntity", tuple(values), place)
