"""What every type of the schema shares: the Node interface and plain counts."""

import strawberry


@strawberry.interface
class Node:
    """Anything with an id of its own."""

    id: strawberry.ID


@strawberry.type
class SchemaCount:
    """How many there are of a name."""

    name: str
    count: int


def to_id(text: str) -> strawberry.ID:
    """Return an id for the schema."""
    return strawberry.ID(text)
