"""Programs of the system that read what no library does, within limits of their own.

They get no shell and no settings, an open file for their input, no network where the
system lets it be taken away, and limits that the kernel holds; they end with whoever
started them.
"""

import ctypes
import os
import shutil
import signal
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from typing import IO

from extraction.reading.limits import describe_size
from graph.errors import InvalidInput

_LIBC = ctypes.CDLL(None) if os.name == "posix" else None
_DIE_WITH_PARENT = 1
_NEW_USER, _NEW_NETWORK = 0x1000_0000, 0x4000_0000
WAITING = 10


@dataclass(frozen=True, slots=True)
class Allowance:
    """What one run may take: CPU time, private memory, and what it may print."""

    seconds: int = 5
    memory: int = 384 << 20
    output: int = 64 << 20


class ProgramFailed(InvalidInput):
    """A program ended by itself without reading the file."""


def run_program(
    command: Sequence[str], data: bytes, package: str, most: Allowance = Allowance()
) -> bytes:
    """Return what a program prints about a file, whose path is `{}` in the command.

    Raises InvalidInput where it is not installed (`package` brings it on Debian), fails
    (ProgramFailed) or takes more than it may.
    """
    path = shutil.which(command[0])
    if path is None:
        needed = f"needs the program {command[0]} (Debian: {package})"
        raise InvalidInput(f"{needed}, which is not installed here")
    with _hold(data) as file:
        place = f"/dev/fd/{file.fileno()}"
        arguments = [part.replace("{}", place) for part in command[1:]]
        process = subprocess.Popen(
            [path, *arguments],
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            cwd="/",
            env={"PATH": os.defpath, "LC_ALL": "C.UTF-8", "OMP_THREAD_LIMIT": "1"},
            pass_fds=(file.fileno(),),
            preexec_fn=lambda: _limit(most),
        )
        return _collect(process, command[0], most)


def _collect(process: "subprocess.Popen[bytes]", name: str, most: Allowance) -> bytes:
    with process:
        assert process.stdout is not None
        out = process.stdout.read(most.output + 1)
        if len(out) > most.output:
            process.kill()
            raise InvalidInput(f"more than {describe_size(most.output)} of text")
    if process.returncode in (-signal.SIGXCPU, -signal.SIGALRM, -signal.SIGKILL):
        raise InvalidInput(f"takes more than {most.seconds} s to read")
    if process.returncode:
        raise ProgramFailed(f"damaged: {name} cannot read it")
    return out


def _limit(most: Allowance) -> None:
    """Set the limits, in the new process before the program starts."""
    import resource

    if sys.platform == "linux" and _LIBC is not None:
        _LIBC.prctl(_DIE_WITH_PARENT, signal.SIGKILL)
        _LIBC.unshare(_NEW_USER | _NEW_NETWORK)  # where it may: a network of its own
    resource.setrlimit(resource.RLIMIT_CPU, (most.seconds, most.seconds))
    resource.setrlimit(resource.RLIMIT_DATA, (most.memory, most.memory))
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    signal.alarm(most.seconds * WAITING)


@contextmanager
def _hold(data: bytes) -> Iterator[IO[bytes]]:
    """Give the bytes as an open file: in memory where the system can do that."""
    if hasattr(os, "memfd_create"):
        held: IO[bytes] = os.fdopen(os.memfd_create("klupko"), "w+b")
    else:
        held = tempfile.TemporaryFile()
    with held as file:
        file.write(data)
        file.flush()
        file.seek(0)
        yield file
