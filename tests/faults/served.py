"""A real `klupko serve` in a process of its own, asked over HTTP."""

import os
import signal
import subprocess
import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import httpx

PROGRAM = Path(sys.executable).with_name("klupko")
TIMEOUT_S = 120.0


def environment(store: Path) -> dict[str, str]:
    """Return the environment of commands on a store."""
    kept = {k: v for k, v in os.environ.items() if not k.startswith("KLUPKO_")}
    return kept | {
        "KLUPKO_STORE": f"embedded:{store}",
        "KLUPKO_WORKERS": "1",
        "KLUPKO_ADMIN_PASSWORD": "lozinka-admin",
        "XDG_DATA_HOME": str(store.parent / "data"),
    }


def klupko(store: Path, *arguments: object) -> "subprocess.CompletedProcess[str]":
    """Run the program on a store."""
    return subprocess.run(
        [str(PROGRAM), *map(str, arguments)],
        env=environment(store),
        capture_output=True,
        text=True,
        timeout=TIMEOUT_S,
    )


class Served:
    """A running server, and a client that is signed in as its administrator."""

    def __init__(self, store: Path) -> None:
        self._process = subprocess.Popen(
            [str(PROGRAM), "serve", "--port", "0"],
            env=environment(store),
            stderr=subprocess.PIPE,
            text=True,
        )
        try:
            self._client = httpx.Client(base_url=self._address(), timeout=TIMEOUT_S)
            given = {"user": "admin", "password": "lozinka-admin"}
            signed = self._client.post("/api/session", json=given)
            assert signed.status_code == 200, signed.text
        except BaseException:
            self._process.kill()
            self._close()
            raise

    def _address(self) -> str:
        assert self._process.stderr is not None
        for line in self._process.stderr:
            if " serves on " in line:
                return line.split(" serves on ")[1].split()[0]
        raise AssertionError("the server does not start")

    def ask(self, query: str, **variables: object) -> dict[str, Any]:
        """Return the data of a query; AssertionError where there is any error."""
        given = {"query": query, "variables": variables}
        answer = self._client.post("/graphql", json=given)
        assert answer.status_code == 200, answer.text
        told = answer.json()
        assert "errors" not in told, told["errors"]
        data: dict[str, Any] = told["data"]
        return data

    def upload(self, case: str, files: Mapping[str, bytes]) -> httpx.Response:
        """Send files."""
        given = [("file", (name, data)) for name, data in files.items()]
        return self._client.post("/api/files", files=given, data={"case": case})

    def kill(self) -> None:
        """Kill it at once."""
        self._end(signal.SIGKILL)

    def stop(self) -> None:
        """Stop it as a service is stopped."""
        self._end(signal.SIGTERM)

    def _end(self, how: signal.Signals) -> None:
        self._client.close()
        if self._process.poll() is None:
            self._process.send_signal(how)
        self._close()

    def _close(self) -> None:
        self._process.wait(timeout=TIMEOUT_S)
        assert self._process.stderr is not None
        self._process.stderr.close()


@contextmanager
def serving(store: Path) -> Iterator[Served]:
    """Serve a store, and stop."""
    server = Served(store)
    try:
        yield server
    finally:
        server.stop()
