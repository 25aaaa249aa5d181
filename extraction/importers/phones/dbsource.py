"""What readers of phones' files share: the file, its writers, its user."""

from dataclasses import dataclass, field
from pathlib import PurePosixPath

from extraction.importers.calls.calls import find_owner, read_number
from extraction.importers.chats.accounts import (
    Account,
    AccountBook,
    Service,
    make_account,
)
from extraction.importers.chats.chats import ChatWriter
from extraction.importers.keys import derive_id
from extraction.importers.phones.phonecalls import CallWriter, End
from extraction.importers.phones.sqlitefile import Cell, Database
from extraction.model import Rejection
from graph.model import Place, Record, Value


@dataclass(slots=True)
class PhoneFile:
    """One file being read. `path` is for reasons, and for the name and number in it."""

    path: str
    country: str | None
    book: AccountBook = field(default_factory=AccountBook)
    chats: ChatWriter = field(init=False)
    calls: CallWriter = field(init=False)

    def __post_init__(self) -> None:
        self.chats = ChatWriter(self.book)
        self.calls = CallWriter(self.book)

    @property
    def name(self) -> str:
        """The file's own name."""
        return PurePosixPath(self.path.replace("!/", "/")).name

    @property
    def number(self) -> str:
        """The phone's number in the file's name, E.164; empty where there is none."""
        stem = PurePosixPath(self.name).stem
        return read_number(find_owner("", stem, self.country), self.country) or ""

    def user(self, first: str) -> End:
        """Return the phone's user as an end; `first` is what the file begins with.

        A later copy of the same file begins alike, so it gives the same user.
        """
        return End(self.number, self.number) if self.number else self.person(first)

    def person(self, first: str) -> End:
        """Return the phone's user as an entity, with the number where it is known."""
        entity = f"user-{derive_id([self.number or first], 'database')}"
        said = [Value("name", f"User of {self.name}")]
        if self.number:
            said.append(Value("phone", self.number))
        return End("", "", entity, Record(entity, "LegalEntity", tuple(said), Place()))

    def account(self, service: Service, first: str) -> Account:
        """Return the user's account in a service, by number where that is known."""
        if self.number:
            return make_account(service, self.number)
        key = derive_id([first], "database", service.key)
        return Account(f"account-{key}", service, name=f"User of {self.name}")

    def reject(self, reason: str, where: str) -> Rejection:
        """Return a row's rejection."""
        return Rejection(self.path, reason, where)


@dataclass(slots=True)
class Source(PhoneFile):
    """One database being read."""

    database: Database = field(kw_only=True)


def row_name(table: str, key: Cell) -> str:
    """Return where a row stands: its table and key."""
    return f"{table} {text_of(key)[:40]}"


def text_of(cell: Cell) -> str:
    """Return a cell as text; bytes as UTF-8, empty for none."""
    if cell is None:
        return ""
    if isinstance(cell, bytes):
        return cell.decode("utf-8", "replace")
    return str(cell)


def whole(cell: Cell) -> int | None:
    """Return a cell as a whole number, None for anything else."""
    if isinstance(cell, float) and cell.is_integer():
        return int(cell)
    if isinstance(cell, str) and cell.lstrip("-").isdigit() and len(cell) < 20:
        return int(cell)
    return cell if isinstance(cell, int) else None


def seconds_of(cell: Cell) -> int | None:
    """Return a duration in seconds, None for what is none (a week at most)."""
    if isinstance(cell, float) and 0 <= cell <= 604_800:
        return round(cell)
    found = whole(cell)
    return found if found is not None and 0 <= found <= 604_800 else None
