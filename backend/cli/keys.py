"""What `klupko user key` does with the keys of a store, as objects."""

from collections.abc import Mapping
from typing import Any

from backend.access import Principal
from backend.audit import Entry, describe
from backend.sharing.keys import PublicKey
from backend.sharing.ring import Ring, find_card
from backend.workspace import Workspace
from graph.errors import InvalidInput


def run_key(
    workspace: Workspace, principal: Principal, user: str, asked: Mapping[str, Any]
) -> dict[str, Any]:
    """Trust, forget, list, or give a user's own key, as `asked` says."""
    ring, actor = Ring(workspace), principal.name
    if asked["trust"]:
        key = find_card(asked["trust"])
        if key is None:
            raise InvalidInput("--trust takes a key's card, or a file with one")
        partner = ring.trust(asked["partner"] or key.user, key, actor)
        return describe_key(key) | {"partner": partner.name}
    if asked["forget"]:
        ring.partners.forget(asked["forget"], actor)
        return {"keys": _all(ring)}
    if asked["listing"]:
        return {"keys": _all(ring)}
    if not principal.is_local or user != actor:
        workspace.accounts.principal(user)
    what = describe(user=user)
    workspace.audit.read(Entry(actor, "key card", detail=what))
    return describe_key(ring.make(user).public)


def _all(ring: Ring) -> list[dict[str, Any]]:
    partners = [
        describe_key(one.key) | {"partner": one.name} for one in ring.partners.list()
    ]
    return [describe_key(key) for key in ring.own()] + partners


def describe_key(key: PublicKey) -> dict[str, Any]:
    """Return what may be shown of a key."""
    return {
        "user": key.user,
        "authority": key.authority.name,
        "authority_id": key.authority.id,
        "key": key.id,
        "fingerprint": key.fingerprint,
        "encryption": key.encryption,
        "card": key.card,
    }
