"""All keys of one store together: its users' own, and those of its partners."""

from collections.abc import Iterable
from pathlib import Path
from typing import Any

from backend.access import Principal
from backend.sharing.keys import CARD, MAX_CARD, OwnKeys, PrivateKey, PublicKey
from backend.sharing.partners import Partner, Partners
from backend.workspace import Workspace
from graph.errors import Conflict, InvalidInput


class Ring:
    """Finds keys by the names that people use."""

    def __init__(self, workspace: Workspace) -> None:
        self.authority = workspace.ledger.own_authority(workspace.settings.authority)
        self.partners = Partners(workspace.ledger.engine, workspace.audit)
        self._own = OwnKeys(workspace.home / "keys")

    def make(self, user: str) -> PrivateKey:
        """Return a user's own pair, made where there is none."""
        return self._own.make(user, self.authority)

    def own(self) -> list[PublicKey]:
        """Return the public keys of users here, by user."""
        return [self.make(user).public for user in self._own.users()]

    def trust(self, name: str, key: PublicKey, actor: str) -> Partner:
        """Trust a partner's key under a name that no user here has; see Partners.

        Raises Conflict, and InvalidInput for a key that speaks for this authority.
        """
        if name in self._own.users():
            raise Conflict("a user here has a key under that name")
        if key.authority.id == self.authority.id:
            raise InvalidInput("that key speaks for this authority: it is no partner's")
        return self.partners.trust(name, key, actor)

    def trusted(self) -> list[PublicKey]:
        """Return whose signatures hold here: partners', and our own users'."""
        return [one.key for one in self.partners.list()] + self.own()

    def identities(self, principal: Principal) -> list[Any]:
        """Return what opens files for a user; whoever holds the keys has them all."""
        users: Iterable[str] = self._own.users()
        if not principal.is_local:
            users = [user for user in users if user == principal.name]
        return [self.make(user).identity for user in users]

    def find(self, given: str) -> PublicKey | None:
        """Return the key of a partner, a user here, a card, or a file with a card.

        None where it is none of these. Raises InvalidInput for a damaged card.
        """
        for partner in self.partners.list():
            if partner.name == given:
                return partner.key
        for key in self.own():
            if key.user == given:
                return key
        return find_card(given)


def find_card(given: str) -> PublicKey | None:
    """Return the key of a card, or of a file that holds one; None for other text."""
    if given.startswith(CARD):
        return PublicKey.parse(given)
    path = Path(given)
    try:
        if not path.is_file():
            return None
        with path.open(encoding="ascii") as file:
            return PublicKey.parse(file.read(MAX_CARD + 1))
    except (OSError, UnicodeDecodeError) as error:
        raise InvalidInput("the key's file cannot be read") from error
