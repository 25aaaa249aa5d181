"""A snapshot's file: a tar of parts under a signed manifest, encrypted to recipients.

Outside is age, so that only recipients can open it. Inside, the first member is a DSSE
envelope whose payload lists every other member with its size and SHA-256, in order; so
one signature holds for all of them, and nothing can be added, left out or altered.
"""

import hashlib
import io
import json
import os
import re
import tarfile
import tempfile
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Any

import pyrage
import rfc8785
from securesystemslib.dsse import Envelope
from securesystemslib.exceptions import (
    FormatError,
    UnverifiedSignatureError,
    VerificationError,
)

from backend.errors import VerificationFailed
from backend.sharing.keys import PrivateKey, PublicKey
from graph.errors import InvalidInput, Unavailable

MANIFEST = "manifest.dsse.json"
MEDIA_TYPE = "application/vnd.klupko.snapshot+json"
MAX_MANIFEST = 64 * 1024 * 1024
MAX_LINE = 512 * 1024 * 1024
CHUNK = 1024 * 1024
_PART = re.compile(r"[a-z]+\.jsonl|blobs/[0-9a-f]{64}")
_CLOSED = "it is not for you, or it was altered: it cannot be opened"
_ALTERED = "it was altered: its parts are not what was signed"


@dataclass(frozen=True, slots=True)
class Part:
    """One member of a snapshot: its name in there, and the file that it is."""

    name: str
    path: Path


@dataclass(frozen=True, slots=True)
class Opened:
    """A snapshot that was opened and holds: what was signed, by whom, its parts."""

    manifest: Mapping[str, Any]
    signer: PublicKey
    folder: Path

    def path(self, name: str) -> Path:
        """Return where a part lies."""
        return self.folder / name

    def lines(self, name: str) -> Iterator[Any]:
        """Yield the objects of a part of lines. Raises VerificationFailed."""
        if not self.path(name).exists():
            raise VerificationFailed("a part is missing")
        with self.path(name).open("rb") as file:
            while line := file.readline(MAX_LINE):
                yield _read_json(line, "a part is not lines of JSON")


def _read_json(text: bytes, otherwise: str) -> Any:
    try:
        return json.loads(text)
    except (ValueError, RecursionError) as error:
        raise VerificationFailed(otherwise) from error


def seal(
    target: Path,
    scratch: Path,
    manifest: Mapping[str, Any],
    parts: Sequence[Part],
    key: PrivateKey,
    recipients: Iterable[Any],
) -> str:
    """Write a snapshot, whole or not at all, and return its SHA-256.

    `manifest` gets the list of parts. What is not encrypted yet lies in `scratch`, in
    a file without a name. Raises Unavailable where it cannot be written.
    """
    try:
        listed = [_describe(part) for part in parts]
        payload = rfc8785.dumps({**manifest, "parts": listed})
        envelope = Envelope(payload, MEDIA_TYPE, {})
        envelope.sign(key.signer())
        signed = json.dumps(envelope.to_dict()).encode()
        with _beside(target) as made:
            with tempfile.TemporaryFile(dir=scratch) as plain:
                _pack(plain, signed, parts)
                plain.seek(0)
                with made.open("wb") as file:
                    pyrage.encrypt_io(plain, file, list(recipients))
                    file.flush()
                    os.fsync(file.fileno())
            return _hash(made)
    except OSError as error:
        raise Unavailable(
            "the snapshot cannot be written there, or a file of the case is missing"
        ) from error


@contextmanager
def _beside(target: Path) -> Iterator[Path]:
    """Give a file beside the target that takes its place when all went well."""
    handle, name = tempfile.mkstemp(dir=target.parent, prefix=f".{target.name}.")
    os.close(handle)
    made = Path(name)
    try:
        yield made
        os.replace(made, target)
    finally:
        made.unlink(missing_ok=True)


def _describe(part: Part) -> dict[str, Any]:
    size = part.path.stat().st_size
    return {"name": part.name, "size": size, "sha256": _hash(part.path)}


def _hash(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _pack(plain: IO[bytes], signed: bytes, parts: Sequence[Part]) -> None:
    with tarfile.open(fileobj=plain, mode="w", format=tarfile.GNU_FORMAT) as archive:
        envelope = tarfile.TarInfo(MANIFEST)
        envelope.size = len(signed)
        archive.addfile(envelope, io.BytesIO(signed))
        for part in parts:
            member = tarfile.TarInfo(part.name)
            member.size = part.path.stat().st_size
            with part.path.open("rb") as file:
                archive.addfile(member, file)


@contextmanager
def unsealed(
    source: Path,
    scratch: Path,
    identities: Sequence[Any],
    trusted: Iterable[PublicKey],
) -> Iterator[Opened]:
    """Open a snapshot into a folder of `scratch`, which goes with the block.

    Nothing of it is used before all of it has been checked. Raises InvalidInput where
    there is no such file, and VerificationFailed where it is for somebody else, was
    altered anywhere, or is signed by a key that is not trusted.
    """
    with tempfile.TemporaryDirectory(dir=scratch) as name:
        folder = Path(name)
        (folder / "blobs").mkdir()
        with tempfile.TemporaryFile(dir=folder) as plain:
            _decrypt(source, plain, identities)
            plain.seek(0)
            manifest, signer = _unpack(plain, folder, list(trusted))
        yield Opened(manifest, signer, folder)


def _decrypt(source: Path, plain: IO[bytes], identities: Sequence[Any]) -> None:
    try:
        file = source.open("rb")
    except OSError as error:
        raise InvalidInput("the snapshot's file cannot be read") from error
    with file:
        if not identities:
            raise VerificationFailed("you have no key: `klupko user key` makes one")
        try:
            pyrage.decrypt_io(file, plain, list(identities))
        except (pyrage.DecryptError, OSError, ValueError) as error:
            if isinstance(error, OSError) and error.errno:
                raise Unavailable("there is no room to open the snapshot") from error
            raise VerificationFailed(_CLOSED) from error


def _unpack(
    plain: IO[bytes], folder: Path, trusted: list[PublicKey]
) -> tuple[Mapping[str, Any], PublicKey]:
    try:
        envelope = _next_member(plain)
        if envelope is None or envelope.name != MANIFEST:
            raise VerificationFailed("it is no snapshot of Klupko")
        if envelope.size > MAX_MANIFEST:
            raise VerificationFailed("its manifest is too large")
        signed = plain.read(envelope.size)
        manifest, signer = _check_signature(signed, trusted)
        _skip_padding(plain, envelope)
        for listed in manifest["parts"]:
            _take(plain, listed, folder)
        if _next_member(plain) is not None:
            raise VerificationFailed(_ALTERED)
        return manifest, signer
    except FileExistsError as error:
        raise VerificationFailed(_ALTERED) from error
    except OSError as error:
        raise Unavailable("there is no room to open the snapshot") from error
    except (tarfile.TarError, KeyError, TypeError, AttributeError) as error:
        raise VerificationFailed("it is no snapshot of Klupko") from error


def _next_member(plain: IO[bytes]) -> tarfile.TarInfo | None:
    """Return the header of the next member, None at the end.

    Ordinary files alone, each under one header: what a tar may say besides (links,
    holes, long names, extended headers of any size) is no part of a snapshot.
    """
    try:
        block = plain.read(tarfile.BLOCKSIZE)
        member = tarfile.TarInfo.frombuf(block, "ascii", "strict")
    except tarfile.HeaderError as error:
        if block.strip(b"\0"):
            raise VerificationFailed("it is no snapshot of Klupko") from error
        return None
    except UnicodeDecodeError as error:
        raise VerificationFailed("it is no snapshot of Klupko") from error
    if member.type != tarfile.REGTYPE or member.size < 0:
        raise VerificationFailed(_ALTERED)
    return member


def _skip_padding(plain: IO[bytes], member: tarfile.TarInfo) -> None:
    plain.read(-member.size % tarfile.BLOCKSIZE)


def _check_signature(
    signed: bytes, trusted: list[PublicKey]
) -> tuple[Mapping[str, Any], PublicKey]:
    try:
        told = _read_json(signed, "its signature does not hold")
        envelope = Envelope.from_dict(told)
        known = [key for key in trusted if key.id in envelope.signatures]
        if not known:
            raise VerificationFailed(
                "it is signed by a stranger: compare fingerprints, then trust the key "
                "with `klupko user key --trust`"
            )
        envelope.verify([known[0].verifier()], 1)
        manifest = _read_json(envelope.payload, "its signature does not hold")
    except (
        FormatError,
        VerificationError,
        UnverifiedSignatureError,
        ValueError,
        KeyError,
        TypeError,
        AttributeError,
    ) as error:
        raise VerificationFailed("its signature does not hold") from error
    if envelope.payload_type != MEDIA_TYPE or not isinstance(manifest, dict):
        raise VerificationFailed("it is no snapshot of Klupko")
    return manifest, known[0]


def _take(plain: IO[bytes], listed: Mapping[str, Any], folder: Path) -> None:
    member = _next_member(plain)
    name = str(listed["name"])
    if (
        member is None
        or not _PART.fullmatch(name)
        or (member.name, member.size) != (name, listed["size"])
    ):
        raise VerificationFailed(_ALTERED)
    found, left = hashlib.sha256(), member.size
    with (folder / name).open("xb") as target:
        while chunk := plain.read(min(left, CHUNK)):
            found.update(chunk)
            target.write(chunk)
            left -= len(chunk)
    if found.hexdigest() != listed["sha256"]:
        raise VerificationFailed(_ALTERED)
    _skip_padding(plain, member)
