"""A network as one small JSON object of columns, for pictures of many nodes."""

from typing import Any

from graph.model import Network, split_id


def compact(network: Network) -> dict[str, Any]:
    """Return the columns that the contract names.

    `source` and `target` are positions in the nodes; a node's country is its first,
    or null; its caption falls back on its local id.
    """
    nodes, links = network.nodes, network.links
    position = {node.id: i for i, node in enumerate(nodes)}
    return {
        "nodes": {
            "id": [node.id for node in nodes],
            "schema": [node.schema for node in nodes],
            "caption": [node.caption or split_id(node.id)[1] for node in nodes],
            "country": [
                node.countries[0] if node.countries else None for node in nodes
            ],
        },
        "edges": {
            "id": [link.id for link in links],
            "source": [position[link.source] for link in links],
            "target": [position[link.target] for link in links],
            "schema": [link.schema for link in links],
            "count": [link.count for link in links],
        },
    }
