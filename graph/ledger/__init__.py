"""The ledger: statements, withdrawals and judgements, never edited."""

from graph.ledger.authorities import Authority
from graph.ledger.blobs import Blobs
from graph.ledger.feed import Feed, FeedRow
from graph.ledger.ledger import Ledger
from graph.ledger.transaction import Transaction
from graph.ledger.values import (
    Appended,
    CaseRecord,
    DocumentRecord,
    LedgerCounts,
    PageLayout,
)

__all__ = [
    "Appended",
    "Authority",
    "Blobs",
    "CaseRecord",
    "DocumentRecord",
    "PageLayout",
    "Feed",
    "FeedRow",
    "Ledger",
    "LedgerCounts",
    "Transaction",
]
