"""One run of the resolver over a case: what is new is compared, the rest stands."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from backend.access import Principal, check_sees, check_writes, scope_of
from backend.resolving.engine import find_pairs, weightiest
from backend.resolving.marks import News, read_marks, visible_parts, write_marks
from backend.resolving.profiles import CaseContent, shared_of
from backend.resolving.words import Change, Pair, Words, read_words
from backend.workspace import Workspace
from extraction.resolution import CandidatePair
from graph.ledger.judgements import RESOLVED
from graph.ledger.writing import chunks
from graph.model import WHOLE_CASE, Judgement, Scope, Verdict, split_id

BATCH = 5_000
NO_LONGER = "the resolver no longer stands behind it"


@dataclass(frozen=True, slots=True)
class Step:
    """How far a run is: pairs compared, of how many, and judgements that are durable.

    `durable` where a batch has just been recorded.
    """

    done: int
    total: int | None
    committed: int
    durable: bool = False


Progress = Callable[[Step], None]


@dataclass(frozen=True, slots=True)
class ResolveReport:
    """What one run judged: pairs taken for one, and pairs for a person to look at.

    `withdrawn` counts earlier words that it no longer stands behind; `compared` the
    entities that it compared anew.
    """

    case: str
    judgements: int
    for_review: int
    withdrawn: int
    compared: int
    pairs: tuple[CandidatePair, ...]
    dry_run: bool = False

    def as_json(self) -> dict[str, Any]:
        """Return the report as an object; ids are local to the case."""
        return {
            "case": self.case,
            "judgements": self.judgements,
            "for_review": self.for_review,
            "withdrawn": self.withdrawn,
            "compared": self.compared,
            "dry_run": self.dry_run,
            "pairs": [
                {
                    "left": split_id(pair.left)[1],
                    "right": split_id(pair.right)[1],
                    "verdict": pair.verdict.value,
                    "score": pair.score,
                    "explanation": explanation_of(pair),
                }
                for pair in self.pairs
            ],
        }


def explanation_of(pair: CandidatePair) -> str:
    """Return what is kept with a judgement: the reasons in one line, no value."""
    return "; ".join(one.text for one in weightiest(pair))


def resolve(
    workspace: Workspace,
    principal: Principal,
    case: str,
    report: Progress | None = None,
    *,
    dry_run: bool = False,
) -> ResolveReport:
    """Judge likely duplicates of a case; run again it adds nothing.

    Compares entities of which something changed since the last run, and those that a
    number, a neighbour or an earlier word ties to them. What the whole case says is
    judged for all; what only a compartment adds is judged within it. A word of an
    earlier run that this one does not repeat is withdrawn, and what replaces it said in
    the same event; people's words, and pairs of which a person took an automatic word
    back, are left alone. Stopped anywhere, the next run goes on. `dry_run` records
    nothing. Raises NotFound, Forbidden.
    """
    if dry_run:
        check_sees(principal, case)
    else:
        check_writes(principal, case)
    run = _Run(workspace, scope_of(principal), case, report, dry_run)
    workspace.ledger.get_case(run.scope, case)
    return run.work()


class _Run:
    """One run, with all that it needs to know."""

    def __init__(
        self,
        workspace: Workspace,
        scope: Scope,
        case: str,
        report: Progress | None,
        dry_run: bool,
    ) -> None:
        self.scope = scope
        self._ledger = workspace.ledger
        self._case = case
        self._report = report
        self._dry_run = dry_run
        self._pairs: list[CandidatePair] = []
        self._withdrawn = self._committed = 0
        self._at: tuple[int, int | None] = (0, None)
        self._compared: set[str] = set()

    def work(self) -> ResolveReport:
        """Judge the whole case, then what each compartment adds."""
        upto = self._ledger.last_seq()
        past = self._ledger.find_past_judgements(self.scope, self._case)
        news = News(self._ledger, self.scope, self._case, past)
        marks = read_marks(self._ledger, self._case)
        parts = visible_parts(self._ledger, self.scope, self._case)
        if any(news.since(marks.get(part)) != set() for part in parts):
            words = read_words(past)
            content = CaseContent(self._ledger, self.scope, self._case)
            for part in parts:
                if news.since(marks.get(part)) != set():
                    again = self._again(
                        content, words, part, news.since(marks.get(part))
                    )
                    self._judge(content, words, part, again)
        if not self._dry_run and any(marks.get(part) != upto for part in parts):
            write_marks(self._ledger, self._case, parts, upto)
        return self._told()

    def _told(self) -> ResolveReport:
        positive = sum(pair.verdict is Verdict.POSITIVE for pair in self._pairs)
        return ResolveReport(
            case=self._case,
            judgements=positive,
            for_review=len(self._pairs) - positive,
            withdrawn=self._withdrawn,
            compared=len(self._compared),
            pairs=tuple(self._pairs),
            dry_run=self._dry_run,
        )

    def _again(
        self, content: CaseContent, words: Words, part: str, news: set[str] | None
    ) -> set[str] | None:
        """Return the entities that are compared anew within a part, None for all."""
        if part != WHOLE_CASE:
            return set(content.entities(part))
        if news is None:
            return None
        said = self._ledger.find_statements(self.scope, news, include_withdrawn=True)
        before = shared_of(one for some in said.values() for one in some)
        near = news | {other for kind, other in before if not kind}
        return words.reach(near | content.touching(near, before))

    def _judge(
        self, content: CaseContent, words: Words, part: str, again: set[str] | None
    ) -> None:
        visible = list(dict.fromkeys((WHOLE_CASE, part)))
        profiles = list(content.profiles(visible))
        renewed = again if part == WHOLE_CASE else None
        judged = list(words.judged(part, renewed))
        found = find_pairs(profiles, judged, again, self._follow)
        changes = _compare(found, words.compared(part, renewed))
        names = {profile.id for profile in profiles}
        self._compared |= names if again is None else names & again
        if not self._dry_run:
            self._record(part, changes)
        self._pairs += [one.pair for one in changes if one.pair is not None]
        self._withdrawn += sum(one.earlier is not None for one in changes)
        words.renew(part, changes)

    def _follow(self, done: int, total: int | None) -> None:
        self._at = (done, total)
        if self._report is not None:
            self._report(Step(done, total, self._committed))

    def _record(self, part: str, changes: Sequence[Change]) -> None:
        for batch in chunks(changes, BATCH):
            with self._ledger.commit(
                kind=RESOLVED, case=self._case, actor=self.scope.user
            ) as tx:
                gone = [one.earlier.id for one in batch if one.earlier is not None]
                tx.withdraw(gone, NO_LONGER)
                for pair in (one.pair for one in batch if one.pair is not None):
                    tx.judge(
                        pair.left,
                        pair.right,
                        pair.verdict,
                        score=pair.score,
                        explanation=explanation_of(pair),
                        compartment=part,
                    )
            self._committed += sum(one.pair is not None for one in batch)
            if self._report is not None:
                self._report(Step(*self._at, self._committed, durable=True))


def _compare(
    found: Sequence[CandidatePair], earlier: dict[Pair, Judgement]
) -> list[Change]:
    """Return what differs from the earlier words, by pair."""
    changes: dict[Pair, Change] = {}
    for pair in found:
        key = (pair.left, pair.right)
        held = earlier.get(key)
        if held is None or held.verdict is not pair.verdict:
            changes[key] = Change(pair, held)
    kept = {(pair.left, pair.right) for pair in found}
    for key, held in earlier.items():
        if key not in kept:
            changes[key] = Change(None, held)
    return [changes[key] for key in sorted(changes)]
