"""A store is brought to the ledger's last event by exact deltas, or made anew."""

from collections import Counter
from collections.abc import Callable, Collection, Iterable, Iterator
from dataclasses import replace

from graph.errors import Conflict
from graph.ledger import Feed, Ledger
from graph.ledger.writing import chunks
from graph.model import Delta, FacetKey, LinkFacet, NodeFacet
from graph.projection import Contribution, is_plain, project
from graph.store.base import Writer
from graph.tallies import count_events

ENTITIES_A_STEP = 20_000
ENTITIES_READ = 500
EVENTS_A_STEP = 500

Progress = Callable[[int, int], None]


def catch_up(
    ledger: Ledger,
    writer: Writer,
    progress: Progress | None = None,
    upto: int | None = None,
) -> int:
    """Bring the store to the ledger's last event, or to `upto`; return its sequence.

    Works in steps of whole events: stopped anywhere, the next call goes on. A store
    that has not followed to an erasure is made anew: what it shows of what went cannot
    be found in the ledger any more. Raises Conflict where the store has applied more
    than the last event: rebuild it.
    """
    with ledger.feed() as feed:
        last = feed.last_seq()
        if upto is not None:
            last = min(last, upto)
        applied = writer.applied()
        if applied > last:
            raise Conflict("the graph is ahead of this ledger: run `klupko rebuild`")
        if 0 < applied < min(last, feed.erased_upto()):
            writer.clear()
            applied = writer.applied()
        begin = applied
        while applied < last:
            delta = _next_step(feed, applied, last)
            writer.apply(delta)
            applied = delta.seq
            if progress:
                progress(applied - begin, last - begin)
    return last


def rebuild(ledger: Ledger, writer: Writer, progress: Progress | None = None) -> int:
    """Forget the store and make it again from the first event."""
    writer.clear()
    return catch_up(ledger, writer, progress)


def _next_step(feed: Feed, after: int, last: int) -> Delta:
    """Return the delta of the next few whole events."""
    touched: dict[str, bool] = {}
    upto = after
    while upto < min(last, after + EVENTS_A_STEP):
        fresh = feed.touched(upto, upto + 1)
        if touched and len(touched) + len(fresh) > ENTITIES_A_STEP:
            break
        upto += 1
        for name, new in fresh.items():
            touched[name] = touched.get(name, True) and (new or name in touched)
    return _delta(feed, touched, after, upto)


def _delta(feed: Feed, touched: dict[str, bool], after: int, upto: int) -> Delta:
    delta = Delta(after=after, seq=upto)
    known = [name for name, new in touched.items() if not new]
    old = list(_contributions(feed, known, after))
    new = list(_contributions(feed, touched, upto))
    _own_nodes(delta, old, new)
    _own_links(delta, old, new)
    _shared_nodes(delta, feed, old, new)
    _tallies(delta, feed, old, new)
    return delta


def _contributions(
    feed: Feed, entities: Iterable[str], as_of: int
) -> Iterator[Contribution]:
    """Yield what entities assert, read a few at a time: statements take much room."""
    for some in chunks(entities, ENTITIES_READ):
        events, rows = feed.look(some, as_of)
        tallies, numbers = count_events(events)
        yield Contribution(tallies=tallies, shared_nodes=numbers)
        yield from (project(name, said) for name, said in rows.items())


def _key(facet: NodeFacet | LinkFacet) -> FacetKey:
    return FacetKey(facet.id, facet.requirement)


def _own_nodes(
    delta: Delta, old: Iterable[Contribution], new: Iterable[Contribution]
) -> None:
    before = {_key(f): f for c in old for f in c.nodes}
    now = {_key(f): f for c in new for f in c.nodes}
    delta.remove_nodes = [key for key in before if key not in now]
    delta.put_nodes = [f for key, f in now.items() if before.get(key) != f]


def _own_links(
    delta: Delta, old: Iterable[Contribution], new: Iterable[Contribution]
) -> None:
    before = {_key(f): f for c in old for f in c.links}
    now = {_key(f): f for c in new for f in c.links}
    delta.remove_links = [key for key in before if key not in now]
    delta.put_links = [f for key, f in now.items() if before.get(key) != f]


def _shared_nodes(
    delta: Delta, feed: Feed, old: list[Contribution], new: list[Contribution]
) -> None:
    """Identifier nodes: how many more or fewer entities assert each.

    What an identifier's own entity says besides its number can only be added to a
    tally; where it says less than before, the node is put together anew.
    """
    before, now = _united(old), _united(new)
    counts = {
        key: (now[key].count if key in now else 0)
        - (before[key].count if key in before else 0)
        for key in {**before, **now}
    }
    again = {key for key, facet in before.items() if _says_less(facet, now.get(key))}
    fewer = {key for key in before.keys() - again if counts[key] < 0}
    owned = feed.records({key.id for key in fewer}, delta.seq)
    again |= {key for key in fewer if key.id in owned}
    for key, facet in {**before, **now}.items():
        if key not in again and (counts[key] or facet != before[key]):
            same = facet.count == counts[key]
            more = facet if same else replace(facet, count=counts[key])
            delta.add_nodes.append(more)
    _join_again(delta, feed, again)


def _united(contributions: Iterable[Contribution]) -> dict[FacetKey, NodeFacet]:
    """Return what contributions to each shared node say together."""
    said = Counter(facet for one in contributions for facet in one.shared_nodes)
    found: dict[FacetKey, NodeFacet] = {}
    for facet, times in said.items():
        more = facet if times == 1 else replace(facet, count=facet.count * times)
        held = found.get(_key(facet))
        found[_key(facet)] = _joined(held, more) if held else more
    return found


def _joined(one: NodeFacet, other: NodeFacet) -> NodeFacet:
    return replace(
        one,
        caption=one.caption or other.caption,
        countries=tuple(sorted({*one.countries, *other.countries})),
        names=tuple(sorted({*one.names, *other.names})),
        count=one.count + other.count,
    )


def _says_less(before: NodeFacet, now: NodeFacet | None) -> bool:
    """Whether something that was said of a shared node may be said no more."""
    if now is None:
        return not is_plain(before)
    return not (
        before.caption == now.caption
        and set(before.names) <= set(now.names)
        and set(before.countries) <= set(now.countries)
    )


def _join_again(delta: Delta, feed: Feed, keys: set[FacetKey]) -> None:
    """Put identifier nodes together from all the entities that assert them."""
    if not keys:
        return
    entities = feed.naming({key.id for key in keys}, delta.seq)
    rows = feed.records(entities, delta.seq)
    found = _united(project(name, rows.get(name, ())) for name in sorted(entities))
    delta.put_nodes += [found[key] for key in found if key in keys]
    delta.remove_nodes += [key for key in keys if key not in found]


def _tallies(
    delta: Delta, feed: Feed, old: list[Contribution], new: list[Contribution]
) -> None:
    """Add what is new; count anew, from the ledger, what lost something.

    Facets of two or more compartments, where counts may be negative or even out, are
    always counted anew.
    """
    before = Counter(f for c in old for f in c.tallies)
    now = [f for c in new for f in c.tallies]
    gained, lost = _changes(before, now)
    again = {*lost, *(f for f in gained if len(f.requirement) > 1)}
    names = {f.id for f in again}
    delta.add_links = _summed(gained, skip=names)
    if not again:
        return
    counted = {_key(f): f for f in _count_again(feed, again, delta.seq)}
    delta.put_links.extend(counted.values())
    delta.remove_links.extend(
        key
        for key in {_key(f) for f in [*before, *now] if f.id in names}
        if key not in counted
    )


def _changes(
    before: Counter[LinkFacet], now: list[LinkFacet]
) -> tuple[Collection[LinkFacet], Collection[LinkFacet]]:
    """Return what is counted now and was not before, and the other way round."""
    if not before:
        return now, ()
    counted = Counter(now)
    return list((counted - before).elements()), before - counted


def _summed(facets: Iterable[LinkFacet], skip: set[str]) -> list[LinkFacet]:
    """Return one facet a key: counts and totals added, first and last widened."""
    found: dict[FacetKey, LinkFacet] = {}
    for facet in facets:
        if facet.id in skip:
            continue
        held = found.get(_key(facet))
        found[_key(facet)] = facet if held is None else _added(held, facet)
    return [facet for facet in found.values() if facet.count or facet.total]


def _added(one: LinkFacet, other: LinkFacet) -> LinkFacet:
    return replace(
        one,
        count=one.count + other.count,
        total=one.total + other.total,
        first=min(filter(None, (one.first, other.first)), default=""),
        last=max(one.last, other.last),
    )


def _count_again(feed: Feed, wanted: set[LinkFacet], upto: int) -> list[LinkFacet]:
    """Return the tallies of some links from all the events behind them.

    One pass over the events of their schemata, whatever the number of links.
    """
    ends = {f.source for f in wanted} | {f.target for f in wanted}
    entities = feed.naming(ends, upto, {f.schema for f in wanted})
    rows = feed.records(sorted(entities), upto)
    names = {f.id for f in wanted}
    facets = (f for name in rows for f in project(name, rows[name]).tallies)
    return _summed((f for f in facets if f.id in names), skip=set())
