"""One `store` fixture over every adapter of the graph store's port."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from graph.store import open_store
from graph.store.base import GraphStore

ADAPTERS = ("embedded", pytest.param("neo4j", marks=pytest.mark.neo4j))


@contextmanager
def opened(
    adapter: str, folder: Path, request: pytest.FixtureRequest
) -> Iterator[GraphStore]:
    """Open an empty store of one adapter, and close it."""
    if adapter == "embedded":
        url = f"embedded:{folder}"
    else:
        url = request.getfixturevalue("neo4j_url")
    store = open_store(url)
    try:
        if adapter == "neo4j":
            store.writer().clear()
        yield store
    finally:
        store.close()


@pytest.fixture(params=ADAPTERS)
def store(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[GraphStore]:
    """Return an empty store, once for each adapter."""
    with opened(request.param, tmp_path, request) as opened_store:
        yield opened_store
