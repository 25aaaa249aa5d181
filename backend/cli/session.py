"""What every command shares: its common options, who it acts as, how it fails."""

import json
import os
import re
import sys
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from functools import wraps
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

import click

if TYPE_CHECKING:
    from backend.access import Principal
    from backend.settings import Settings
    from backend.workspace import Workspace

F = TypeVar("F", bound=Callable[..., Any])


class Session:
    """The store and the user of one command, opened when first needed."""

    def __init__(
        self, command: str, common: Mapping[str, Any], asked: Mapping[str, Any]
    ) -> None:
        self._command = command
        self._store: str | None = common["store"]
        self._user: str | None = common["as_user"]
        self.reason: str = common["reason"]
        self._asked = asked
        self.as_json: bool = common["as_json"]

    def settings(self) -> "Settings":
        """Return the settings with the store that was asked for."""
        from pydantic import ValidationError

        from backend.settings import Settings
        from graph.errors import InvalidInput

        try:
            settings = Settings()
            if self._store is None:
                return settings
            return settings.model_copy(update={"store": self._store})
        except ValidationError as error:
            names = sorted({f"KLUPKO_{e['loc'][0]}".upper() for e in error.errors()})
            raise InvalidInput(f"not a valid setting: {', '.join(names)}") from error

    @contextmanager
    def open(self, *, make: bool = False) -> "Iterator[tuple[Workspace, Principal]]":
        """Open the store, find the user and note what is asked in the audit log.

        A store that is not there is made where `make` says so. Raises NotFound where it
        is not, and for an unknown user.
        """
        from backend.access import local_operator
        from backend.audit import Entry, describe
        from backend.workspace import Workspace, is_there
        from graph.errors import NotFound

        settings = self.settings()
        if not make and not is_there(settings):
            raise NotFound("there is no store at that place: `klupko ingest` makes one")
        workspace = Workspace.open(settings)
        try:
            user = self._user
            principal = workspace.accounts.principal(user) if user else local_operator()
            what = {name: v for name, v in self._asked.items() if name != "case"}
            if user:
                what["by"] = local_operator().name
            workspace.audit.read(
                Entry(
                    principal.name,
                    f"command {self._command}",
                    self._asked.get("case") or "",
                    describe(**what),
                    self.reason,
                )
            )
            yield workspace, principal
        finally:
            workspace.close()


def command(name: str, examples: str, **options: Any) -> Callable[[F], click.Command]:
    """Make a command whose first parameter is its Session.

    It gets the options --store, --as, --reason and --json, and its examples in the
    help.
    """

    def decorate(function: F) -> click.Command:
        @wraps(function)
        def run(**given: Any) -> Any:
            common = {option: given.pop(option) for option in _SHARED}
            path = click.get_current_context().command_path.partition(" ")[2]
            return function(Session(path, common, given), **given)

        optioned: Callable[..., Any] = run
        for option in reversed(_COMMON):
            optioned = option(optioned)
        text = "\b\nExamples:\n" + "\n".join(
            f"  {line}" for line in examples.split("\n")
        )
        make: Callable[[Callable[..., Any]], click.Command] = click.command(
            name, epilog=text, **options
        )
        return make(optioned)

    return decorate


_SHARED = ("store", "as_user", "reason", "as_json")
_COMMON = (
    click.option(
        "--store",
        metavar="URL",
        help="embedded:FOLDER, neo4j://USER:PASSWORD@HOST:PORT/DB or bolt://… "
        "[default: KLUPKO_STORE, or a folder in your data directory]",
    ),
    click.option("--as", "as_user", metavar="USER", help="Act as this user."),
    click.option(
        "--reason", default="", metavar="TEXT", help="Why; kept in the audit log."
    ),
    click.option(
        "--json", "as_json", is_flag=True, help="One JSON document on standard output."
    ),
)


def wants_json(arguments: list[str]) -> bool:
    """Whether the arguments ask for JSON, for errors before they are parsed."""
    return "--json" in arguments


_COMMANDS = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069"
    "\ud800-\udfff]"
)
"""What a terminal obeys instead of showing it, or shows in another order."""


def visible(text: str) -> str:
    """Return a text with each character that a terminal obeys spelt out (`\\u001b`).

    Line ends and tabs stay.
    """
    return _COMMANDS.sub(lambda found: f"\\u{ord(found[0]):04x}", text)


def print_json(content: object) -> None:
    """Write one JSON document on standard output."""
    print_json_line(content, indent=2)


def print_json_line(content: object, indent: int | None = None) -> None:
    """Write JSON and a line end on standard output."""
    text = json.dumps(content, ensure_ascii=False, indent=indent)
    sys.stdout.write(visible(text) + "\n")


def say(text: str) -> None:
    """Write a line for people on standard error."""
    click.echo(visible(text), err=True)


def fail(error: Exception, *, as_json: bool) -> int:
    """Tell what went wrong in one line and return the exit status."""
    from backend.errors import EXIT_FAULT, answer_to, code_of, known_error, message_of
    from graph.errors import KlupkoError

    message = message_of(error)
    if not isinstance(known_error(error), KlupkoError):
        message = f"this is our own fault; details are in {_log_fault(error)}"
    if as_json:
        print_json({"error": {"code": code_of(error), "message": message}})
    say(f"klupko: {message}")
    status = answer_to(error).exit
    if status == EXIT_FAULT and os.environ.get("KLUPKO_DEBUG"):
        raise error
    return status


def _log_fault(error: Exception) -> str:
    """Append the places an unforeseen error came from, no values, to a log file."""
    import tempfile
    from datetime import UTC, datetime

    from backend.errors import trace_of
    from backend.settings import data_home

    line = f"{datetime.now(UTC).isoformat()} {trace_of(error)}\n"
    for folder in (data_home(), Path(tempfile.gettempdir())):
        try:
            folder.mkdir(parents=True, exist_ok=True, mode=0o700)
            path = folder / "klupko.log"
            descriptor = os.open(path, os.O_WRONLY | os.O_APPEND | os.O_CREAT, 0o600)
        except OSError:
            continue
        with os.fdopen(descriptor, "a") as file:
            file.write(line)
        return str(path)
    return "no log file: none could be written"
