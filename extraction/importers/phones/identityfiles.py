"""Files in which a phone says what it is, each read to what it says."""

import plistlib
import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from functools import cache
from itertools import chain, islice
from pathlib import Path, PurePosixPath
from typing import Any, cast

import yaml

from extraction.importers.phones import abx
from extraction.importers.phones.dbsource import text_of
from extraction.importers.phones.handset import Handset, Sim, fill
from extraction.importers.phones.sqlitefile import Database, is_database
from extraction.model import Leaf
from extraction.reading.encoding import decode_text, looks_like_text
from graph.errors import InvalidInput

MAX_FILE = 16 << 20
_MAX_ITEMS = 20_000
_MAX_DEPTH = 12
_MAX_ROWS = 200
_PROPERTY = re.compile(
    r"^[ \t]*([\w.]{1,80})[ \t]*=[ \t]*(.{0,200}?)[ \t\r]*$", re.MULTILINE
)
_SETTING = re.compile(r"<setting\s[^<>]{0,4000}?/?>")
_ATTRIBUTE = re.compile(r"\b(name|value)=\"([^\"<>]{0,400})\"")
_DEVICE_INFO = re.compile(r"^\[DeviceInfo\]\s*$(.*?)(?=^\[|\Z)", re.M | re.S | re.I)
_SETTINGS_NAME = re.compile(r"settings_(?:secure|global)\.xml")
_REGISTERED = re.compile(
    r"<string name=\"registration_jid\">(\d{6,15})(?:@[\w.]+)?</string>"
)


@cache
def names() -> dict[str, dict[str, str]]:
    """Return identity.yaml: for each kind of file, a name in it → what it is."""
    path = Path(__file__).with_name("identity.yaml")
    loaded: dict[str, Any] = yaml.safe_load(path.read_text("utf-8"))
    found = {
        file: {name: kind for kind, listed in about.items() for name in listed}
        for file, about in loaded.items()
        if file != "plist_signs"
    }
    found["plist_signs"] = dict.fromkeys(loaded["plist_signs"], "")
    return found


def read_identity(leaf: Leaf) -> Handset | None:
    """Return what a phone's own file says of it, None for any other file."""
    content = leaf.content
    if not content or len(content) > MAX_FILE:
        return None
    if is_database(content):
        return _read_database(leaf)
    name = PurePosixPath(leaf.path.replace("!/", "/")).name.lower()
    head = bytes(content[:4096])
    if head.startswith(b"bplist00") or b"<plist" in head:
        return _read_plist(leaf.data)
    if head.startswith(abx.MAGIC):
        is_settings = _SETTINGS_NAME.fullmatch(name)
        return _learn_settings(abx.iter_elements(content)) if is_settings else None
    if not looks_like_text(head):
        return None
    for pattern, read in _TEXTS:
        if pattern.fullmatch(name):
            return read(decode_text(leaf.data))
    return None


def _read_plist(data: bytes) -> Handset | None:
    try:
        loaded = plistlib.loads(data)
    except Exception:  # noqa: BLE001 - the library lets many kinds of error through
        return None
    handset, kinds = Handset(make="Apple"), set()
    for key, value in _walk(loaded):
        kind = names()["plist"].get(re.sub(r"[ _]", "", key).lower())
        if kind and value:
            fill(handset, kind, value)
            kinds.add(kind)
    signs = kinds & set(names()["plist_signs"])
    return handset if len(kinds) > 1 and signs else None


def _walk(loaded: object) -> Iterator[tuple[str, str]]:
    """Yield (key, text) of dictionaries at any depth, outer ones first."""
    level: list[object] = [loaded]
    for _ in range(_MAX_DEPTH):
        for item in level:
            if isinstance(item, dict):
                yield from _texts(item)
        inner = chain.from_iterable(map(_inside, level))
        level = list(islice(inner, _MAX_ITEMS))


def _texts(item: dict[Any, Any]) -> Iterator[tuple[str, str]]:
    for key, value in item.items():
        for one in value if isinstance(value, list) else [value]:
            if isinstance(one, str | int) and not isinstance(one, bool):
                yield str(key), str(one)[:400]


def _inside(item: object) -> Iterator[object]:
    inner = item.values() if isinstance(item, dict) else item
    if isinstance(item, dict | list):
        yield from (one for one in cast(Any, inner) if isinstance(one, dict | list))


def _read_properties(text: str) -> Handset | None:
    handset = Handset()
    given = dict(_PROPERTY.findall(text))
    for name, kind in names()["properties"].items():
        if given.get(name):
            fill(handset, kind, given[name])
    return handset if handset.model else None


def _read_ufd(text: str) -> Handset | None:
    section = _DEVICE_INFO.search(text)
    if section is None:
        return None
    handset = Handset()
    for name, value in _PROPERTY.findall(section[1]):
        kind = names()["ufd"].get(name.lower())
        if kind and value:
            fill(handset, kind, value)
    return handset


def _read_settings(text: str) -> Handset | None:
    elements = _SETTING.findall(text[: 4 << 20])
    return _learn_settings(dict(_ATTRIBUTE.findall(one)) for one in elements)


def _learn_settings(elements: Iterable[Mapping[str, str]]) -> Handset | None:
    handset = Handset()
    for said in elements:
        kind = names()["settings"].get(said.get("name", ""))
        if kind and said.get("value"):
            fill(handset, kind, said["value"][:400])
    return handset if handset.install or handset.radio or handset.name else None


def _read_whatsapp(text: str) -> Handset | None:
    found = _REGISTERED.search(text)
    if found is None:
        return None
    return Handset(accounts=[("WhatsApp", f"+{found[1]}")])


_TEXTS: tuple[tuple[re.Pattern[str], Callable[[str], Handset | None]], ...] = (
    (re.compile(r"build\.prop"), _read_properties),
    (re.compile(r".{1,200}\.ufd"), _read_ufd),
    (_SETTINGS_NAME, _read_settings),
    (re.compile(r"com\.whatsapp_preferences\w*\.xml"), _read_whatsapp),
)


def _read_database(leaf: Leaf) -> Handset | None:
    try:
        with Database(leaf.content, leaf.log) as database:
            if database.has("siminfo", "icc_id", "_id"):
                return Handset(sims=list(_android_cards(database)))
            if database.has("subscriber_info", "subscriber_id", "subscriber_mdn"):
                return Handset(sims=list(_ios_cards(database)))
            if database.has("accounts", "_id", "name", "type", "password"):
                return Handset(accounts=list(_android_accounts(database)))
            if database.has("Data", "key", "value"):
                return _viber_settings(database)
            if database.has("ZACCOUNT", "ZUSERNAME", "ZACCOUNTTYPE"):
                return Handset(accounts=list(_ios_accounts(database)))
    except InvalidInput:
        return None
    return None


def _first(rows: Iterator[tuple[Any, ...]]) -> Iterator[tuple[str, ...]]:
    for _, row in zip(range(_MAX_ROWS), rows, strict=False):
        yield tuple(text_of(cell).strip()[:200] for cell in row)


def _android_cards(database: Database) -> Iterator[Sim]:
    rows = database.rows("siminfo", "_id", "icc_id", "number", "imsi")
    for key, iccid, number, imsi in _first(rows):
        if iccid or number or imsi:
            yield Sim(imsi, iccid, number, key)


def _ios_cards(database: Database) -> Iterator[Sim]:
    rows = database.rows("subscriber_info", "subscriber_id", "subscriber_mdn")
    for iccid, number in _first(rows):
        if iccid or number:
            yield Sim("", iccid, number)


def _android_accounts(database: Database) -> Iterator[tuple[str, str]]:
    for name, kind in _first(database.rows("accounts", "name", "type")):
        service = names()["accounts"].get(kind.lower())
        if service and _is_name(name, service):
            yield service, name


def _ios_accounts(database: Database) -> Iterator[tuple[str, str]]:
    rows = database.rows("ZACCOUNTTYPE", "Z_PK", "ZIDENTIFIER")
    kinds = {row[0]: row[1] for row in _first(rows)}
    for name, kind in _first(database.rows("ZACCOUNT", "ZUSERNAME", "ZACCOUNTTYPE")):
        service = names()["accounts"].get(kinds.get(kind, "").lower())
        if service and _is_name(name, service):
            yield service, name


def _viber_settings(database: Database) -> Handset | None:
    """Return the account in Viber's Settings.data of iOS."""
    for key, value in _first(database.rows("Data", "key", "value")):
        if key == "_myCanonizedPhoneNumber" and value.strip("+").isdigit():
            return Handset(accounts=[("Viber", f"+{value.strip('+')}")])
    return None


def _is_name(name: str, service: str) -> bool:
    """Whether an account is named by more than the application's own name."""
    return bool(name) and name.lower() != service.lower()
