"""Records of IP addresses as tables: who had which address, from when until when."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import PurePath

from extraction.importers.base import ImportOptions
from extraction.importers.calls.calls import Side, read_side
from extraction.importers.calls.cdr import hardware_records
from extraction.importers.calls.ipcolumns import (
    IpColumns,
    is_public,
    open_ip_use,
    read_address,
)
from extraction.importers.chats.accounts import Service, find_service, make_account
from extraction.importers.clean import clean_text
from extraction.importers.keys import derive_id
from extraction.importers.moments import read_duration
from extraction.importers.recent import Recent
from extraction.importers.tables.grid import Table, cells_of
from extraction.importers.tables.table import has_sheet, may_be_table, read_sheets
from extraction.model import Leaf, Rejection
from graph.errors import InvalidInput
from graph.model import Place, Record, Value
from graph.schema import identifier_id

MAX_TEXT = 1_000
_NOTES = (
    ("private_ip", "private address"),
    ("port", "port"),
    ("port_end", "to port"),
    ("destination", "destination"),
    ("destination_port", "destination port"),
    ("protocol", "protocol"),
    ("lac", "LAC"),
    ("cell", "cell"),
    ("cell_address", "cell address"),
    ("upload", "sent"),
    ("download", "received"),
    ("country", "country"),
    ("agent", "with"),
)


class IpUseImporter:
    """Operators' records of sessions and addresses (IPDR, CGNAT), logs of logins."""

    name = "ipuse"
    version = "1"
    streams = True

    def recognizes(self, leaf: Leaf, options: ImportOptions) -> bool:
        """Whether some sheet's header says who had which IP address, and when."""
        return may_be_table(leaf) and has_sheet(leaf, open_ip_use)

    def read(self, leaf: Leaf, options: ImportOptions) -> Iterator[Record | Rejection]:
        """Stream one IpUse a row, or a rejection that names the row."""
        yield from read_sheets(
            leaf,
            open_ip_use,
            "no record of IP addresses",
            lambda opened: _Reader(leaf, options.country, *opened).read(),
        )


@dataclass(slots=True)
class _Reader:
    leaf: Leaf
    country: str | None
    columns: IpColumns
    table: Table
    _said: Recent = field(default_factory=Recent)

    def read(self) -> Iterator[Record | Rejection]:
        """Yield what each row states of an address's use, or why it is not taken."""
        for row in self.table.rows:
            where = self.table.locate(row.number)
            try:
                yield from self._use(cells_of(row), where)
            except InvalidInput as error:
                yield Rejection(self.leaf.path, str(error), where)

    def _get(self, cells: Sequence[str], name: str) -> str:
        return " ".join(self.columns.get(cells, name).split())[:MAX_TEXT]

    def _use(self, cells: Sequence[str], where: str) -> Iterator[Record | Rejection]:
        place = Place(record=where)
        address = read_address(self._get(cells, "ip"))
        if address is None:
            address = read_address(self._get(cells, "private_ip"))
        if address is None:
            raise InvalidInput("it has no IP address")
        start, end = self.columns.start(cells), self.columns.end(cells)
        if start is None or end is None:
            raise InvalidInput("its date or time cannot be read")
        duration = self._get(cells, "duration")
        user, told = self._user(cells, place)
        yield from told
        yield from self._hardware(cells, where)
        node = self._node(address.ip, user)
        if self._said.meet(node) == 1:
            number = Value("number", address.ip)
            yield Record(node, "IpAddress", (number,), place)
        said = [("user", user), ("ip", node), ("startDate", start), ("endDate", end)]
        said.append(("summary", self._get(cells, "action")))
        said.append(("description", self._notes(cells, address.port, duration)))
        values = tuple(Value(prop, text) for prop, text in said if text)
        parts = [user, address.ip, start, end, *(text for _, text in said[4:])]
        yield Record(f"ipuse-{derive_id(parts, 'use', 'ip')}", "IpUse", values, place)

    def _node(self, ip: str, user: str) -> str:
        """Return the address's node; a private one is the network's of its user alone.

        Addresses as 10.0.0.5 are given out in every network: they join nobody.
        """
        if is_public(ip):
            return identifier_id("IpAddress", ip)
        return f"ip-{derive_id([ip, user], 'private', 'ip')}"

    def _notes(self, cells: Sequence[str], port: str, duration: str) -> str:
        found = [(label, self._get(cells, name)) for name, label in _NOTES]
        if port and not self._get(cells, "port"):
            found.append(("port", port))
        seconds = read_duration(duration) if duration else None
        found.append(("seconds", "" if seconds is None else str(seconds)))
        return "; ".join(f"{label} {text}" for label, text in found if text)

    def _user(self, cells: Sequence[str], place: Place) -> tuple[str, Iterator[Record]]:
        """Return who used the address, and the records of it that are new."""
        if side := self._side(cells):
            number = side.number or side.given
            local = identifier_id("PhoneNumber", number)
            said = Record(local, "PhoneNumber", (Value("number", number),), place)
            return local, self._once(said)
        if account := self._get(cells, "account"):
            found = make_account(self._service(cells, account), account)
            clean = clean_text("UserAccount", "email", account, None)
            mail = [Value("email", clean)] if clean else []
            named = [Value("username", account)]
            service = [Value("service", found.service.label)]
            values = (*service, *named, *mail)
            return found.id, self._once(Record(found.id, "UserAccount", values, place))
        if imsi := self._get(cells, "imsi"):
            return f"sim-{''.join(imsi.split())}", iter(())
        if name := self._get(cells, "name"):
            local = derive_id([name], "subscriber", "cdr") or ""
            said = Record(local, "LegalEntity", (Value("name", name),), place)
            return local, self._once(said)
        raise InvalidInput("it does not say whose the address was")

    def _side(self, cells: Sequence[str]) -> Side | None:
        text = self._get(cells, "msisdn")
        side = read_side(text, self.country) if text else Side()
        return side if side.number or side.looks_like_number else None

    def _service(self, cells: Sequence[str], account: str) -> Service:
        """Return the service that the row names; else of an address its host."""
        named = self._get(cells, "service") or account.rpartition("@")[2]
        if named == account:
            named = PurePath(self.leaf.name).stem
        return find_service(named)

    def _hardware(
        self, cells: Sequence[str], where: str
    ) -> Iterator[Record | Rejection]:
        side = self._side(cells)
        imei, imsi = self._get(cells, "imei"), self._get(cells, "imsi")
        if not (imei or imsi):
            return
        number = side.number if side else ""
        if self._said.meet(("hardware", number, imei, imsi)) > 1:
            return
        shown = Side(given=number, number=number, imei=imei, imsi=imsi)
        for item in hardware_records(shown, Place(record=where)):
            if isinstance(item, Record):
                yield item
            else:
                yield Rejection(self.leaf.path, item[1], f"{where}: {item[0]}")

    def _once(self, record: Record) -> Iterator[Record]:
        if self._said.meet(record.entity) == 1:
            yield record
