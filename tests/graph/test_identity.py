"""Identity: judgements joined into groups, the stronger word prevailing."""

from datetime import UTC, datetime

from hypothesis import given
from hypothesis import strategies as st

from graph.identity import Clusters
from graph.model import Judgement, Verdict
from graph.store.contraction import Clusters as ClustersPort


def judgement(left: str, right: str, verdict: Verdict) -> Judgement:
    """Return a judgement on a pair; nothing else of it matters here."""
    at = datetime(2026, 1, 1, tzinfo=UTC)
    one, other = sorted((left, right))
    return Judgement("j", "a", one, other, verdict, "ana", at, 1)


def test_the_stronger_word_on_a_pair_prevails() -> None:
    """Negative beats unsure beats positive, whatever the order."""
    for stronger in (Verdict.NEGATIVE, Verdict.UNSURE):
        said = [judgement("x", "y", v) for v in (stronger, Verdict.POSITIVE)]
        assert Clusters(said).members("x") == ("x",)
        assert Clusters(reversed(said)).members("x") == ("x",)


def test_none_judged_is_alone() -> None:
    """Without judgements every id stands for itself and there are no groups."""
    clusters: ClustersPort = Clusters()
    assert not clusters
    assert clusters.members("x") == ("x",) and clusters.root("x") == "x"
    assert list(clusters.groups()) == []


PAIRS = st.lists(st.tuples(st.sampled_from("abcdef"), st.sampled_from("ghabcd")))


@given(PAIRS)
def test_groups_part_the_ids(pairs: list[tuple[str, str]]) -> None:
    """Each judged id is in exactly one group, with everyone it is joined to."""
    said = [judgement(a, b, Verdict.POSITIVE) for a, b in pairs if a != b]
    clusters = Clusters(said)
    groups = list(clusters.groups())
    listed = [name for group in groups for name in group]
    assert sorted(listed) == sorted({n for j in said for n in (j.left, j.right)})
    for one in said:
        assert clusters.root(one.left) == clusters.root(one.right)
        assert one.right in clusters.members(one.left)
    assert all(clusters.members(name) == g for g in groups for name in g)
