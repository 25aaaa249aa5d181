"""The port of importers: a structured extract's bytes in, records out."""

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import NamedTuple, Protocol, Self

import orjson

from extraction.model import Leaf, Rejection
from graph.errors import InvalidInput
from graph.model import Record

_NO_PHONE = "corrections: what the first line says of the phone was changed"


class Phone(NamedTuple):
    """The examined phone that a file was taken from, as its other files tell it.

    `device` and `user` are local ids, `about` words for people. `lines` are its SIM
    cards' keys (ICCID, subscription) with their numbers in E.164; `numbers` all of
    its own numbers; `country` is where its SIM card is at home, if that is one.
    """

    device: str
    user: str
    about: str = ""
    numbers: tuple[str, ...] = ()
    lines: tuple[tuple[str, str], ...] = ()
    country: str = ""
    model: str = ""

    @property
    def number(self) -> str:
        """Its number where it has just one, else empty."""
        return self.numbers[0] if len(self.numbers) == 1 else ""

    @property
    def told(self) -> str:
        """All that is known of it, as text that `Phone.read` reads."""
        return orjson.dumps(list(self)).decode()

    @classmethod
    def read(cls, told: str) -> Self:
        """Return a phone from its text. Raises InvalidInput for anything else."""
        try:
            match orjson.loads(told):
                case [str(device), str(user), str(about), numbers, lines, *rest]:
                    known = tuple(str(number) for number in numbers)
                    keyed = tuple((str(key), str(number)) for key, number in lines)
                    country, model = map(str, rest)
                    return cls(device, user, about, known, keyed, country, model)
        except (ValueError, TypeError) as error:
            raise InvalidInput(_NO_PHONE) from error
        raise InvalidInput(_NO_PHONE)

    def digest(self) -> str:
        """Return what tells whether a file would be read otherwise with it."""
        return hashlib.sha256(repr(tuple(self)).encode()).hexdigest()[:12]


@dataclass(frozen=True, slots=True)
class ImportOptions:
    """What the person importing said: a mapping file, the country of local numbers.

    `phone` is what the extraction that a file belongs to says of its phone.
    """

    mapping: Path | None = None
    country: str | None = None
    phone: Phone | None = None

    @property
    def home(self) -> str | None:
        """Return where numbers that a phone keeps are at home: its card's country."""
        return (self.phone and self.phone.country) or self.country


class Importer(Protocol):
    """One format. `name` and `version` make the records' origin (`ftm/1`).

    `streams` says that it reads files too large to be held (`leaf.content`).
    """

    name: str
    version: str
    streams: bool

    def recognizes(self, leaf: Leaf, options: ImportOptions) -> bool:
        """Whether the content, not only the suffix, is of this format."""
        ...

    def read(self, leaf: Leaf, options: ImportOptions) -> Iterator[Record | Rejection]:
        """Stream records, and a Rejection for each row that cannot be taken.

        Raises InvalidInput when the file as a whole cannot be read.
        """
        ...
