"""Files and folders of gold → gold documents, each by its format."""

from collections.abc import Iterable, Iterator
from pathlib import Path

from extraction.evaluation.gold import GoldDocument
from extraction.evaluation.marked import parse_marked
from extraction.evaluation.notes import parse_notes
from extraction.evaluation.re3d import DOCUMENTS, ENTITIES, is_re3d, parse_re3d
from extraction.evaluation.tokens import parse_tokens
from extraction.model import Rejection
from graph.errors import InvalidInput

MARKED, NOTES = ".gold", ".notes"
TOKENS = frozenset({".iob2", ".iob", ".bio", ".conllu", ".conll"})


def read_gold(paths: Iterable[Path]) -> Iterator[GoldDocument | Rejection]:
    """Yield the documents of files and folders, in order; what is not gold is told.

    In a folder, below it too, the names decide: `.gold`, `.notes`, `.iob2`, `.conllu`
    and the like are read, folders of re3d as a whole, and all else is passed over. A
    file that is named itself is read whatever its name: tokens where it is neither of
    the first two.
    """
    for path in paths:
        if path.is_dir():
            yield from _read_folder(path)
        else:
            yield from _read_file(path)


def _read_folder(folder: Path) -> Iterator[GoldDocument | Rejection]:
    if is_re3d(folder):
        yield from _read_re3d(folder)
        return
    for path in sorted(folder.iterdir()):
        if path.is_dir():
            yield from _read_folder(path)
        elif path.suffix in (MARKED, NOTES) or path.suffix in TOKENS:
            yield from _read_file(path)


def _read_file(path: Path) -> Iterator[GoldDocument | Rejection]:
    if path.name in (DOCUMENTS, ENTITIES) and is_re3d(path.parent):
        yield from _read_re3d(path.parent)
        return
    try:
        content = path.read_text("utf-8")
        if path.suffix == MARKED:
            yield parse_marked(path.name, content)
        elif path.suffix == NOTES:
            yield from list(parse_notes(path.stem, content))
        else:
            yield from list(parse_tokens(path.name, content))
    except UnicodeDecodeError:
        yield Rejection(str(path), "this is no UTF-8 text")
    except (InvalidInput, OSError) as error:
        yield _reject(path, error)


def _read_re3d(folder: Path) -> Iterator[GoldDocument | Rejection]:
    try:
        yield from list(parse_re3d(folder))
    except (InvalidInput, OSError, UnicodeDecodeError) as error:
        yield _reject(folder, error)


def _reject(path: Path, error: Exception) -> Rejection:
    reason = str(error) if isinstance(error, InvalidInput) else "it cannot be read"
    return Rejection(str(path), reason)
