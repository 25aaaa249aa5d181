"""The ledger: statements, withdrawals and judgements, never edited."""

from graph.ledger.ledger import Ledger
from graph.ledger.transaction import Transaction
from graph.ledger.values import Appended, CaseRecord, DocumentRecord, LedgerCounts

__all__ = [
    "Appended",
    "CaseRecord",
    "DocumentRecord",
    "Ledger",
    "LedgerCounts",
    "Transaction",
]
