"""Histories of browsers: Chrome and its kin, Firefox, Safari, Android's own."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from extraction.importers.base import ImportOptions
from extraction.importers.epochs import from_cocoa, from_unix, from_webkit
from extraction.importers.phones.dbkinds import Kind, is_of, read_kinds
from extraction.importers.phones.dbsource import Source, row_name, text_of, whole
from extraction.importers.phones.webvisits import host_of, write_bookmark, write_visit
from extraction.model import Cell, Leaf, Rejection
from graph.model import Place, Record

_PROFILE = re.compile(
    r"(?:^|/)(?:Users|home|Documents and Settings)/(?P<name>[^/]{1,80})/"
)
_TYPED, _SUBFRAME = 1, 3
_STATES = {0: "not finished", 2: "cancelled", 3: "interrupted", 4: "interrupted"}
_BOOKMARK = 1
_DOWNLOAD = 7


@dataclass(slots=True)
class _Page:
    """A page as its table has it; `last` is when it was last seen."""

    url: str
    title: str
    last: str = ""
    count: int = 0


@dataclass(slots=True)
class _History:
    """Writes what one browser's history tells, and who its visitor is."""

    source: Source
    browser: str
    visitor: str = ""
    hostless: int = 0
    seen: set[Cell] = field(default_factory=set)

    def visit(
        self, page: _Page, moment: str, notes: str, place: Place
    ) -> Iterator[Record]:
        """Yield a visit, and who made it the first time."""
        if not host_of(page.url):
            self.hostless += 1
            return
        yield from self._meet(page, moment)
        book = self.source.book
        yield from write_visit(
            self.visitor, page.url, page.title, moment, book, place, notes
        )

    def bookmark(self, page: _Page, place: Place) -> Iterator[Record]:
        """Yield that a page is kept."""
        yield from self._meet(page, page.last)
        book = self.source.book
        yield from write_bookmark(self.visitor, page.url, page.title, book, place)

    def rest(self, pages: dict[Cell, _Page], table: str) -> Iterator[Record]:
        """Yield one visit for each page of which no visit is kept."""
        for key, page in pages.items():
            if key not in self.seen and page.last:
                notes = f"{page.count} visits until then" if page.count > 1 else ""
                place = Place(record=row_name(table, key))
                yield from self.visit(page, page.last, notes, place)

    def finish(self) -> Iterator[Rejection]:
        """Yield how many pages have no host: files and pages of the browser itself."""
        if self.hostless:
            reason = f"{self.browser}: {self.hostless} pages are on no site"
            yield self.source.reject(f"{reason}: not taken", "visits")

    def _meet(self, page: _Page, moment: str) -> Iterator[Record]:
        """Yield who visits, the first time; what comes first tells who it is."""
        if self.visitor:
            return
        found = _PROFILE.search(self.source.path.replace("\\", "/"))
        named = f"User {found['name']} of {self.browser}" if found else ""
        me = self.source.person(f"{self.browser} {page.url} {moment}", named)
        self.visitor = me.entity
        if me.record is not None and self.source.book.is_new("end", me.entity):
            yield me.record


def read_chromium(source: Source) -> Iterator[Record | Rejection]:
    """Yield visits, what was searched and downloads of Chrome, Edge, Opera, Brave…"""
    history = _History(source, "Chromium")
    columns = ("id", "url", "title", "last_visit_time", "visit_count")
    pages = {
        key: _page(url, title, from_webkit(last), count)
        for key, url, title, last, count in source.database.rows("urls", *columns)
    }
    terms = {
        key: text_of(term)[:400]
        for key, term in source.database.rows("keyword_search_terms", "url_id", "term")
    }
    rows = source.database.rows("visits", "id", "url", "visit_time", "transition")
    for key, url, stamp, transition in rows:
        page, kind = pages.get(url), (whole(transition) or 0) & 0xFF
        history.seen.add(url)
        if page is None or kind == _SUBFRAME:
            continue
        place = Place(record=row_name("visits", key))
        notes = ["typed"] if kind == _TYPED else []
        notes += [f"typed to search: {terms[url]}"] if url in terms else []
        moment = from_webkit(stamp) or ""
        yield from history.visit(page, moment, "; ".join(notes), place)
    yield from history.rest(pages, "urls")
    yield from _downloads(history)
    yield from history.finish()


def _downloads(history: _History) -> Iterator[Record]:
    database = history.source.database
    chains: dict[Cell, str] = {}
    for key, url in database.rows("downloads_url_chains", "id", "url"):
        chains[key] = text_of(url)
    columns = ("id", "target_path", "start_time", "total_bytes", "state", "referrer")
    for key, path, start, size, state, referrer in database.rows("downloads", *columns):
        name = text_of(path)[:400]
        parts = [f"downloaded to {name}", f"{whole(size) or 0} bytes"]
        parts.append(_STATES.get(whole(state) or -1, ""))
        parts.append(f"from {text_of(referrer)[:400]}" if referrer else "")
        page = _Page(chains.get(key, ""), name.replace("\\", "/").rpartition("/")[2])
        place = Place(record=row_name("downloads", key))
        notes = "; ".join(part for part in parts if part)
        yield from history.visit(page, from_webkit(start) or "", notes, place)


def read_firefox(source: Source) -> Iterator[Record | Rejection]:
    """Yield visits, downloads and bookmarks of Firefox, on computers and phones."""
    history = _History(source, "Firefox")
    columns = ("id", "url", "title", "last_visit_date", "visit_count")
    pages = {
        key: _page(url, title, from_unix(last), count)
        for key, url, title, last, count in source.database.rows("moz_places", *columns)
    }
    saved = _saved(source)
    rows = source.database.rows(
        "moz_historyvisits", "id", "place_id", "visit_date", "visit_type"
    )
    for key, page_key, stamp, kind in rows:
        page = pages.get(page_key)
        history.seen.add(page_key)
        if page is None:
            continue
        place = Place(record=row_name("moz_historyvisits", key))
        is_download = whole(kind) == _DOWNLOAD
        path = saved.get(page_key, "")
        notes = f"downloaded to {path}" if path else "downloaded"
        moment = from_unix(stamp) or ""
        yield from history.visit(page, moment, notes if is_download else "", place)
    yield from history.rest(pages, "moz_places")
    rows = source.database.rows("moz_bookmarks", "id", "fk", "title", "type")
    for key, page_key, title, kind in rows:
        page = pages.get(page_key)
        if page is not None and whole(kind) == _BOOKMARK and host_of(page.url):
            place = Place(record=row_name("moz_bookmarks", key))
            kept = _Page(page.url, text_of(title)[:400], page.last)
            yield from history.bookmark(kept, place)
    yield from history.finish()


def _saved(source: Source) -> dict[Cell, str]:
    """Return where pages were downloaded to."""
    rows = source.database.rows("moz_anno_attributes", "id", "name")
    kinds = {key: text_of(name) for key, name in rows}
    annotations = source.database.rows(
        "moz_annos", "place_id", "anno_attribute_id", "content"
    )
    return {
        page: text_of(content)[:400]
        for page, kind, content in annotations
        if kinds.get(kind) == "downloads/destinationFileURI"
    }


def read_safari(source: Source) -> Iterator[Record | Rejection]:
    """Yield visits of Safari, on iOS and macOS."""
    history = _History(source, "Safari")
    columns = ("id", "url", "visit_count")
    pages = {
        key: _page(url, None, None, count)
        for key, url, count in source.database.rows("history_items", *columns)
    }
    rows = source.database.rows(
        "history_visits", "id", "history_item", "visit_time", "title"
    )
    for key, page_key, stamp, title in rows:
        page = pages.get(page_key)
        if page is None:
            continue
        place = Place(record=row_name("history_visits", key))
        seen = _Page(page.url, text_of(title)[:400])
        yield from history.visit(seen, from_cocoa(stamp) or "", "", place)
    yield from history.finish()


def read_android_browser(source: Source) -> Iterator[Record | Rejection]:
    """Yield the pages of Android's own browser: each once, when it was last seen."""
    history = _History(source, "Android browser")
    columns = ("_id", "url", "title", "date", "visits")
    pages = {
        key: _page(url, title, from_unix(last), count)
        for key, url, title, last, count in source.database.rows("history", *columns)
    }
    yield from history.rest(pages, "history")
    yield from history.finish()


def _page(url: Cell, title: Cell, last: str | None, count: Cell) -> _Page:
    return _Page(
        text_of(url)[:4096], text_of(title)[:400], last or "", whole(count) or 0
    )


KINDS = (
    Kind("Chromium", "visits", ("id", "url", "visit_time"), read_chromium),
    Kind("Firefox", "moz_places", ("id", "url"), read_firefox),
    Kind("Safari", "history_visits", ("history_item", "visit_time"), read_safari),
    Kind("Android browser", "history", ("url", "date", "visits"), read_android_browser),
)


class BrowserImporter:
    """Visits, searches, downloads and bookmarks in databases of browsers.

    Moments are UTC. The visitor is the phone's user, or the user of the computer.
    """

    name = "browser"
    version = "1"
    streams = True

    def recognizes(self, leaf: Leaf, options: ImportOptions) -> bool:
        """Whether it is an SQLite file with the tables of a browser's history."""
        return is_of(leaf, KINDS)

    def read(self, leaf: Leaf, options: ImportOptions) -> Iterator[Record | Rejection]:
        """Stream records; where the file is damaged, what was read before is kept."""
        yield from read_kinds(leaf, options, KINDS)
