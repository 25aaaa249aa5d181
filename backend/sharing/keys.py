"""Whose signature is whose: a user's own pair on disk, partners' cards in the ledger.

A card is one line with both public keys of a user and the authority they act for. Its
fingerprint is what two people compare by telephone before they trust it.
"""

import base64
import hashlib
import json
import os
import re
import tempfile
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Self

import pyrage
import rfc8785
from cryptography.exceptions import UnsupportedAlgorithm
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric.ed25519 import (
    Ed25519PrivateKey,
    Ed25519PublicKey,
)
from securesystemslib.signer import CryptoSigner, SSlibKey

from graph.errors import InvalidInput, Unavailable
from graph.ledger import Authority

CARD = "klupko1."
MAX_CARD = 4_000
MAX_NAME = 200
_AUTHORITY = re.compile(r"[0-9a-f]{32}")


@dataclass(frozen=True)
class PublicKey:
    """What others may know of a user: authority, name, and two public keys.

    `signing` is the Ed25519 key (32 bytes), `encryption` the age recipient.
    """

    authority: Authority
    user: str
    signing: bytes
    encryption: str

    def _fields(self) -> dict[str, str]:
        return {
            "authority": self.authority.id,
            "name": self.authority.name,
            "user": self.user,
            "signing": self.signing.hex(),
            "encryption": self.encryption,
        }

    @property
    def card(self) -> str:
        """The line that is handed to a partner."""
        told = rfc8785.dumps(dict(self._fields()))
        return CARD + base64.urlsafe_b64encode(told).decode().rstrip("=")

    @cached_property
    def id(self) -> str:
        """SHA-256 of who it is and both keys, in hexadecimal; names may change."""
        told = {k: v for k, v in self._fields().items() if k != "name"}
        return hashlib.sha256(rfc8785.dumps(dict(told))).hexdigest()

    @property
    def fingerprint(self) -> str:
        """The first 128 bits of the id in groups, to be read aloud."""
        return " ".join(self.id[i : i + 4] for i in range(0, 32, 4))

    @classmethod
    def parse(cls, card: str) -> Self:
        """Read a card. Raises InvalidInput."""
        text = card.strip()
        if not text.startswith(CARD) or len(text) > MAX_CARD:
            raise InvalidInput(f"a key's card begins with {CARD}")
        try:
            body = text.removeprefix(CARD)
            told = json.loads(base64.urlsafe_b64decode(body + "=" * (-len(body) % 4)))
            made = cls(
                Authority(str(told["authority"]), str(told["name"])),
                str(told["user"]),
                bytes.fromhex(told["signing"]),
                str(told["encryption"]),
            )
            made.recipient()
            made.verifier()
            whole = made.card == text
        except (ValueError, KeyError, TypeError, RecursionError) as error:
            raise InvalidInput("the key's card is damaged") from error
        if not whole:
            raise InvalidInput("the key's card is damaged")
        if not _AUTHORITY.fullmatch(made.authority.id) or not all(
            name.isprintable() and 0 < len(name) <= MAX_NAME
            for name in (made.authority.name, made.user)
        ):
            raise InvalidInput("the names on the key's card cannot be shown")
        return made

    def recipient(self) -> pyrage.x25519.Recipient:
        """Return whom age encrypts to. Raises ValueError."""
        try:
            return pyrage.x25519.Recipient.from_str(self.encryption)
        except pyrage.RecipientError as error:
            raise ValueError("no age recipient") from error

    def verifier(self) -> SSlibKey:
        """Return what checks a DSSE signature. Raises ValueError."""
        public = Ed25519PublicKey.from_public_bytes(self.signing)
        return SSlibKey.from_crypto(public, keyid=self.id)


@dataclass(frozen=True, slots=True)
class PrivateKey:
    """A user's own pair."""

    public: PublicKey
    signing: Ed25519PrivateKey
    identity: pyrage.x25519.Identity

    def signer(self) -> CryptoSigner:
        """Return what signs a DSSE envelope."""
        return CryptoSigner(self.signing, self.public.verifier())


class OwnKeys:
    """Private keys in a folder of the store, one file a user, readable by us alone."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def find(self, user: str, authority: Authority) -> PrivateKey | None:
        """Return a user's pair, None where there is none. Raises Unavailable."""
        try:
            told = json.loads(self._path(user).read_text(encoding="ascii"))
            signing = serialization.load_pem_private_key(
                told["signing"].encode(), password=None
            )
            identity = pyrage.x25519.Identity.from_str(told["encryption"])
        except FileNotFoundError:
            return None
        except (OSError, ValueError, KeyError, UnsupportedAlgorithm) as error:
            raise Unavailable("a key's file cannot be read") from error
        if not isinstance(signing, Ed25519PrivateKey):
            raise Unavailable("a key's file cannot be read")
        return _pair(user, authority, signing, identity)

    def make(self, user: str, authority: Authority) -> PrivateKey:
        """Return a user's pair, made and kept durably where there is none."""
        known = self.find(user, authority)
        if known is not None:
            return known
        signing = Ed25519PrivateKey.generate()
        identity = pyrage.x25519.Identity.generate()
        pem = signing.private_bytes(
            serialization.Encoding.PEM,
            serialization.PrivateFormat.PKCS8,
            serialization.NoEncryption(),
        )
        told = json.dumps({"signing": pem.decode(), "encryption": str(identity)})
        self._folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        handle, made = tempfile.mkstemp(dir=self._folder)
        with os.fdopen(handle, "w", encoding="ascii") as file:
            file.write(told)
            file.flush()
            os.fsync(file.fileno())
        try:
            os.link(made, self._path(user))
        except FileExistsError:
            return self.make(user, authority)
        finally:
            os.unlink(made)
        return _pair(user, authority, signing, identity)

    def users(self) -> list[str]:
        """Return the users that have a pair, sorted; other files are passed over."""
        found = self._folder.glob("*.key") if self._folder.is_dir() else ()
        return sorted(filter(None, map(_user, found)))

    def _path(self, user: str) -> Path:
        return self._folder / f"{user.encode().hex()}.key"


def _user(path: Path) -> str:
    try:
        return bytes.fromhex(path.stem).decode()
    except ValueError:
        return ""


def _pair(
    user: str,
    authority: Authority,
    signing: Ed25519PrivateKey,
    identity: pyrage.x25519.Identity,
) -> PrivateKey:
    raw = signing.public_key().public_bytes_raw()
    public = PublicKey(authority, user, raw, str(identity.to_public()))
    return PrivateKey(public, signing, identity)
