"""Pages that a browser opened: sites as nodes, visits counted for each."""

from collections.abc import Iterator
from functools import cache
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import yaml

from extraction.importers.chats.accounts import AccountBook
from extraction.importers.chats.chats import plain
from extraction.importers.clean import clean_text
from extraction.importers.keys import derive_id
from graph.model import Place, Record, Value

_OF_SITES = frozenset(("http", "https", "ftp", ""))


def host_of(url: str) -> str:
    """Return the host of an address without `www.`, empty where it is on no site."""
    try:
        parts = urlsplit(url.strip()[:4096])
        host = (parts.hostname or "").removeprefix("www.")
    except ValueError:
        return ""
    if parts.scheme not in _OF_SITES:
        return ""
    return host if len(host) <= 253 else ""


@cache
def _searches() -> dict[str, list[str]]:
    path = Path(__file__).with_name("searches.yaml")
    loaded: dict[str, list[str]] = yaml.safe_load(path.read_text("utf-8"))
    return loaded


def find_search(url: str) -> str:
    """Return what an address of a search engine asks for, empty for any other."""
    labels = host_of(url).split(".")
    names = next((_searches()[one] for one in labels if one in _searches()), None)
    if names is None:
        return ""
    try:
        asked = parse_qs(urlsplit(url.strip()[:4096]).query, max_num_fields=100)
    except ValueError:
        return ""
    found = (asked[name][0] for name in names if name in asked)
    return " ".join(next(found, "").split())[:400]


def site_id(host: str) -> str:
    """Return the id of a host's site."""
    return f"site-{derive_id([host], 'site')}"


def _write_site(host: str, book: AccountBook, place: Place) -> Iterator[Record]:
    if book.is_new("site", site_id(host)):
        yield Record(site_id(host), "WebSite", (Value("name", plain(host)),), place)


def write_bookmark(
    owner: str, url: str, title: str, book: AccountBook, place: Place
) -> Iterator[Record]:
    """Yield the site where it is new, and that someone keeps a page of it."""
    if not (host := host_of(url)):
        return
    yield from _write_site(host, book, place)
    values = [
        Value("subject", owner),
        Value("object", site_id(host)),
        Value("role", "bookmark"),
        Value("description", plain(url)[:4096]),
    ]
    if title.strip():
        values.append(Value("summary", plain(title)[:400]))
    key = derive_id([owner, url], "bookmark")
    yield Record(f"bookmark-{key}", "UnknownLink", tuple(values), place)


def write_visit(
    visitor: str,
    url: str,
    title: str,
    moment: str,
    book: AccountBook,
    place: Place,
    notes: str = "",
) -> Iterator[Record]:
    """Yield the site where it is new, and the visit; nothing without a host.

    What was searched for, by the address, is told in the description after `notes`.
    """
    if not (host := host_of(url)):
        return
    yield from _write_site(host, book, place)
    site = site_id(host)
    if not visitor:
        return
    values = [Value("visitor", visitor), Value("site", site)]
    if moment:
        values.append(Value("date", moment))
    if title.strip():
        values.append(Value("title", plain(title)[:400]))
    cleaned = (
        clean_text("WebVisit", "url", url.strip(), None) if len(url) < 4096 else None
    )
    if cleaned:
        values.append(Value("url", cleaned))
    searched = find_search(url)
    about = [notes, "" if cleaned else url, f"searched: {searched}" if searched else ""]
    if description := plain("; ".join(part for part in about if part))[:4096]:
        values.append(Value("description", description))
    kind = "download" if notes.startswith("download") else "visit"
    key = derive_id([visitor, url, moment], kind)
    yield Record(f"visit-{key}", "WebVisit", tuple(values), place)
