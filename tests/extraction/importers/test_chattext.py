"""Chats exported as text: WhatsApp and Signal."""

import json
from collections.abc import Callable
from pathlib import Path

import pytest

from extraction.importers import ImportOptions, find_importer
from extraction.importers.chats.chattext import read_head, title_of_file
from extraction.importers.chats.whatsapp import ChatTextImporter
from extraction.model import Leaf, Rejection
from graph.model import Record
from tests.extraction.importers.phones import WHATSAPP


def read(data: bytes, path: str = "_chat.txt") -> tuple[list[Record], list[Rejection]]:
    """Return the records and the rejections of a chat."""
    leaf = Leaf(path, path.rpartition("/")[2], data)
    found = list(ChatTextImporter().read(leaf, ImportOptions()))
    records = [item for item in found if isinstance(item, Record)]
    return records, [item for item in found if isinstance(item, Rejection)]


def said(records: list[Record], entity: str) -> dict[str, str]:
    """Return all that is said of an entity."""
    return {v.prop: v.value for r in records if r.entity == entity for v in r.values}


def messages(records: list[Record]) -> list[dict[str, str]]:
    """Return messages as the exports' own tests write them."""
    found = []
    for record in records:
        if record.schema != "Message":
            continue
        about = {value.prop: value.value for value in record.values}
        author = said(records, about["senderAccount"])["name"]
        moment = about["date"] + (":00" if len(about["date"]) == 16 else "")
        text = " ".join(about["bodyText"].split())
        found.append({"timestamp": moment, "author": author, "message": text})
    return found


@pytest.mark.parametrize(
    ("line", "clock", "author"),
    [
        ("12.3.2026. 14:05 - Ana: a", "14:05", "Ana"),
        ("12.03.26., 14:05 - Ana: a", "14:05", "Ana"),
        ("12.3.2026 г., 14:05 - Ана: а", "14:05", "Ана"),
        ("12/3/26, 2:05 e pasdites - Arben: a", "14:05", "Arben"),
        ("12/3/26, 12:05 p.m. - Arben: a", "12:05", "Arben"),
        ("3/12/26, 12:05\u202fAM - Ana: a", "00:05", "Ana"),
        ("12.3.2026. 2:05 по подне - Ана: а", "14:05", "Ана"),
        ("\u200e[12.03.26, 14:05:09] ~ Ana: a", "14:05:09", "~ Ana"),
        ("[2026-03-12, 14:05] Ana: a", "14:05", "Ana"),
        ("12/03/26 14:05:09: Ana: a", "14:05:09", "Ana"),
        ("12.3.2026. 14:05 - Ana je napravila grupu „Roba”", "14:05", ""),
    ],
)
def test_heads_of_messages_are_known(line: str, clock: str, author: str) -> None:
    """In the forms of Android and iOS and the region's languages."""
    head = read_head(line)
    assert head is not None and (head.clock, head.author) == (clock, author)


@pytest.mark.parametrize(
    "line",
    [
        "12.3.2026. 25:05 - Ana: a",
        "[12.3.2026, 14:05 - Ana: a",
        "12.3.2026. 14:05 sati - Ana: a",
        "Ana: 12.3.2026. 14:05",
        "1 - Ana: a",
        "12.3.2026 14:05: Ana: a",
    ],
)
def test_other_lines_go_on_with_the_message(line: str) -> None:
    """They have no date, no clock, or words that are neither."""
    assert read_head(line) is None


def test_two_authors_write_to_each_other() -> None:
    """A line without a date goes on with the message before it."""
    records, rejected = read(WHATSAPP[0])
    ana, bojan = (r for r in records if r.schema == "Message")
    first, second = ({v.prop: v.value for v in r.values} for r in (ana, bojan))
    assert first["recipientAccount"] == second["senderAccount"]
    assert second["bodyText"] == "Tu\nsam" and second["date"] == "2026-03-12T14:06"
    assert ana.place.record == "line 1" and not rejected


def test_the_month_is_first_where_dates_say_so() -> None:
    """And an author who is a number is that number's account; files are named."""
    records, _ = read(WHATSAPP[1])
    last = [r for r in records if r.schema == "Message"][-1]
    about = {value.prop: value.value for value in last.values}
    assert about["date"] == "2026-02-13T21:06:00"
    assert about["fileName"] == "00000012-PHOTO.jpg"
    assert said(records, about["senderAccount"])["phone"] == "+381641110001"


@pytest.mark.parametrize(
    ("dates", "expected"),
    [
        (("05/06/26", "06/06/26"), "2026-06-06"),
        (("05/06/26", "05/07/26"), "2026-05-07"),
        (("26-06-05", "26-06-06"), "2026-06-06"),
        (("05.06.26", "05.06.26"), "2026-06-05"),
    ],
)
def test_days_follow_each_other(dates: tuple[str, str], expected: str) -> None:
    """Of the orders that are possible the one with the shortest way is right."""
    text = "".join(f"{date}, 10:00 - Ana: a\n" for date in dates)
    assert messages(read(text.encode())[0])[1]["timestamp"][:10] == expected


def test_a_groups_name_with_a_colon_is_no_author() -> None:
    """The service's own line stays its own."""
    head = read_head("12.3.2026. 14:05 - Ana created group “Posao: hitno”")
    assert head is not None and head.author == ""
    head = read_head('12.3.2026. 14:05 - Mile "Kum": a')
    assert head is not None and head.author == 'Mile "Kum"'


def test_a_group_has_its_title_and_members() -> None:
    """The service's own lines become notes of the group."""
    records, _ = read(WHATSAPP[2])
    [message] = [r for r in records if r.schema == "Message"]
    about = {value.prop: value.value for value in message.values}
    group = said(records, about["recipientAccount"])
    assert group["name"] == "Mall" and "krijoi" in group["notes"]
    assert about["threadTopic"] == "Mall"


def test_the_same_file_gives_the_same_ids_and_another_chat_others() -> None:
    """A name in an address book is someone else's in another."""
    again = {r.entity for r in read(WHATSAPP[0])[0]}
    assert again == {r.entity for r in read(WHATSAPP[0])[0]}
    other = WHATSAPP[0].replace(b"Gde si?", b"Alo?")
    assert not again & {r.entity for r in read(other)[0]}


def test_one_author_writes_to_whom_the_file_is_named_after() -> None:
    """As WhatsApp names its files, in the region's languages too."""
    data = b"12.3.2026. 14:05 - Ja: a\n12.3.2026. 14:06 - Ja: b\n"
    records, _ = read(data, "x/WhatsApp Chat with Mile Kum.txt")
    other = [r for r in records if r.schema == "Message"][0].values[1].value
    assert said(records, other)["name"] == "Mile Kum"
    assert title_of_file("WhatsApp ћаскање са Ана.txt") == "Ана"
    assert title_of_file("Bisedë WhatsApp me Arben.txt") == "Arben"
    assert title_of_file("WhatsApp-Chat mit Jörg B.txt") == "Jörg B"
    assert title_of_file("WhatsApp Chat - Roba.zip!/_chat.txt") == "Roba"


IPHONE = """[14.03.26, 08:00:00] Posao: \u200eAlles ist Ende-zu-Ende-verschlüsselt.
[14.03.26, 08:00:00] Posao: \u200eMile hat diese Gruppe erstellt.
[14.03.26, 08:01:00] Mile: Tu
[14.03.26, 08:02:00] Ana: \u200eBild weggelassen
"""


def test_the_name_under_which_an_iphone_lets_the_service_speak_is_no_author() -> None:
    """Of a group it is the title; who only sent pictures is a member."""
    records, rejected = read(IPHONE.encode())
    texts = [(one["author"], one["message"]) for one in messages(records)]
    assert texts == [("Mile", "Tu"), ("Ana", "Bild weggelassen")] and not rejected
    names = {said(records, r.entity).get("name") for r in records}
    assert names - {None} == {"Posao", "Mile", "Ana"}
    [group] = {r.entity for r in records if r.schema == "ChatGroup"}
    notes = [v.value for r in records for v in r.values if v.prop == "notes"]
    assert said(records, group)["name"] == "Posao" and len(notes) == 2


def test_what_the_service_says_of_its_cipher_is_nobodys_message() -> None:
    """Of two who write it is left; the same words that a person typed are theirs."""
    two = IPHONE.replace("Posao", "Ana").splitlines(keepends=True)
    records, rejected = read("".join((two[0], *two[2:])).encode())
    assert [one["author"] for one in messages(records)] == ["Mile", "Ana"]
    assert not rejected and not [r for r in records if r.schema == "ChatGroup"]
    typed = "".join(two).replace("\u200eAlles", "Alles")
    assert len(messages(read(typed.encode())[0])) == 4


def test_bad_dates_are_rejected_alone() -> None:
    """Each with its line; lines before the first message, too."""
    days = ("12.3", "31.2", "12.3")
    data = "".join(f"{day}.2026. 14:05 - Ana: a\n" for day in days).encode()
    records, rejected = read(b"uvod\n" + data)
    assert len(messages(records)) == 2
    assert [item.record for item in rejected] == ["line 1", "line 3"]


@pytest.mark.parametrize(
    "text",
    [
        "12.3.2026. 14:05 - Objekat: izlazi\n12.3.2026. 14:09 - Vozilo: staje\n",
        "Beleška\n12.3.2026. 14:05 - Ana: a\n12.3.2026. 14:06 - Ana: b\n",
        "[1] 12.3.2026 14:05\n[2] 13.3.2026 14:06\n",
    ],
)
def test_other_texts_are_documents(text: str) -> None:
    """A log of observations is no chat."""
    leaf = Leaf("a.txt", "a.txt", text.encode())
    assert find_importer(leaf, ImportOptions()) is None


@pytest.mark.parametrize("service", ["whatsapp", "signal"])
def test_real_exports_are_read(
    service: str, shared_data: Callable[[str], Path]
) -> None:
    """In each of the date formats, as the target says; every file is known."""
    folder = shared_data("cases/chats") / "chat-miner" / service
    target = json.loads((folder / "target.json").read_text("utf-8"))
    files = sorted(folder.glob("*.txt"))
    assert files
    for path in files:
        leaf = Leaf(str(path), path.name, path.read_bytes())
        importer = find_importer(leaf, ImportOptions())
        assert importer is not None and importer.name == "chattext"
        records, rejected = read(path.read_bytes(), path.name)
        found = sorted(messages(records), key=lambda message: message["timestamp"])
        assert found == sorted(target, key=lambda message: message["timestamp"])
        assert not rejected
