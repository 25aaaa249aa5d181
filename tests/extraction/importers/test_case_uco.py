"""CASE/UCO as JSON-LD."""

import json
import time
from collections import Counter
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from extraction.importers import REGISTRY, find_importer
from extraction.importers.base import ImportOptions
from extraction.importers.caseuco.case_uco import CaseUcoImporter
from extraction.model import Leaf, Rejection
from graph.errors import InvalidInput, LimitExceeded
from graph.model import Record

OPTIONS = ImportOptions(country="rs")
UCO = "https://ontology.unifiedcyberontology.org/uco/"
CONTEXT = {
    "kb": "http://example.org/kb/",
    "core": f"{UCO}core/",
    "identity": f"{UCO}identity/",
    "location": f"{UCO}location/",
    "obs": f"{UCO}observable/",
    "types": f"{UCO}types/",
    "case": "https://ontology.caseontology.org/case/investigation/",
    "xsd": "http://www.w3.org/2001/XMLSchema#",
}


def facet(kind: str, **values: object) -> dict[str, object]:
    """Return a facet of the observable namespace."""
    named = {f"obs:{name}": value for name, value in values.items()}
    return {"@type": f"obs:{kind}", **named}


def thing(name: str, kind: str, *facets: object, **values: object) -> dict[str, object]:
    """Return an object with facets."""
    return {"@id": f"kb:{name}", "@type": kind, "core:hasFacet": list(facets), **values}


def phone(name: str, number: str) -> dict[str, object]:
    """Return a telephone account."""
    own = facet("PhoneAccountFacet", phoneNumber=number)
    return thing(name, "obs:PhoneAccount", own)


def account(name: str, login: str) -> dict[str, object]:
    """Return an account of a service."""
    own = facet("DigitalAccountFacet", accountLogin=login)
    return thing(name, "obs:DigitalAccount", own)


@pytest.mark.parametrize(
    "own",
    [
        facet("PhoneAccountFacet", phoneNumber="+38267333444"),
        facet("EmailAddressFacet", addressValue="ana@example.com"),
    ],
)
def test_an_object_without_a_class_is_what_its_facet_says(own: object) -> None:
    """An account that only its facet shows is in the file, and no unknown party."""
    given = {
        "@context": CONTEXT,
        "@graph": [thing("a", "obs:ObservableObject") | {"core:hasFacet": own}],
    }
    leaf = Leaf("a.jsonld", "a.jsonld", json.dumps(given).encode())
    (made,) = CaseUcoImporter().read(leaf, OPTIONS)
    assert isinstance(made, Record) and made.schema == "UserAccount"
    assert {v.value for v in made.values} <= {"+38267333444", "ana@example.com"}


def ref(name: str) -> dict[str, str]:
    """Return a reference."""
    return {"@id": f"kb:{name}"}


def moment(text: str) -> dict[str, str]:
    """Return a date with its type."""
    return {"@type": "xsd:dateTime", "@value": text}


def relation(kind: str, source: str, target: str) -> dict[str, object]:
    """Return a relationship."""
    return {
        "@type": "obs:ObservableRelationship",
        "core:kindOfRelationship": kind,
        "core:source": ref(source),
        "core:target": [ref(target)],
        "core:isDirectional": True,
    }


def leaf_of(*members: object, context: object = CONTEXT) -> Leaf:
    """Return a file with these members of its graph."""
    text = json.dumps({"@context": context, "@graph": list(members)})
    return Leaf("x.json", "x.json", text.encode())


def read(
    leaf: Leaf, options: ImportOptions = OPTIONS
) -> tuple[list[Record], list[Rejection]]:
    """Return the records and the rejections."""
    importer = CaseUcoImporter()
    assert importer.recognizes(leaf, options)
    found = list(importer.read(leaf, options))
    records = [item for item in found if isinstance(item, Record)]
    return records, [item for item in found if isinstance(item, Rejection)]


def one(records: list[Record], schema: str) -> dict[str, list[str]]:
    """Return the values of the entity of a schema, its id under `id`."""
    found = [record for record in records if record.schema == schema]
    assert len({record.entity for record in found}) == 1
    values: dict[str, list[str]] = {"id": [found[0].entity]}
    for record in found:
        for value in record.values:
            values.setdefault(value.prop, []).append(value.value)
    return values


@pytest.mark.parametrize(
    ("name", "schemata"),
    [
        ("call_log/call_log.json", {"Call": 4, "UserAccount": 4, "Organization": 4}),
        ("Oresteia/Oresteia.json", {"Project": 6, "TextMessage": 2, "Email": 1}),
        ("sms_and_contacts/sms_and_contacts.json", {"TextMessage": 1, "Person": 1}),
        ("message/message.json", {"Message": 4}),
        ("location/location.json", {"Address": 2}),
        ("accounts/accounts.json", {"Person": 1}),
        ("file/file.json", {"Document": 8}),
    ],
)  # fmt: skip
def test_published_examples_give_what_they_tell(
    shared_data: Callable[[str], Path], name: str, schemata: dict[str, int]
) -> None:
    """Of each kind as many entities as the file describes, and nothing rejected."""
    path = shared_data("cases/case_uco") / name
    leaf = Leaf(str(path), path.name, path.read_bytes())
    assert isinstance(find_importer(leaf, OPTIONS), CaseUcoImporter)
    records, rejected = read(leaf, ImportOptions())
    found = Counter(schema for _, schema in {(r.entity, r.schema) for r in records})
    assert {schema: found[schema] for schema in schemata} == schemata
    assert not rejected


def test_calls_of_the_published_log(shared_data: Callable[[str], Path]) -> None:
    """Who called whom, when and how long; a bridge joins all who took part."""
    path = shared_data("cases/case_uco") / "call_log" / "call_log.json"
    leaf = Leaf(str(path), path.name, path.read_bytes())
    records, _ = read(leaf, ImportOptions())
    numbers = {
        record.entity: {value.value for value in record.values}
        for record in records
        if record.schema == "UserAccount"
    }
    calls = [record for record in records if record.schema == "Call"]
    first = {value.prop: value.value for value in calls[0].values}
    assert "1235551337" in numbers[first["caller"]]
    assert "1234560000" in numbers[first["receiver"]]
    assert first["date"] == "2010-01-15T17:59:43"
    assert first["duration"] == "1862"
    undirected = [record for record in records if record.schema == "UnknownLink"]
    assert len(undirected) == 1 + 6


def test_known_answers_of_the_device(shared_data: Callable[[str], Path]) -> None:
    """The telephone, its card, and that one is in the other."""
    folder = shared_data("cases/case_uco") / "mobile_device_and_sim_card"
    path = folder / "mobile_device_and_sim_card.json"
    records, _ = read(Leaf(str(path), path.name, path.read_bytes()))
    device, card = one(records, "Device"), one(records, "SimCard")
    assert device["imei"] == ["35540607448XXXX"]
    assert (device["make"], device["model"]) == (["Apple"], ["MG472ZD/A"])
    assert card["imsi"] == ["12345678910112"]
    assert card["iccid"] == ["456673345673436xxx"]
    assert card["device"] == device["id"]


def test_a_call_has_the_id_that_an_operators_list_gives_it() -> None:
    """The same call in a list of calls and in CASE is one."""
    call = thing(
        "c",
        "obs:Call",
        facet(
            "CallFacet",
            **{"from": ref("a"), "to": ref("b"), "duration": 60},
            startTime=moment("2026-03-01T10:00:00+01:00"),
        ),
    )
    leaf = leaf_of(phone("a", "066 111 222"), phone("b", "+38166111333"), call)
    records, rejected = read(leaf)
    found = one(records, "Call")
    assert not rejected
    assert found["date"] == ["2026-03-01T09:00:00"]
    assert found["callerNumber"] == ["+38166111222"]
    text = (
        "caller;called;date;duration\n"
        "+38166111222;+38166111333;2026-03-01 09:00:00;60\n"
    )
    table = Leaf("l.csv", "l.csv", text.encode())
    importer = find_importer(table, OPTIONS)
    assert importer is not None and importer.name == "cdr"
    ids = {
        item.entity
        for item in importer.read(table, OPTIONS)
        if isinstance(item, Record) and item.schema == "Call"
    }
    assert ids == set(found["id"])


def test_persons_devices_cards_and_what_joins_them() -> None:
    """Relationships become properties, edges, or links with their kind."""
    records, rejected = read(
        leaf_of(
            thing(
                "p",
                "identity:Person",
                {
                    "@type": "identity:SimpleNameFacet",
                    "identity:givenName": "Ana",
                    "identity:familyName": "Anić",
                },
                {
                    "@type": "identity:BirthInformationFacet",
                    "identity:birthdate": moment("1980-02-03T00:00:00Z"),
                },
            ),
            thing("o", "identity:Organization", **{"core:name": "Luka d.o.o."}),
            phone("a", "+38166111222"),
            thing("d", "obs:Device", facet("MobileDeviceFacet", IMEI="49015420323751")),
            thing("s", "obs:SIMCard", facet("SIMCardFacet", IMSI="220011234567890")),
            relation("Has_Account", "p", "a"),
            relation("Has_Device", "p", "d"),
            relation("Contained_Within", "s", "d"),
            relation("Employee_Of", "p", "o"),
            relation("Connected_To", "d", "a"),
        )
    )  # fmt: skip
    assert not rejected
    person, device = one(records, "Person"), one(records, "Device")
    assert person["name"] == ["Ana Anić"]
    assert person["birthDate"] == ["1980-02-03"]
    owned = one(records, "UserAccount")
    assert (owned["phone"], owned["owner"]) == (["+38166111222"], person["id"])
    assert device["user"] == person["id"]
    assert one(records, "SimCard")["device"] == device["id"]
    assert one(records, "Employment")["employee"] == person["id"]
    link = one(records, "UnknownLink")
    assert (link["subject"], link["object"]) == (device["id"], owned["id"])
    assert link["role"] == ["Connected To"]


def test_messages_threads_mail_places_and_files() -> None:
    """A chat goes between accounts and keeps its thread; a mail names addresses."""
    records, rejected = read(
        leaf_of(
            account("u", "u1"),
            account("v", "v1"),
            thing("m", "obs:Message", facet(
                "MessageFacet", messageText="Vidimo se", sentTime="2026-01-02T03:04:05",
                **{"from": ref("u"), "to": [ref("v")]},
            )),
            thing("t", "obs:MessageThread", facet("MessageThreadFacet", messageThread={
                "@type": "types:Thread",
                "http://purl.org/co/element": {"@list": [ref("m")]},
            }), **{"core:name": "Ekipa"}),
            thing("e", "obs:EmailAddress", facet(
                "EmailAddressFacet", addressValue="a@b.rs",
            )),
            thing("f", "obs:EmailMessage", facet(
                "EmailMessageFacet", subject="Ponuda", to=ref("e"), body="Tekst",
            )),
            thing("l", "location:Location", {
                "@type": "location:LatLongCoordinatesFacet",
                "location:latitude": {"@type": "xsd:decimal", "@value": "44.8"},
                "location:longitude": {"@type": "xsd:decimal", "@value": "20.4"},
            }),
            thing("x", "obs:File", facet(
                "ContentDataFacet",
                hash={"@type": "types:Hash", "types:hashMethod": "SHA1",
                      "types:hashValue": "DA39A3EE5E6B4B0D3255BFEF95601890AFD80709"},
            )),
        )
    )  # fmt: skip
    assert not rejected
    message = one(records, "Message")
    accounts = {
        r.values[0].value: r.entity for r in records if r.schema == "UserAccount"
    }
    assert message["senderAccount"] == [accounts["u1"]]
    assert message["recipientAccount"] == [accounts["v1"]]
    assert message["threadTopic"] == ["Ekipa"]
    assert message["date"] == ["2026-01-02T03:04:05"]
    assert one(records, "Email")["emailMentioned"] == ["a@b.rs"]
    assert one(records, "Address")["latitude"] == ["44.8"]
    assert one(records, "Document")["contentHash"] == [
        "da39a3ee5e6b4b0d3255bfef95601890afd80709"
    ]


def test_what_is_not_taken_is_told_by_class() -> None:
    """One note of the file counts it; an unknown party of a call is kept."""
    call = thing("c", "obs:Call", facet("CallFacet", **{"from": ref("gone")}))
    process = thing("p", "obs:Process", facet("ProcessFacet", pid=1))
    records, rejected = read(leaf_of(process, process | {"@id": "kb:q"}, call))
    assert not rejected
    assert one(records, "Note")["description"] == ["Process 2"]
    party = one(records, "UserAccount")
    assert party["notes"] == ["not in the file: http://example.org/kb/gone"]
    assert one(records, "Call")["caller"] == party["id"]


def test_prefixes_are_the_files_own_and_nodes_may_be_nested() -> None:
    """Any prefix, a context by address, a lone object, a graph in a graph."""
    lone: dict[str, Any] = {
        "@context": {"z": f"{UCO}identity/", "n": f"{UCO}core/name"}
    }
    lone |= {"@id": "urn:x:1", "@type": "z:Person", "n": "Iva"}
    address: dict[str, Any] = {"@context": "https://caseontology.org/context.jsonld"}
    person = {"@id": "kb:1", "@type": "uco-identity:Person", "uco-core:name": "Iva"}
    address |= {"@graph": {"@graph": [person]}}
    for document in (lone, address, [lone]):
        leaf = Leaf("x", "x", json.dumps(document).encode("utf-16"))
        assert one(read(leaf)[0], "Person")["name"] == ["Iva"]


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (b'{"@context": "caseontology.org", "@graph": [\n{"@id": ', "line 2"),
        (b'{"@context": "caseontology.org"}', "no objects"),
        (b'{"@context": "caseontology.org", "a": "\xff"}', "not valid JSON"),
    ],
)
def test_damaged_files_have_one_reason(data: bytes, reason: str) -> None:
    """It says where, and never what stands there."""
    with pytest.raises(InvalidInput, match=reason):
        read(Leaf("x", "x", data))


def test_bad_members_and_values_are_rejected_with_their_place() -> None:
    """The rest of the file is kept."""
    deep: dict[str, Any] = {"@id": "kb:deep"}
    for _ in range(100):
        deep = {"core:object": deep}
    message = thing("l", "obs:Message", facet("MessageFacet", sentTime="north"))
    leaf = leaf_of("text", deep, message, phone("a", "+38166111222"))
    records, rejected = read(leaf)
    assert one(records, "UserAccount")["phone"] == ["+38166111222"]
    assert [(item.record, item.reason) for item in rejected] == [
        ("item 1", "not a JSON object"),
        ("item 2", "nested deeper than 64"),
        ("item 3: kb:l: date", "not a valid date"),
    ]


def test_other_json_is_not_ours() -> None:
    """An entity that only mentions the ontology is FollowTheMoney's."""
    entity = {
        "id": "a",
        "schema": "Person",
        "properties": {"name": ["caseontology.org"]},
    }
    other = Leaf("x", "x", json.dumps(entity).encode())
    assert find_importer(other, OPTIONS) is REGISTRY[0]
    assert not CaseUcoImporter().recognizes(
        Leaf("x", "x", b'{"@context": {}}'), OPTIONS
    )


def test_hostile_files_end_soon() -> None:
    """Objects that all name each other, shared facets, and pairs without end."""
    many = [ref(f"n{number}") for number in range(300)]
    web = [
        thing(f"n{number}", "obs:EmailAccount", **{"obs:emailAddress": many})
        for number in range(300)
    ]
    started = time.process_time()
    records, rejected = read(leaf_of(*web[:30]))
    assert len({record.entity for record in records}) == 30 and not rejected
    with pytest.raises(LimitExceeded, match="share"):
        read(leaf_of(*web))
    large = facet("FileFacet", fileName=["x"] * 9_000) | {"@id": "kb:f"}
    shared = [thing(f"s{number}", "obs:File", ref("f")) for number in range(900)]
    with pytest.raises(LimitExceeded, match="share"):
        read(leaf_of(large, *shared))
    pairs = relation("Knows", "n0", "n1")
    pairs |= {"core:source": many, "core:target": many}
    _, rejected = read(leaf_of(*web[:3], pairs))
    assert [item.reason for item in rejected] == [
        "a relationship of more than 10000 pairs"
    ]
    assert time.process_time() - started < 15
