"""Records for Senzing: what features and pointers become."""

import json

import pytest

from graph.errors import InvalidInput
from tests.extraction.importers.reading import Found, read

PERSON = {
    "DATA_SOURCE": "SLUCAJ",
    "RECORD_ID": "17",
    "FEATURES": [
        {"RECORD_TYPE": "PERSON"},
        {"NAME_FIRST": "Ana", "NAME_MIDDLE": "M.", "NAME_LAST": "Anić"},
        {"NAME_FULL": "Anka", "USAGE_TYPE": "ALIAS"},
        {"DATE_OF_BIRTH": "1978-03-12"},
        {"PHONE_NUMBER": "064 123 4567", "PHONE_TYPE": "MOBILE"},
        {"ADDR_LINE1": "Ul. 1", "ADDR_CITY": "Niš", "ADDR_POSTAL_CODE": "18000"},
        {"NATIONAL_ID_NUMBER": "0101990710006", "NATIONAL_ID_COUNTRY": "RS"},
        {"DRIVERS_LICENSE_NUMBER": "9", "DRIVERS_LICENSE_STATE": "NV"},
        {"ACCOUNT_NUMBER": "RS35260005601001611379", "ACCOUNT_DOMAIN": "IBAN"},
        {"TELEGRAM": "anka_nis"},
        {"NATIONALITY": "RS"},
        {"DATE_OF_DEATH": "99.99.1999"},
        {"REL_ANCHOR_DOMAIN": "SLUCAJ", "REL_ANCHOR_KEY": "a17"},
        {
            "REL_POINTER_DOMAIN": "SLUCAJ",
            "REL_POINTER_KEY": "f1",
            "REL_POINTER_ROLE": "OWNER_OF",
        },
        {
            "REL_POINTER_DOMAIN": "SLUCAJ",
            "REL_POINTER_KEY": "p2",
            "REL_POINTER_ROLE": "FATHER",
        },
    ],
    "STATUS": "Active",
}
FIRM = {
    "DATA_SOURCE": "SLUCAJ",
    "RECORD_ID": "18",
    "RECORD_TYPE": "ORGANIZATION",
    "PRIMARY_NAME_ORG": "Firma d.o.o.",
    "PRIOR_NAME_ORG": "Stara d.o.o.",
    "BUSINESS_ADDR_FULL": "Trg 2, Beograd",
    "REL_ANCHOR_DOMAIN": "SLUCAJ",
    "REL_ANCHOR_KEY": "f1",
    "IDENTIFIERS": [{"NATIONAL_ID_NUMBER": "17012345"}],
}


def given(*records: object) -> Found:
    """Read records, one a line."""
    lines = "\n".join(json.dumps(one, ensure_ascii=False) for one in records)
    return read("a.json", lines.encode(), "rs")


def test_features_become_values_of_one_entity() -> None:
    """Parts of a name and an address are put together; the rest are notes."""
    found = given(PERSON)
    assert found.importer == "senzing"
    [record] = [one for one in found.records if one.schema == "Person"]
    said = {(value.prop, value.value) for value in record.values}
    assert said >= {
        ("name", "Ana M. Anić"),
        ("firstName", "Ana"),
        ("alias", "Anka"),
        ("birthDate", "1978-03-12"),
        ("phone", "+381641234567"),
        ("address", "Ul. 1, 18000 Niš"),
        ("idNumber", "0101990710006"),
        ("nationality", "rs"),
    }
    [notes] = [value.value for value in record.values if value.prop == "notes"]
    assert "STATUS: Active" in notes and "DATE_OF_DEATH: 99.99.1999" in notes
    assert "DRIVERS_LICENSE_NUMBER: 9 (NV)" in notes
    assert found.reasons() == [("line 1: DATE_OF_DEATH", "not a valid date")]


def test_flat_attributes_are_told_apart_by_what_stands_before_them() -> None:
    """PRIOR_NAME_ORG is another name than PRIMARY_NAME_ORG; a form makes a company."""
    [firm] = given(FIRM).of("Company")
    assert firm["name"] == "Firma d.o.o." and firm["previousName"] == "Stara d.o.o."
    assert firm["address"] == "Trg 2, Beograd"
    assert firm["registrationNumber"] == "17012345"


def test_accounts_are_held_by_the_entity() -> None:
    """A bank account by its IBAN, an account of a service by its name there."""
    found = given(PERSON)
    [person] = found.of("Person")
    [bank] = found.of("BankAccount")
    [holds] = [one for one in found.of("Ownership") if one["asset"] == bank["id"]]
    assert holds["owner"] == person["id"] and bank["iban"] == "RS35260005601001611379"
    made, owned = found.of("UserAccount")
    assert (made["service"], made["username"]) == ("Telegram", "anka_nis")
    assert (owned["id"], owned["owner"]) == (made["id"], person["id"])


@pytest.mark.parametrize("order", [(PERSON, FIRM), (FIRM, PERSON)])
def test_pointers_meet_their_anchors_in_any_order(order: tuple[object, ...]) -> None:
    """A role that says its direction is drawn so; any other stays as it is."""
    found = given(*order)
    [person], [firm] = found.of("Person"), found.of("Company")
    owns = [one for one in found.of("Ownership") if one["asset"] == firm["id"]]
    assert [(one["owner"], one["role"]) for one in owns] == [(person["id"], "OWNER_OF")]
    [father] = found.of("UnknownLink")
    assert (father["subject"], father["role"]) == (person["id"], "FATHER")


def test_what_is_no_record_is_told_by_its_line() -> None:
    """A line without source, one that says nothing, one that is no JSON."""
    lines = (json.dumps(FIRM), '{"a": 1}', '{"DATA_SOURCE": "A", "RECORD_ID": 1}', "{")
    found = read("a.json", "\n".join(lines).encode())
    assert found.reasons() == [
        ("line 2", "no record of Senzing's"),
        ("line 3", "it states nothing"),
        ("line 4", "not valid JSON"),
    ]
    with pytest.raises(InvalidInput, match="breaks off"):
        read("a.json", b"[" + json.dumps(FIRM).encode())
