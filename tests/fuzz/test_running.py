"""The fuzzer: it has every parser, tells our faults from bad input, finds none."""

import os
import signal

import pytest

from backend import sandbox
from backend.sandbox import Sandbox
from extraction.importers import REGISTRY
from extraction.reading.registry import PAGE_READERS, READERS
from graph.errors import InvalidInput
from graph.names import fold
from tests.fuzz import running
from tests.fuzz.parsers import PARSERS, Parser
from tests.fuzz.running import Finding, Tally, for_inputs, for_seconds, fuzz, judge

SECONDS = 30.0


def test_every_parser_is_there() -> None:
    """Readers by name; a new importer or graph format asks for a seed here."""
    assert {*READERS, *PAGE_READERS} <= set(PARSERS)
    seeded = {*PARSERS, "table", "cdr"}
    assert {importer.name for importer in REGISTRY} <= seeded
    from graph.exchange import reading

    known = {*reading._XML, *reading._TEXT}
    assert {f"graph-{name}" for name in known} <= set(PARSERS)


@pytest.mark.parametrize("name", PARSERS)
def test_seeds_are_right(name: str) -> None:
    """Unchanged, each seed is read or refused with a reason, not failed on."""
    for seed in PARSERS[name].seeds:
        assert judge(name, seed) == ""


def broken(data: bytes) -> object:
    """Fail inside our own code, as a damaged file."""
    try:
        return fold(data)  # type: ignore[arg-type]
    except Exception as error:
        raise InvalidInput("damaged") from error


def refused(data: bytes) -> object:
    """Fail inside a library, as a damaged file."""
    try:
        return data.decode("utf-8")
    except ValueError as error:
        raise InvalidInput("damaged") from error


def test_a_hidden_fault_of_ours_is_found(monkeypatch: pytest.MonkeyPatch) -> None:
    """A refusal whose cause is our bug is a finding, one for bad input is none."""
    monkeypatch.setitem(PARSERS, "broken", Parser("broken", broken, (b"x",)))
    monkeypatch.setitem(PARSERS, "refused", Parser("refused", refused, (b"",)))
    assert judge("broken", b"x").startswith("hidden: ")
    assert judge("refused", b"\xff") == ""


def dies(data: bytes) -> object:
    """End the process, or take all of its time, for one input among others."""
    if data == b"dies":
        os.kill(os.getpid(), signal.SIGKILL)
    while data == b"hangs":
        pass
    return data


def add_one_that_dies() -> None:
    """Add it to the parsers, in whichever process."""
    PARSERS["dies"] = Parser("dies", dies, (b"",))


def test_one_of_a_batch_is_found() -> None:
    """What ends the process, or never ends, is told from what was fed beside it."""
    batch = [b"a", b"dies", b"b", b"hangs", b"c"]
    box = Sandbox(add_one_that_dies)
    try:
        found = [(one.data, one.reason) for one in running._try(box, "dies", batch)]
    finally:
        box.close()
    assert found == [
        (b"dies", sandbox.BROKEN),
        (b"hangs", "takes more than 3 s to read"),
    ]


def test_a_short_run_finds_nothing() -> None:
    """Every parser takes wrong input as it should, from a fixed seed."""
    told = list(fuzz(list(PARSERS), for_seconds(SECONDS / len(PARSERS)), seed=1))
    found = [f"{one.parser}: {one.reason}" for one in told if isinstance(one, Finding)]
    assert found == []
    tallies = {one.parser: one.inputs for one in told if isinstance(one, Tally)}
    assert set(tallies) == set(PARSERS) and all(tallies.values())


def test_as_many_inputs_as_asked_for() -> None:
    """A run by number of inputs feeds each parser at least so many, and times them."""
    told = list(fuzz(["names", "qif"], for_inputs(30), seed=1))
    tallies = [one for one in told if isinstance(one, Tally)]
    assert [(one.parser, one.inputs) for one in tallies] == [("names", 40), ("qif", 40)]
    assert all(0 < one.slowest_s <= one.seconds for one in tallies)
