"""The sandbox: answers pass; what passes a limit or breaks ends alone."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import psutil
import pytest

from backend import sandbox
from backend.sandbox import BROKEN, FAULT, MEMORY, TOO_LARGE, Sandbox, allow
from graph.errors import InvalidInput, NotFound, Unavailable


@pytest.fixture
def box() -> Iterator[Sandbox]:
    """A sandbox, closed at the end."""
    made = Sandbox()
    yield made
    made.close()


def count(most: int) -> Iterator[int]:
    """Yield numbers."""
    yield from range(most)


def spin(seconds: float) -> Iterator[int]:
    """Yield one number, then compute for ever."""
    allow(seconds)
    yield 1
    while True:
        pass


def count_slowly() -> Iterator[int]:
    """Yield numbers for ever, a hundred a second."""
    while True:
        time.sleep(0.01)
        yield 1


def sleep() -> Iterator[int]:
    """Wait for ever without computing."""
    allow(0.2)
    time.sleep(3600)
    yield 1


def hold(size: int) -> Iterator[int]:
    """Take memory."""
    yield len(bytearray(size))


def die(number: int) -> Iterator[int]:
    """End the process as a broken library would."""
    os.kill(os.getpid(), number)
    yield 1


def fail(kind: type[Exception]) -> Iterator[int]:
    """Raise an error after one item."""
    yield 1
    raise kind("a value of the case")


def process() -> Iterator[int]:
    """Yield the number of the process."""
    yield os.getpid()


def refuse() -> None:
    """Fail to get ready."""
    raise Unavailable("the weights are missing")


def test_items_come_in_order_and_the_child_is_kept(box: Sandbox) -> None:
    """All items of each work, from one process that is not ours."""
    (first,) = box.run(process)
    assert list(box.run(count, 1000)) == list(range(1000))
    (second,) = box.run(process)
    assert first == second != os.getpid()


def test_what_takes_too_long_is_stopped(box: Sandbox) -> None:
    """After its CPU time the child is gone, what it gave stays, and the next works."""
    given = []
    began = time.monotonic()
    with pytest.raises(InvalidInput, match="takes more than 1 s to read"):
        for item in box.run(spin, 1.0):
            given.append(item)
    assert given == [1] and time.monotonic() - began > 0.9
    assert list(box.run(count, 2)) == [0, 1]


def test_what_waits_for_nothing_is_stopped(box: Sandbox) -> None:
    """Sleeping costs no CPU time; the clock ends it."""
    with pytest.raises(InvalidInput, match="takes more than 0 s to read"):
        list(box.run(sleep))


def test_a_slow_taker_stops_nothing(box: Sandbox) -> None:
    """The time in which a finished answer waits to be taken does not count."""
    given = []
    for item in box.run(spin_little, 3):
        time.sleep(1.5)
        given.append(item)
    assert given == [0, 1, 2]


def spin_little(most: int) -> Iterator[int]:
    """Yield numbers under an allowance shorter than its taker needs."""
    allow(0.1)
    yield from range(most)


def test_memory_is_bounded(box: Sandbox) -> None:
    """Too much is refused with the bound, less is not, and the next work goes on."""
    with pytest.raises(InvalidInput, match="448 MB") as caught:
        list(box.run(hold, MEMORY + (1 << 20)))
    assert str(caught.value) == TOO_LARGE
    assert list(box.run(hold, MEMORY // 2)) == [MEMORY // 2]


@pytest.mark.parametrize("number", [signal.SIGSEGV, signal.SIGKILL, signal.SIGABRT])
def test_a_crash_is_one_refusal(box: Sandbox, number: int) -> None:
    """However the process ends, there is a reason, and the next work goes on."""
    with pytest.raises(InvalidInput) as caught:
        list(box.run(die, number))
    assert str(caught.value) == BROKEN
    assert list(box.run(count, 1)) == [0]


def test_errors_keep_their_kind(box: Sandbox) -> None:
    """The project's own come as they are; others as our fault, without their words."""
    with pytest.raises(NotFound, match="a value of the case"):
        list(box.run(fail, NotFound))
    with pytest.raises(InvalidInput) as caught:
        list(box.run(fail, ZeroDivisionError))
    assert str(caught.value) == FAULT


def test_a_child_that_cannot_start_says_why() -> None:
    """Missing weights are Unavailable, each time it is asked."""
    box = Sandbox(refuse)
    for _ in range(2):
        with pytest.raises(Unavailable, match="weights"):
            list(box.run(count, 1))
    box.close()


def test_work_left_half_done_is_stopped(box: Sandbox) -> None:
    """A taker that stops taking leaves no process behind."""
    items = box.run(spin, 60.0)
    assert next(items) == 1
    assert box._process is not None and box._process.pid is not None
    child = psutil.Process(box._process.pid)
    items.close()
    assert box._process is None
    assert not child.is_running() or child.status() == psutil.STATUS_ZOMBIE
    assert list(box.run(count, 1)) == [0]


def test_children_end_with_their_parent(tmp_path: Path) -> None:
    """kill -9 of the parent leaves no child, not even a busy one."""
    script = tmp_path / "parent.py"
    script.write_text(
        "from backend.sandbox import Sandbox\n"
        "from tests.backend.test_sandbox import endless\n"
        "if __name__ == '__main__':\n"
        "    box = Sandbox()\n"
        "    for number in box.run(endless):\n"
        "        print(number, flush=True)\n"
    )
    root = Path(sandbox.__file__).parents[1]
    parent = subprocess.Popen(
        [sys.executable, str(script)],
        stdout=subprocess.PIPE,
        text=True,
        env=os.environ | {"PYTHONPATH": str(root)},
    )
    assert parent.stdout is not None
    child = psutil.Process(int(parent.stdout.readline()))
    parent.kill()
    parent.wait()
    parent.stdout.close()
    child.wait(20)


def endless() -> Iterator[int]:
    """Yield the number of the process, then compute for long."""
    allow(120.0)
    yield os.getpid()
    while True:
        pass


def test_closed_by_another_thread_it_ends_its_work() -> None:
    """Whoever waits for an answer is told; whoever closes sees no error."""
    for _ in range(20):
        box = Sandbox()
        with ThreadPoolExecutor(1) as threads:
            waiting = threads.submit(list, box.run(count_slowly))
            while box._process is None:
                time.sleep(0.01)
            time.sleep(0.05)
            box.close()
            with pytest.raises(InvalidInput) as told:
                waiting.result()
        assert str(told.value) == BROKEN
