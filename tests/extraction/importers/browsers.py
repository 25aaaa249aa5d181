"""Small histories of browsers, made of their tables."""

from tests.extraction.importers.databases import COCOA, T, database

WEBKIT = (T // 1000 + 11_644_473_600) * 1_000_000
"""2026-03-02T09:00:00 UTC in microseconds since 1601."""
CHROME = database(
    {
        "urls": (
            "id, url, title, visit_count, last_visit_time",
            [
                (1, "https://www.google.rs/search?q=granica+bar", "g", 1, WEBKIT),
                (2, "https://example.com/a", "A", 2, WEBKIT),
                (3, "chrome://settings", "S", 1, WEBKIT),
                (4, "https://example.org/old", "Old", 3, WEBKIT),
            ],
        ),
        "visits": (
            "id, url, visit_time, from_visit, transition",
            [
                (1, 1, WEBKIT, 0, 5),
                (2, 2, WEBKIT + 61_000_000, 1, 0x30000001),
                (3, 2, WEBKIT + 61_000_000, 1, 3),
                (4, 3, WEBKIT, 0, 1),
            ],
        ),
        "keyword_search_terms": ("keyword_id, url_id, term", [(2, 2, "kako do A")]),
        "downloads": (
            "id, target_path, start_time, total_bytes, state, referrer",
            [(1, "C:\\Users\\Ana\\a.pdf", WEBKIT, 123, 2, "https://example.com/a")],
        ),
        "downloads_url_chains": (
            "id, chain_index, url",
            [(1, 0, "https://r.example.com"), (1, 1, "https://cdn.example.net/a.pdf")],
        ),
    }
)
FIREFOX = database(
    {
        "moz_places": (
            "id, url, title, visit_count, last_visit_date",
            [
                (1, "https://duckduckgo.com/?q=iznajmljivanje", "d", 1, T * 1000),
                (2, "https://example.com/b.zip", None, 1, T * 1000),
                (3, "https://example.org/k", "K", 0, None),
            ],
        ),
        "moz_historyvisits": (
            "id, from_visit, place_id, visit_date, visit_type",
            [(1, 0, 1, T * 1000, 1), (2, 1, 2, T * 1000 + 5_000_000, 7)],
        ),
        "moz_anno_attributes": ("id, name", [(4, "downloads/destinationFileURI")]),
        "moz_annos": (
            "id, place_id, anno_attribute_id, content",
            [(1, 2, 4, "file:///home/ana/b.zip")],
        ),
        "moz_bookmarks": (
            "id, type, fk, title",
            [(1, 2, None, "menu"), (2, 1, 3, "Važno")],
        ),
    }
)
SAFARI = database(
    {
        "history_items": (
            "id, url, visit_count",
            [(1, "https://www.example.com/s", 1)],
        ),
        "history_visits": (
            "id, history_item, visit_time, title",
            [(1, 1, COCOA + 0.5, "S"), (2, 9, COCOA, "?")],
        ),
    }
)
ANDROID = database(
    {
        "history": (
            "_id, title, url, created, date, visits",
            [(1, "A", "http://example.com/", 0, T, 4)],
        )
    }
)
BROWSERS = (CHROME, FIREFOX, SAFARI, ANDROID)
