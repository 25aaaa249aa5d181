"""Cellebrite UFED: report.xml, alone, in a UFDR, or parts of one."""

import re
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from functools import cache
from pathlib import Path
from typing import Any

import yaml

from extraction.importers.base import ImportOptions, Phone
from extraction.importers.chats.accounts import AccountBook
from extraction.importers.phones.handset import Handset, fill, write_handset
from extraction.importers.phones.ufedalone import write_alone
from extraction.importers.phones.ufedfields import User
from extraction.importers.phones.ufedmodels import ModelReader
from extraction.importers.phones.ufedxml import (
    Broken,
    InChat,
    Metadata,
    Model,
    is_report,
    iter_parts,
)
from extraction.model import Content, Leaf, Rejection
from graph.model import Place, Record
from graph.names import fold

MOST_ALONE, MOST_BYTES = 10_000, 1 << 18
_SAFE = re.compile(r"\w{1,64}")


class UfedImporter:
    """Device, SIM cards, contacts, accounts, chats, calls, messages, places, visits.

    Moments are UTC. What a report holds besides is counted, a rejection for each type.
    """

    name = "ufed"
    version = "2"
    streams = True

    def recognizes(self, leaf: Leaf, options: ImportOptions) -> bool:
        """Whether its beginning is a report of Cellebrite's, or a part of one."""
        return is_report(leaf.content)

    def read(self, leaf: Leaf, options: ImportOptions) -> Iterator[Record | Rejection]:
        """Stream records; where the XML breaks off, what stands before it is kept.

        Raises InvalidInput for a document type.
        """
        reader = _Reader(leaf.path, options.country, options.phone)
        for part in iter_parts(leaf.content):
            yield from reader.take(part)
        if leaf.original is None:
            yield from reader.finish()


def read_report_device(content: Content) -> Handset | None:
    """Return the device of a report of one phone, by what stands before its models.

    None where it is of none or of several. Raises InvalidInput for a document type.
    """
    reader = _Reader("", None)
    for part in iter_parts(content):
        if not isinstance(part, Metadata):
            break
        for _ in reader.take(part):
            pass
    handsets = list(reader.handsets.values())
    return handsets[0] if len(handsets) == 1 else None


@cache
def names() -> Mapping[str, Mapping[str, str]]:
    """Return ufed.yaml as folded name → field."""
    path = Path(__file__).with_name("ufed.yaml")
    loaded: dict[str, Any] = yaml.safe_load(path.read_text("utf-8"))
    device = {n: kind for kind, listed in loaded["device"].items() for n in listed}
    return {"device": device, "native": dict.fromkeys(loaded["native"], "native")}


@dataclass(slots=True)
class _Reader:
    path: str
    country: str | None
    phone: Phone | None = None
    book: AccountBook = field(default_factory=AccountBook)
    handsets: dict[str, Handset] = field(default_factory=dict)
    users: dict[str, User] = field(default_factory=dict)
    skipped: Counter[str] = field(default_factory=Counter)
    models: ModelReader = field(init=False)
    _device: list[tuple[str, str, str]] = field(default_factory=list)
    _alone: int = 0

    def __post_init__(self) -> None:
        self.models = ModelReader(
            self.path, self.country, self.book, frozenset(names()["native"])
        )

    def take(self, part: object) -> Iterator[Record | Rejection]:
        """Yield what a part of the report states; what describes the phone is kept."""
        match part:
            case Metadata():
                self._learn(part)
            case Model(type="SIMData"):
                self._learn_sim(part)
            case Model() | InChat():
                yield from self._model(part)
            case Broken(line):
                reason = (
                    "ufed: the XML is damaged or cut off here: the rest is not read"
                )
                yield Rejection(self.path, reason, f"line {line}")

    def _model(self, part: Model | InChat) -> Iterator[Record | Rejection]:
        model = part.message if isinstance(part, InChat) else part
        user = self._user(model.extraction)
        read: Callable[[Model, User], Iterator[Record | Rejection]] | None
        read = self.models.find(model.type)
        if isinstance(part, InChat):
            found = self.models.message(part.message, part.chat, user)
        elif read is None:
            name = model.type if _SAFE.fullmatch(model.type) else "without a name"
            self.skipped[name] += 1
            return
        else:
            found = read(model, user)
        for item in found:
            yield item if isinstance(item, Record) else self._with_model(item, model)

    def _with_model(self, rejection: Rejection, model: Model) -> Rejection:
        """Return a rejection with the refused model as a report of its own."""
        if model.source is None or self._alone >= MOST_ALONE:
            return rejection
        self._alone += 1
        raw = write_alone(model.source, self._device)
        return replace(rejection, raw=raw) if len(raw) <= MOST_BYTES else rejection

    def _user(self, extraction: str) -> User:
        user = self.users.get(extraction)
        if user is None:
            user = self.users[extraction] = self._find_user(extraction)
        return user

    def _find_user(self, extraction: str) -> User:
        handset = self.handsets.get(extraction)
        if handset is None and len(self.handsets) == 1:
            handset = next(iter(self.handsets.values()))
        if handset is None:
            phone = self.phone
            return User(phone.user, phone.device, phone.number) if phone else User()
        given = (sim.full_number(self.country) or sim.number for sim in handset.sims)
        numbers = {number for number in given if number}
        number = numbers.pop() if len(numbers) == 1 else ""
        return User(handset.user_id, handset.device_id, number)

    def _handset(self, extraction: str) -> Handset:
        if extraction not in self.handsets and "" in self.handsets:
            extraction = ""
        return self.handsets.setdefault(extraction, Handset())

    def _learn(self, metadata: Metadata) -> None:
        self.users.clear()
        if fold(metadata.section) not in ("device info", "device information"):
            return
        for name, extraction, value in metadata.items:
            kind = names()["device"].get(fold(name))
            if kind and value:
                self._device.append((name, extraction, value))
                fill(self._handset(extraction), kind, value)

    def _learn_sim(self, model: Model) -> None:
        self.users.clear()
        kind = names()["device"].get(fold(model.get("Name")))
        if kind in ("imsi", "iccid", "number") and model.get("Value"):
            handset = self.handsets.get(model.extraction)
            if handset is None and len(self.handsets) == 1:
                handset = next(iter(self.handsets.values()))
            fill(handset or self._handset(model.extraction), kind, model.get("Value"))
            told = model.get("Name"), model.extraction, model.get("Value")
            self._device.append(told)

    def finish(self) -> Iterator[Record | Rejection]:
        """Yield the devices, and what was not taken."""
        for handset in self.handsets.values():
            yield from write_handset(handset, self.country, Place(record="Device Info"))
        for kind, count in self.skipped.items():
            yield Rejection(
                self.path, f"ufed: {count} models of this type are not taken", kind
            )
