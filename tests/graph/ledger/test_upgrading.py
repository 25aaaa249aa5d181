"""A database of an earlier version opens as one of this version, nothing lost."""

import sqlite3
from pathlib import Path

from graph.ledger import Ledger
from graph.model import Context, Record, Scope, Value, Verdict

OPERATOR = Scope("operator", everything=True)


def test_missing_columns_and_another_key_are_made_up_for(tmp_path: Path) -> None:
    """What was said, withdrawn and judged before is so still; opening twice is once."""
    path = tmp_path / "ledger.db"
    ledger = Ledger.open(str(path))
    ledger.create_case("a", "A case", None, "operator")
    with ledger.commit(kind="add", case="a", actor="ana") as tx:
        names = (Value("name", "Ana"), Value("name", "Vera"))
        tx.append(Context("a", "test/1"), [Record("p", "Person", names)])
        tx.judge("a:p", "a:q", Verdict.POSITIVE)
    said = ledger.find_statements(OPERATOR, ["a:p"])["a:p"]
    with ledger.commit(kind="withdraw", case="a", actor="ana") as tx:
        tx.withdraw([said[0].id], "wrong")
    judged = ledger.find_judgements(OPERATOR)
    ledger.close()
    _make_older(path)
    for _ in range(2):
        ledger = Ledger.open(str(path))
        assert ledger.find_statements(OPERATOR, ["a:p"]) == {"a:p": said[1:]}
        assert ledger.find_judgements(OPERATOR) == judged
        found = ledger.find_statements_by_id(OPERATOR, [one.id for one in said])
        assert set(found) == {one.id for one in said}
        ledger.close()
    database = sqlite3.connect(path)
    columns = {row[1] for row in database.execute("PRAGMA table_info(record)")}
    indexes = {row[1] for row in database.execute("PRAGMA index_list(withdrawal)")}
    database.close()
    assert {"told", "ids"} <= columns
    assert {"ix_withdrawal_told", "ix_withdrawal_target"} <= indexes


def _make_older(path: Path) -> None:
    """Take from the tables what the first version did not have."""
    database = sqlite3.connect(path)
    database.executescript(
        """
        DROP INDEX ix_record_told;
        ALTER TABLE record DROP COLUMN told;
        ALTER TABLE record DROP COLUMN ids;
        CREATE TABLE older (
            id VARCHAR NOT NULL PRIMARY KEY, target VARCHAR NOT NULL,
            event INTEGER NOT NULL, reason VARCHAR NOT NULL);
        INSERT INTO older SELECT id, target, event, reason FROM withdrawal;
        DROP TABLE withdrawal;
        ALTER TABLE older RENAME TO withdrawal;
        CREATE INDEX ix_withdrawal_target ON withdrawal (target);
        DROP TABLE foreign_event;
        CREATE TABLE earlier (
            prefix BIGINT NOT NULL, record INTEGER NOT NULL,
            PRIMARY KEY (prefix, record)) WITHOUT ROWID;
        INSERT INTO earlier SELECT prefix, record FROM statement;
        DROP TABLE statement;
        ALTER TABLE earlier RENAME TO statement;
        DROP INDEX record_key;
        """
    )
    database.close()
