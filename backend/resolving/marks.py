"""How far a case has been compared, and what has changed since."""

from collections.abc import Sequence
from dataclasses import replace

from sqlalchemy import delete, insert, select

from backend.resolving.engine import engine_version
from backend.tables import resolved
from graph.ledger import Ledger, tables
from graph.ledger.judgements import PastJudgement
from graph.model import WHOLE_CASE, Scope


class News:
    """What became different in a case since an event: statements and people's words."""

    def __init__(
        self, ledger: Ledger, scope: Scope, case: str, past: Sequence[PastJudgement]
    ) -> None:
        self._ledger = ledger
        self._scope = scope
        self._case = case
        self._past = past
        self._known: dict[int, set[str]] = {}

    def since(self, seq: int | None) -> set[str] | None:
        """Return the entities concerned; None, for all, without an event."""
        if seq is None:
            return None
        if seq not in self._known:
            with self._ledger.feed() as feed:
                touched = feed.touched(seq, feed.last_seq())
            own = {name for name in touched if name.startswith(f"{self._case}:")}
            self._known[seq] = own | self._judged_since(seq)
        return self._known[seq]

    def _judged_since(self, seq: int) -> set[str]:
        """Return the entities on which people said something, or took it back."""
        then = replace(self._scope, as_of=seq)
        stood = {one.id for one in self._ledger.find_judgements(then, case=self._case)}
        found: set[str] = set()
        for said, live, _, undone in self._past:
            known = said.id in stood
            if said.automatic:
                different = undone and (known or said.seq > seq)
            else:
                different = known is not live
            if different:
                found |= {said.left, said.right}
        return found


def visible_parts(ledger: Ledger, scope: Scope, case: str) -> list[str]:
    """Return the compartments of a case that are seen, the whole case first."""
    context = tables.context.c
    query = select(context.compartment).where(context.case == case).distinct()
    with ledger.engine.connect() as connection:
        names = sorted(connection.execute(query).scalars())
    seen = [name for name in names if scope.sees(case, [name])]
    return list(dict.fromkeys([WHOLE_CASE, *seen]))


def read_marks(ledger: Ledger, case: str) -> dict[str, int]:
    """Return the event up to which each compartment was compared by this engine."""
    query = select(resolved.c.compartment, resolved.c.seq).where(
        resolved.c.case_id == case, resolved.c.engine == engine_version()
    )
    with ledger.engine.connect() as connection:
        return {row.compartment: row.seq for row in connection.execute(query)}


def write_marks(ledger: Ledger, case: str, parts: Sequence[str], seq: int) -> None:
    """Note that compartments were compared up to an event."""
    given = {"case_id": case, "seq": seq, "engine": engine_version()}
    rows = [{**given, "compartment": part} for part in parts]
    mine = resolved.c.case_id == case, resolved.c.compartment.in_(parts)
    with ledger.writing() as connection:
        connection.execute(delete(resolved).where(*mine))
        connection.execute(insert(resolved), rows)
