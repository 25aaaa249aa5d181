"""A profile in normal forms: what of it can speak for or against being the same."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache

from extraction.resolution.dates import Day, read_day
from extraction.resolution.numbers import birth_date, personal_number
from extraction.resolution.profile import Link, Profile
from extraction.resolution.words import Address, Email, read_address, read_email
from graph.names import (
    OrganizationName,
    PersonName,
    fold,
    fold_words,
    is_placeholder,
    name_keys,
    name_words,
    read_organization,
    read_person,
    sound_key,
)
from graph.schema import (
    get_schema,
    identifier_schema,
    is_edge,
    is_identifier,
    normal_identifier,
    ontology,
)

NAMES = ("name", "alias", "previousName", "weakAlias")
MOST = 6
"""Values of a property that are compared; the rest is left out."""

_COUNTRIES = ("country", "nationality", "citizenship", "birthCountry")
_SEATS = ("country", "jurisdiction", "mainCountry")
_REGISTRATION = ("registrationNumber", "ogrnCode", "mbsCode", "jibCode")
_TAX = ("taxNumber", "vatCode", "innCode")
_STRONG = ("leiCode", "imoNumber", "vin", "isinCode", "wikidataId")
_PERSONAL = ("idNumber", "taxNumber", "socialSecurityNumber")
_SEXES = {"m": "male", "f": "female"}

Words = tuple[str, ...]
Values = frozenset[str]
NONE: Values = frozenset()


@dataclass(frozen=True, slots=True)
class Name:
    """A name as a whole, its parts as sound keys, and its keys for blocking."""

    given: Words
    family: Words
    whole: PersonName
    keys: Words = ()


@dataclass(frozen=True, slots=True)
class Traits:
    """Normal forms of a profile; empty where nothing is known.

    `kind` is person, organization, vehicle, or a schema's own name; entities of
    different kinds are never the same. `numbers` identify on their own. `unnamed`: all
    its names are placeholders or single letters.
    """

    id: str
    kind: str
    case: str
    names: tuple[Name, ...] = ()
    titles: tuple[OrganizationName, ...] = ()
    unnamed: bool = False
    numbers: Values = NONE
    dates: tuple[Day, ...] = ()
    phones: Values = NONE
    emails: tuple[Email, ...] = ()
    documents: Values = NONE
    addresses: tuple[Address, ...] = ()
    places: Values = NONE
    countries: Values = NONE
    sexes: Values = NONE
    fathers: tuple[Words, ...] = ()
    makes: Values = NONE
    links: tuple[Link, ...] = ()


def find_traits(profile: Profile) -> Traits | None:
    """Return the traits, None for what is not resolved.

    Relationships, identifier nodes and unknown schemata are not.
    """
    schema = ontology().get(profile.schema)
    if schema is None or is_edge(profile.schema) or is_identifier(profile.schema):
        return None
    if schema.is_a("Person"):
        return _person(profile)
    if schema.is_a("LegalEntity"):
        return _organization(profile)
    if schema.is_a("Vehicle"):
        return _vehicle(profile)
    return Traits(
        profile.id,
        profile.schema,
        profile.case,
        numbers=_strong(profile),
        links=profile.links,
    )


def _person(profile: Profile) -> Traits:
    countries = _countries(profile, _COUNTRIES)
    names, unnamed = _person_names(profile)
    valid: set[str] = set()
    other: set[str] = set()
    for number in _normal(profile, _PERSONAL):
        found = personal_number(number, countries)
        (valid if found else other).add(found or number)
    stated = {d for text in _values(profile, ("birthDate",)) if (d := read_day(text))}
    implied = {d for n in valid if (text := birth_date(n)) and (d := read_day(text))}
    fathers = {w for text in _values(profile, ("fatherName",)) if (w := _sounds(text))}
    fathers |= {
        tuple(sound_key(w.text) for w in name.whole.father)
        for name in names
        if name.whole.father and name.whole.father_sure
    }
    return Traits(
        profile.id,
        "person",
        profile.case,
        names=names,
        unnamed=unnamed,
        numbers=frozenset(valid),
        dates=tuple(sorted(stated or implied)),
        phones=_phones(profile),
        emails=_emails(profile),
        documents=frozenset(other | set(_normal(profile, ("passportNumber",)))),
        addresses=_addresses(profile),
        places=frozenset(fold(p) for p in _values(profile, ("birthPlace",))),
        countries=countries,
        sexes=frozenset(_sex(s) for s in _values(profile, ("gender",))),
        fathers=tuple(sorted(fathers)),
        links=profile.links,
    )


def _organization(profile: Profile) -> Traits:
    texts = _values(profile, NAMES)
    usable = [t for t in texts if len(fold(t).replace(" ", "")) > 2]
    titles = tuple(read_organization(t) for t in usable[:MOST])
    told = {c for t in titles for c in t.countries if len(c) == 2}
    registered = {f"registration {n}" for n in _normal(profile, _REGISTRATION)}
    taxed = {f"tax {_bare(n)}" for n in _normal(profile, _TAX)}
    long_enough = {n for n in registered | taxed if len(n.split()[1]) >= 7}
    return Traits(
        profile.id,
        "organization",
        profile.case,
        titles=titles,
        unnamed=bool(texts) and not usable,
        numbers=frozenset(long_enough) | _strong(profile),
        phones=_phones(profile),
        emails=_emails(profile),
        addresses=_addresses(profile),
        countries=_countries(profile, _SEATS) or frozenset(told),
        links=profile.links,
    )


def _vehicle(profile: Profile) -> Traits:
    plates = _values(profile, ("registrationNumber",))
    normal = {normal_identifier("LicencePlate", p) for p in plates}
    return Traits(
        profile.id,
        "vehicle",
        profile.case,
        numbers=frozenset(f"plate {p}" for p in normal if len(p) > 3)
        | frozenset(f"vin {v.upper()}" for v in _values(profile, ("vin",))),
        countries=_countries(profile, ("country",)),
        makes=frozenset(
            word for make in _values(profile, ("make",)) for word in fold_words(make)
        ),
        links=profile.links,
    )


def _strong(profile: Profile) -> Values:
    """Return identifiers that name one thing: IMEI, IBAN, wallet, passport, LEI."""
    found = set()
    schema = get_schema(profile.schema)
    for prop, values in profile.values.items():
        if schema.get(prop) is None:
            continue
        becomes = identifier_schema(profile.schema, prop)
        shared = becomes in ("PhoneNumber", "EmailAddress")
        if prop in _STRONG or (becomes is not None and not shared):
            found |= {
                f"{prop} {normal_identifier(becomes or prop, value)}"
                for value in values
                if value.strip()
            }
    return frozenset(found)


def _person_names(profile: Profile) -> tuple[tuple[Name, ...], bool]:
    """Return the names, the typed one first, and whether all were placeholders."""
    typed = _typed_name(profile.values)
    texts = _values(profile, NAMES)
    found = [typed] if typed else []
    seen = {sorted_words(typed)} if typed else set()
    for text in texts:
        if (name := _read_name(text)) and sorted_words(name) not in seen:
            seen.add(sorted_words(name))
            found.append(name)
    return tuple(found[:MOST]), bool(texts) and not found


@lru_cache(maxsize=1 << 16)
def _read_name(text: str) -> Name | None:
    if is_placeholder(text):
        return None
    whole = read_person(text)
    given = tuple(sound_key(w.text) for w in whole.given)
    family = tuple(sound_key(w.text) for w in whole.family)
    if not any(len(w) > 1 for w in given + family):
        return None
    return Name(given, family, whole, name_keys(whole))


def sorted_words(name: Name) -> str:
    """Return all words of a name in one order, for telling two apart."""
    return " ".join(sorted(name.given + name.family))


def _typed_name(values: Mapping[str, tuple[str, ...]]) -> Name | None:
    given = " ".join(v for p in ("firstName", "secondName") for v in values.get(p, ()))
    return _join_name(given, " ".join(values.get("lastName", ())))


@lru_cache(maxsize=1 << 16)
def _join_name(first: str, last: str) -> Name | None:
    given, family = _sounds(first), _sounds(last)
    text = f"{first} {last}".strip()
    if not any(len(w) > 1 for w in given + family) or is_placeholder(text):
        return None
    whole = read_person(text)
    return Name(given, family, whole, name_keys(whole))


@lru_cache(maxsize=1 << 16)
def _sounds(text: str) -> Words:
    return tuple(sound_key(w) for w in name_words(text))


def _values(profile: Profile, props: Iterable[str]) -> list[str]:
    return [v for prop in props for v in profile.values.get(prop, ()) if v.strip()]


def _normal(profile: Profile, props: Iterable[str]) -> list[str]:
    normal = (normal_identifier("PersonalNumber", v) for v in _values(profile, props))
    return [n for n in normal if len(n) >= 5]


def _phones(profile: Profile) -> Values:
    phones = _values(profile, ("phone",))
    return frozenset(normal_identifier("PhoneNumber", p) for p in phones)


def _emails(profile: Profile) -> tuple[Email, ...]:
    texts = sorted({v.strip().lower() for v in _values(profile, ("email",))})
    return tuple(read_email(t) for t in texts[:MOST])


def _addresses(profile: Profile) -> tuple[Address, ...]:
    texts = sorted(set(_values(profile, ("address",))))
    found = (read_address(t) for t in texts[:MOST])
    return tuple(a for a in found if a.words or a.numbers)


def _countries(profile: Profile, props: Iterable[str]) -> Values:
    return frozenset(v.lower() for v in _values(profile, props))


def _sex(text: str) -> str:
    return _SEXES.get(text.strip().lower()[:1], text.strip().lower())


def _bare(number: str) -> str:
    """Return a tax number without the country before it."""
    return number[2:] if number[:2].isalpha() and number[2:].isdigit() else number
