"""Registers and leaks: tables of ICIJ in several editions, and of OpenSanctions."""

import json

import pytest

from tests.extraction.importers.reading import Found, read

ENTITIES = (
    "node_id,name,original_name,former_name,jurisdiction,jurisdiction_description,"
    "company_type,address,internal_id,incorporation_date,inactivation_date,"
    "struck_off_date,dorm_date,status,service_provider,ibcRUC,country_codes,countries,"
    "sourceID,valid_until,note\n"
    "101,ADRIATIC SUN LTD,ADRIATIC SUN LIMITED,SUN ONE LTD,SAM,Samoa,Standard,"
    '"12 Harbour St; Apia",77,23-MAR-2006,18-FEB-2013,99-XYZ-2013,,Defaulted,'
    "Test Provider,25221,RSB;MNE,Serbia;Montenegro,Test Papers,through 2015,\n"
    ",NO ID,,,,,,,,,,,,,,,,,,,\n"
)
OFFICERS = (
    "node_id,name,countries,country_codes,sourceID,valid_until,note\n"
    "201,Marko Marković,Serbia,SRB,Test Papers,through 2015,\n"
    "202,Holding Test d.o.o.,Montenegro,MNE,Test Papers,,\n"
    "203,X,,,Test Papers,,see 201\n"
)
INTERMEDIARIES = (
    "node_id,name,status,internal_id,address,countries,country_codes,sourceID,"
    "valid_until,note\n301,Advokat Test,ACTIVE,9,Ulica 1,Serbia,SRB,Test Papers,,\n"
)
ADDRESSES = (
    "node_id,address,name,countries,country_codes,sourceID,valid_until,note\n"
    "401,Harbour Street 12; Apia,,Samoa,WSM,Test Papers,,\n"
)
RELATIONS = (
    "node_id_start,node_id_end,rel_type,link,status,start_date,end_date,sourceID\n"
    "201,101,officer_of,director of,,10-JAN-2010,2012-02-03,Test Papers\n"
    "202,101,officer_of,shareholder of,,,,Test Papers\n"
    "301,101,intermediary_of,intermediary of,,,,Test Papers\n"
    "101,401,registered_address,registered address,,,,Test Papers\n"
    "201,203,same_name_as,same name as,,,,Test Papers\n"
    "x y,101,officer_of,,,,,\n"
)


def take(name: str, text: str) -> Found:
    """Read one table of the leaks."""
    found = read(name, text.encode())
    assert found.importer == "icij"
    return found


def test_nodes() -> None:
    """Companies, officers of both kinds, intermediaries and addresses."""
    found = take("nodes-entities.csv", ENTITIES)
    (firm,) = found.of("Company")
    assert firm["id"] == "icij-101" and firm["icijId"] == "101"
    assert firm["name"] == "ADRIATIC SUN LTD" and firm["previousName"] == "SUN ONE LTD"
    assert (firm["jurisdiction"], firm["legalForm"]) == ("ws", "Standard")
    assert firm["incorporationDate"] == "2006-03-23"
    assert firm["dissolutionDate"] == "2013-02-18"
    assert firm["registrationNumber"] == "25221" and firm["publisher"] == "Test Papers"
    assert firm["sourceUrl"] == "https://offshoreleaks.icij.org/nodes/101"
    assert "service_provider: Test Provider" in firm["notes"]
    (record,) = found.records
    countries = {v.value for v in record.values if v.prop == "country"}
    assert countries >= {"rs", "me"}
    assert found.reasons() == [
        ("row 2: struck_off_date", "not a valid date"),
        ("row 3", "it has no id"),
    ]
    officers = take("nodes-officers.csv", OFFICERS)
    kinds = [record.schema for record in officers.records]
    assert kinds == ["Person", "Company", "LegalEntity"]
    (address,) = take("nodes-addresses.csv", ADDRESSES).of("Address")
    assert (address["full"], address["country"]) == ("Harbour Street 12, Apia", "ws")


@pytest.mark.parametrize(
    ("text", "schema"),
    [(ENTITIES, "Company"), (INTERMEDIARIES, "LegalEntity"), (ADDRESSES, "Address")],
)
def test_columns_tell_where_the_name_does_not(text: str, schema: str) -> None:
    """A renamed file is what its columns show."""
    assert take("a.csv", text).records[0].schema == schema


def test_relationships_meet_the_nodes() -> None:
    """Ends have the ids that the other tables gave; the link says what it is."""
    found = take("relationships.csv", RELATIONS)
    (post,) = found.of("Directorship")
    assert (post["director"], post["organization"]) == ("icij-201", "icij-101")
    assert (post["startDate"], post["endDate"]) == ("2010-01-10", "2012-02-03")
    assert post["role"] == "director of"
    (own,) = found.of("Ownership")
    assert (own["owner"], own["asset"]) == ("icij-202", "icij-101")
    (agent,) = found.of("Representation")
    assert (agent["agent"], agent["client"]) == ("icij-301", "icij-101")
    assert found.of("LegalEntity") == [{"id": "icij-101", "addressEntity": "icij-401"}]
    (same,) = found.of("UnknownLink")
    assert same["role"] == "same name as"
    assert found.reasons() == [("row 7", "one of its ends is no id")]


@pytest.mark.parametrize(
    "header",
    [
        "node_1,rel_type,node_2,sourceID,valid_until,start_date,end_date",
        "START_ID,TYPE,END_ID,link,start_date,end_date,sourceID",
        "_start,_type,_end,link,sourceID",
        ":START_ID(Node),:TYPE,:END_ID(Node),link",
    ],
)
def test_older_editions(header: str) -> None:
    """Columns as in the editions since 2016."""
    width = header.count(",") - 2
    row = "201,officer_of,101" + ",director of" * ("link" in header)
    row += "," * (width - ("link" in header))
    found = take("all_edges.csv", f"{header}\n{row}\n")
    assert [r.schema for r in found.records] == ["Directorship"]
    old = "n.node_id,n.name,n.country_codes,n.countries,n.sourceID,n.valid_until,n.note"
    assert take("Officers.csv", f"{old}\n5,Ana Anić,SRB,Serbia,X,,\n").of("Person")


SIMPLE = (
    '"id","schema","name","aliases","birth_date","countries","addresses","identifiers",'
    '"sanctions","phones","emails","dataset","first_seen","last_seen","last_change"\n'
    '"NK-a1","Person","Ana Anić","Анa Анић;""Anić; Ana""","1978-03-12;1979","rs;me",'
    '"Ulica 1, Niš","0101990710006","Test list - 2024-01-01","+381641234567","x",'
    '"Test Sanctions List","2023-01-01","2024-01-01","2024-02-03T10:00:00"\n'
    '"NK-b2","Ownership","x","","","","","","","","","","","",""\n'
)


def test_a_relationship_without_a_kind_is_still_one() -> None:
    """Neither type nor link says what it is: an unknown link."""
    found = take("relationships.csv", f"{RELATIONS}301,202,,,,,,\n")
    ends = [(link["subject"], link["object"]) for link in found.of("UnknownLink")]
    assert ("icij-301", "icij-202") in ends


def test_sanctions_table() -> None:
    """Lists in cells, sanctions as entities of their own, bad values told."""
    found = read("targets.simple.csv", SIMPLE.encode())
    assert found.importer == "opensanctions"
    (record, sanction) = found.records
    assert record.entity == "NK-a1"
    said = {(v.prop, v.value) for v in record.values}
    assert {("alias", "Anić; Ana"), ("birthDate", "1979"), ("country", "me")} <= said
    assert {("idNumber", "0101990710006"), ("phone", "+381641234567")} <= said
    assert [v.value for v in sanction.values] == ["NK-a1", "Test list - 2024-01-01"]
    assert found.reasons() == [
        ("row 2: emails", "not a valid email"),
        ("row 3", "schema Ownership names no entity"),
    ]


def test_nested_targets() -> None:
    """OpenSanctions' targets.nested.json: entities inside entities, each taken."""
    firm = {"id": "f", "schema": "Company", "properties": {"name": ["Beta"]}}
    owner = {"id": "o", "schema": "Ownership", "properties": {"asset": [firm]}}
    properties = {"name": ["Ana"], "ownershipOwner": [owner], "topics": ["sanction"]}
    target = {"id": "NK-a1", "caption": "Ana", "schema": "Person", "target": True,
              "datasets": ["x"], "referents": [], "properties": properties}  # fmt: skip
    found = read("targets.nested.json", json.dumps(target).encode())
    assert found.importer == "ftm"
    assert found.of("Ownership") == [{"id": "o", "owner": "NK-a1", "asset": "f"}]
    assert found.of("Company") and found.of("Person")
    assert not found.rejected
