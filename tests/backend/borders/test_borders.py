"""Border views as dated data, and what crosses borders in a case worked out by hand."""

from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path

import pytest

from backend.access import Principal, scope_of
from backend.borders.crossing import Crossings, Money, find_crossings
from backend.borders.drawing import find_drawing, list_views, read_view
from backend.ingest import IngestReport
from backend.workspace import Workspace
from graph.errors import InvalidInput, NotFound
from tests.backend.conftest import CASE, entity

TODAY = date(2026, 11, 26)

PEOPLE = [
    entity("ana", "Person", name="Ana Anić", country="rs", phone="+381641111111"),
    entity("bujar", "Person", name="Bujar Hoxha", country="xk"),
    entity("ivo", "Person", name="Ivo Ivić", country="hr"),
    entity("janez", "Person", name="Janez Novak", country=["si"]),
    entity("dvojni", "Person", name="Dvojni", country=["rs", "me"]),
    entity("v1", "Associate", person="ana", associate="bujar"),
    entity("v2", "Family", person="ivo", relative="janez"),
    entity("v3", "Associate", person="dvojni", associate="ivo"),
    entity("v4", "Associate", person="dvojni", associate="ana"),
    *(
        entity(
            f"p{n}",
            "Payment",
            payer="ana",
            beneficiary="ivo",
            amount=amount,
            currency=currency,
            date=f"2026-0{n}-01",
        )
        for n, (amount, currency) in enumerate(
            [("100", "EUR"), ("250.50", "EUR"), ("9000", "RSD")], 1
        )
    ),
    entity(
        "k1",
        "Call",
        callerNumber="+381641111111",
        receiverNumber="+38269222222",
        date="2026-03-01T10:00:00",
    ),
]
HIDDEN = [
    entity(
        "p9",
        "Payment",
        payer="ana",
        beneficiary="ivo",
        amount="7",
        currency="EUR",
        date="2026-04-01",
    )
]


@pytest.fixture
def crossings(
    workspace: Workspace, take: Callable[..., IngestReport], operator: Principal
) -> Iterator[Callable[..., Crossings]]:
    """Return a function that asks as somebody, under a view."""
    assert not take("people.ftm.json", PEOPLE).rejected
    assert not take("hidden.ftm.json", HIDDEN, compartment="sources").rejected
    workspace.accounts.add("rada", None, ["reader"])
    workspace.accounts.grant("rada", CASE)

    def run(view: str = "apart", who: str | None = None) -> Crossings:
        asker = workspace.accounts.principal(who) if who else operator
        with workspace.view(scope_of(asker)) as look:
            drawing = find_drawing(view, TODAY)
            return find_crossings(workspace.ledger, look, CASE, drawing)

    yield run


def test_countries_persons_kinds_and_money(
    crossings: Callable[..., Crossings],
) -> None:
    """Of each pair all that crosses; who is of two countries counts for both."""
    found = crossings()
    flows = {(f.source, f.target): f for f in found.flows}
    assert {pair: f.count for pair, f in flows.items()} == {
        ("hr", "me"): 1,
        ("hr", "rs"): 1,
        ("hr", "si"): 1,
        ("rs", "hr"): 1,
        ("rs", "me"): 1,
        ("rs", "xk"): 1,
    }
    paid = flows["rs", "hr"]
    assert paid.money == (Money("EUR", 357.5, 3), Money("RSD", 9000.0, 1))
    assert paid.kinds == (("Payment", 1),) and paid.events == 4
    assert paid.persons == ("konac:ana", "konac:ivo")
    called = flows["rs", "me"]
    assert called.kinds == (("Call", 1),) and called.persons == ("konac:ana",)
    assert set(called.links) <= {link.id for link in found.links}
    assert found.codes == ("hr", "me", "rs", "si", "xk")
    less = {(f.source, f.target): f for f in crossings(who="rada").flows}
    assert less["rs", "hr"].money[0] == Money("EUR", 350.5, 2)


def test_it_agrees_with_the_store(
    crossings: Callable[..., Crossings], workspace: Workspace, operator: Principal
) -> None:
    """Every territory by itself is what the store's own table says."""
    found = crossings()
    with workspace.view(scope_of(operator)) as look:
        plain = look.cross_border(CASE)
    assert found.links == plain.links
    assert [(f.source, f.target, f.count) for f in found.flows] == [
        (p.source, p.target, p.count) for p in plain.pairs
    ]


def test_views_draw_other_borders(crossings: Callable[..., Crossings]) -> None:
    """One area has no border inside; Kosovo* keeps its name and footnote."""
    schengen = crossings("schengen")
    assert {(f.source, f.target) for f in schengen.flows} == {
        ("me", "schengen"),
        ("rs", "schengen"),
        ("rs", "me"),
        ("rs", "xk"),
    }
    one = crossings("unscr-1244")
    assert all(f.target != "xk" for f in one.flows)
    assert one.drawing.name("rs-xk") == "Serbia and Kosovo*"
    for found in (crossings(), one):
        (note,) = found.drawing.footnotes(found.codes)
        assert "UNSCR 1244/1999" in note


def test_a_view_is_of_a_day() -> None:
    """Before 2023 Croatia is by itself."""
    then, now = (find_drawing("schengen", date(year, 6, 1)) for year in (2022, 2024))
    assert then.codes(["hr", "si"]) == ("hr", "schengen")
    assert now.codes(["hr", "si"]) == ("schengen",)
    assert now.codes(["bg"]) == ("bg",) and "hr" in now.members("schengen")
    assert [v.id for v in list_views()] == ["apart", "schengen", "unscr-1244"]
    with pytest.raises(NotFound, match="apart"):
        find_drawing("atlantis")


@pytest.mark.parametrize("view", ["apart", "schengen", "unscr-1244"])
def test_one_designation_in_every_view(view: str) -> None:
    """In both languages, with its footnote."""
    drawing = find_drawing(view, TODAY)
    for language in ("en", "sr"):
        code = drawing.codes(["xk"])[0]
        assert "Kosovo*" in drawing.name(code, language)
        assert drawing.footnotes([code], language)
        assert drawing.footnotes(["me"], language) == []


def test_a_view_of_ones_own(tmp_path: Path) -> None:
    """A file in a folder; one that renames Kosovo* or counts twice is refused."""
    path = tmp_path / "own.yaml"
    text = """id: own
version: 2026-01-01
title: {en: Own, sr: Svoj}
source: an instruction
together:
  - id: both
    name: {en: Both, sr: Oba}
    members: {ba: 2020-01-01, me: 2020-01-01}
"""
    path.write_text(text)
    assert find_drawing("own", TODAY, folder=tmp_path).codes(["ba", "me"]) == ("both",)
    for old, new in (
        ("en: Both", "en: Kosovo"),
        ("ba: 2020", "ba: twenty"),
        ("source: an instruction", "colour: red"),
        (text, "]["),
    ):
        path.write_text(text.replace(old, new))
        with pytest.raises(InvalidInput, match=r"own\.yaml"):
            read_view(path)
