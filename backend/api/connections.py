"""Relay connections: pages of an ordered answer, with opaque cursors."""

import base64
import binascii
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Generic, TypeVar

import strawberry

from graph.errors import InvalidInput

DEFAULT_FIRST = 50
MAX_FIRST = 1000

T = TypeVar("T")
S = TypeVar("S")


@strawberry.type
class PageInfo:
    """Where in the whole answer a page stands."""

    has_next_page: bool
    has_previous_page: bool
    start_cursor: str | None
    end_cursor: str | None


@strawberry.type
class Edge(Generic[T]):
    """One item of a page with the cursor to go on after it."""

    cursor: str
    node: T


@strawberry.type
class Connection(Generic[T]):
    """A page; totalCount counts what the asker may see."""

    edges: list[Edge[T]]
    page_info: PageInfo
    total_count: int


@dataclass(frozen=True, slots=True)
class Slice:
    """Which part of an ordered answer is asked for."""

    offset: int
    limit: int


def read_slice(first: int | None, after: str | None) -> Slice:
    """Return the part that `first` and `after` ask for; raise InvalidInput."""
    size = DEFAULT_FIRST if first is None else first
    if not 0 <= size <= MAX_FIRST:
        raise InvalidInput(f"first is 0 to {MAX_FIRST}")
    return Slice(0 if after is None else _position(after) + 1, size)


def connect(items: Sequence[T], total: int, part: Slice) -> Connection[T]:
    """Return the page of `items`, which are those of `part`, out of `total`."""
    edges = [
        Edge(cursor=_cursor(part.offset + i), node=item) for i, item in enumerate(items)
    ]
    return Connection(
        edges=edges,
        page_info=PageInfo(
            has_next_page=part.offset + len(edges) < total,
            has_previous_page=part.offset > 0,
            start_cursor=edges[0].cursor if edges else None,
            end_cursor=edges[-1].cursor if edges else None,
        ),
        total_count=total,
    )


def connect_all(
    items: Sequence[S], part: Slice, make: Callable[[Sequence[S]], Sequence[T]]
) -> Connection[T]:
    """Return the page `part` of all `items`, made into nodes."""
    chosen = items[part.offset : part.offset + part.limit]
    return connect(make(chosen), len(items), part)


def _cursor(position: int) -> str:
    return base64.urlsafe_b64encode(f"at:{position}".encode()).decode()


def _position(cursor: str) -> int:
    try:
        text = base64.urlsafe_b64decode(cursor.encode()).decode()
    except (binascii.Error, ValueError) as error:
        raise InvalidInput("not a cursor of this list") from error
    kind, _, number = text.partition(":")
    if kind != "at" or not number.isdecimal() or len(number) > 12:
        raise InvalidInput("not a cursor of this list")
    return int(number)
