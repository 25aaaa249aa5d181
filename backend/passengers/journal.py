"""The log of passenger data: collection, consultation, disclosure, erasure."""

from dataclasses import dataclass
from enum import StrEnum
from typing import Any

import orjson
from sqlalchemy import Connection, or_, select

from backend.access import Principal, Role, check_sees
from backend.audit import ERASED
from backend.tables import audit
from backend.workspace import Workspace
from graph.errors import Forbidden
from graph.ledger import tables

MOST = 10_000


class Kind(StrEnum):
    """What Article 13(5) and (6) of Directive (EU) 2016/681 has recorded."""

    COLLECTION = "collection"
    CONSULTATION = "consultation"
    DISCLOSURE = "disclosure"
    ERASURE = "erasure"
    NOTICE = "notice"


_KINDS = {
    "passengers collect": Kind.COLLECTION,
    "passengers match": Kind.CONSULTATION,
    "passengers review": Kind.CONSULTATION,
    "passengers unmask ask": Kind.CONSULTATION,
    "passengers unmask decide": Kind.CONSULTATION,
    "passengers retain": Kind.CONSULTATION,
    "passengers release": Kind.CONSULTATION,
    "passengers disclose": Kind.DISCLOSURE,
    "passengers notice": Kind.NOTICE,
    "passengers erase": Kind.ERASURE,
    "passengers mask": Kind.ERASURE,
    ERASED: Kind.ERASURE,
    "command export": Kind.DISCLOSURE,
    "command snapshot create": Kind.DISCLOSURE,
    "command ingest": Kind.COLLECTION,
    "ingest": Kind.COLLECTION,
    "merge": Kind.COLLECTION,
}
_LOOKS = frozenset({
    "query", "search", "picture", "command search", "command show",
    "command neighbors", "command paths", "command analyze", "command leads",
    "command resolve",
})  # fmt: skip


@dataclass(frozen=True, slots=True)
class JournalEntry:
    """One thing done with the passenger data of a case."""

    n: int
    at: str
    kind: Kind
    actor: str
    action: str
    case: str
    purpose: str
    detail: str

    def as_json(self) -> dict[str, Any]:
        """Return it as an object; detail as it was noted."""
        return {
            "n": self.n,
            "at": self.at,
            "kind": self.kind.value,
            "actor": self.actor,
            "action": self.action,
            "case": self.case,
            "purpose": self.purpose or None,
            "detail": _read(self.detail),
        }


def read_journal(
    workspace: Workspace,
    principal: Principal,
    case: str,
    kind: Kind | None = None,
    limit: int = 100,
) -> list[JournalEntry]:
    """Return what was done with a case's passenger data, the newest first.

    From the first passenger record on, every look at the case counts as one at them:
    the graph shows them together. For administrators and the data-protection officer;
    raises Forbidden, NotFound.
    """
    if not principal.is_admin:
        check_sees(principal, case)
        if Role.OFFICER not in principal.roles:
            raise Forbidden("the log is for the data-protection officer (`officer`)")
    with workspace.ledger.engine.connect() as connection:
        begin = _begin(connection, case)
        query = select(audit).where(
            audit.c.case_id == case,
            or_(audit.c.n >= begin, audit.c.action.startswith("passengers")),
        )
        rows = connection.execute(query.order_by(audit.c.n.desc()))
        found: list[JournalEntry] = []
        for row in rows:
            of = _kind(row.action)
            if of is not None and kind in (None, of):
                found.append(
                    JournalEntry(
                        row.n,
                        row.at,
                        of,
                        row.actor,
                        row.action,
                        case,
                        row.reason,
                        row.detail,
                    )  # fmt: skip
                )
            if len(found) >= min(limit, MOST):
                break
    return found


def _kind(action: str) -> Kind | None:
    if action in _KINDS:
        return _KINDS[action]
    return Kind.CONSULTATION if action in _LOOKS else None


def _begin(connection: Connection, case: str) -> int:
    """Return the first entry that speaks of passenger data in the case."""
    known = audit.c.action.in_([name for name in _KINDS if name.startswith("pass")])
    query = select(audit.c.n).where(audit.c.case_id == case, known).order_by(audit.c.n)
    first = connection.execute(query.limit(1)).scalar()
    record, context = tables.record.c, tables.context.c
    told = (
        select(audit.c.n)
        .join(tables.record, record.event == audit.c.event)
        .join(tables.context, context.n == record.context)
        .where(tables.IS_TRANSFER, context.case == case)
        .order_by(audit.c.n)
    )
    second = connection.execute(told.limit(1)).scalar()
    return min((n for n in (first, second) if n is not None), default=1 << 62)


def _read(detail: str) -> Any:
    try:
        return orjson.loads(detail) if detail else None
    except orjson.JSONDecodeError:
        return detail
