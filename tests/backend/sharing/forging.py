"""Snapshots of those who wish harm: altered, repacked, signed all the same."""

import io
import json
import tarfile
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import pyrage
import pytest

from backend.errors import VerificationFailed
from backend.sharing.sealing import Part, seal
from tests.backend.sharing.conftest import CASE, Party

Members = list[tuple[str, bytes]]
Lines = dict[str, list[dict[str, Any]]]


def refused(party: Party, path: Path) -> str:
    """Return why a snapshot is refused; see that nothing of it was kept."""
    before = party.workspace.ledger.last_seq()
    files = sorted(party.workspace.home.rglob("blobs/*/*/*"))
    with pytest.raises(VerificationFailed) as caught:
        party.take(path)
    assert party.workspace.ledger.last_seq() == before
    assert sorted(party.workspace.home.rglob("blobs/*/*/*")) == files
    assert list((party.workspace.home / "tmp").iterdir()) == []
    return str(caught.value)


def unpacked(party: Party, path: Path) -> Members:
    """Return what is inside, as a recipient finds it."""
    (identity,) = party.ring.identities(party.operator)
    plain = pyrage.decrypt(path.read_bytes(), [identity])
    with tarfile.open(fileobj=io.BytesIO(plain)) as archive:
        return [
            (member.name, file.read())
            for member in archive
            if (file := archive.extractfile(member))
        ]


def repacked(
    party: Party,
    path: Path,
    members: Members,
    odd: Mapping[int, tarfile.TarInfo] | None = None,
) -> Path:
    """Write other contents for the same recipient, as anybody can.

    `odd` are headers that stand for those of some members.
    """
    plain = io.BytesIO()
    with tarfile.open(fileobj=plain, mode="w") as archive:
        for place, (name, data) in enumerate(members):
            member = (odd or {}).get(place) or tarfile.TarInfo(name)
            member.size = len(data)
            archive.addfile(member, io.BytesIO(data))
    path.write_bytes(pyrage.encrypt(plain.getvalue(), [party.key.recipient()]))
    return path


def seal_anew(
    rs: Party, me: Party, path: Path, parts: list[Part], **change: Any
) -> None:
    """Sign and encrypt chosen parts as the sender would."""
    key = rs.ring.make(rs.operator.name)
    manifest = {
        "format": "klupko-snapshot/1",
        "id": "ab" * 16,
        "case": {"id": CASE, "title": "t", "authority": None},
        "sender": {"authority": rs.key.authority.id, "user": rs.key.user},
        "counts": {"records": 0},
    } | change
    scratch = rs.workspace.scratch()
    seal(path, scratch, manifest, parts, key, [me.key.recipient()])


def forge(
    rs: Party,
    me: Party,
    path: Path,
    lie: Callable[[Lines], object],
    text: tuple[bytes, bytes] = (b"", b""),
    **change: Any,
) -> None:
    """Alter the lines of a snapshot's parts, and sign them as its sender would.

    `text` is what stands for what in the lines that are written.
    """
    parts: Lines = {
        name.removesuffix(".jsonl"): [json.loads(line) for line in data.splitlines()]
        for name, data in unpacked(me, path)
        if name.endswith(".jsonl")
    }
    lie(parts)
    written = []
    for name, lines in parts.items():
        file = path.parent / f"{name}.jsonl"
        data = "".join(json.dumps(line) + "\n" for line in lines).encode()
        file.write_bytes(data.replace(*text) if text[0] else data)
        written.append(Part(file.name, file))
    seal_anew(rs, me, path, written, **change)
