"""What the resolver is handed, entities with their values, and what it reads there."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import cache
from importlib.resources import files

import yaml

from extraction.resolution.numbers import birth_date, personal_number
from graph.names import fold_words, name_key, name_words, sound_key
from graph.schema import (
    clean_date,
    get_schema,
    identifier_schema,
    is_edge,
    is_identifier,
    normal_identifier,
    ontology,
)

NAMES = ("name", "alias", "previousName")
_COUNTRIES = ("country", "jurisdiction", "mainCountry")
_REGISTRATION = ("registrationNumber", "ogrnCode", "mbsCode", "jibCode")
_TAX = ("taxNumber", "vatCode", "innCode")
_STRONG = ("leiCode", "imoNumber", "vin", "isinCode", "wikidataId")
_FULL = re.compile(r"\d{4}-\d{2}-\d{2}")


@dataclass(frozen=True, slots=True)
class Profile:
    """An entity as the resolver sees it; only those of one `case` are compared.

    `values` are FollowTheMoney's, by property; the id may be local or scoped.
    """

    id: str
    schema: str
    values: Mapping[str, tuple[str, ...]]
    case: str = ""


Values = frozenset[str]
NONE: Values = frozenset()


@dataclass(frozen=True, slots=True)
class Traits:
    """What of a profile can speak for or against being the same, in normal forms.

    `kind` is person, organization, vehicle, or a schema's own name; entities of
    different kinds are never the same. `numbers` identify on their own. `tails` are
    what stands behind a company's legal form, mostly its seat.
    """

    id: str
    kind: str
    case: str
    names: Values = NONE
    sounds: Values = NONE
    numbers: Values = NONE
    dates: Values = NONE
    phones: Values = NONE
    documents: Values = NONE
    countries: Values = NONE
    makes: Values = NONE
    tails: Mapping[str, frozenset[str]] = field(default_factory=dict)

    @property
    def full_dates(self) -> Values:
        """Birth dates known to the day."""
        return frozenset(d for d in self.dates if _FULL.fullmatch(d))


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
    strong = _strong(profile)
    return Traits(profile.id, profile.schema, profile.case, numbers=strong)


def _person(profile: Profile) -> Traits:
    countries = _countries(profile)
    names = _full_names(profile)
    valid: set[str] = set()
    other: set[str] = set()
    for number in _normal(profile, ("idNumber", "taxNumber", "socialSecurityNumber")):
        found = personal_number(number, countries)
        (valid if found else other).add(found or number)
    stated = {clean_date(d) or d for d in _values(profile, ("birthDate",))}
    implied = {d for d in map(birth_date, valid) if d}
    return Traits(
        profile.id,
        "person",
        profile.case,
        names=frozenset(name_key(n) for n in names),
        sounds=frozenset(" ".join(sorted(sound_key(n).split())) for n in names),
        numbers=frozenset(valid),
        dates=frozenset(d[:10] for d in stated or implied),
        phones=_phones(profile),
        documents=frozenset(other | set(_normal(profile, ("passportNumber",)))),
        countries=countries,
    )


def _organization(profile: Profile) -> Traits:
    tails: dict[str, set[str]] = {}
    for name in _values(profile, NAMES):
        core, tail = _company(name)
        if len(core) > 3:
            tails.setdefault(core, set()).add(tail)
    registered = {f"registration {n}" for n in _normal(profile, _REGISTRATION)}
    taxed = {f"tax {_bare(n)}" for n in _normal(profile, _TAX)}
    long_enough = {n for n in registered | taxed if len(n.split()[1]) >= 7}
    return Traits(
        profile.id,
        "organization",
        profile.case,
        names=frozenset(tails),
        numbers=frozenset(long_enough) | _strong(profile),
        phones=_phones(profile),
        countries=_countries(profile),
        tails={core: frozenset(found) for core, found in tails.items()},
    )


def _vehicle(profile: Profile) -> Traits:
    plates = _values(profile, ("registrationNumber",))
    normal = {normal_identifier("LicencePlate", p) for p in plates}
    return Traits(
        profile.id,
        "vehicle",
        profile.case,
        numbers=frozenset(f"plate {p}" for p in normal if len(p) > 3),
        countries=_countries(profile),
        makes=frozenset(
            word for make in _values(profile, ("make",)) for word in fold_words(make)
        ),
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


def _full_names(profile: Profile) -> list[str]:
    """Return names of at least two words that are more than an initial."""
    names = list(_values(profile, NAMES))
    given, family = (_values(profile, (p,)) for p in ("firstName", "lastName"))
    if len(given) == len(family) == 1:
        names.append(f"{given[0]} {family[0]}")
    return [n for n in names if sum(len(w) > 1 for w in name_words(n)) >= 2]


def _company(name: str) -> tuple[str, str]:
    """Return a company's name without legal form, and what stands behind the form."""
    words = f" {' '.join(fold_words(name))} "
    found = _forms().search(words)
    if found is None:
        return words.strip(), ""
    before, after = words[: found.start()].strip(), words[found.end() :].strip()
    return (before, after) if before else (after, "")


@cache
def _forms() -> re.Pattern[str]:
    package = files("extraction.resolution")
    text = package.joinpath("companies.yaml").read_text(encoding="utf-8")
    forms = sorted(yaml.safe_load(text)["forms"], key=len, reverse=True)
    return re.compile(rf"(?<= )(?:{'|'.join(forms)})(?= )")


def _values(profile: Profile, props: Iterable[str]) -> list[str]:
    return [v for prop in props for v in profile.values.get(prop, ()) if v.strip()]


def _normal(profile: Profile, props: Iterable[str]) -> list[str]:
    normal = (normal_identifier("PersonalNumber", v) for v in _values(profile, props))
    return [n for n in normal if len(n) >= 5]


def _phones(profile: Profile) -> Values:
    phones = _values(profile, ("phone",))
    return frozenset(normal_identifier("PhoneNumber", p) for p in phones)


def _countries(profile: Profile) -> Values:
    return frozenset(v.lower() for v in _values(profile, _COUNTRIES))


def _bare(number: str) -> str:
    """Return a tax number without the country before it."""
    return number[2:] if number[:2].isalpha() and number[2:].isdigit() else number
