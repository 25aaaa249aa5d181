"""Some passenger records of a case masked or erased: hidden, followed, taken out."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import Connection, delete, select

from backend.access import Principal, system_scope
from backend.audit import Entry, describe
from backend.passengers.finding import MASKED, Row, rows_of
from backend.passengers.life import Life, Stage
from backend.passengers.policy import masked_properties
from backend.passengers.scrubbing import Said, forget_results, forget_words
from backend.passengers.vault import Vault, forget_masked
from backend.tables import passenger_match
from backend.workspace import Workspace
from graph.ledger import tables
from graph.ledger.erasing import Cut, Erased, Eraser
from graph.ledger.statements import StatementReader, record_query
from graph.ledger.values import unpack_values
from graph.ledger.writing import chunks
from graph.model import Context, Place, Record, Value, split_id

ORIGIN = "passengers/1"
MASK, ERASE = "passengers mask", "passengers erase"


@dataclass(slots=True)
class Receipt:
    """What one step did in one case, without anything of the data."""

    n: int
    case: str
    action: str
    law: str
    jurisdiction: str
    records: int
    statements: int


@dataclass(frozen=True, slots=True)
class Due:
    """A record that something is to be done with, and the rows that it is told in."""

    life: Life
    rows: tuple[Row, ...]

    @property
    def cuts(self) -> list[Cut]:
        """What is to be taken out of each row; nothing where that is done."""
        if self.life.stage is Stage.ENDED:
            return [Cut(row.n) for row in self.rows]
        found = []
        for row in self.rows:
            props = row.properties() & masked_properties(row.schema).keys()
            if props and not row.is_note:
                found.append(Cut(row.n, props))
        return found


def find_due(workspace: Workspace, case: str, lives: Sequence[Life]) -> list[Due]:
    """Return those of some records of which anything is to be taken out.

    What has ended always is; of what is to be masked, what is not masked yet.
    """
    with workspace.ledger.engine.connect() as connection:
        rows = rows_of(connection, case, (life.record for life in lives))
    found = [Due(life, tuple(rows[life.record.ref])) for life in lives]
    return [one for one in found if one.cuts]


class Step:
    """Some records of one case, masked or erased."""

    def __init__(
        self,
        workspace: Workspace,
        principal: Principal,
        case: str,
        due: Sequence[Due],
        today: date,
    ) -> None:
        self._workspace = workspace
        self._actor = principal.name
        self._case = case
        self._due = due
        self._today = today
        first = due[0].life
        self._erases = first.stage is Stage.ENDED
        self._action = ERASE if self._erases else MASK
        self._regime = first.regime
        self._law = f"{first.regime.law}, {first.regime.article}"
        self._jurisdiction = first.record.jurisdiction

    def run(self) -> Receipt:
        """Hide, let the graph follow, take out; return the receipt."""
        self._hide()
        self._workspace.catch_up()
        made = self._take_out()
        return Receipt(
            n=made.n,
            case=self._case,
            action=self._action,
            law=self._law,
            jurisdiction=self._jurisdiction,
            records=len(self._due),
            statements=made.statements,
        )

    def _hide(self) -> None:
        """Withdraw what is to go, with a note in its place where the rest stays."""
        with self._workspace.ledger.commit(
            kind=self._action, case=self._case, actor=self._actor, reason=self._law
        ) as tx:
            cuts = [cut for one in self._due for cut in one.cuts]
            tx.withdraw(_statements(tx.connection, cuts), self._law)
            if not self._erases:
                for one in self._due:
                    for compartment, notes in self._notes(one):
                        context = Context(
                            self._case,
                            ORIGIN,
                            one.life.record.document,
                            compartment,
                        )
                        tx.append(context, notes)

    def _notes(self, due: Due) -> Iterator[tuple[str, list[Record]]]:
        """Yield a note for each entity that something is masked of, by compartment."""
        masked: dict[tuple[str, str, str], set[str]] = {}
        wanted = {cut.record: cut.props for cut in due.cuts}
        for row in due.rows:
            if row.n in wanted:
                key = (row.compartment, row.entity, row.schema)
                masked.setdefault(key, set()).update(wanted[row.n] or ())
        for (part, entity, schema), props in sorted(masked.items()):
            text = (
                f"masked on {self._today.isoformat()} (Article 12(2) of Directive (EU) "
                f"2016/681): {', '.join(sorted(props))}"
            )
            place = Place(record=f"{due.life.record.key}, {MASKED}")
            note = Value("summary", text)
            yield part, [Record(split_id(entity)[1], schema, (note,), place)]

    def _take_out(self) -> Erased:
        workspace = self._workspace
        vault = Vault(workspace.home)
        with workspace.ledger.writing() as connection:
            eraser = Eraser(connection, self._case)
            said: list[Said] = []
            records = [one.life.record for one in self._due]
            rows = rows_of(connection, self._case, records)
            if self._erases:
                eraser.take(Cut(row.n) for told in rows.values() for row in told)
                masked = vault.open(connection, self._case, rows)
                said += [(m.schema, m.prop, m.value) for m in masked]
                forget_masked(connection, self._case, rows)
                entities = {row.entity for told in rows.values() for row in told}
                _forget_matches(connection, entities)
            else:
                refs = {row.n: ref for ref, told in rows.items() for row in told}
                taken = eraser.take(cut for one in self._due for cut in one.cuts)
                vault.keep(connection, refs, taken, self._today)
            said += [(t.schema, t.value.prop, t.value.value) for t in eraser.taken]
            forget_words(connection, self._case, eraser, said)
            made = eraser.finish(self._receipt())
            forget_results(connection, self._case)
            workspace.audit.erased(connection, self._actor, self._case, made, self._law)
            workspace.audit.write(connection, self._entry(made))
        return made

    def _receipt(self) -> dict[str, Any]:
        kinds = sorted({one.life.record.kind.value for one in self._due})
        return {
            "action": self._action.removeprefix("passengers "),
            "law": self._law,
            "url": self._regime.url,
            "jurisdiction": self._jurisdiction,
            "today": self._today.isoformat(),
            "passenger_records": len(self._due),
            "kinds": kinds,
        }

    def _entry(self, made: Erased) -> Entry:
        detail = describe(
            erasure=made.n,
            today=self._today.isoformat(),
            jurisdiction=self._jurisdiction,
            passenger_records=[one.life.record.ref for one in self._due][:100],
        )
        return Entry(self._actor, self._action, self._case, detail, self._law)


def _forget_matches(connection: Connection, entities: set[str]) -> None:
    """Forget matches of entities of whom nothing is left."""
    table, entity = passenger_match, tables.entity.c.id
    for chunk in chunks(sorted(entities), 500):
        known = set(
            connection.execute(select(entity).where(entity.in_(chunk))).scalars()
        )
        gone = [name for name in chunk if name not in known]
        connection.execute(delete(table).where(table.c.entity.in_(gone)))


def _statements(connection: Connection, cuts: Sequence[Cut]) -> list[str]:
    """Return the ids of what is to be taken out and is not withdrawn."""
    reader = StatementReader(connection, system_scope())
    found: list[str] = []
    for chunk in chunks(cuts, 500):
        wanted = {cut.record: cut.props for cut in chunk}
        query = record_query().where(tables.record.c.n.in_(list(wanted)))
        for row in connection.execute(query).all():
            props = wanted[row.n]
            _, digests = reader.digests(row)
            values = list(unpack_values(row.body))
            found += [
                digest.hex()
                for value, digest in zip(values, digests, strict=True)
                if props is None or value.prop in props
            ]
    return list(dict.fromkeys(found))
