"""Time in GraphQL: windows, activity, what was there, ways in order; need to know."""

from typing import Any

import pytest

from backend.access import Principal
from backend.http.graphql import Question, execute
from backend.jobs import JobState
from backend.temporal import windows
from backend.workspace import Workspace
from tests.backend.temporal.conftest import timed, timed_folder

__all__ = ["timed", "timed_folder"]

OVER_TIME = """query($windows: Windows, $metric: Metric! = STRENGTH) {
  networkOverTime(case: "konac", metric: $metric, windows: $windows) {
    metric window step zone warnings
    windows { from to events nodes edges density
      scores { entity { id } score rank change } }
    central { entity { id } since ranks scores rise riseAt }
    activityChanges { points pValue level stretches { from windows rate } }
    densityChanges { pValue } } }"""
IN_ORDER = """query($from: ID!, $to: ID!, $wait: Float) {
  pathsInOrder(case: "konac", from: $from, to: $to, maxWaitHours: $wait) {
    length arrival start { id }
    steps { at dated exact entity { id } edge { id schema }
      statements { property value } } } }"""
ACTIVITY = """query($entities: [ID!], $zone: String! = "UTC") {
  activity(case: "konac", entities: $entities, zone: $zone, unit: "month") {
    zone unit total hours byDay vague through { id }
    bars { from to count kinds { name count } } } }"""


def ask(workspace: Workspace, text: str, who: str, **variables: Any) -> dict[str, Any]:
    """Return the answer to a question of somebody."""
    principal: Principal = workspace.accounts.principal(who)
    return dict(execute(workspace, principal, Question(text, variables, None)))


def test_networks_over_time(timed: Workspace) -> None:
    """Windows in order, the first of each, and since when."""
    told = ask(timed, OVER_TIME, "boris", windows={"length": "month"})["data"]
    found = told["networkOverTime"]
    assert [w["events"] for w in found["windows"]] == [3, 0, 4, 0, 1]
    assert found["windows"][0]["from"].startswith("2025-01-01T00:00:00")
    firma = next(c for c in found["central"] if c["entity"]["id"] == "konac:firma")
    assert firma["ranks"] == [None, 1, 2, 1, 1] and firma["rise"] == 1
    assert found["activityChanges"]["points"] == []
    less = ask(timed, OVER_TIME, "ana", windows={"length": "month"})["data"]
    assert [w["events"] for w in less["networkOverTime"]["windows"]] == [3, 0, 2, 0, 1]


def test_what_is_long_is_a_job(
    timed: Workspace, monkeypatch: pytest.MonkeyPatch
) -> None:
    """In a process of its own, under the id that came along: the same answer."""
    principal, job = timed.accounts.principal("boris"), f"job-{5:032x}"
    asked = {"windows": {"length": "week"}}
    here = ask(timed, OVER_TIME, "boris", **asked)
    timed.computing.kept.forget()
    monkeypatch.setattr(windows, "_SMALL", 0)
    question = Question(OVER_TIME, asked, None, job=job)
    assert dict(execute(timed, principal, question)) == here
    done = timed.computing.get(job)
    assert (done.kind, done.state) == ("strength over time", JobState.DONE)
    assert done.total == len(here["data"]["networkOverTime"]["windows"])


def test_ways_in_order_with_what_says_so(timed: Workspace) -> None:
    """Each dated event names its statement; who sees less has one way, not two."""
    ends = {"from": "konac:ana", "to": "konac:cveta"}
    one = ask(timed, IN_ORDER, "ana", **ends)["data"]["pathsInOrder"]
    two = ask(timed, IN_ORDER, "boris", **ends)["data"]["pathsInOrder"]
    assert (len(one), len(two)) == (1, 2) and two[1] == one[0]
    dated = [step for step in one[0]["steps"] if step["dated"]]
    assert [s["statements"][0]["value"] for s in dated] == [
        "2025-01-06T08:30:00",
        "2025-03-10T10:00:00",
    ]
    assert one[0]["steps"][0]["at"] is None
    assert ask(timed, IN_ORDER, "ana", **ends, wait=1)["data"]["pathsInOrder"] == []


def test_activity_and_what_was_there(timed: Workspace) -> None:
    """In the zone asked for; relationships of a time by id."""
    told = ask(timed, ACTIVITY, "ana", zone="Europe/Belgrade")["data"]["activity"]
    assert told["hours"][0][9] == 1 and told["zone"] == "Europe/Belgrade"
    assert [bar["count"] for bar in told["bars"]] == [3, 0, 2, 0, 1]
    one = ask(timed, ACTIVITY, "ana", entities=["konac:cveta"])["data"]["activity"]
    assert one["total"] == 2 and len(one["through"]) == 1
    text = """query($after: DateTime) { active(case: "konac", after: $after,
      before: "2025-03-12T00:00:00Z") }"""
    seen = [
        ask(timed, text, who, after="2025-03-11T00:00:00Z")["data"]["active"]
        for who in ("ana", "boris")
    ]
    assert [sorted(found.values()) for found in seen] == [[0], [0, 1]]


@pytest.mark.parametrize(
    ("text", "variables", "code"),
    [
        (OVER_TIME, {"windows": {"length": "fortnight"}}, "INVALID_INPUT"),
        (OVER_TIME, {"windows": {"zone": "../x"}}, "INVALID_INPUT"),
        (IN_ORDER, {"from": "konac:ana", "to": "konac:x"}, "NOT_FOUND"),
        (IN_ORDER, {"from": "konac:ana", "to": "konac:cveta", "wait": -1},
         "INVALID_INPUT"),
        (IN_ORDER, {"from": "konac:ana", "to": "konac:cveta", "wait": 1e300},
         "INVALID_INPUT"),
        (ACTIVITY, {"entities": ["konac:x"]}, "NOT_FOUND"),
    ],
)  # fmt: skip
def test_what_is_wrong_is_said(
    timed: Workspace, text: str, variables: dict[str, Any], code: str
) -> None:
    """With its code."""
    answer = ask(timed, text, "ana", **variables)
    assert answer["errors"][0]["extensions"]["code"] == code
