"""An export from beginning to end: look, gather, write, put in place."""

from collections.abc import Callable
from pathlib import Path
from typing import IO

from backend.access import Principal
from backend.exporting.asking import ExportAsk, ExportReport, Follow, Sight
from backend.exporting.caseuco import write_case
from backend.exporting.drawing import draw
from backend.exporting.entities import write_entities
from backend.exporting.target import replacing, scratch_beside
from backend.passengers.matching import check_reviewed
from backend.workspace import Workspace
from graph.errors import Unavailable, Unsupported
from graph.exchange import gexf, graphml, spreadsheet
from graph.exchange.outgoing import Drawing


def export(
    workspace: Workspace,
    principal: Principal,
    ask: ExportAsk,
    path: Path,
    *,
    force: bool = False,
    follow: Follow = lambda done, total: None,
) -> ExportReport:
    """Write what `principal` sees to a file, of mode 0600, whole or not at all.

    A CSV export is the table of edges at `path` with the table of nodes beside it, or
    both in an archive where the suffix is .zip. Raises Unsupported, NotFound, Conflict
    where the file is there and `force` is not given, or where passengers that automated
    means found wait for a person's word, Unavailable where it cannot be
    written.
    """
    if ask.form not in ("ftm", "case", "graphml", "gexf", "csv"):
        raise Unsupported(f"export as {ask.form} is not built yet")
    paths = target_files(ask.form, path)
    check_reviewed(workspace, principal, ask.case)
    scope = workspace.scope(principal)
    try:
        with workspace.view(scope) as view, replacing(paths, force) as files:
            sight = Sight(workspace.ledger, scope, view)
            if ask.form == "ftm":
                report = write_entities(sight, ask, files[0], follow)
            elif ask.form == "case":
                report = write_case(sight, ask, files[0], follow)
            else:
                with scratch_beside(path) as scratch:
                    drawing, report = draw(sight, ask, scratch, follow)
                    _write(drawing, ask, files)
            follow(1, 1)
    except OSError as error:
        reason = error.strerror or "no reason given"
        raise Unavailable(f"the file cannot be written: {reason}") from error
    report.files = paths
    return report


def target_files(form: str, path: Path) -> list[Path]:
    """Return the files of an export at `path`, that one first."""
    if form != "csv" or path.suffix.casefold() == ".zip":
        return [path]
    return [path, path.with_name(f"{path.stem}-nodes{path.suffix}")]


def _write(drawing: Drawing, ask: ExportAsk, files: list[IO[bytes]]) -> None:
    if ask.form == "csv" and len(files) == 1:
        spreadsheet.write_archive(drawing, files[0])
    elif ask.form == "csv":
        spreadsheet.write_edges(drawing, files[0])
        spreadsheet.write_nodes(drawing, files[1])
    else:
        _XML[ask.form](drawing, files[0], ask.mixed)


def _graphml(drawing: Drawing, file: IO[bytes], mixed: bool) -> None:
    graphml.write(drawing, file, mixed=mixed)


def _gexf(drawing: Drawing, file: IO[bytes], mixed: bool) -> None:
    gexf.write(drawing, file, mixed=mixed)


_XML: dict[str, Callable[[Drawing, IO[bytes], bool], None]] = {
    "graphml": _graphml,
    "gexf": _gexf,
}
