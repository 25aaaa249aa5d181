"""Pages that a browser opened: sites as nodes, visits counted for each."""

from collections.abc import Iterator
from urllib.parse import urlsplit

from extraction.importers.chats.accounts import AccountBook
from extraction.importers.chats.chats import plain
from extraction.importers.clean import clean_text
from extraction.importers.keys import derive_id
from graph.model import Place, Record, Value


def write_visit(
    visitor: str, url: str, title: str, moment: str, book: AccountBook, place: Place
) -> Iterator[Record]:
    """Yield the site where it is new, and the visit; nothing without a host."""
    try:
        host = (urlsplit(url.strip()[:4096]).hostname or "").removeprefix("www.")
    except ValueError:
        host = ""
    if not host or len(host) > 253:
        return
    site = f"site-{derive_id([host], 'site')}"
    if book.is_new("site", site):
        yield Record(site, "WebSite", (Value("name", plain(host)),), place)
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
