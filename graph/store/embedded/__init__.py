"""The default store: one SQLite file beside the ledger, no server."""

from graph.store.embedded.store import EmbeddedStore

__all__ = ["EmbeddedStore"]
