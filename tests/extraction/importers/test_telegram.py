"""Exports of Telegram and of Meta's services as JSON."""

import json
from collections import Counter
from collections.abc import Callable
from pathlib import Path

import pytest

from extraction.importers import ImportOptions, find_importer
from extraction.model import Leaf, Rejection
from graph.errors import InvalidInput
from graph.model import Record
from tests.extraction.importers.phones import INSTAGRAM, TELEGRAM

Read = tuple[list[Record], list[Rejection]]


def read(data: bytes, name: str, expected: str) -> Read:
    """Return records and rejections of the importer that knows the file."""
    leaf = Leaf(name, name, data)
    importer = find_importer(leaf, ImportOptions())
    assert importer is not None and importer.name == expected
    found = list(importer.read(leaf, ImportOptions()))
    records = [item for item in found if isinstance(item, Record)]
    return records, [item for item in found if isinstance(item, Rejection)]


def of(records: list[Record], schema: str) -> list[dict[str, str]]:
    """Return what the records of a schema say."""
    return [{v.prop: v.value for v in r.values} for r in records if r.schema == schema]


def said(records: list[Record], entity: str) -> dict[str, str]:
    """Return all that is said of an entity."""
    return {v.prop: v.value for r in records if r.entity == entity for v in r.values}


def messages(records: list[Record]) -> list[dict[str, str]]:
    """Return messages as the exports' own tests write them."""
    return [
        {
            "timestamp": about["date"],
            "author": said(records, about["senderAccount"])["name"],
            "message": about["bodyText"],
        }
        for about in of(records, "Message")
    ]


def test_groups_have_topics_members_and_notes() -> None:
    """A message under a topic names it; links stand apart; files are named."""
    records, rejected = read(TELEGRAM, "result.json", "telegram")
    [message] = of(records, "Message")
    assert message["bodyText"] == "vidi: https://example.com"
    assert message["threadTopic"] == "Roba / Cene" and message["fileName"]
    group = said(records, message["recipientAccount"])
    assert group["name"] == "Roba" and "created the topic Cene" in group["notes"]
    assert group["member"] == message["senderAccount"] and not rejected


def test_one_account_has_one_id_in_every_chat() -> None:
    """By its number at Telegram, whatever it is called."""
    other = TELEGRAM.replace(b"Ana", b"Ana K.").replace(b'"id": 55', b'"id": 56')
    both = [read(data, "result.json", "telegram")[0] for data in (TELEGRAM, other)]
    accounts = [{r.entity for r in rs if r.schema == "UserAccount"} for rs in both]
    assert accounts[0] == accounts[1]


def test_a_cut_export_keeps_what_stands_before() -> None:
    """One reason, with the byte; a damaged message is rejected alone."""
    cut = TELEGRAM[: TELEGRAM.index(b'"text": [')]
    records, rejected = read(cut, "result.json", "telegram")
    assert len(rejected) == 1 and "breaks off" in rejected[0].reason
    assert of(records, "ChatGroup")
    bad = TELEGRAM.replace(b'"id": 1,', b'"id": 01,')
    records, rejected = read(bad, "result.json", "telegram")
    assert len(of(records, "Message")) == 1
    assert [item.reason for item in rejected] == ["telegram: not valid JSON"]


def test_a_whole_account_is_read_chat_by_chat() -> None:
    """Whose export it is and contacts are said first; calls are calls."""
    chats = [
        {
            "name": "Mile",
            "type": "personal_chat",
            "id": 2,
            "messages": [
                {
                    "id": 1,
                    "type": "service",
                    "date_unixtime": "1772442000",
                    "actor": "Ana",
                    "actor_id": "user1",
                    "action": "phone_call",
                    "duration_seconds": 61,
                }
            ],
        },
        json.loads(TELEGRAM),
    ]
    me = {"user_id": 1, "first_name": "Ana", "phone_number": "+381641110001"}
    friend = {"user_id": 2, "first_name": "Mile", "phone_number": "00381652220002"}
    account = {
        "personal_information": me,
        "contacts": {"about": "x", "list": [friend]},
        "frequent_contacts": {"list": [{"id": 9}]},
        "chats": {"list": chats},
    }
    data = json.dumps(account).encode()
    records, rejected = read(data, "result.json", "telegram")
    [call] = of(records, "AppCall")
    assert call["duration"] == "61"
    assert said(records, call["callerAccount"])["phone"] == "+381641110001"
    assert said(records, call["receiverAccount"])["name"] == "Mile"
    assert len(of(records, "Message")) == 1 and not rejected
    owner = said(records, call["receiverAccount"])["owner"]
    assert said(records, owner) == {"name": "Mile", "phone": "+381652220002"}
    assert len(of(records, "Person")) == 1


def test_a_contact_that_a_message_hands_on_is_a_person() -> None:
    """With the number, as in an address book."""
    shared = {"first_name": "Blerim", "last_name": "T", "phone_number": "+38344555034"}
    message = {
        "id": 1,
        "type": "message",
        "date_unixtime": "1772442000",
        "from": "Ana",
        "from_id": "user222",
        "text": "",
        "contact_information": shared,
    }
    chat = {"name": "Ana", "type": "personal_chat", "id": 222, "messages": [message]}
    records, rejected = read(json.dumps(chat).encode(), "result.json", "telegram")
    (person,) = of(records, "Person")
    assert (person["name"], person["phone"]) == ("Blerim T", "+38344555034")
    assert not rejected


def test_names_in_broken_letters_are_mended() -> None:
    """Meta writes UTF-8 as if it were Latin letters."""
    records, _ = read(INSTAGRAM, "message_1.json", "instagram")
    names = {about.get("name") for about in of(records, "UserAccount")}
    assert names == {"Ana", "Šeki"}
    assert of(records, "Message")[1]["fileName"] == "1.jpg"


def test_the_newer_form_of_meta_is_read() -> None:
    """Names of participants alone, other names of fields."""
    message = {"senderName": "Ana", "text": "zdravo", "timestamp": 1772442000000}
    chat = {
        "participants": ["Ana", "Mile"],
        "threadName": "Mile_1",
        "messages": [message],
    }
    records, rejected = read(json.dumps(chat).encode(), "a.json", "instagram")
    [about] = of(records, "Message")
    assert said(records, about["recipientAccount"])["name"] == "Mile" and not rejected
    assert about["date"] == "2026-03-02T09:00:00"
    assert {a["service"] for a in of(records, "UserAccount")} == {"Facebook"}


@pytest.mark.parametrize(
    ("path", "uri", "service"),
    [
        ("instagram/facebook-ana/message_1.json", "", "Facebook"),
        ("facebook/instagram-ana/message_1.json", "", "Instagram"),
        ("message_1.json", "your_facebook_activity/messages/x/1.jpg", "Facebook"),
        ("message_1.json", "your_instagram_activity/messages/x/1.jpg", "Instagram"),
        ("message_1.json", "messages/x/1.jpg", "Instagram"),
    ],
)
def test_the_folder_says_whose_download_it_is(
    path: str, uri: str, service: str
) -> None:
    """The last one named, else that of the chat's own pictures."""
    message = {"sender_name": "Ana", "timestamp_ms": 1772442000000, "content": "a"}
    call = {**message, "call_duration": 93, "content": "The call ended."}
    chat = {
        "participants": [{"name": "Ana"}, {"name": "Mile"}],
        "messages": [{**message, "photos": [{"uri": uri}]}, call],
    }
    leaf = Leaf(path, "message_1.json", json.dumps(chat).encode())
    importer = find_importer(leaf, ImportOptions())
    assert importer is not None
    found = list(importer.read(leaf, ImportOptions()))
    records = [item for item in found if isinstance(item, Record)]
    assert {a["service"] for a in of(records, "UserAccount")} == {service}
    [made] = of(records, "AppCall")
    assert (made["duration"], made["description"]) == ("93", "The call ended.")
    assert len(of(records, "Message")) == 1


def test_cut_json_of_meta_is_refused_with_its_line() -> None:
    """Of a file that cannot be parsed as a whole no message is safe."""
    with pytest.raises(InvalidInput, match="line 1"):
        read(INSTAGRAM[:-40], "message_1.json", "instagram")


@pytest.mark.parametrize(
    ("folder", "files", "importer"),
    [
        ("telegram", ["test_single_export.json", "test_batch_export.json"], "telegram"),
        ("instagram", ["test_export.json"], "instagram"),
    ],
)
def test_real_exports_are_read(
    folder: str, files: list[str], importer: str, shared_data: Callable[[str], Path]
) -> None:
    """As the target says."""
    home = shared_data("cases/chats") / "chat-miner" / folder
    target = json.loads((home / "target.json").read_text("utf-8"))
    for name in files:
        records, rejected = read((home / name).read_bytes(), name, importer)
        assert messages(records) == target and not rejected


def test_real_chats_of_telegram_are_read(shared_data: Callable[[str], Path]) -> None:
    """A private chat with a call, and a supergroup with two topics."""
    home = shared_data("cases/chats") / "tg_parser"
    path = home / "personal_chat.json"
    records, _ = read(path.read_bytes(), path.name, "telegram")
    assert Counter(r.schema for r in records) == {
        "UserAccount": 2,
        "Message": 4,
        "AppCall": 1,
    }
    path = home / "supergroup_with_topics.json"
    records, _ = read(path.read_bytes(), path.name, "telegram")
    topics = [about["threadTopic"] for about in of(records, "Message")]
    assert topics == [
        "Test Group / General",
        "Test Group / Finances",
        "Test Group / Finances",
        "Test Group",
    ]
