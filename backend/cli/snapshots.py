"""snapshot: signed, encrypted case files out and in."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from backend.cli.session import Session, command, print_json, say

if TYPE_CHECKING:
    from backend.access import Principal
    from backend.sharing.sealing import Opened
    from backend.workspace import Workspace

_FILE = click.argument("file", type=click.Path(dir_okay=False, path_type=Path))


@click.group("snapshot")
def snapshot() -> None:
    """Case files between authorities: create, show, verify, merge, permit.

    \b
    Examples:
      klupko snapshot create --case konac --to sipa -o konac.klupko
      klupko snapshot merge konac.klupko
    """


@command(
    "create",
    "klupko snapshot create --case konac --to sipa -o konac.klupko\n"
    "klupko snapshot create --case konac --to sipa --to 'Ana (FIU)' -o k.klupko --json",
)
@click.option("--case", required=True, help="The case.")
@click.option(
    "--to",
    multiple=True,
    required=True,
    metavar="RECIPIENT",
    help="A trusted partner, a user with a key, a key's card or its file; repeat it.",
)
@click.option(
    "-o", "--output", required=True, type=click.Path(dir_okay=False, path_type=Path)
)
@click.option("--force", is_flag=True, help="Replace a file that is there.")
def create(
    session: Session, case: str, to: tuple[str, ...], output: Path, force: bool
) -> None:
    """Write what you see of a case, signed by you, for the recipients alone.

    Statements with handling H2, and their documents, stay here unless a permission
    is recorded for every recipient: `klupko snapshot permit`.
    """
    from backend.sharing.ring import Ring
    from backend.sharing.snapshots import create as run
    from backend.sharing.snapshots import find_recipient
    from graph.errors import InvalidInput

    if output.exists() and not force:
        raise InvalidInput("that file is there already; --force replaces it")
    if not output.absolute().parent.is_dir():
        raise InvalidInput("the folder of the output is not there")
    with session.open() as (workspace, principal):
        ring = Ring(workspace)
        recipients = [find_recipient(ring, given) for given in dict.fromkeys(to)]
        made = run(workspace, principal, case, recipients, output.absolute())
    told = {
        "snapshot": made.id,
        "case": case,
        "path": str(output),
        "sha256": made.sha256,
        "recipients": list(dict.fromkeys(to)),
        **made.counts,
        "handling": made.handling,
        "withheld_documents": made.withheld,
    }
    _show(session, told)
    if made.withheld and not session.as_json:
        say(f"{made.withheld} documents with handling H2 stayed here")


@command("show", "klupko snapshot show konac.klupko --json")
@_FILE
def show(session: Session, file: Path) -> None:
    """Say what is in a snapshot and who sent it, when all of it holds."""
    with _opened(session, file) as (_, _, found):
        _show(session, _describe(found) | {"documents_in_it": _documents(found)})


@command("verify", "klupko snapshot verify konac.klupko")
@_FILE
def verify(session: Session, file: Path) -> None:
    """Check that a snapshot is for you, whole, and signed by a key that you trust."""
    with _opened(session, file) as (_, _, found):
        told = _describe(found)
    if session.as_json:
        print_json({"holds": True} | told)
    else:
        say(f"it holds: from {told['from']}, of {told['created_at']}")


@command(
    "merge",
    "klupko snapshot merge konac.klupko\n"
    "klupko snapshot merge konac.klupko --into konac-sipa --json",
)
@_FILE
@click.option("--into", metavar="CASE", help="Another case than the one it names.")
def merge(session: Session, file: Path, into: str | None) -> None:
    """Take a snapshot into the case: everything keeps who said it.

    Merging twice, or several in another order, gives the same graph. What comes of it
    is one event, which undo takes back.
    """
    from backend.sharing.merging import merge as run

    with session.open(make=True) as (workspace, principal):
        merged = run(workspace, principal, file, into)
        graph_hash = workspace.fingerprint(merged.case)
    _show(session, asdict(merged) | {"graph_hash": graph_hash})
    if merged.ours_withdrawn and not session.as_json:
        say(f"{merged.ours_withdrawn} of our own statements were withdrawn by others")


@command(
    "permit",
    "klupko snapshot permit --case konac --to sipa --reason 'order 12/26'\n"
    "klupko snapshot permit --case konac --to sipa --document 4f2a… --reason 'agreed'",
)
@click.option("--case", required=True, help="The case.")
@click.option("--to", required=True, metavar="RECIPIENT", help="Whose key.")
@click.option("--document", default="", metavar="SHA256", help="Only this document.")
def permit(session: Session, case: str, to: str, document: str) -> None:
    """Record that a recipient may have what handling H2 keeps back; --reason says why.

    Undo of the event that is printed revokes it.
    """
    from backend.sharing.permits import record_permit

    with session.open() as (workspace, principal):
        event = record_permit(workspace, principal, case, to, document, session.reason)
    _show(session, {"event": event, "case": case, "to": to, "document": document})


def _later(name: str, text: str) -> click.Command:
    def refuse(session: Session, **_: Any) -> None:
        from graph.errors import Unsupported

        raise Unsupported(f"`klupko snapshot {name}` is not built yet")

    refuse.__doc__ = f"{text} Not built yet."
    made = command(
        name,
        f"klupko snapshot {name} konac.klupko",
        context_settings={"ignore_unknown_options": True},
    )
    return click.argument("rest", nargs=-1, type=click.UNPROCESSED)(made(refuse))


@contextmanager
def _opened(
    session: Session, file: Path
) -> "Iterator[tuple[Workspace, Principal, Opened]]":
    from backend.sharing.merging import opened

    with (
        session.open(make=True) as (workspace, principal),
        opened(workspace, principal, file) as found,
    ):
        yield workspace, principal, found


def _describe(found: "Opened") -> dict[str, Any]:
    manifest, signer = found.manifest, found.signer
    return {
        "snapshot": manifest["id"],
        "case": manifest["case"]["id"],
        "title": manifest["case"]["title"],
        "from": f"{signer.user} of {signer.authority.name}",
        "fingerprint": signer.fingerprint,
        "recipients": manifest.get("recipients", []),
        "created_at": str(manifest.get("created_at", "")),
        **manifest["counts"],
        "handling": manifest.get("handling", []),
        "compartments": manifest.get("compartments", []),
    }


def _documents(found: "Opened") -> list[dict[str, Any]]:
    from backend.errors import VerificationFailed
    from backend.sharing.parts import read_document

    names = ("sha256", "name", "media_type", "size", "compartment")
    case = found.manifest["case"]["id"]
    try:
        read = [read_document(line, case) for line in found.lines("documents.jsonl")]
    except (KeyError, TypeError, ValueError) as error:
        raise VerificationFailed("its parts cannot be read") from error
    return [{name: getattr(one, name) for name in names} for one in read]


def _show(session: Session, told: Mapping[str, Any]) -> None:
    if session.as_json:
        print_json(told)
        return
    from backend.cli.printing import print_pairs, print_table

    told = dict(told)
    documents = told.pop("documents_in_it", [])
    print_pairs({n: _plain(v) for n, v in told.items() if v not in ("", [], {})})
    if documents:
        columns = ("name", "media_type", "size", "compartment")
        print_table(columns, [[one[name] for name in columns] for one in documents])


def _plain(value: Any) -> Any:
    if isinstance(value, dict):
        return ", ".join(f"{name} {count}" for name, count in value.items())
    return ", ".join(map(str, value)) if isinstance(value, list) else value


_LATER = {
    "diff": "What a snapshot says that the case does not, and the other way.",
    "redact": "A snapshot with parts blacked out.",
}
for one in (create, show, verify, merge, permit):
    snapshot.add_command(one)
for name, text in _LATER.items():
    snapshot.add_command(_later(name, text))
