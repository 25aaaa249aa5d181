"""Who was where, with whom, and over which border, in made cases worked out by hand."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from backend.access import Principal, scope_of
from backend.ingest import IngestOptions, IngestReport, ingest
from backend.spatial import stays
from backend.spatial.places import find_places
from backend.spatial.positions import (
    CELL,
    CROSSING,
    EVENT,
    JOURNEY,
    SIGHTING,
    Position,
    Whereabouts,
    read_whereabouts,
)
from backend.spatial.stays import JointQuestion, find_joint, find_route, find_stays
from backend.workspace import Workspace
from graph.errors import InvalidInput, LimitExceeded
from tests.backend.conftest import CASE, entity

START = datetime(2026, 3, 2, 8, tzinfo=UTC)


def seen(
    who: str, place: str, hours: float, kind: str = SIGHTING, **more: str
) -> Position:
    """Return a position so many hours after eight on the second of March."""
    at = START + timedelta(hours=hours)
    event = more.get("event", f"{who}-{place}-{hours}")
    return Position(
        who, place, place, at, at, True, kind, event, (event,), more.get("way", "")
    )


def gathered(*positions: Position) -> Whereabouts:
    """Return positions in order of time."""
    order = sorted(positions, key=lambda one: (one.begin, one.who))
    return Whereabouts(tuple(order), {}, 0)


def test_positions_become_stays_by_the_rule() -> None:
    """A gap too long, or a position elsewhere between two, ends a stay."""
    where = gathered(
        seen("ana", "Bar", 0),
        seen("ana", "Bar", 10),
        seen("ana", "Bar", 23),
        seen("ana", "Tivat", 24),
        seen("ana", "Bar", 25),
        seen("bojan", "Bar", 24),
    )
    found = find_stays(where, "ana")
    told = [(s.place, (s.end - s.begin) / timedelta(hours=1), s.count) for s in found]
    assert told == [("Bar", 10, 2), ("Bar", 0, 1), ("Tivat", 0, 1), ("Bar", 0, 1)]
    longer = find_stays(where, "ana", gap_h=13)
    assert [(s.place, s.count) for s in longer] == [
        ("Bar", 3),
        ("Tivat", 1),
        ("Bar", 1),
    ]
    assert len(find_stays(where)) == 5
    with pytest.raises(InvalidInput):
        find_stays(where, gap_h=-1)


def test_two_crossings_are_no_stay_at_the_crossing() -> None:
    """In and out at one point: whoever did was elsewhere between."""
    where = gathered(
        seen("ana", "Gostun", 0, CROSSING, way="entry"),
        seen("ana", "Gostun", 3, CROSSING, way="exit"),
    )
    assert [s.count for s in find_stays(where)] == [1, 1]


def test_who_was_together_and_how_rare_that_is() -> None:
    """At a place of the two alone a day counts one; where four were seen, a half."""
    where = gathered(
        seen("ana", "Bar", 0),
        seen("bojan", "Bar", 0.4),
        seen("ana", "Trg", 24),
        seen("bojan", "Trg", 24.1),
        seen("cveta", "Trg", 40),
        seen("dejan", "Trg", 90),
    )
    (pair,) = find_joint(where)
    assert (pair.one, pair.other, pair.days, pair.weight) == ("ana", "bojan", 2, 1.5)
    assert pair.occasions[0].apart_min == pytest.approx(24)
    assert [p.who for p in pair.occasions[0].positions] == ["ana", "bojan"]
    (near,) = find_joint(where, JointQuestion(minutes=10))
    assert near.days == 1 and not find_joint(where, JointQuestion(days=3))
    assert not find_joint(where, JointQuestion(who="cveta"))


def test_over_a_border_the_same_way_and_in_one_car() -> None:
    """Behind each other within minutes; not towards each other; one record for two."""
    behind = gathered(
        seen("ana", "Gostun", 0, CROSSING, way="entry"),
        seen("bojan", "Gostun", 0.2, CROSSING, way="entry"),
        seen("cveta", "Gostun", 0.1, CROSSING, way="exit"),
    )
    (pair,) = find_joint(behind)
    assert {pair.one, pair.other} == {"ana", "bojan"}
    assert pair.occasions[0].kind == "border"
    together = gathered(
        seen("ana", "Gostun", 0, CROSSING, event="c1"),
        seen("plate", "Gostun", 0, CROSSING, event="c1"),
    )
    (pair,) = find_joint(together)
    assert [one.kind for one in pair.occasions] == ["record"]
    assert not find_joint(together, JointQuestion(kinds=("place", "border")))
    with pytest.raises(InvalidInput):
        find_joint(together, JointQuestion(kinds=("telepathy",)))


def test_a_crowd_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    """Unless one of it is asked for."""
    monkeypatch.setattr(stays, "MOST_PAIRS", 40)
    crowd = gathered(*(seen(f"p{n:02}", "Trg", n / 100) for n in range(12)))
    with pytest.raises(LimitExceeded):
        find_joint(crowd)
    assert len(find_joint(crowd, JointQuestion(who="p03"))) == 11


def test_one_call_of_two_is_no_meeting() -> None:
    """A call listed for both is one event."""
    where = gathered(
        seen("ana", "cell:BG1", 0, CELL, event="k1"),
        seen("bojan", "cell:BG1", 0, CELL, event="k1"),
    )
    assert find_joint(where) == []


def test_a_route_tells_what_is_not_recorded() -> None:
    """Two entries in a row: an exit between them is not in the data."""
    where = gathered(
        seen("ana", "Gostun", 0, CROSSING, way="entry", event="c1"),
        seen("plate", "Gostun", 0, CROSSING, way="entry", event="c1"),
        seen("ana", "Batrovci", 30, CROSSING, way="entry"),
        seen("ana", "Batrovci", 50, CROSSING, way="exit"),
        seen("ana", "Bar", 60),
    )
    legs = find_route(where, "ana")
    told = [(leg.position.place, leg.unrecorded) for leg in legs]
    assert told == [("Gostun", False), ("Batrovci", True), ("Batrovci", False)]
    assert legs[0].companions == ("plate",)


PLACES = [
    entity("ana", "Person", name="Ana Anić", phone="+381641111111"),
    entity("bojan", "Person", name="Bojan Bojić"),
    entity("auto", "Vehicle", registrationNumber="BG123AA"),
    entity("gostun", "Address", full="Gostun", latitude="43.18", longitude="19.72"),
    entity("bar", "Address", full="Bar", country="me"),
    entity("kula", "Address", full="Kula", latitude="42.81", longitude="20.51"),
    entity("nigde", "Address", full="Nigde", latitude="142.81", longitude="20.51"),
    entity(
        "c1",
        "Trip",
        name="exit Gostun",
        involved="ana",
        vehicle="auto",
        endLocation="gostun",
        startDate="2026-03-02T08:00:00",
        summary="exit",
    ),
    entity("s1", "Sighting", subject="auto", place="bar", date="2026-03-02T15:00:00"),
    entity(
        "put",
        "UnknownLink",
        subject="bojan",
        object="bar",
        role="travel",
        date="2026-03-02",
    ),
    entity(
        "sastanak",
        "Event",
        name="Sastanak",
        involved=["ana", "bojan"],
        location="Hotel Jadran",
        date="2026-03-03T20:00:00",
    ),
    entity("nekad", "Sighting", subject="bojan", place="bar", date="2026-02"),
]
HIDDEN = [
    entity("s2", "Sighting", subject="ana", place="bar", date="2026-03-02T15:10:00")
]
CELLS = """Caller;Called;Date;Time;Cell;Latitude;Longitude
+381641111111;+381643333333;02.03.2026;12:00:00;BG1;44.8125;20.4612
+381641111111;+381643333333;02.03.2026;12:30:00;BG1;44.8125;20.4612
+381641111111;+381643333333;03.03.2026;09:00:00;NI7;;
"""


def test_all_that_says_where_somebody_was(
    workspace: Workspace, operator: Principal, take: Callable[..., IngestReport]
) -> None:
    """Crossings, plates, documents, events; what is hidden is nowhere."""
    assert not take("places.ftm.json", PLACES).rejected
    assert not take("hidden.ftm.json", HIDDEN, compartment="sources").rejected
    workspace.accounts.add("rada", None, ["reader"])
    workspace.accounts.grant("rada", CASE)
    found = {}
    for name, who in (
        ("all", operator),
        ("rada", workspace.accounts.principal("rada")),
    ):
        with workspace.view(scope_of(who)) as view:
            found[name] = read_whereabouts(workspace.ledger, view, CASE)
    where = found["all"]
    told = {(one.who.partition(":")[2], one.name, one.kind) for one in where.positions}
    assert told == {
        ("ana", "Gostun", CROSSING),
        ("auto", "Gostun", CROSSING),
        ("auto", "Bar", SIGHTING),
        ("ana", "Bar", SIGHTING),
        ("bojan", "Bar", JOURNEY),
        ("ana", "Hotel Jadran", EVENT),
        ("bojan", "Hotel Jadran", EVENT),
    }
    assert where.vague == 1
    crossing = next(one for one in where.positions if one.kind == CROSSING)
    assert (crossing.way, crossing.latitude) == ("exit", 43.18)
    assert all(one.said for one in where.positions)
    pairs = {(p.one.partition(":")[2], p.other.partition(":")[2]): p for p in
             find_joint(where)}  # fmt: skip
    assert pairs["ana", "auto"].count == 2 and pairs["ana", "bojan"].count == 1
    assert where.degrees == {
        "konac:gostun": (43.18, 19.72),
        "konac:kula": (42.81, 20.51),
    }
    less = found["rada"]
    assert len(less.positions) == len(where.positions) - 1
    (pair,) = [p for p in find_joint(less) if "auto" in p.other]
    assert pair.count == 1
    (leg,) = find_route(less, "konac:ana")
    assert leg.companions == ("konac:auto",)


def test_places_with_coordinates(
    workspace: Workspace,
    operator: Principal,
    take: Callable[..., IngestReport],
    tmp_path: Path,
) -> None:
    """Where most was recorded first; cells have those of their list, if it has any."""
    assert not take("places.ftm.json", PLACES).rejected
    (tmp_path / "cells.csv").write_text(CELLS, encoding="utf-8")
    calls = [tmp_path / "cells.csv"]
    assert not ingest(workspace, operator, calls, IngestOptions(case=CASE)).rejected
    with workspace.view(scope_of(operator)) as view:
        where = read_whereabouts(workspace.ledger, view, CASE)
    told = [
        (one.name.rpartition("; ")[2], one.latitude, one.positions, len(one.who))
        for one in find_places(where)
    ]
    assert told == [
        ("44.8125, 20.4612", 44.8125, 2, 1),
        ("Gostun", 43.18, 2, 2),
        ("Kula", 42.81, 0, 0),
    ]


MASTS = """Cell ID;Latitude;Longitude
NI7;43.3209;21.8958
"""


def test_cells_of_a_list_of_masts(
    workspace: Workspace, operator: Principal, tmp_path: Path
) -> None:
    """A cell without coordinates has those of a list of masts, which is said too."""
    (tmp_path / "cells.csv").write_text(CELLS, encoding="utf-8")
    (tmp_path / "masts.csv").write_text(MASTS, encoding="utf-8")
    files = [tmp_path / "cells.csv", tmp_path / "masts.csv"]
    assert not ingest(workspace, operator, files, IngestOptions(case=CASE)).rejected
    with workspace.view(scope_of(operator)) as view:
        where = read_whereabouts(workspace.ledger, view, CASE)
    found = {one.name: one for one in where.positions}
    assert found["cell NI7"].latitude == 43.3209 and len(found["cell NI7"].said) == 2
    listed = found["cell BG1; 44.8125, 20.4612"]
    assert listed.latitude == 44.8125 and len(listed.said) == 1
