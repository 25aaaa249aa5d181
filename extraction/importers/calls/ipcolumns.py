"""Which column of a record of IP addresses is which: by the names in ipuse.yaml."""

import ipaddress
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from itertools import islice
from pathlib import Path
from typing import NamedTuple

import yaml

from extraction.importers.moments import month_first, read_moment
from extraction.importers.tables.callcolumns import HEADER_WITHIN, SAMPLE_ROWS
from extraction.importers.tables.grid import (
    BadRow,
    Grid,
    Row,
    Table,
    put_back,
    table_below,
)
from extraction.importers.tables.headings import Headings

_WHO = frozenset(("msisdn", "imsi", "account", "name"))
_WHEN = frozenset(("start", "datetime", "date"))
_PORT = re.compile(
    r"(?P<ip>\d{1,3}(?:\.\d{1,3}){3}|\[[0-9A-Fa-f:.]+\]):(?P<port>\d{1,5})"
)


_GIVEN_ANYWHERE = tuple(
    ipaddress.ip_network(text)
    for text in (
        "10.0.0.0/8",
        "100.64.0.0/10",
        "127.0.0.0/8",
        "169.254.0.0/16",
        "172.16.0.0/12",
        "192.168.0.0/16",
        "::/127",
        "fc00::/7",
        "fe80::/10",
    )
)


class Address(NamedTuple):
    """An IP address in its normal form, with the port that stands behind it."""

    ip: str
    port: str = ""


@cache
def headings() -> Headings:
    """Return the names of columns that ipuse.yaml lists."""
    path = Path(__file__).with_name("ipuse.yaml")
    data = yaml.safe_load(path.read_text("utf-8"))
    listed = data["columns"].items()
    return Headings({name: fld for fld, names in listed for name in names})


@dataclass(frozen=True, slots=True)
class IpColumns:
    """Positions of the fields; `us_order`: dates have the month first."""

    at: dict[str, int]
    us_order: bool = False

    def get(self, cells: Sequence[str], name: str) -> str:
        """Return the cell of a field, empty where the table has none."""
        position = self.at.get(name)
        return "" if position is None else cells[position].strip()

    def start(self, cells: Sequence[str]) -> str | None:
        """Return when the use began, ISO 8601; None where it is no date."""
        day, clock = self.get(cells, "date"), self.get(cells, "time")
        text = self.get(cells, "start") or self.get(cells, "datetime")
        if day:
            clock = clock or text
        return read_moment(_plain(day or text), clock, us_order=self.us_order)

    def end(self, cells: Sequence[str]) -> str | None:
        """Return when it ended; empty where the row does not say."""
        text = self.get(cells, "end")
        if not text:
            return ""
        alone = read_moment(_plain(text), us_order=self.us_order)
        day = self.get(cells, "date")
        if alone or not day:
            return alone
        return read_moment(day, text, us_order=self.us_order)


def _plain(text: str) -> str:
    """Return a moment without fractions of seconds and a word for UTC."""
    return re.sub(r"(?<=:\d\d)[.,]\d+", "", text).replace(" UTC", "Z").strip()


def find_fields(cells: Iterable[str]) -> dict[str, int]:
    """Return field → position for the header's cells; the first of two counts.

    A time beside no date is a moment.
    """
    found = headings().find(cells)
    if "time" in found and not found.keys() & _WHEN:
        found["datetime"] = found.pop("time")
    return found


def open_ip_use(grid: Grid) -> tuple[IpColumns, Table] | None:
    """Return columns and rows of a record of IP addresses, None where it is none."""
    for row in islice(grid.rows, HEADER_WITHIN):
        if isinstance(row, BadRow):
            continue
        fields = find_fields(row.cells)
        has = set(fields)
        if has & {"ip", "private_ip"} and has & _WHO and has & _WHEN:
            table = table_below(grid, row)
            sample = list(islice(table.rows, SAMPLE_ROWS))
            table.rows = put_back(sample, Grid(table.rows)).rows
            rows = [r.cells for r in sample if isinstance(r, Row)]
            found = IpColumns(fields, _us_order(fields, rows))
            return (found, table) if _holds_addresses(found, rows) else None
    return None


def _us_order(fields: dict[str, int], rows: Sequence[Sequence[str]]) -> bool:
    at = [fields[name] for name in _WHEN if name in fields]
    return month_first(cells[i].split(" ")[0] for cells in rows for i in at)


def _holds_addresses(found: IpColumns, rows: Sequence[Sequence[str]]) -> bool:
    names = ("ip", "private_ip")
    good = sum(any(read_address(found.get(c, n)) for n in names) for c in rows)
    return good * 2 >= len(rows)


@lru_cache(maxsize=1 << 14)
def read_address(text: str) -> Address | None:
    """Return an IP address, with its port; of several the first; None for none."""
    text = text.split(",")[0].strip()
    found = _PORT.fullmatch(text)
    port = found["port"] if found else ""
    bare = (found["ip"] if found else text).strip("[]").partition("%")[0]
    try:
        read = ipaddress.ip_address(bare)
    except ValueError:
        return None
    mapped = getattr(read, "ipv4_mapped", None)
    return Address(str(mapped or read), port)


def is_public(ip: str) -> bool:
    """Whether an address is not one of a private network or of a carrier's NAT."""
    read = ipaddress.ip_address(ip)
    return not any(read in network for network in _GIVEN_ANYWHERE)
