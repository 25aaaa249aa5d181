"""Call logs of Android (calllog.db, contacts2.db) and iOS (CallHistory.storedata)."""

from collections.abc import Iterator

from extraction.importers.calls.calls import read_number
from extraction.importers.chats.accounts import find_service, make_account
from extraction.importers.chats.chats import ChatCall
from extraction.importers.epochs import from_cocoa, from_unix
from extraction.importers.phones.dbsource import (
    Source,
    as_dialled,
    country_of,
    row_name,
    seconds_of,
    text_of,
    whole,
)
from extraction.importers.phones.phonecalls import End, PhoneCall, make_end
from extraction.model import Rejection
from graph.model import Place, Record

_ANDROID = {
    1: "",
    2: "",
    3: "missed",
    4: "voicemail",
    5: "rejected",
    6: "blocked",
    7: "answered elsewhere",
}
_ANDROID_COLUMNS = (
    "_id",
    "number",
    "date",
    "duration",
    "type",
    "name",
    "subscription_id",
    "normalized_number",
    "phone_account_address",
    "countryiso",
)
_OUTGOING = 2
_WITHHELD = frozenset(("", "-1", "-2", "-3", "-4"))
_SERVICES = {
    "com.apple.FaceTime": "FaceTime",
    "net.whatsapp.WhatsApp": "WhatsApp",
    "com.viber": "Viber",
    "ph.telegra.Telegraph": "Telegram",
    "org.whispersystems.signal": "Signal",
    "com.facebook.Messenger": "Facebook",
}


def read_android(source: Source) -> Iterator[Record | Rejection]:
    """Yield the calls of Android's log."""
    me: End | None = None
    for key, number, stamp, duration, kind, name, *told in source.database.rows(
        "calls", *_ANDROID_COLUMNS
    ):
        card, full, own, land = (text_of(cell) for cell in told)
        where = row_name("calls", key)
        me = me or source.user(f"android {text_of(number)} {text_of(stamp)}")
        moment, way = from_unix(stamp), whole(kind)
        if moment is None or way not in _ANDROID:
            reason = "no date" if moment is None else "neither incoming nor outgoing"
            yield source.reject(f"Android calls: {reason}", where)
            continue
        place = Place(record=where)
        shown = "" if text_of(number) in _WITHHELD else text_of(number)
        country = country_of(source, land)
        other = make_end(as_dialled(shown, full) if shown else "", country, place)
        mine = source.line(card) or _own_line(own, country) or me
        caller, called = (mine, other) if way == _OUTGOING else (other, mine)
        notes = "; ".join(p for p in (_ANDROID[way], text_of(name)[:200]) if p)
        call = PhoneCall(
            caller, [called], moment, duration_s=seconds_of(duration), notes=notes
        )
        yield from source.calls.write(call, place)


def _own_line(address: str, country: str | None) -> End | None:
    """Return the card of the phone's that took the call, None where none is named."""
    number = read_number(address.removeprefix("tel:"), country)
    return End(number, number) if number else None


def read_ios(source: Source) -> Iterator[Record | Rejection]:
    """Yield the calls of iOS's log: of the network, FaceTime and other services."""
    me: End | None = None
    columns = (
        "Z_PK",
        "ZADDRESS",
        "ZDATE",
        "ZDURATION",
        "ZORIGINATED",
        "ZANSWERED",
        "ZSERVICE_PROVIDER",
        "ZNAME",
        "ZISO_COUNTRY_CODE",
    )
    for row in source.database.rows("ZCALLRECORD", *columns):
        key, address, stamp, duration, out, answered, provider, name, land = row
        me = me or source.user(f"ios {text_of(address)} {text_of(stamp)}")
        where = row_name("ZCALLRECORD", key)
        moment = from_cocoa(stamp)
        if moment is None:
            yield source.reject("iOS calls: no date", where)
            continue
        state = "" if out or answered else "missed"
        notes = "; ".join(part for part in (state, text_of(name)[:200]) if part)
        yield from _ios_call(
            source,
            me,
            (text_of(address), bool(out), text_of(provider)),
            (moment, seconds_of(duration), notes),
            (country_of(source, text_of(land)), where),
        )


def _ios_call(
    source: Source,
    me: End,
    other: tuple[str, bool, str],
    about: tuple[str, int | None, str],
    read: tuple[str | None, str],
) -> Iterator[Record | Rejection]:
    country, where = read
    given, outgoing, provider = other
    moment, duration, notes = about
    place = Place(record=where)
    service = _SERVICES.get(provider)
    if service is None:
        end = make_end(given, country, place)
        caller, called = (me, end) if outgoing else (end, me)
        call = PhoneCall(caller, [called], moment, duration_s=duration, notes=notes)
        yield from source.calls.write(call, place)
        return
    if not given:
        yield source.reject("iOS calls: a call with nobody", where)
        return
    kind = find_service(service)
    theirs = make_account(kind, given, "", country)
    mine = source.account(kind, me.party)
    caller_account, receiver = (mine, theirs) if outgoing else (theirs, mine)
    made = ChatCall(caller_account, [receiver], moment, duration, notes)
    yield from source.chats.call(made, place)
