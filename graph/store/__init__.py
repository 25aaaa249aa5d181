"""Graph stores: what keeps the projection, and the view that reads it."""

from graph.store.opening import open_store
from graph.store.view import View

__all__ = ["View", "open_store"]
