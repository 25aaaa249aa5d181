"""Hostile files: each rejected with a reason in 5 s and 512 MB, all else is kept."""

import os
import threading
from collections.abc import Iterator
from pathlib import Path

import psutil
import pytest

from backend.access import Principal
from backend.ingest import IngestOptions, ingest
from backend.ingest.preparing import KeptLeaf, prepare
from backend.ingest.workers import Workers
from backend.workspace import Workspace
from extraction.importers import ImportOptions
from extraction.model import Rejection
from graph.errors import InvalidInput, KlupkoError
from graph.exchange import read_graph_bytes
from graph.ledger import Blobs
from tests.hostile import formats
from tests.hostile.files import (
    FILES,
    LAUGHS,
    OUTSIDE,
    PRIVATE,
    Hostile,
    good,
    graph,
    zip_of,
)

ALL = FILES + formats.FILES
SLOW = {"members.7z", "members.zip", "shared.pdf", "bomb.pdf", "cell.csv"}
SECONDS = 5.0
MEMORY = 512 << 20


class Watch:
    """Follows what our child processes take from now on.

    `growth` is the most memory that one holds beyond what it held; `seconds` the CPU
    time of the busiest: unlike a clock's it does not count what neighbours do.
    """

    def __init__(self) -> None:
        self.growth = 0
        self.seconds = 0.0
        self._used: dict[int, float] = {}
        self._held: dict[int, int] = {}
        self._ended = threading.Event()
        self._look()
        self._thread = threading.Thread(target=self._follow)

    def __enter__(self) -> "Watch":
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._ended.set()
        self._thread.join()

    def _follow(self) -> None:
        while not self._ended.wait(0.02):
            self._look()

    def _look(self) -> None:
        for child in psutil.Process(os.getpid()).children(recursive=True):
            try:
                held = child.memory_info().rss
                used = sum(child.cpu_times()[:2])
            except psutil.Error:
                continue
            grown = held - self._held.setdefault(child.pid, held)
            self.growth = max(self.growth, grown)
            spent = used - self._used.setdefault(child.pid, used)
            self.seconds = max(self.seconds, spent)


@pytest.fixture(scope="module")
def workers(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Workers]:
    """The processes of a run."""
    folder = tmp_path_factory.mktemp("blobs")
    with Workers(1, Blobs(folder), ImportOptions()) as made:
        yield made


def read(workers: Workers, path: Path) -> list[Rejection]:
    """Read a file as an import does, twins once; return all that is rejected."""
    rejected: list[Rejection] = []
    seen: set[str] = set()
    for found in workers.unpack(path):
        if isinstance(found, Rejection):
            rejected.append(found)
        elif isinstance(found, KeptLeaf) and found.sha256 not in seen:
            seen.add(found.sha256)
            rejected += read_leaf(workers, found)
    return rejected


def read_leaf(workers: Workers, leaf: KeptLeaf) -> Iterator[Rejection]:
    """Read a leaf and yield what is rejected of it."""
    try:
        importer = workers.identify(leaf)
        if importer is None:
            workers.submit(prepare, leaf).result()
        else:
            rows = workers.import_rows(leaf, importer)
            yield from (row for row in rows if isinstance(row, Rejection))
    except InvalidInput as error:
        yield Rejection(leaf.path, str(error))


@pytest.fixture
def ready(workers: Workers, tmp_path: Path) -> Workers:
    """The processes when all have read a good file: none was lost for long."""
    for name, data in good().items():
        (tmp_path / name).write_bytes(data)
        assert read(workers, tmp_path / name) == []
    return workers


@pytest.mark.parametrize("hostile", ALL, ids=lambda h: h.name)
def test_each_is_rejected_in_time_and_memory(
    hostile: Hostile, ready: Workers, tmp_path: Path
) -> None:
    """A reason that names the limit or the damage, and nothing of the content."""
    path = tmp_path / hostile.name
    path.write_bytes(hostile.make())
    with Watch() as watch:
        rejected = read(ready, path)
    reasons = "; ".join(sorted({r.reason for r in rejected}))
    assert any(hostile_reason(hostile, r.reason) for r in rejected), reasons
    assert PRIVATE not in reasons and "root:" not in reasons
    assert watch.seconds < SECONDS
    assert watch.growth < MEMORY


def hostile_reason(hostile: Hostile, reason: str) -> bool:
    """Whether a rejection says one of the things that were expected."""
    return any(part in reason for part in hostile.reason.split("|"))


@pytest.mark.parametrize("prolog", [LAUGHS, OUTSIDE])
def test_graph_files_with_entities_are_refused(prolog: str) -> None:
    """GraphML that declares a document type is refused before anything is read."""
    with pytest.raises(KlupkoError, match="document type|well-formed"):
        read_graph_bytes(graph(prolog), "a.graphml")


def test_an_import_of_all_of_them_keeps_the_rest(
    workspace: Workspace, operator: Principal, tmp_path: Path
) -> None:
    """The good files are in, each bad one has its reason; again changes nothing."""
    folder = tmp_path / "files"
    folder.mkdir()
    small = [h for h in ALL if h.name not in SLOW]
    for hostile in small:
        (folder / hostile.name).write_bytes(hostile.make())
    inner = {h.name: h.make() for h in small if h.name.startswith("laughs")}
    (folder / "inner.zip").write_bytes(zip_of(inner | {"good2.txt": b"Ana."}))
    for name, data in good().items():
        (folder / name).write_bytes(data)
    options = IngestOptions(case="zamke", workers=2)
    report = ingest(workspace, operator, [folder], options)
    told = report.as_json()
    rejected = {str(r["path"]): str(r["reason"]) for r in told["rejected"]}
    assert {Path(path).name for path in rejected} >= set(inner)
    for hostile in small:
        reasons = [v for k, v in rejected.items() if hostile.name in k]
        assert reasons and all(reasons), hostile.name
    assert not any("/good" in path for path in rejected)
    assert told["documents"] >= 2 and told["structured"] >= 2
    assert not Path("/tmp/klupko-evil").exists()
    again = ingest(workspace, operator, [folder], options).as_json()
    assert again["case_totals"] == told["case_totals"]
    assert again["records"] == again["documents"] == again["structured"] == 0
