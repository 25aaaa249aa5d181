"""Pages that a browser opened: sites as nodes, visits counted for each."""

from collections.abc import Iterator
from urllib.parse import urlsplit

from extraction.importers.chats.accounts import AccountBook
from extraction.importers.chats.chats import plain
from extraction.importers.clean import clean_text
from extraction.importers.keys import derive_id
from graph.model import Place, Record, Value


def host_of(url: str) -> str:
    """Return the host of an address without `www.`, empty where it has none."""
    try:
        host = (urlsplit(url.strip()[:4096]).hostname or "").removeprefix("www.")
    except ValueError:
        return ""
    return host if len(host) <= 253 else ""


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
    visitor: str, url: str, title: str, moment: str, book: AccountBook, place: Place
) -> Iterator[Record]:
    """Yield the site where it is new, and the visit; nothing without a host."""
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
    values.append(
        Value("url", cleaned) if cleaned else Value("description", plain(url)[:4096])
    )
    key = derive_id([visitor, url, moment], "visit")
    yield Record(f"visit-{key}", "WebVisit", tuple(values), place)
