"""Commands of the contract that are not built yet: named, and refused clearly."""

from typing import Any

import click

from backend.cli.session import Session, command

_LATER = {
    "match": "Hit or no hit between two parties.",
    "report": "Dossier, RITA, TE-SAT.",
}


def later_commands() -> list[click.Command]:
    """Return the commands; each ends with wrong usage and says that it is to come."""
    return [_later(name, text) for name, text in _LATER.items()]


def _later(name: str, text: str) -> click.Command:
    def refuse(session: Session, **_: Any) -> None:
        from graph.errors import Unsupported

        raise Unsupported(f"`klupko {name}` is not built yet")

    refuse.__doc__ = f"{text} Not built yet."
    made = command(
        name, f"klupko {name}", context_settings={"ignore_unknown_options": True}
    )
    return click.argument("rest", nargs=-1, type=click.UNPROCESSED)(made(refuse))
