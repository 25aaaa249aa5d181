"""What is altered, for another, or from a stranger is refused, and leaves nothing."""

import base64
import json
import random
import tarfile
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from backend.sharing.keys import PublicKey
from backend.sharing.ring import find_card
from backend.sharing.sealing import MANIFEST, Part
from graph.errors import Conflict, InvalidInput
from tests.backend.sharing.conftest import Meet, Party
from tests.backend.sharing.forging import (
    Lines,
    forge,
    refused,
    repacked,
    seal_anew,
    unpacked,
)


@pytest.fixture
def pair(meet: Meet) -> tuple[Party, Party]:
    """Return a sender with a case, and a receiver with nothing."""
    rs, me = meet("rs", "me")
    rs.open_case()
    rs.say("p", "Ana", "Anka")
    return rs, me


def test_any_altered_byte_of_the_file_is_refused(pair: tuple[Party, Party]) -> None:
    """Header and body, cut short, or with more behind it."""
    rs, me = pair
    path, _ = rs.send(me)
    data, draw = path.read_bytes(), random.Random(7)
    places = [*range(0, 200, 9), *(draw.randrange(len(data)) for _ in range(150))]
    for place in places:
        altered = bytearray(data)
        altered[place] ^= 1 << draw.randrange(8)
        path.write_bytes(altered)
        refused(me, path)
    for other in (data[:-1], data[:100], b"", data + b"x", data + data):
        path.write_bytes(other)
        refused(me, path)
    path.write_bytes(data)
    assert me.take(path).statements == 2


def test_a_key_that_it_is_not_for_does_not_open_it(
    pair: tuple[Party, Party], meet: Meet
) -> None:
    """Nor does having no key at all."""
    rs, me = pair
    (other,) = meet("other")
    other.ring.partners.trust("rs", rs.key, "operator")
    path, _ = rs.send(me)
    assert "not for you" in refused(other, path)


def test_a_stranger_is_refused_until_trusted(pair: tuple[Party, Party]) -> None:
    """And again when forgotten."""
    rs, me = pair
    path, _ = rs.send(me)
    me.ring.partners.forget("rs", "operator")
    assert "stranger" in refused(me, path)
    me.ring.partners.trust("rs", rs.key, "operator")
    assert me.take(path).statements == 2


def test_a_part_that_was_not_signed_is_refused(pair: tuple[Party, Party]) -> None:
    """Whoever knows the recipient's key can encrypt; nobody can sign for another."""
    rs, me = pair
    path, _ = rs.send(me)
    members = unpacked(me, path)
    for i, (name, data) in enumerate(members):
        if data:
            altered = data.replace(b"Ana", b"Iva") if b"Ana" in data else data[1:]
            refused(
                me,
                repacked(me, path, [*members[:i], (name, altered), *members[i + 1 :]]),
            )
        if name != MANIFEST:
            refused(me, repacked(me, path, members[:i] + members[i + 1 :]))
    refused(me, repacked(me, path, [*members, ("more.jsonl", b"{}")]))
    refused(me, repacked(me, path, members[::-1]))
    refused(me, repacked(me, path, []))
    changes: list[dict[str, Any]] = [
        {"payloadType": "x"}, {"signatures": []}, {"payload": "e30="},
    ]  # fmt: skip
    for change in changes:
        envelope = json.dumps(json.loads(members[0][1]) | change).encode()
        refused(me, repacked(me, path, [(MANIFEST, envelope), *members[1:]]))
    assert me.take(repacked(me, path, members)).statements == 2


def test_names_in_it_lead_nowhere(pair: tuple[Party, Party], tmp_path: Path) -> None:
    """A partner's own signature does not let it write elsewhere."""
    rs, me = pair
    path, _ = rs.send(me)
    part = tmp_path / "part"
    part.write_bytes(b"{}")
    for name in ("../../x.jsonl", "/tmp/x.jsonl", "blobs/../x", "x.sh", MANIFEST):
        seal_anew(rs, me, path, [Part(name, part)])
        refused(me, path)
    same = [Part("records.jsonl", part), Part("records.jsonl", part)]
    seal_anew(rs, me, path, same)
    refused(me, path)
    assert not (tmp_path / "x.jsonl").exists()


Change = Callable[[Lines], object]


def _other_value(parts: Lines) -> None:
    parts["records"][0]["values"][0][1] = "Iva"
    parts["records"][0]["values"].pop()
    parts["records"][0]["ids"].pop()


LIES: dict[str, Change] = {
    "passed off as ours": lambda p: p["events"][0].update(authority="ME"),
    "another statement under a known id": _other_value,
    "another event under a known number": lambda p: p["events"][0].update(actor="x"),
    "ids that do not match values": lambda p: p["records"][0]["ids"].pop(),
    "no such event": lambda p: p["records"][0].update(event="e-1"),
    "no such context": lambda p: p["records"][0].update(context=99),
    "no such schema": lambda p: p["records"][0].update(schema="Nothing", ids=["ab" * 32] * 2),  # noqa: E501
    "no such handling": lambda p: p["contexts"][0].update(handling=["H9"]),
    "a document without its file": lambda p: p["documents"].append(
        {"sha256": "ab" * 32, "compartment": "case", "name": "x", "path": "x",
         "media_type": "x", "size": 1, "language": None, "script": None, "pages": []}
    ),
}  # fmt: skip


@pytest.mark.parametrize("lie", LIES)
def test_a_partner_that_lies_is_refused_whole(
    pair: tuple[Party, Party], lie: str
) -> None:
    """Though the signature holds, nothing of it is kept."""
    rs, me = pair
    path, _ = rs.send(me)
    me.take(path)

    def tell(parts: Lines) -> None:
        LIES[lie](parts)
        for event in parts["events"]:
            if event["authority"] == "ME":
                event["authority"] = me.key.authority.id

    forge(rs, me, path, tell)
    graph = me.graph()
    refused(me, path)
    assert me.graph() == graph and me.names("p") == ["Ana", "Anka"]


def test_only_ordinary_files_are_taken_out_of_it(pair: tuple[Party, Party]) -> None:
    """Links, holes and extended headers are refused where they stand, signed or not."""
    rs, me = pair
    path, _ = rs.send(me)
    members = unpacked(me, path)
    kinds = (tarfile.SYMTYPE, tarfile.LNKTYPE, tarfile.DIRTYPE, tarfile.FIFOTYPE,
             tarfile.GNUTYPE_SPARSE, tarfile.CONTTYPE)  # fmt: skip
    for kind in kinds:
        for place in (0, 1):
            odd = tarfile.TarInfo(members[place][0])
            odd.type, odd.linkname = kind, "/etc/passwd"
            odd.size = len(members[place][1])
            refused(me, repacked(me, path, members, {place: odd}))
    for place in (0, 1):
        odd = tarfile.TarInfo(members[place][0])
        odd.size = len(members[place][1])
        odd.pax_headers = {"comment": "x" * 100_000}
        refused(me, repacked(me, path, members, {place: odd}))
    assert me.take(repacked(me, path, members)).statements == 2


def test_it_must_come_from_who_signed_it(pair: tuple[Party, Party]) -> None:
    """A sender's name that is not the signer's is refused; another version too."""
    rs, me = pair
    path, _ = rs.send(me)
    sender = {"authority": "ff" * 16, "user": rs.key.user}
    seal_anew(rs, me, path, [], sender=sender)
    assert "not from who signed" in refused(me, path)
    seal_anew(rs, me, path, [], format="klupko-snapshot/9")
    assert "version" in refused(me, path)


def test_a_card_says_all_and_is_checked(pair: tuple[Party, Party]) -> None:
    """A card reads back as the key; a damaged one is refused."""
    rs, _ = pair
    card = rs.key.card
    assert PublicKey.parse(card + "\n") == rs.key and find_card(card) == rs.key
    assert len(rs.key.fingerprint) == 39
    for damaged in (card[:-4], card[:40] + "A" + card[41:], "klupko1.", "age1x", ""):
        with pytest.raises(InvalidInput):
            PublicKey.parse(damaged)


def test_a_card_cannot_call_itself_what_misleads(pair: tuple[Party, Party]) -> None:
    """No line ends, commands or other order of text; an authority has a whole id."""
    rs, _ = pair
    authority = rs.key.authority
    hostile = ("A\x1b[2J", "A\nfingerprint 0000", "A\u202eB", "", "x" * 201)
    keys = [replace(rs.key, user=name) for name in hostile]
    keys += [replace(rs.key, authority=authority._replace(name=n)) for n in hostile]
    keys += [replace(rs.key, authority=authority._replace(id=n)) for n in ("", "../x")]
    for key in keys:
        with pytest.raises(InvalidInput):
            PublicKey.parse(key.card)
    deep = base64.urlsafe_b64encode(b"[" * 2_900).decode().rstrip("=")
    with pytest.raises(InvalidInput):
        PublicKey.parse("klupko1." + deep)


def test_a_partner_is_called_what_no_user_here_is(pair: tuple[Party, Party]) -> None:
    """Else what is meant for a colleague would go to the partner."""
    rs, me = pair
    me.ring.partners.forget("rs", "operator")
    me.ring.make("ana")
    with pytest.raises(Conflict):
        me.ring.trust("ana", rs.key, "operator")
    with pytest.raises(InvalidInput):
        me.ring.trust("we", me.ring.make("ana").public, "operator")
    assert me.ring.trust("rs", rs.key, "operator").key == rs.key
    (me.workspace.home / "keys" / "x.key").write_text("no key")
    assert [key.user for key in me.ring.own()] == ["ana", me.operator.name]


def test_private_keys_are_for_us_alone(pair: tuple[Party, Party]) -> None:
    """Their folder and files cannot be read by others; making twice is once."""
    rs, _ = pair
    folder = rs.workspace.home / "keys"
    assert folder.stat().st_mode & 0o077 == 0
    assert [p.stat().st_mode & 0o077 for p in folder.iterdir()] == [0]
    assert rs.ring.make(rs.operator.name).public == rs.key
    everything = (rs.workspace.home / "ledger.db").read_bytes()
    assert b"AGE-SECRET" not in everything and b"PRIVATE KEY" not in everything
