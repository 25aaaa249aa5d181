"""The program itself: its commands, and how it ends."""

import sys

import click

from backend.cli.analyzing import analyze
from backend.cli.auditing import audit
from backend.cli.evaluating import evaluate
from backend.cli.exchanging import export
from backend.cli.ingesting import extract, ingest
from backend.cli.joining import between, common, overlaps
from backend.cli.judging import judge, split, undo
from backend.cli.later import later_commands
from backend.cli.leading import leads
from backend.cli.lookups import cases, neighbors, paths, pattern, search, show
from backend.cli.passengers import passengers
from backend.cli.placing import borders, route, stays, together
from backend.cli.resolving import resolve
from backend.cli.session import fail, wants_json
from backend.cli.snapshots import snapshot
from backend.cli.timing import activity
from backend.cli.upkeep import doctor, rebuild, serve
from backend.cli.users import user
from backend.errors import EXIT_INTERRUPTED, EXIT_USAGE

COMMANDS = (
    ingest, extract, resolve, judge, undo, split, cases, search, show, neighbors, paths,
    pattern, common, between, overlaps, analyze, activity, borders, stays, together,
    route, leads, passengers, export, evaluate, snapshot, user, audit, rebuild, doctor,
    serve,
)  # fmt: skip


@click.group(
    context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100},
    epilog="Exit status: 0 done; 1 done, some inputs rejected; 2 wrong usage; 3 a "
    "service is unavailable; 4 not found, or not yours to see; 5 verification failed; "
    "70 our own fault.",
)
@click.version_option(package_name="klupko", prog_name="klupko")
def program() -> None:
    """Link analysis for cross-border cases: documents in, a network out."""


for command in (*COMMANDS, *later_commands()):
    program.add_command(command)


def main() -> None:
    """Run the program and end with the contract's exit status."""
    sys.exit(run(sys.argv[1:]))


def run(arguments: list[str]) -> int:
    """Run one command and return its exit status; never a traceback."""
    try:
        status = program.main(arguments, prog_name="klupko", standalone_mode=False)
        return status if isinstance(status, int) else 0
    except (click.exceptions.Abort, KeyboardInterrupt):
        sys.stderr.write("klupko: stopped; what was recorded is kept\n")
        return EXIT_INTERRUPTED
    except click.ClickException as error:
        error.show()
        return EXIT_USAGE
    except BrokenPipeError:
        sys.stderr.close()
        return 0
    except Exception as error:  # noqa: BLE001 - the last stop before the shell
        return fail(error, as_json=wants_json(arguments))
