"""Judgements of a case to and from a file, as nomenklatura's resolver dumps them.

One JSON list a line: `[target, source, judgement, score, user, created_at]`, target the
larger of the two ids, identifiers of Wikidata above canonical ones (`NK-…`) above all
others. See docs/judgements.md for what stands for what.
"""

import hashlib
import json
import math
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, NamedTuple

from backend.access import Principal, check_writes, scope_of, system_scope
from backend.judging import common_compartment, find_stored
from backend.workspace import Workspace
from graph.errors import InvalidInput, Unavailable
from graph.ledger.authorities import Authority
from graph.ledger.foreign import ForeignEvent, ForeignJudgement, ForeignWriter
from graph.ledger.judgements import RESOLVED
from graph.ledger.writing import chunks
from graph.model import Event, Judgement, Scope, Verdict, check_local, scoped_id

BATCH = 5_000
LONGEST = 4_000
"""Characters of a line: two ids, a name and a time."""
AUTOMATIC = "resolver:"
"""Before the user of a word that a resolver said."""
SUGGESTED = "no_judgement"
AUTHORITY = "file of judgements"

_CANONICAL = re.compile(r"NK-\S+|Q[1-9]\d*")
_TIME = re.compile(r"(\d{4}-\d\d-\d\d)[T ](\d\d:\d\d(:\d\d)?)(\.\d{1,6})?(\S*)")
_ZONE = re.compile(r"[+-]\d\d:\d\d")


class Line(NamedTuple):
    """One word as the file has it; ids local to the case, or scoped in another."""

    left: str
    right: str
    verdict: Verdict
    automatic: bool
    score: float | None
    user: str | None
    at: datetime | None


@dataclass(slots=True)
class ImportReport:
    """What an import did: words taken, known already, deleted where they come from.

    `rejected` has the number of each ill line, from 1, and why.
    """

    case: str
    taken: int = 0
    known: int = 0
    deleted: int = 0
    rejected: list[dict[str, Any]] = field(default_factory=list)

    def as_json(self) -> dict[str, Any]:
        """Return the report as an object."""
        return {
            "case": self.case,
            "taken": self.taken,
            "known": self.known,
            "deleted": self.deleted,
            "rejected": self.rejected,
        }


def read_lines(path: Path) -> Iterator[str]:
    """Yield the lines of a file; bytes that are not UTF-8 make theirs ill."""
    with path.open("rb") as file:
        while text := file.readline(4 * LONGEST):
            yield text.decode(errors="replace").rstrip("\r\n")
            while not text.endswith(b"\n") and (text := file.readline(4 * LONGEST)):
                pass


def write_lines(path: Path, lines: Iterable[str]) -> int:
    """Write lines to a file that is there whole or not at all; return how many."""
    begun = path.with_name(f".{path.name}.part")
    count = 0
    try:
        with begun.open("w", encoding="utf-8") as file:
            for line in lines:
                file.write(line + "\n")
                count += 1
        begun.replace(path)
    except OSError as error:
        begun.unlink(missing_ok=True)
        raise Unavailable("the file cannot be written") from error
    except BaseException:
        begun.unlink(missing_ok=True)
        raise
    return count


# out


def export_judgements(
    workspace: Workspace, principal: Principal, case: str
) -> Iterator[str]:
    """Yield the live judgements of a case that the asker sees, a line each.

    By pair, the word that decides last, as whoever loads them takes the last. Raises
    NotFound.
    """
    scope = scope_of(principal)
    workspace.ledger.get_case(scope, case)
    said = workspace.ledger.find_judgements(scope, case=case)
    hidden = _hidden(workspace, scope, said)
    said = [one for one in said if not {one.left, one.right} & hidden]
    for one in sorted(said, key=_decides_last):
        yield _dumped(case, one)


def _hidden(workspace: Workspace, scope: Scope, said: Iterable[Judgement]) -> set[str]:
    """Return the entities that the asker does not see, canonical ids excepted."""
    names = {name for one in said for name in (one.left, one.right)}
    with workspace.view(scope) as view:
        seen = view.find_nodes(sorted(names))
    return {n for n in names if n not in seen and not is_canonical(n.partition(":")[2])}


def _decides_last(one: Judgement) -> tuple[Any, ...]:
    strength = [Verdict.POSITIVE, Verdict.UNSURE, Verdict.NEGATIVE]
    rank = strength.index(one.verdict)
    return one.left, one.right, not one.automatic, rank, one.at, one.id


def _dumped(case: str, one: Judgement) -> str:
    ends = (name.removeprefix(f"{case}:") for name in (one.left, one.right))
    source, target = sorted(ends, key=_weight)
    suggested = one.automatic and one.verdict is Verdict.UNSURE
    row = [
        target,
        source,
        SUGGESTED if suggested else one.verdict.value,
        one.score,
        f"{AUTOMATIC if one.automatic else ''}{one.author}",
        one.at.astimezone(UTC).replace(tzinfo=None).isoformat(),
    ]
    return json.dumps(row)


def _weight(name: str) -> tuple[int, str]:
    if re.fullmatch(r"Q[1-9]\d*", name):
        return 3, name
    return (2 if name.startswith("NK-") else 1), name


def is_canonical(name: str) -> bool:
    """Whether an id stands for a cluster there, and for no record of its own."""
    return bool(_CANONICAL.fullmatch(name))


# in


def import_judgements(
    workspace: Workspace, principal: Principal, case: str, lines: Iterable[str]
) -> ImportReport:
    """Take words on entities of a case from a file; twice is once.

    Each keeps its user and time. All that stands in the file is taken: where lines
    differ on a pair, negative beats unsure beats positive. Ill lines are reported, the
    rest goes on. Raises NotFound, Forbidden.
    """
    check_writes(principal, case)
    scope = scope_of(principal)
    workspace.ledger.get_case(scope, case)
    report = ImportReport(case)
    texts = list(lines)
    read = list(_read_all(texts, report))
    run = _Import(workspace, scope, case, report, _source(workspace, texts))
    for batch in chunks(read, BATCH):
        run.take(batch)
    report.rejected.sort(key=lambda one: int(one["line"]))
    return report


def _source(workspace: Workspace, texts: Iterable[str]) -> Authority:
    """Return who stands for a file that is taken now: no two runs share numbers."""
    ledger = workspace.ledger
    parts = [ledger.own_authority().id, str(ledger.last_seq()), *texts]
    digest = hashlib.sha256("\n".join(parts).encode(errors="replace")).hexdigest()
    return Authority(digest[:32], AUTHORITY)


def _read_all(texts: Iterable[str], report: ImportReport) -> Iterator[tuple[int, Line]]:
    for number, text in enumerate(texts, 1):
        if not text.strip():
            continue
        try:
            line = read_line(text)
        except InvalidInput as error:
            report.rejected.append({"line": number, "reason": str(error)})
            continue
        if line is None:
            report.deleted += 1
        else:
            yield number, line


def read_line(text: str) -> Line | None:
    """Return the word of a line, None for a deleted one. Raises InvalidInput."""
    if len(text) > LONGEST:
        raise InvalidInput("the line is too long")
    try:
        row = json.loads(text)
    except (ValueError, RecursionError) as error:
        raise InvalidInput("not JSON") from error
    if not isinstance(row, list) or len(row) not in (6, 7):
        raise InvalidInput("not a list of six: ids, judgement, score, user, time")
    target, source, said, score, user, at, *deleted = row
    if deleted and deleted[0]:
        return None
    left, right = _entity(target), _entity(source)
    if left == right:
        raise InvalidInput("a judgement is on two different entities")
    name = _user(user)
    automatic = said == SUGGESTED or (name or "").startswith(AUTOMATIC)
    return Line(
        left,
        right,
        _verdict(said),
        automatic,
        _score(score),
        name.removeprefix(AUTOMATIC) or None if name else None,
        _time(at),
    )


def _entity(given: object) -> str:
    if not isinstance(given, str):
        raise InvalidInput("an id is text")
    return check_local(given)


def _verdict(given: object) -> Verdict:
    if given == SUGGESTED:
        return Verdict.UNSURE
    try:
        return Verdict(str(given))
    except ValueError as error:
        raise InvalidInput(
            "a judgement is positive, negative, unsure or no_judgement"
        ) from error


def _score(given: object) -> float | None:
    if given is None:
        return None
    if isinstance(given, bool) or not isinstance(given, int | float):
        raise InvalidInput("a score is a number")
    if not math.isfinite(given):
        raise InvalidInput("a score is a finite number")
    return float(given)


def _user(given: object) -> str | None:
    if given is None:
        return None
    if not isinstance(given, str) or not given.isprintable() or len(given) > 512:
        raise InvalidInput("a user is a name of at most 512 characters")
    return given


def _time(given: object) -> datetime | None:
    """Return a time, in UTC where no whole zone is told: it is cut to 28 characters."""
    if given is None:
        return None
    match = _TIME.fullmatch(given) if isinstance(given, str) else None
    if match is None:
        raise InvalidInput("a time is ISO 8601")
    day, clock, _, part, zone = match.groups()
    whole = zone if _ZONE.fullmatch(zone) else "+00:00"
    fraction = part.ljust(7, "0") if part else ""
    try:
        found = datetime.fromisoformat(f"{day}T{clock}{fraction}{whole}")
        return found.astimezone(UTC)
    except (ValueError, OverflowError) as error:
        raise InvalidInput("a time is ISO 8601") from error


class _Import:
    """One file on its way into one case."""

    def __init__(
        self,
        workspace: Workspace,
        scope: Scope,
        case: str,
        report: ImportReport,
        authority: Authority,
    ) -> None:
        self._workspace = workspace
        self._scope = scope
        self._case = case
        self._report = report
        self._authority = authority
        self._own = workspace.ledger.own_authority()
        self._told: dict[tuple[bool, str | None, datetime | None], int] = {}
        self._known = Known(workspace.ledger.find_judgements(scope, case=case))

    def take(self, batch: Sequence[tuple[int, Line]]) -> None:
        """Record a batch in one event, where anything in it is new."""
        names = {name for _, line in batch for name in (line.left, line.right)}
        stored = find_stored(self._workspace, self._scope, self._case, names)
        for name in names - stored.keys():
            if is_canonical(name):
                stored[name] = scoped_id(self._case, name)
        fresh = []
        for number, line in batch:
            if line.left not in stored or line.right not in stored:
                self._reject(number, "no such entity in the case")
                continue
            left, right = sorted((stored[line.left], stored[line.right]))
            line = line._replace(left=left, right=right)
            if line.left == line.right:
                self._reject(number, "a judgement is on two different entities")
            elif self._known.add(line):
                fresh.append(line)
            else:
                self._report.known += 1
        if fresh:
            self._record(fresh)

    def _reject(self, number: int, reason: str) -> None:
        self._report.rejected.append({"line": number, "reason": reason})

    def _record(self, fresh: Sequence[Line]) -> None:
        ends = {name for line in fresh for name in (line.left, line.right)}
        said = self._workspace.ledger.find_statements(self._scope, ends)
        with self._workspace.ledger.commit(
            kind="import judgements", case=self._case, actor=self._scope.user
        ) as tx:
            writer = tx.foreign(system_scope())
            for line in fresh:
                sides = [said.get(name, ()) for name in (line.left, line.right)]
                judged = self._judgement(line, common_compartment(sides))
                told = self._tell(writer, tx.event, line)
                new = writer.judge(judged, told, scoped=True)
                self._report.taken += new
                self._report.known += not new

    def _tell(self, writer: ForeignWriter, now: Event, line: Line) -> int:
        """Return what stands for a user's words of one moment: now, where none is told.

        Whoever takes the file stands for a user who is not.
        """
        key = (line.automatic, line.user, line.at)
        if key not in self._told:
            self._told[key] = writer.tell(
                ForeignEvent(
                    self._authority,
                    len(self._told) + 1,
                    RESOLVED if line.automatic else "judge",
                    line.user or now.actor,
                    (line.at or now.at).isoformat(),
                ),
                self._own,
            )
        return self._told[key]

    def _judgement(self, line: Line, part: str) -> ForeignJudgement:
        parts = [self._case, *(str(one) for one in line)]
        name = hashlib.sha256("\x1f".join(parts).encode()).hexdigest()
        return ForeignJudgement(
            f"j-{name}",
            line.left,
            line.right,
            line.verdict,
            part,
            line.score,
            "",
        )


class Known:
    """The words that stand, by what a line can say of them."""

    def __init__(self, said: Iterable[Judgement]) -> None:
        self._words: dict[
            tuple[Any, ...], list[tuple[str | None, datetime | None]]
        ] = {}
        for one in said:
            at = one.at.astimezone(UTC)
            ends = (one.left, one.right, one.verdict)
            self._note(Line(*ends, one.automatic, one.score, one.author, at))

    def add(self, line: Line) -> bool:
        """Take up a word; return whether it is new."""
        for user, at in self._words.get(_about(line), ()):
            if line.user in (None, user) and line.at in (None, at):
                return False
        self._note(line)
        return True

    def _note(self, line: Line) -> None:
        self._words.setdefault(_about(line), []).append((line.user, line.at))


def _about(line: Line) -> tuple[Any, ...]:
    ends = tuple(sorted((line.left, line.right)))
    return ends, line.verdict, line.automatic, line.score
