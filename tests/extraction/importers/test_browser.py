"""Histories of browsers."""

import pytest

from extraction.importers import find_importer
from extraction.importers.base import ImportOptions, Phone
from extraction.importers.epochs import from_webkit
from extraction.importers.phones.webvisits import find_search
from extraction.model import Leaf
from graph.model import Record
from tests.extraction.importers import browsers
from tests.extraction.importers.reading import Found, read


def sites(found: Found) -> list[str]:
    """Return the host of each visit."""
    names = {one["id"]: one["name"] for one in found.of("WebSite")}
    return [names[one["site"]] for one in found.of("WebVisit")]


def test_chromium_keeps_visits_searches_and_downloads() -> None:
    """Frames inside pages are none; a page without visits counts when last seen."""
    found = read("Users/Ana/AppData/Local/Chrome/History", browsers.CHROME)
    assert found.importer == "browser"
    hosts = ["google.rs", "example.com", "example.org", "cdn.example.net"]
    assert sites(found) == hosts
    searched, typed, old, download = found.of("WebVisit")
    assert searched["date"] == "2026-03-02T09:00:00" and searched["title"] == "g"
    assert searched["description"] == "searched: granica bar"
    assert typed["date"] == "2026-03-02T09:01:01"
    assert typed["description"] == "typed; typed to search: kako do A"
    assert old["description"] == "3 visits until then"
    assert download["title"] == "a.pdf" and "cancelled" in download["description"]
    assert download["description"].startswith("downloaded to C:\\Users\\Ana\\a.pdf;")
    [user] = found.of("LegalEntity")
    assert user["name"] == "User Ana of Chromium"
    assert {one["visitor"] for one in found.of("WebVisit")} == {user["id"]}
    reason = "Chromium: 1 pages are on no site: not taken"
    assert found.reasons() == [("visits", reason)]


def test_firefox_keeps_visits_downloads_and_bookmarks() -> None:
    """Folders of bookmarks are none."""
    found = read("places.sqlite", browsers.FIREFOX)
    searched, download = found.of("WebVisit")
    assert searched["description"] == "searched: iznajmljivanje"
    assert searched["date"] == "2026-03-02T09:00:00"
    assert download["description"] == "downloaded to file:///home/ana/b.zip"
    [kept], [user] = found.of("UnknownLink"), found.of("LegalEntity")
    assert kept["summary"] == "Važno" and kept["subject"] == user["id"]
    assert user["name"] == "User of places.sqlite" and not found.rejected


def test_safari_keeps_visits() -> None:
    """Seconds since 2001; titles stand with the visit."""
    found = read("History.db", browsers.SAFARI)
    [visit] = found.of("WebVisit")
    assert sites(found) == ["example.com"] and visit["title"] == "S"
    assert visit["date"] == "2026-03-02T09:00:00"


def test_androids_browser_keeps_pages() -> None:
    """Each once."""
    found = read("browser2.db", browsers.ANDROID)
    [visit] = found.of("WebVisit")
    assert visit["description"] == "4 visits until then"


def test_on_a_phone_its_user_visits() -> None:
    """Where the files around it tell which phone it is."""
    phone = Phone("device-1", "user-1", "User of the examined device")
    leaf, options = (
        Leaf("History", "History", browsers.CHROME),
        ImportOptions(phone=phone),
    )
    importer = find_importer(leaf, options)
    assert importer is not None
    rows = [row for row in importer.read(leaf, options) if isinstance(row, Record)]
    visitors = {v.value for row in rows for v in row.values if v.prop == "visitor"}
    assert visitors == {"user-1"}


@pytest.mark.parametrize(
    ("url", "expected"),
    [
        ("https://www.google.com/search?q=a+%C5%A1ta&hl=sr", "a šta"),
        ("https://search.yahoo.com/search?p=x", "x"),
        ("https://m.youtube.com/results?search_query=x%20y", "x y"),
        ("https://www.google.com/maps", ""),
        ("https://example.com/?q=x", ""),
        ("http://[broken/?q=x", ""),
    ],
)
def test_addresses_of_search_engines_tell_what_was_asked(
    url: str, expected: str
) -> None:
    """By the engine's own parameter."""
    assert find_search(url) == expected


def test_webkit_counts_from_1601() -> None:
    """In microseconds; none for what is out of our time."""
    assert from_webkit(browsers.WEBKIT) == "2026-03-02T09:00:00"
    assert from_webkit(0) is None and from_webkit("x") is None
    assert from_webkit(1) is None and from_webkit(10**30) is None
