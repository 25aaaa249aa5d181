"""Order, cutting, hubs and alphabets: every store gives the same answers."""

from collections.abc import Callable

import pytest

from graph.errors import InvalidInput, NotFound, Unavailable, Unsupported
from graph.model import Scope
from graph.store import open_store
from graph.store.base import GraphStore
from tests.contract.world import EVERYONE, link, node, put, viewed


def test_search_order(store: GraphStore) -> None:
    """Exact names come first, then captions, then ids."""
    put(
        store,
        node("z", "Marko"),
        node("m2", "Marko Aleksić"),
        node("m1", "Marko Aleksić"),
        node("a", "Marković Marija"),
        node("n", "Ana Markov"),
    )
    with viewed(store) as view:
        found = [n.id for n in view.search("marko").nodes]
        assert found == ["c:z", "c:n", "c:m1", "c:m2", "c:a"]
        page = view.search("marko", limit=2, offset=1)
        assert ([n.id for n in page.nodes], page.total) == (["c:n", "c:m1"], 5)


def test_every_word_begins_a_word_of_one_name(store: GraphStore) -> None:
    """Words match beginnings, in any order, within one and the same name."""
    facet = node("a", "Ana Marija Petrović")
    other = node("b", "Ana Kos")
    two_names = type(other)(
        other.id, other.requirement, "Person", "Ana Kos", (), ("ana kos", "petra lim")
    )
    put(store, facet, two_names)
    with viewed(store) as view:
        assert [n.id for n in view.search("petr an").nodes] == ["c:a"]
        assert view.search("etrovic").total == 0
        assert view.search("ana petra").total == 0
        assert view.search("").total == 0
        assert view.search(" .,; ").total == 0


@pytest.mark.parametrize(
    ("caption", "asked"),
    [
        ("Ђорђе Ћосић", "đorđe ćosić"),
        ("Đorđe Ćosić", "Ђорђе"),
        ("Đorđe Ćosić", "DJORDJE COSIC"),
        ("Besnik Hoxhë", "hoxhe"),
        ("Трајче Ѓорѓиев", "трајче"),
        ("O'Brien & sons (DOO) +381*?", "o'brien"),
        ('"NE~1 OR 2" d.o.o.', "ne"),
    ],
)
def test_alphabets(store: GraphStore, caption: str, asked: str) -> None:
    """Names are found over scripts and diacritics; odd signs harm no query."""
    put(store, node("a", caption))
    with viewed(store) as view:
        assert view.get_node("c:a").caption == caption
        assert view.search(asked).total == 1


def test_odd_ids_are_only_ids(store: GraphStore) -> None:
    """Quotes, braces and other alphabets in ids are data."""
    odd = ["љ'--", 'q"}]->()', "$ids", "a;b", "ë😀", "x\\y"]
    put(
        store,
        *(node(i, f"Ime {n}") for n, i in enumerate(odd)),
        link("l'`", odd[0], odd[1], schema="UnknownLink"),
        link("m", odd[2], odd[4], schema="no`such {schema}"),
    )
    with viewed(store) as view:
        assert len(view.find_nodes([f"c:{i}" for i in odd])) == 6
        assert view.links(f"c:{odd[0]}").links[0].id == "c:l'`"
        assert view.degrees([f"c:{odd[2]}"]) == {"c:$ids": {"no`such {schema}": 1}}
        assert len(view.subgraph("c").ids) == 6


def test_search_filters(store: GraphStore) -> None:
    """Cases, schemata (those below them too) and countries narrow a search."""
    put(
        store,
        node("a", "Drina", countries=("rs",)),
        node("f", "Drina", schema="Company", countries=("ba", "rs")),
        node("v", "Drina", schema="Vessel"),
        node("a", "Drina", case="other"),
    )
    with viewed(store) as view:
        assert view.search("drina").total == 4
        assert view.search("drina", cases=["other"]).nodes[0].id == "other:a"
        assert view.search("drina", cases=["c"]).total == 3
        assert view.search("drina", schemata=["LegalEntity"]).total == 3
        assert view.search("drina", schemata=["Vessel"]).total == 1
        assert view.search("drina", countries=["ba"]).nodes[0].id == "c:f"
        assert view.search("drina", cases=[]).total == 0


def test_a_case_is_not_the_beginning_of_another(store: GraphStore) -> None:
    """Case `c` does not hold what case `c-2` or `c.x` holds."""
    put(store, node("a"), *(node("a", case=case) for case in ("c-2", "c.x", "cc")))
    with viewed(store) as view:
        assert view.subgraph("c").ids == ("c:a",)
        assert view.counts("c").entities == 1


def test_expansion_is_cut_by_hops_then_ids(store: GraphStore) -> None:
    """The nearer stay, of the equally near those with the smaller ids."""
    put(
        store,
        *(node(i) for i in ("s", "a", "b", "c", "d", "e")),
        link("1", "s", "e"),
        link("2", "d", "s"),
        link("3", "e", "a"),
        link("4", "d", "b"),
        link("5", "b", "c"),
    )
    with viewed(store) as view:
        full = view.expand(["c:s"], hops=2)
        assert [n.id for n in full.nodes] == ["c:a", "c:b", "c:d", "c:e", "c:s"]
        assert [one.id for one in full.links] == ["c:1", "c:2", "c:3", "c:4"]
        assert not full.truncated
        cut = view.expand(["c:s"], hops=3, limit=4)
        assert [n.id for n in cut.nodes] == ["c:a", "c:d", "c:e", "c:s"]
        assert cut.truncated
        assert [n.id for n in view.expand(["c:s"], hops=0).nodes] == ["c:s"]


def test_hubs_are_cut_and_say_so(store: GraphStore) -> None:
    """A node with thousands of links is counted exactly and shown in part."""
    leaves = [f"n{i:04}" for i in range(3000)]
    put(
        store,
        node("hub", "Hub"),
        *(node(i) for i in leaves),
        *(link(f"l{i}", "hub", i, schema="Payment") for i in leaves),
    )
    with viewed(store) as view:
        assert view.degrees(["c:hub"]) == {"c:hub": {"Payment": 3000}}
        shown = view.expand(["c:hub"], limit=100)
        assert (len(shown.nodes), len(shown.links)) == (100, 99)
        assert shown.truncated
        assert shown.nodes[-1].id == "c:n0098"
        page = view.links("c:hub", limit=10, offset=2990)
        assert page.total == 3000
        assert page.links[-1].id == "c:ln2999"
        assert view.paths("c:n0000", "c:n2999")[0].length == 2


def test_paths_are_shortest_first_then_by_ids(store: GraphStore) -> None:
    """All simple paths up to the limit, ties by ids, parallel links by the least."""
    put(
        store,
        *(node(i) for i in "abcdefg"),
        link("ac", "a", "c"),
        link("ca", "c", "a", schema="Associate"),
        link("cd", "d", "c"),
        link("ab", "a", "b"),
        link("bd", "b", "d"),
        link("bc", "b", "c"),
        link("de", "d", "e"),
    )
    with viewed(store) as view:
        found = view.paths("c:a", "c:d", k=10)
        assert ["".join(n.id[2:] for n in path.nodes) for path in found] == [
            "abd",
            "acd",
            "abcd",
            "acbd",
        ]
        assert found[1].links[0].id == "c:ac"
        assert len(view.paths("c:a", "c:d", k=2)) == 2
        assert view.paths("c:a", "c:g") == []
        assert view.paths("c:a", "c:e", max_hops=2) == []
        over = view.paths("c:a", "c:d", schemata=["Associate"])
        assert over == []
        assert view.paths("c:a", "c:a")[0].links == ()
        with pytest.raises(NotFound):
            view.paths("c:a", "c:none")


def test_schemata_take_those_below_them(store: GraphStore) -> None:
    """Interest stands for Ownership too; property names for themselves."""
    put(
        store,
        node("a"),
        node("b"),
        link("1", "a", "b", schema="Ownership"),
        link("2", "a", "b", schema="phone"),
    )
    with viewed(store) as view:
        assert view.links("c:a", schemata=["Interest"]).total == 1
        assert view.links("c:a", schemata=["phone"]).links[0].id == "c:2"
        assert view.links("c:a", schemata=[]).total == 0
        assert len(view.subgraph("c", schemata=["phone"]).source) == 1


def test_self_loops_and_parallel_links(store: GraphStore) -> None:
    """A loop is one link of its node and no neighbour; parallel links all stay."""
    put(
        store,
        node("a"),
        node("b"),
        link("loop", "a", "a"),
        link("p1", "a", "b"),
        link("p2", "a", "b"),
        link("p3", "b", "a"),
    )
    with viewed(store) as view:
        assert view.degrees(["c:a"]) == {"c:a": {"Family": 4}}
        assert view.links("c:a").total == 4
        assert len(view.expand(["c:a"]).links) == 4
        assert len(view.paths("c:a", "c:b", k=5)) == 1


def test_limits_are_checked(store: GraphStore) -> None:
    """Senseless limits are the asker's mistake."""
    put(store, node("a"), node("b"))
    with viewed(store) as view:
        asks: list[Callable[[], object]] = [
            lambda: view.expand(["c:a"], limit=0),
            lambda: view.expand(["c:a"], hops=-1),
            lambda: view.links("c:a", limit=-1),
            lambda: view.paths("c:a", "c:b", k=0),
        ]
        for ask in asks:
            with pytest.raises(InvalidInput):
                ask()


def test_a_store_never_shows_what_came_later(store: GraphStore) -> None:
    """As of an earlier sequence than the store's it is refused, at its own answered."""
    put(store, node("a"))
    put(store, node("b"))
    with viewed(store, Scope("u", everything=True, as_of=2)) as view:
        assert view.counts("c").entities == 2
    with (
        pytest.raises(Unsupported),
        viewed(store, Scope("u", everything=True, as_of=1)),
    ):
        pass


def test_a_closed_store_is_unavailable(store: GraphStore) -> None:
    """After close, twice as well, nothing answers and nothing hangs."""
    store.check()
    store.close()
    store.close()
    with pytest.raises(Unavailable):
        store.check()
    with pytest.raises(Unavailable), store.reader(EVERYONE):
        pass


def test_addresses() -> None:
    """What names no store is the caller's mistake."""
    for url in ("", "embedded:", "mysql://x", "neo4j:", "neo4j://", "bolt://h:x"):
        with pytest.raises(InvalidInput):
            open_store(url)


def test_a_server_that_is_gone_is_unavailable() -> None:
    """Nothing listens there: Unavailable, without the password in the message."""
    gone = open_store("bolt://neo4j:sesame@127.0.0.1:1/neo4j")
    for ask in (gone.check, lambda: gone.writer().applied()):
        with pytest.raises(Unavailable) as caught:
            ask()
        assert "sesame" not in str(caught.value)
    gone.close()
