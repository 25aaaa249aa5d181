"""Identifier nodes: which values become one, its normal form, its id, its country."""

import hashlib
import ipaddress
import re
from functools import cache, lru_cache

import phonenumbers

from graph.schema.ontology import get_property, get_schema, ontology, roles

_PLAIN = re.compile(r"[0-9A-Za-z][0-9A-Za-z.-]{0,62}")
_HEX_ADDRESS = re.compile(r"0x[0-9a-fA-F]{40}")
_LONGEST_E164 = len("+123456789012345")
_SHORTEST_NATIONAL = 2
_NOT_ALNUM = re.compile(r"[\W_]+")
# Cyrillic letters that plates share with Latin, and those of the region's own.
_PLATE = str.maketrans("АВЕЈКМНОРСТХЂЋЧШЖБГДЗИЛПУФЦ", "ABEJKMHOPCTXĐĆČŠŽBGDZILPUFC")


@cache
def identifier_schema(schema: str, prop: str) -> str | None:
    """Return the identifier schema that values of the property become, if any."""
    if get_schema(schema).is_a("Identifier"):
        return schema if prop == "number" else None
    found = get_property(schema, prop)
    for name, role in roles()["identifiers"].items():
        if any(get_schema(schema).is_a(other) for other in role.get("except", ())):
            continue
        named = any(
            prop == want.split(":")[1] and get_schema(schema).is_a(want.split(":")[0])
            for want in role.get("properties", ())
        )
        formats = role.get("formats", ())
        if named or found.type.name in role.get("types", ()) or found.format in formats:
            return str(name)
    return None


@cache
def is_identifier(schema: str) -> bool:
    """Whether the schema is one of identifier nodes."""
    found = ontology().get(schema)
    return found is not None and bool(found.is_a("Identifier"))


@lru_cache(maxsize=1 << 16)
def normal_identifier(schema: str, value: str) -> str:
    """Return the form under which equal identifiers are equal.

    Phones keep digits and a leading plus; e-mail addresses are lower case; the rest
    upper case without separators; wallet addresses stay as they are, but for
    those in hex digits, whose case is only a checksum. IP addresses are as RFC 5952
    writes them.
    """
    text = value.strip()
    if schema == "PhoneNumber":
        return _normal_phone(text)
    if schema == "EmailAddress":
        return text.lower()
    if schema == "WalletAddress":
        return text.lower() if _HEX_ADDRESS.fullmatch(text) else text
    if schema == "IpAddress":
        return _normal_ip(text)
    upper = text.upper()
    if schema == "LicencePlate":
        upper = upper.translate(_PLATE)
    return _NOT_ALNUM.sub("", upper) or text


def _normal_ip(text: str) -> str:
    try:
        found = ipaddress.ip_address(text.strip("[]"))
    except ValueError:
        return text.lower()
    mapped = getattr(found, "ipv4_mapped", None)
    return str(mapped or found)


def _normal_phone(text: str) -> str:
    digits = re.sub(r"\D", "", text)
    if not digits or any(c.isalpha() for c in text):
        return _NOT_ALNUM.sub("", text).upper() or text
    if text.startswith("+"):
        return f"+{digits}"
    return f"+{digits[2:]}" if digits.startswith("00") and len(digits) > 4 else digits


@lru_cache(maxsize=1 << 16)
def identifier_id(schema: str, value: str) -> str:
    """Return the local id of an identifier node, the same wherever it is made.

    `phone-381641234567`; what cannot stand in an id is replaced by a hash.
    """
    prefix = roles()["identifiers"].get(schema, {}).get("prefix", schema.lower())
    normal = normal_identifier(schema, value)
    plain = normal.removeprefix("+") if schema == "PhoneNumber" else normal
    if not _PLAIN.fullmatch(plain) or (plain == normal and schema == "PhoneNumber"):
        digest = hashlib.sha256(normal.encode()).hexdigest()[:24]
        return f"{prefix}-x{digest}"
    return f"{prefix}-{plain}"


@lru_cache(maxsize=1 << 16)
def identifier_country(schema: str, value: str) -> str | None:
    """Return the country that the identifier itself names, as an ISO code, or None.

    Of a phone its prefix, of an IBAN its first letters, of a JMBG or EMBG the region
    of registration (not citizenship: it says where the number was given).
    """
    normal = normal_identifier(schema, value)
    if schema == "PhoneNumber" and normal.startswith("+"):
        return _phone_country(normal)
    if schema == "Iban" and normal[:2].isalpha():
        return normal[:2].lower()
    if schema == "PersonalNumber" and len(normal) == 13 and normal.isdigit():
        region_code = int(normal[7:9])
        for country, (low, high) in roles()["personal_number_regions"].items():
            if low <= region_code <= high:
                return str(country)
    return None


def _phone_country(number: str) -> str | None:
    """Return the main country of an international number's calling code (E.164).

    No code begins another one, so the first digits tell; what E.164 has no room for
    is read by phonenumbers.
    """
    if not 4 <= len(number) <= _LONGEST_E164:
        try:
            return _region_of(phonenumbers.parse(number).country_code or 0)
        except phonenumbers.NumberParseException:
            return None
    codes = (number[1 : 1 + length] for length in (1, 2, 3))
    found = next((c for c in codes if c in _calling_codes()), None)
    short = found is None or len(number) - len(found) < _SHORTEST_NATIONAL + 1
    return None if short else _region_of(int(found or 0))


@cache
def _calling_codes() -> frozenset[str]:
    return frozenset(map(str, phonenumbers.COUNTRY_CODE_TO_REGION_CODE))


@cache
def _region_of(code: int) -> str | None:
    region = phonenumbers.region_code_for_country_code(code)
    return region.lower() if len(region) == 2 and region != "ZZ" else None
