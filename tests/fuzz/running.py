"""Rounds of wrong input through each parser, in the sandbox that an import uses."""

import random
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path

from backend.errors import trace_of
from backend.sandbox import Sandbox
from graph.errors import InvalidInput, KlupkoError, LimitExceeded
from tests.fuzz.mutating import mutate
from tests.fuzz.parsers import PARSERS

ROOT = Path(__file__).parents[2]
KEPT = ROOT / "build" / "fuzz"
OURS = tuple(str(ROOT / room) for room in ("graph", "extraction", "backend"))
BUGS = (
    TypeError, AttributeError, KeyError, IndexError, AssertionError, NameError,
    ZeroDivisionError, RecursionError,
)  # fmt: skip
BATCH = 20


@dataclass(frozen=True, slots=True)
class Finding:
    """An input that did not end as it should, and how it ended."""

    parser: str
    data: bytes
    reason: str

    def keep(self, folder: Path) -> Path:
        """Write the input, and the reason beside it; return the input's path."""
        folder.mkdir(parents=True, exist_ok=True)
        path = folder / f"{self.parser}-{sha256(self.data).hexdigest()[:12]}"
        path.write_bytes(self.data)
        path.with_suffix(".txt").write_text(f"{self.reason}\n", "utf-8")
        return path


@dataclass(slots=True)
class Tally:
    """How many inputs a parser was given, and the most seconds one batch took."""

    parser: str
    inputs: int = 0
    seconds: float = 0.0
    slowest_s: float = 0.0


Enough = Callable[[Tally], bool]


def for_seconds(seconds: float) -> Enough:
    """Return what says that a parser's time is over."""
    return lambda tally: tally.seconds >= seconds


def for_inputs(count: int) -> Enough:
    """Return what says that a parser was given so many inputs."""
    return lambda tally: tally.inputs >= count


def fuzz(names: Sequence[str], enough: Enough, seed: int) -> Iterator[Finding | Tally]:
    """Yield findings, each reason once a parser, and after each parser its tally.

    A parser is fed until `enough` says so of its tally.
    """
    box = Sandbox()
    try:
        for name in names:
            tally = Tally(name)
            chance = random.Random(f"{seed} {name}")
            known: set[str] = set()
            while not enough(tally):
                begin = time.monotonic()
                inputs = list(_inputs(name, chance))
                for found in _try(box, name, inputs):
                    if found.reason not in known:
                        known.add(found.reason)
                        yield found
                taken = time.monotonic() - begin
                tally.inputs += len(inputs)
                tally.seconds += taken
                tally.slowest_s = max(tally.slowest_s, taken)
            yield tally
    finally:
        box.close()


def _inputs(name: str, chance: random.Random) -> Iterator[bytes]:
    seeds = PARSERS[name].seeds
    others = tuple(seed for parser in PARSERS.values() for seed in parser.seeds)
    for _ in range(BATCH):
        yield mutate(chance.choice(seeds), others, chance)


def _try(box: Sandbox, name: str, inputs: list[bytes]) -> Iterator[Finding]:
    """Feed inputs at once; where that ends the process, one by one."""
    try:
        (reasons,) = box.run(feed, name, inputs)
    except InvalidInput:
        reasons = [_try_alone(box, name, data) for data in inputs]
    for data, reason in zip(inputs, reasons, strict=True):
        if reason:
            yield Finding(name, data, reason)


def _try_alone(box: Sandbox, name: str, data: bytes) -> str:
    try:
        ((reason,),) = box.run(feed, name, [data])
        return str(reason)
    except InvalidInput as error:
        return str(error)


def feed(name: str, inputs: list[bytes]) -> Iterator[list[str]]:
    """Yield what is wrong with how each input ended, empty for nothing."""
    yield [judge(name, data) for data in inputs]


def judge(name: str, data: bytes) -> str:
    """Return what is wrong with how a parser takes an input; empty for nothing.

    A result or a refusal is right, unless the refusal hides a fault of our own code:
    a bug's kind of error whose innermost frame is ours.
    """
    try:
        PARSERS[name].read(data)
    except (InvalidInput, LimitExceeded) as error:
        return _hidden(error)
    except MemoryError:
        raise
    except Exception as error:  # noqa: BLE001 - that is what is looked for
        return trace_of(error)
    return ""


def _hidden(error: KlupkoError) -> str:
    cause = error.__cause__
    if not isinstance(cause, BUGS) or cause.__traceback__ is None:
        return ""
    trace = cause.__traceback__
    while trace.tb_next is not None:
        trace = trace.tb_next
    ours = trace.tb_frame.f_code.co_filename.startswith(OURS)
    return f"hidden: {trace_of(cause)}" if ours else ""
