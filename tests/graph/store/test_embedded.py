"""The embedded store: durability, several processes, and what it leaves in the file."""

import os
import signal
import sqlite3
import subprocess
import sys
import threading
import time
from itertools import pairwise
from pathlib import Path

import pytest

from graph.errors import Conflict, LimitExceeded, Unavailable
from graph.model import Counts, Delta, FacetKey, LinkFacet, NodeFacet, Scope
from graph.store import View, open_store
from graph.store.embedded import EmbeddedStore, reader, topology

WHOLE: frozenset[str] = frozenset()
EVERYONE = Scope("operator", everything=True)

WRITE_FOREVER = """
import sys
from graph.model import Delta, LinkFacet, NodeFacet
from graph.store import open_store

store = open_store("embedded:" + sys.argv[1])
writer = store.writer()
while True:
    at = writer.applied()
    ids = [f"c:n{at:05}-{i:03}" for i in range(300)]
    links = zip(ids, ids[1:])
    writer.apply(Delta(
        at, at + 1,
        put_nodes=[NodeFacet(i, frozenset(), "Person", names=("ana",)) for i in ids],
        put_links=[LinkFacet(a + "~", frozenset(), "Family", a, b) for a, b in links],
    ))
    print(at + 1, flush=True)
"""


def test_a_killed_writer_leaves_whole_deltas(tmp_path: Path) -> None:
    """After kill -9 the store holds the deltas it told of, and perhaps the next."""
    for _ in range(4):
        child = subprocess.Popen(
            [sys.executable, "-c", WRITE_FOREVER, str(tmp_path)],
            stdout=subprocess.PIPE,
            text=True,
        )
        assert child.stdout is not None
        told = int([child.stdout.readline() for _ in range(3)][-1])
        time.sleep(0.017)
        child.send_signal(signal.SIGKILL)
        rest = child.stdout.read().split()
        child.stdout.close()
        child.wait()
        told = int(rest[-1]) if rest else told
        store = open_store(f"embedded:{tmp_path}")
        applied = store.writer().applied()
        assert applied in (told, told + 1)
        with store.reader(EVERYONE) as reader:
            counts = View(reader, EVERYONE).counts("c")
        assert counts.entities == 300 * applied
        assert counts.relationships == 299 * applied
        store.close()
    with sqlite3.connect(tmp_path / "graph.db") as check:
        assert check.execute("PRAGMA integrity_check").fetchone() == ("ok",)
    check.close()


def test_a_failing_delta_changes_nothing(tmp_path: Path) -> None:
    """What cannot be written whole is not written at all."""
    store = EmbeddedStore(tmp_path)
    bad = NodeFacet("c:b", WHOLE, "Person", seq="x" * 3)  # type: ignore[arg-type]
    broken = NodeFacet("c:x", WHOLE, None)  # type: ignore[arg-type]
    with pytest.raises(Unavailable):
        store.writer().apply(
            Delta(0, 1, put_nodes=[NodeFacet("c:a", WHOLE, "Person"), bad, broken])
        )
    assert store.writer().applied() == 0
    with store.reader(EVERYONE) as reader:
        assert reader.nodes(["c:a", "c:b"]) == {}
    store.close()


def test_a_look_stays_as_it_was(tmp_path: Path) -> None:
    """A reader sees one state while others write."""
    store = EmbeddedStore(tmp_path)
    store.writer().apply(Delta(0, 1, put_nodes=[NodeFacet("c:a", WHOLE, "Person")]))
    with store.reader(EVERYONE) as reader:
        view = View(reader, EVERYONE)
        assert view.seq == 1
        store.writer().apply(Delta(1, 2, put_nodes=[NodeFacet("c:b", WHOLE, "Person")]))
        assert view.counts("c").entities == 1
        assert view.find_nodes(["c:b"]) == {}
    with store.reader(EVERYONE) as reader:
        assert View(reader, EVERYONE).counts("c").entities == 2
    store.close()


def test_a_case_is_counted_however_large(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A question may take so long only; counts, with which an import ends, do not."""
    store = EmbeddedStore(tmp_path)
    ids = [f"c:n{i:04}" for i in range(2_000)]
    nodes = [NodeFacet(one, WHOLE, "Person") for one in ids]
    links = [LinkFacet(f"{a}~", WHOLE, "Family", a, b) for a, b in pairwise(ids)]
    store.writer().apply(Delta(0, 1, put_nodes=nodes, put_links=links))
    monkeypatch.setattr(reader, "TIMEOUT_S", -1.0)
    monkeypatch.setattr(reader, "CHECK_EVERY", 500)
    with store.reader(EVERYONE) as look:
        assert look.counts("c") == Counts(2_000, 1_999)
        with pytest.raises(LimitExceeded):
            look.nodes(ids)
    store.close()


def test_two_writers_take_turns(tmp_path: Path) -> None:
    """Of two that race for one sequence, one wins and the other hears Conflict."""
    stores = [EmbeddedStore(tmp_path) for _ in range(2)]
    won: list[int] = []
    lost: list[int] = []

    def write(which: int) -> None:
        for at in range(30):
            facet = NodeFacet(f"c:{which}-{at}", WHOLE, "Person")
            try:
                stores[which].writer().apply(Delta(at, at + 1, put_nodes=[facet]))
                won.append(at)
            except Conflict:
                lost.append(at)

    threads = [threading.Thread(target=write, args=(i,)) for i in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(won) == list(range(stores[0].writer().applied()))
    assert len(won) + len(lost) == 60
    with stores[0].reader(EVERYONE) as reader:
        assert View(reader, EVERYONE).counts("c").entities == len(won)
    for store in stores:
        store.close()


def test_what_is_removed_is_not_in_the_file(tmp_path: Path) -> None:
    """After removal and clear neither names nor ids can be read from the file."""
    store = EmbeddedStore(tmp_path)
    put = [NodeFacet("c:zoranid", WHOLE, "Person", "ZORANCAP", (), ("zoranname",))]
    link = [LinkFacet("c:zoranlink", WHOLE, "Family", "c:zoranid", "c:zoranend")]
    store.writer().apply(Delta(0, 1, put_nodes=put, put_links=link))
    store.writer().apply(
        Delta(
            1,
            2,
            remove_nodes=[FacetKey("c:zoranid", WHOLE)],
            remove_links=[FacetKey("c:zoranlink", WHOLE)],
        )
    )
    with store.reader(EVERYONE) as reader:
        tables = [
            reader.nodes(["c:zoranid", "c:zoranend"]),
            reader.search(["zoranname"]),
        ]
        assert tables == [{}, []]
    with sqlite3.connect(tmp_path / "graph.db") as file:
        for table in ("node", "node_facet", "name", "word", "link", "link_facet"):
            assert file.execute(f"SELECT count(*) FROM {table}").fetchone() == (0,)
    file.close()
    store.writer().clear()
    store.close()
    for path in tmp_path.iterdir():
        assert b"zoran" not in path.read_bytes().lower()


@pytest.mark.parametrize("content", [b"not a database" * 400, os.urandom(8192)])
def test_a_damaged_file_is_unavailable(tmp_path: Path, content: bytes) -> None:
    """A file that is no store is named as such and left alone."""
    (tmp_path / "graph.db").write_bytes(content)
    with pytest.raises(Unavailable):
        EmbeddedStore(tmp_path)
    assert (tmp_path / "graph.db").read_bytes() == content


def test_an_older_file_starts_anew(tmp_path: Path) -> None:
    """A projection of an older version is emptied, to be caught up again."""
    store = EmbeddedStore(tmp_path)
    store.writer().apply(Delta(0, 5, put_nodes=[NodeFacet("c:a", WHOLE, "Person")]))
    store.close()
    with sqlite3.connect(tmp_path / "graph.db") as file:
        file.execute("PRAGMA user_version = 1")
    file.close()
    store = EmbeddedStore(tmp_path)
    assert store.writer().applied() == 0
    store.close()
    with sqlite3.connect(tmp_path / "graph.db") as file:
        file.execute("PRAGMA user_version = 99")
    file.close()
    with pytest.raises(Unavailable):
        EmbeddedStore(tmp_path)


def test_a_folder_that_cannot_be_made_is_unavailable(tmp_path: Path) -> None:
    """The store's place is a file: Unavailable."""
    (tmp_path / "file").write_text("")
    with pytest.raises(Unavailable):
        EmbeddedStore(tmp_path / "file" / "store")


def test_memory_and_tables_answer_alike(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The topology in memory gives SQLite's answers, after changes too."""
    secret = frozenset({"x"})
    nodes = [
        NodeFacet(f"c:n{i:02}", secret if i % 7 == 0 else WHOLE, "Person", f"N {i}")
        for i in range(60)
    ]
    links = [
        LinkFacet(
            f"c:l{i:03}",
            secret if i % 5 == 0 else WHOLE,
            ("Family", "Call", "phone")[i % 3],
            f"c:n{i * 7 % 60:02}",
            f"c:n{i * i % 60:02}",
            count=i % 4 + 1,
        )
        for i in range(200)
    ]
    store = EmbeddedStore(tmp_path)
    store.writer().apply(Delta(0, 1, put_nodes=nodes, put_links=links))
    store.writer().apply(
        Delta(1, 2, remove_nodes=[FacetKey("c:n08", WHOLE)], add_links=links[:5])
    )
    scopes = (EVERYONE, Scope("u", {"c": WHOLE}), Scope("u", {"c": secret}))
    slow = [_answers(store, scope) for scope in scopes]
    monkeypatch.setattr(topology, "QUESTIONS_WORTH_IT", 1)
    monkeypatch.setattr(topology, "LINKS_WORTH_IT", 0)
    fast = [_answers(store, scope) for scope in scopes]
    assert fast == slow
    store.writer().clear()
    store.writer().apply(Delta(0, 2, put_nodes=nodes[:3]))
    assert _answers(store, EVERYONE)[-1].entities == 3  # type: ignore[attr-defined]
    store.close()


def _answers(store: EmbeddedStore, scope: Scope) -> list[object]:
    ids = [f"c:n{i:02}" for i in range(0, 60, 3)]
    with store.reader(scope) as reader:
        adjacency = {k: sorted(v) for k, v in reader.adjacency(ids).items()}
        return [
            reader.neighbours(ids, limit=20),
            reader.neighbours(ids, ["phone"]),
            adjacency,
            reader.links_among(ids),
            reader.links_among(ids, ["Call", "Family"]),
            reader.degrees(ids),
            View(reader, scope).paths("c:n01", "c:n02", k=5),
            reader.counts("c"),
        ]
