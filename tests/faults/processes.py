"""Real processes made by fork, so that hundreds of them cost no start-up."""

import os
import signal
import sys
import traceback
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, NoReturn

from backend.cli.program import run
from backend.sandbox import Sandbox
from backend.settings import Settings
from backend.workspace import Workspace

FAILED = 99


def settings_of(store: Path) -> Settings:
    """Return settings of an embedded store that read documents in one process."""
    return Settings(store=f"embedded:{store}", workers=1)


def open_workspace(store: Path) -> Workspace:
    """Open the workspace of a folder."""
    return Workspace.open(settings_of(store))


def fork(work: Callable[[], int]) -> int:
    """Run `work` in a process of its own; return its id. Its result is the status."""
    sys.stdout.flush()
    sys.stderr.flush()
    child = os.fork()
    if child:
        return child
    Sandbox.run = _read_here  # type: ignore[assignment, method-assign]
    _end(work)


def _read_here(
    _: Sandbox, work: Callable[..., Iterator[Any]], *arguments: object
) -> Iterator[Any]:
    """Read files in this very process, so that it is killed with all that it does.

    A sandbox of its own would be most of the time of a process that lives for moments.
    """
    return work(*arguments)


def _end(work: Callable[[], int]) -> NoReturn:
    try:
        status = work()
    except BaseException:  # noqa: BLE001 - the process ends here, whatever it is
        traceback.print_exc()
        status = FAILED
    finally:
        sys.stdout.flush()
        sys.stderr.flush()
    os._exit(status)


def wait_for(child: int) -> int:
    """Return the exit status of a process, negative where a signal ended it."""
    _, status = os.waitpid(child, 0)
    return os.waitstatus_to_exitcode(status)


def kill(child: int) -> int:
    """Kill a process at once and return how it ended, which may have been before."""
    try:
        os.kill(child, signal.SIGKILL)
    except ProcessLookupError:
        return FAILED
    return wait_for(child)


@dataclass(frozen=True)
class Ended:
    """How a command ended, and all that it said."""

    status: int
    out: str
    err: str


def command(store: Path, scratch: Path, *arguments: object) -> Ended:
    """Run the program's own entry on a store, in a process; output by files."""
    out, err = scratch / "out", scratch / "err"
    given: Sequence[str] = [str(one) for one in arguments]

    def work() -> int:
        for path, descriptor in ((out, 1), (err, 2)):
            target = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
            os.dup2(target, descriptor)
        os.environ["KLUPKO_STORE"] = f"embedded:{store}"
        os.environ["KLUPKO_WORKERS"] = "1"
        os.environ["XDG_DATA_HOME"] = str(scratch / "data")
        return run(list(given))

    status = wait_for(fork(work))
    return Ended(status, out.read_text(), err.read_text())
