"""What readers of phones' files share: the file, its writers, its user."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import PurePosixPath

from extraction.importers.base import ImportOptions, Phone
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
from extraction.importers.phones.sqlitefile import Database
from extraction.model import Cell, Rejection
from graph.model import Place, Record, Value


@dataclass(slots=True)
class PhoneFile:
    """One file being read. `path` is for reasons, and for the name and number in it.

    `phone` is the examined phone that it comes from, where the files around it tell.
    `began` keeps what the file began with: only what is given first tells its user.
    """

    path: str
    country: str | None
    phone: Phone | None = None
    book: AccountBook = field(default_factory=AccountBook)
    chats: ChatWriter = field(init=False)
    calls: CallWriter = field(init=False)
    began: dict[str, str] = field(default_factory=dict)
    _owned: dict[str, Account] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.chats = ChatWriter(self.book)
        self.calls = CallWriter(self.book)

    @property
    def name(self) -> str:
        """The file's own name."""
        return PurePosixPath(self.path.replace("!/", "/")).name

    @property
    def number(self) -> str:
        """The phone's number, E.164, of its files or in this one's name; or empty."""
        if self.phone is not None and self.phone.numbers:
            return self.phone.number
        stem = PurePosixPath(self.name).stem
        return read_number(find_owner("", stem, self.country), self.country) or ""

    def user(self, first: str) -> End:
        """Return the phone's user as an end; `first` is what the file begins with.

        A later copy of the same file begins alike, so it gives the same user.
        """
        return End(self.number, self.number) if self.number else self.person(first)

    def line(self, *keys: str) -> End | None:
        """Return the end of the SIM card with one of these keys, None if unknown."""
        lines = dict(self.phone.lines) if self.phone is not None else {}
        number = next((lines[key] for key in keys if key in lines), "")
        return End(number, number) if number else None

    def person(self, first: str, named: str = "") -> End:
        """Return the phone's user as an entity, with the number where it is known.

        `named` is what the user is called, where no phone is known.
        """
        if self.phone is not None:
            entity, schema = self.phone.user, "Person"
            said = [Value("summary", self.phone.about)]
        else:
            key = self.number or self._first("user", first)
            entity = f"user-{derive_id([key], 'database')}"
            name = named or f"User of {self.name}"
            schema, said = "LegalEntity", [Value("name", name)]
        if self.number:
            said.append(Value("phone", self.number))
        return End("", "", entity, Record(entity, schema, tuple(said), Place()))

    def account(self, service: Service, first: str) -> Account:
        """Return the user's account in a service, by number where that is known."""
        if self.number:
            return self.own(make_account(service, self.number))
        user = self.phone.user if self.phone else self._first(service.key, first)
        key = derive_id([user], "database", service.key)
        named = f"User of {self.phone.model if self.phone else self.name}".strip()
        return self.own(Account(f"account-{key}", service, name=named))

    def _first(self, whose: str, given: str) -> str:
        return self.began.setdefault(whose, given)

    def own(self, account: Account) -> Account:
        """Remember that an account is the user's; return it."""
        self._owned[account.id] = account
        return account

    def owned(self) -> Iterator[Record]:
        """Yield, at the end of a file, that the user's accounts are the phone's."""
        if self.phone is None or not self._owned:
            return
        me = self.person("").record
        if me is not None and self.book.is_new("end", me.entity):
            yield me
        for account in self._owned.values():
            owner = Value("owner", self.phone.user)
            yield from self.book.introduce(account, Place())
            yield from self.book.link(account.id, "UserAccount", owner, Place())

    def reject(self, reason: str, where: str) -> Rejection:
        """Return a row's rejection."""
        return Rejection(self.path, reason, where)


def open_file(path: str, options: ImportOptions) -> PhoneFile:
    """Return a file that is no database, under the options it is read with."""
    return PhoneFile(path, options.home, options.phone)


@dataclass(slots=True)
class Source(PhoneFile):
    """One database being read."""

    database: Database = field(kw_only=True)


def as_dialled(shown: str, told: str) -> str:
    """Return a number as the phone shows it, or in E.164 where the phone tells that.

    Only a number that reads in no country but its own is taken as it was `told`.
    """
    if told.startswith("+") and not read_number(shown.strip(), None):
        return read_number(told, None) or shown
    return shown


def country_of(source: PhoneFile, told: str) -> str | None:
    """Return where national numbers are at home, else where the row says it was."""
    if source.country is None and len(told) == 2 and told.isalpha():
        return told.upper()
    return source.country


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
    if isinstance(cell, str) and cell.removeprefix("-").isdecimal() and len(cell) < 20:
        return int(cell)
    return cell if isinstance(cell, int) else None


def seconds_of(cell: Cell) -> int | None:
    """Return a duration in seconds, None for what is none (a week at most)."""
    if isinstance(cell, float) and 0 <= cell <= 604_800:
        return round(cell)
    found = whole(cell)
    return found if found is not None and 0 <= found <= 604_800 else None
