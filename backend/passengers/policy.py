"""What the law says of passenger data: dated files, one a jurisdiction, no code."""

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from functools import cache
from pathlib import Path
from typing import Literal

import yaml
from pydantic import BaseModel, ConfigDict, Field, ValidationError

from graph.errors import InvalidInput
from graph.schema import get_schema

HERE = Path(__file__).parent
DEFAULT = "eu"
_PERIOD = re.compile(r"P(?:(\d+)Y)?(?:(\d+)M)?(?:(\d+)D)?(?:T(\d+)H)?")


class DataKind(StrEnum):
    """What a passenger record is, for the law: PNR, API for police, API for a border.

    API data fetched for border checks are not used for anything else.
    """

    PNR = "pnr"
    API = "api"
    API_BORDER = "api-border"


class Purpose(StrEnum):
    """What passenger data were transferred for."""

    LAW_ENFORCEMENT = "law-enforcement"
    BORDER = "border"


@dataclass(frozen=True, slots=True)
class Period:
    """A span of the calendar; hours count as the whole days in them."""

    years: int = 0
    months: int = 0
    days: int = 0

    @classmethod
    def parse(cls, text: str) -> "Period":
        """Read `P5Y`, `P6M`, `P1D`, `PT24H`. Raises InvalidInput."""
        found = _PERIOD.fullmatch(text)
        if found is None or not any(found.groups()):
            raise InvalidInput("a period is written as P5Y, P6M, P1D or PT24H")
        years, months, days, hours = (int(part or 0) for part in found.groups())
        return cls(years, months, days + hours // 24)

    def __str__(self) -> str:
        parts = ((self.years, "Y"), (self.months, "M"), (self.days, "D"))
        return "P" + "".join(f"{n}{unit}" for n, unit in parts if n)

    def after(self, day: date) -> date:
        """Return the day that a period from `day` ends on.

        Where its month has no such day, the last one of that month.
        """
        months = day.year * 12 + day.month - 1 + 12 * self.years + self.months
        year, month = divmod(months, 12)
        first = date(year, month + 1, 1)
        length = (date(year + month // 11, (month + 1) % 12 + 1, 1) - first).days
        return first.replace(day=min(day.day, length)) + timedelta(days=self.days)


class _Strict(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class Law(_Strict):
    """Where something is written."""

    title: str
    url: str = Field(pattern=r"^https://")


class RegimeFile(_Strict):
    """One kind of data in one time, as a file has it."""

    kind: DataKind
    since: date | None = Field(alias="from")
    until: date | None
    mask_after: str | None
    delete_after: str
    delete_at_latest: str
    source: str
    article: str


class PolicyFile(_Strict):
    """One jurisdiction, as its file has it."""

    jurisdiction: str = Field(pattern=r"^[a-z]{2}$")
    name: str
    follows: str | None = None
    status: Literal["verified", "unverified"]
    note: str
    sources: dict[str, Law]
    regimes: list[RegimeFile]


@dataclass(frozen=True, slots=True)
class Regime:
    """How long one kind of data lives, and where that is written.

    `mask_after` is None where nothing is masked; `since` None: not applied yet.
    """

    kind: DataKind
    since: date | None
    until: date | None
    mask_after: Period | None
    delete_after: Period
    delete_at_latest: Period
    law: str
    article: str
    url: str

    def holds_on(self, day: date) -> bool:
        """Whether it is to be applied on a day."""
        begun = self.since is not None and self.since <= day
        return begun and (self.until is None or day < self.until)


@dataclass(frozen=True, slots=True)
class Policy:
    """All that a jurisdiction says; `follows` names whose law stands in for its own."""

    jurisdiction: str
    name: str
    verified: bool
    note: str
    follows: str | None
    regimes: tuple[Regime, ...]

    def regime(self, kind: DataKind, day: date) -> Regime:
        """Return what holds for a kind of data on a day; before all, the first did.

        Raises InvalidInput where nothing is known of that kind.
        """
        known = [one for one in self.regimes if one.kind is kind and one.since]
        for one in known:
            if one.holds_on(day):
                return one
        if not known:
            raise InvalidInput(f"no law of {self.jurisdiction} on {kind} is known")
        return min(known, key=lambda one: one.since or day)


def jurisdictions() -> list[str]:
    """Return the jurisdictions that there are files of, by code."""
    return sorted(path.stem for path in (HERE / "policies").glob("*.yaml"))


@cache
def get_policy(jurisdiction: str) -> Policy:
    """Return a jurisdiction's policy. Raises InvalidInput for an unknown one."""
    code = jurisdiction.strip().lower()
    if code not in jurisdictions():
        raise InvalidInput(f"a jurisdiction is one of {', '.join(jurisdictions())}")
    return load_policy(HERE / "policies" / f"{code}.yaml", get_policy)


def load_policy(path: Path, other: Callable[[str], Policy]) -> Policy:
    """Read a policy's file; `other` gives the one that it follows.

    Raises InvalidInput, naming the file and what is wrong in it.
    """
    try:
        given = PolicyFile.model_validate(yaml.safe_load(path.read_text("utf-8")))
        own = tuple(_regime(given, one) for one in given.regimes)
    except (ValidationError, yaml.YAMLError, KeyError, InvalidInput) as error:
        where = f"the policy {path.name} is not valid"
        raise InvalidInput(f"{where}: {_reason(error)}") from error
    if given.jurisdiction != path.stem:
        raise InvalidInput(f"the policy {path.name} is not valid: its jurisdiction")
    kinds = {one.kind for one in own}
    followed = other(given.follows).regimes if given.follows else ()
    return Policy(
        jurisdiction=given.jurisdiction,
        name=given.name,
        verified=given.status == "verified",
        note=given.note,
        follows=given.follows,
        regimes=own + tuple(one for one in followed if one.kind not in kinds),
    )


def _reason(error: Exception) -> str:
    if isinstance(error, ValidationError):
        first = error.errors()[0]
        return f"{'.'.join(map(str, first['loc']))}: {first['msg']}"
    return f"unknown source {error}" if isinstance(error, KeyError) else str(error)


def _regime(given: PolicyFile, one: RegimeFile) -> Regime:
    law = given.sources[one.source]
    return Regime(
        kind=one.kind,
        since=one.since,
        until=one.until,
        mask_after=Period.parse(one.mask_after) if one.mask_after else None,
        delete_after=Period.parse(one.delete_after),
        delete_at_latest=Period.parse(one.delete_at_latest),
        law=law.title,
        article=" ".join(one.article.split()),
        url=law.url,
    )


# What Annex I and Article 12(2) call for, as properties


class _Element(_Strict):
    name: str
    properties: list[str]


class _Masked(_Strict):
    text: str
    properties: list[str]


class ElementsFile(_Strict):
    """elements.yaml: Annex I, and the points of Article 12(2)."""

    source: str
    elements: dict[int, _Element]
    masked: dict[str, _Masked]


@cache
def get_elements() -> ElementsFile:
    """Return elements.yaml, checked: every property is one of a schema."""
    path = HERE / "elements.yaml"
    given = ElementsFile.model_validate(yaml.safe_load(path.read_text("utf-8")))
    lists = [one.properties for one in given.elements.values()]
    lists += [one.properties for one in given.masked.values()]
    for properties in lists:
        for name in properties:
            schema, _, prop = name.partition(":")
            if get_schema(schema).get(prop) is None:
                raise InvalidInput(f"elements.yaml: {name} is no property")
    return given


@cache
def masked_properties(schema: str) -> dict[str, str]:
    """Return the properties of a schema that are masked, each with its point (a–f)."""
    found: dict[str, str] = {}
    for point, one in get_elements().masked.items():
        for name in one.properties:
            of, _, prop = name.partition(":")
            if get_schema(schema).is_a(of):
                found.setdefault(prop, point)
    return found


@cache
def element_of(schema: str, prop: str) -> int | None:
    """Return the number in Annex I that a statement's property falls under."""
    for number, one in sorted(get_elements().elements.items()):
        for name in one.properties:
            of, _, wanted = name.partition(":")
            if wanted == prop and get_schema(schema).is_a(of):
                return number
    return None
