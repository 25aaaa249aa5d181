"""Mails of a Cellebrite report, under the ids that mailboxes give them."""

import re
from collections.abc import Iterator

from extraction.importers.chats.chats import plain
from extraction.importers.keys import derive_id
from extraction.importers.people.mails import MAX_TEXT, correspondent, email_id
from extraction.importers.phones.ufedfields import files_of, place_of, read_stamp
from extraction.importers.phones.ufedxml import Model
from graph.model import Record, Value

_ENDS = (
    ("From", "emitters", "from"),
    ("To", "recipients", "to"),
    ("Cc", "recipients", "cc"),
    ("Bcc", "recipients", "bcc"),
)
_GIVEN = ("MessageID", "MessageId", "Message ID", "InternetMessageId", "Identifier")
_MESSAGE_ID = re.compile(r"<?([^<>\s]{1,900}@[^<>\s]{1,900})>?")


def write_mail(mail: Model) -> Iterator[Record]:
    """Yield a mail and those it names; nothing where it names nobody by an address.

    By its Message-ID where the report has that, else by sender, moment and subject.
    """
    place = place_of(mail)
    people: list[tuple[str, Record]] = []
    values: list[Value] = []
    for name, prop, header in _ENDS:
        texts = []
        for party in mail.parts(name):
            address, called = party.get("Identifier"), party.get("Name")
            texts.append(f"{called} <{address}>" if called else address)
            record = correspondent(address, plain(called), place)
            if record is not None:
                people.append((prop, record))
        if text := plain(", ".join(filter(None, texts))):
            values.append(Value(header, text[:MAX_TEXT]))
    if not people:
        return
    moment, subject = read_stamp(mail.get("TimeStamp")), plain(mail.get("Subject"))
    given = next(
        (m[1] for n in _GIVEN if (m := _MESSAGE_ID.fullmatch(mail.get(n)))), ""
    )
    senders = [record.entity for prop, record in people if prop == "emitters"]
    key = given or derive_id([*senders, moment, subject], "mail", "ufed") or ""
    said = (
        ("subject", subject[:MAX_TEXT]),
        ("date", moment),
        ("messageId", given),
        ("bodyText", plain(mail.get("Body"))),
        ("description", plain(", ".join(files_of(mail)))[:MAX_TEXT]),
    )
    values += [Value(prop, text) for prop, text in said if text]
    values += [Value(prop, record.entity) for prop, record in people]
    yield Record(email_id(key), "Email", tuple(dict.fromkeys(values)), place)
    yield from dict.fromkeys(record for _, record in people)
