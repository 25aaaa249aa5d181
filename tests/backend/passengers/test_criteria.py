"""Pre-determined criteria: read with care, compared with what bookings show."""

import json
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import pytest
import yaml

from backend.cli.program import run
from backend.passengers.criteria import ELEMENTS, Criteria, Facts, read_criteria
from backend.passengers.matching import MatchAsk
from backend.passengers.policy import Purpose
from graph.errors import InvalidInput
from tests.extraction.importers.flights import PAXLST, PNRGOV

TODAY = date(2026, 3, 10)
GIVEN: dict[str, Any] = {
    "name": "Late by way of Vienna",
    "set_on": "2026-03-01",
    "review_by": "2026-09-01",
    "set_by": "PIU, decision 12/26",
    "offence": "drugs",
    "why": "findings of KTI 12/26 on couriers of that route",
    "fits": [
        {"element": "booked_before_h", "at_most": 240},
        {"element": "route", "all": ["beg", "VIE"]},
        {"element": "bags", "at_most": 0},
    ],
    "needs": 2,
}
Write = Callable[..., Path]


@pytest.fixture
def write(tmp_path: Path) -> Write:
    """Return a function that writes criteria with some fields in place of others."""

    def call(**other: Any) -> Path:
        path = tmp_path / "criteria.yaml"
        given = {k: v for k, v in (GIVEN | other).items() if v is not None}
        path.write_text(yaml.safe_dump(given), "utf-8")
        return path

    return call


def facts(**said: Any) -> Facts:
    """Return what a booking shows, each element in its place."""
    return Facts(
        "let:p",
        "case",
        "let:b",
        {k: v for k, v in said.items() if isinstance(v, int | float)},
        {k: v for k, v in said.items() if isinstance(v, list)},
        {k: v for k, v in said.items() if isinstance(v, bool)},
    )


def test_as_many_as_needed_fit(write: Write) -> None:
    """Words whatever their case; what is not known does not fit."""
    criteria = read_criteria(write(), TODAY)
    both = facts(booked_before_h=239.5, route=["BEG", "VIE", "TGD"])
    assert criteria.compare(both) == (2 / 3, ("booked_before_h", "route"))
    assert criteria.compare(facts(booked_before_h=241, bags=0)) is None
    assert criteria.compare(facts(route=["VIE", "TGD"], bags=0)) is None
    assert criteria.compare(facts()) is None
    whole = facts(booked_before_h=0, route=["BEG", "VIE"], bags=0)
    assert criteria.compare(whole) == (1.0, ("booked_before_h", "route", "bags"))


def test_what_speaks_for_a_passenger_counts(write: Write) -> None:
    """C-817/19, 200: criteria take into account what exonerates."""
    against = [{"element": "one_way", "is": False}]
    criteria = read_criteria(write(against=against), TODAY)
    said: dict[str, Any] = {"booked_before_h": 1, "route": ["BEG", "VIE"]}
    assert criteria.compare(facts(**said)) is not None
    assert criteria.compare(facts(**said, one_way=False)) is None


@pytest.mark.parametrize(
    ("other", "said"),
    [
        ({"offence": "parking"}, "Annex II"),
        ({"fits": GIVEN["fits"][:1]}, "fits"),
        ({"needs": 1}, "one alone is not specific"),
        ({"needs": 4}, "needs"),
        ({"review_by": "2026-03-01"}, "review_by comes after"),
        ({"why": None}, "why"),
        ({"extra": 1}, "extra"),
        ({"set_on": "2026-04-01"}, "set from 2026-04-01"),
        ({"review_by": "2026-03-09"}, "review was due"),
    ],
)
def test_criteria_that_the_law_would_not_have(
    write: Write, other: dict[str, Any], said: str
) -> None:
    """Each refused by its field, on a day with its reason."""
    with pytest.raises(InvalidInput, match=said):
        read_criteria(write(**other), TODAY)


@pytest.mark.parametrize(
    ("one", "said"),
    [
        ({"element": "nationality", "any": ["xk"]}, "no criterion asks of"),
        ({"element": "gender", "any": ["male"]}, "no criterion asks of"),
        ({"element": "bags"}, "bags takes at_most or at_least"),
        ({"element": "bags", "any": ["0"]}, "bags takes at_most or at_least"),
        ({"element": "route", "at_most": 1}, "route takes any or all"),
        ({"element": "one_way", "any": ["x"]}, "one_way takes is"),
    ],
)
def test_what_criteria_may_not_ask(
    write: Write, one: dict[str, Any], said: str
) -> None:
    """Nobody is singled out for who they are; nothing is asked without an answer."""
    with pytest.raises(InvalidInput, match=said):
        read_criteria(write(fits=[*GIVEN["fits"], one]), TODAY)


def test_no_element_is_of_who_somebody_is() -> None:
    """Nothing that Article 6(4) forbids, nor what stands for it, can be asked."""
    words = {word for name in ELEMENTS for word in name.split("_")}
    barred = {"name", "nationality", "gender", "sex", "age", "birth", "meal", "title"}
    assert not words & barred and "route" in words


def test_files_that_are_none(tmp_path: Path) -> None:
    """Broken, binary, too large, missing: one clear reason each."""
    for data in (b"{", b"\xff\xfe", b"- 1", b"a: " + b"x" * (64 << 10), b"[" * 9000):
        path = tmp_path / "x.yaml"
        path.write_bytes(data)
        with pytest.raises(InvalidInput, match="criteria"):
            read_criteria(path)
    with pytest.raises(InvalidInput, match="cannot be read"):
        read_criteria(tmp_path / "none.yaml")


def test_one_thing_is_asked(write: Write) -> None:
    """A list or criteria; and criteria never for a border check."""
    path = write()
    with pytest.raises(InvalidInput, match="one of them"):
        MatchAsk(path, "drugs", criteria=path)
    with pytest.raises(InvalidInput, match="one of them"):
        MatchAsk()
    with pytest.raises(InvalidInput, match="law enforcement"):
        MatchAsk(purpose=Purpose.BORDER, criteria=path)


@pytest.fixture
def ask(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> Callable[..., Any]:
    """Return a function that runs `klupko passengers …` on a store of real messages."""
    monkeypatch.setenv("KLUPKO_STORE", f"embedded:{tmp_path / 'store'}")
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path / "data"))
    monkeypatch.setenv("KLUPKO_WORKERS", "1")

    def call(*arguments: object, status: int = 0) -> Any:
        given = [str(one) for one in arguments]
        ended = run(["passengers", *given, "--today", str(TODAY), "--json"])
        shown = capsys.readouterr()
        assert ended == status, shown.err
        return json.loads(shown.out) if status == 0 else shown.err

    folder = tmp_path / "messages"
    folder.mkdir()
    (folder / "pnr.edi").write_bytes(PNRGOV)
    (folder / "api.edi").write_bytes(PAXLST)
    call("import", folder, "--case", "let")
    return call


def test_bookings_of_real_messages(ask: Callable[..., Any], write: Write) -> None:
    """Who fits is known by hand; found twice is once; a person decides."""
    found = ask("matches", "--case", "let", "--criteria", write())["matches"]
    by = {frozenset(one["by"]) for one in found}
    assert len(found) == 4 and {one["offence"] for one in found} == {"drugs"}
    assert by == {
        frozenset(("booked_before_h", "route")),
        frozenset(("booked_before_h", "route", "bags")),
    }
    (all_three,) = [one for one in found if one["score"] == 1.0]
    assert all_three["entry"] == "Late by way of Vienna, 2026-03-01"
    again = ask("matches", "--case", "let", "--criteria", write())["matches"]
    assert again == found
    done = ask("confirm", all_three["match"], "--case", "let", "--reason", "looked")
    assert done["state"] == "confirmed"


@pytest.mark.parametrize(
    ("one", "count"),
    [
        ({"element": "changed_before_h", "at_most": 10}, 3),
        ({"element": "changed_before_h", "at_most": 9}, 0),
        ({"element": "travellers", "at_most": 1}, 1),
        ({"element": "one_way", "is": True}, 6),
        ({"element": "to", "any": ["TGD"]}, 3),
        ({"element": "from", "any": ["BEG"]}, 6),
        ({"element": "payment", "any": ["card"]}, 3),
        ({"element": "payment", "any": ["cash"]}, 0),
        ({"element": "agency", "any": ["77001234"]}, 3),
        ({"element": "ticketed_before_h", "at_least": 190}, 3),
        ({"element": "bags", "at_least": 2}, 2),
        ({"element": "legs", "at_least": 2}, 3),
        ({"element": "away_h", "at_least": 0}, 0),
    ],
)
def test_each_element(
    ask: Callable[..., Any], write: Write, one: dict[str, Any], count: int
) -> None:
    """As the two bookings of the push and the two passengers of the list have it."""
    route = {"element": "route", "all": ["BEG", "VIE"]}
    path = write(fits=[route, one], needs="all")
    assert len(ask("matches", "--case", "let", "--criteria", path)["matches"]) == count


def test_an_offence_of_another_file(ask: Callable[..., Any], write: Write) -> None:
    """Criteria set for one offence are not used for another."""
    asked = ("matches", "--case", "let", "--criteria", write(), "--offence", "fraud")
    assert "for drugs alone" in ask(*asked, status=2)


def test_a_file_is_checked_and_shown(ask: Callable[..., Any], write: Write) -> None:
    """What it asks, or what could be asked."""
    assert ask("criteria", write())["fits"] == GIVEN["fits"]
    assert ask("criteria")["elements"] == ELEMENTS
    told = Criteria.model_validate(GIVEN)
    assert told.needed == 2 and told.entry.endswith("2026-03-01")
