"""Graph files in and out, one format a file."""

from graph.exchange.build import GraphFile, Limits
from graph.exchange.reading import find_format, read_graph, read_graph_bytes

__all__ = ["GraphFile", "Limits", "find_format", "read_graph", "read_graph_bytes"]
