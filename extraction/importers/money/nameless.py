"""An account that a file does not name: told apart from others by the file itself."""

from pathlib import PurePath

from extraction.importers.money.bankaccounts import Account
from extraction.model import Leaf

_HASHED = 1 << 20


def nameless_account(leaf: Leaf, name: str = "") -> Account:
    """Return an account of the file's own, so that two files never share one.

    `name` is what the file calls it ("Savings"), which says nothing outside of it.
    """
    digest = leaf.digest(_HASHED)
    shown = name or f"account of {PurePath(leaf.name).stem[:80]}"
    return Account(number=f"file {digest} {name}".rstrip(), name=shown)
