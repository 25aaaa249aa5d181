"""Records of IP addresses: sessions of operators, logins of services."""

import pytest

from graph.errors import InvalidInput
from graph.schema import edge_ends, is_tally
from tests.extraction.importers.reading import read

SESSIONS = [
    "MSISDN,IMSI,IMEI,Private IP,Public IP,Start Port,End Port,Start Time,End Time,"
    "Cell ID\n"
    "+381641234567,220011234567890,490154203237518,10.1.2.3,203.0.113.5,1024,2047,"
    "2026-03-12 14:05:09,2026-03-12 14:25:09,BG1\n",
    "Broj pretplatnika;IMSI;IMEI;Privatna IP adresa;Javna IP adresa;Početni port;"
    "Krajnji port;Datum i vreme početka;Datum i vreme završetka;Ćelija\n"
    "064 123 4567;220011234567890;490154203237518;10.1.2.3;203.0.113.5;1024;2047;"
    "12.03.2026. 14:05:09;12.03.2026. 14:25:09;BG1\n",
    "Број на претплатник;IMSI;IMEI;Private IP;Јавна IP адреса;Port;Port do;Почеток;"
    "Крај;Келија\n381641234567;220011234567890;490154203237518;10.1.2.3;203.0.113.5;1024;2047;"
    "12.03.2026 14:05:09;12.03.2026 14:25:09;BG1\n",
    "Numri i pajtimtarit;IMSI;IMEI;IP private;IP publike;Porta fillestare;Porta "
    "përfundimtare;Fillimi;Mbarimi;Qeliza\n381641234567;220011234567890;490154203237518;"
    "10.1.2.3;203.0.113.5;1024;2047;12.03.2026 14:05:09;12.03.2026 14:25:09;BG1\n",
]


@pytest.mark.parametrize("text", SESSIONS)
def test_sessions(text: str) -> None:
    """Whose the public address was, when, on which ports, card and device."""
    found = read("ipdr.csv", text.encode(), "rs")
    assert found.importer == "ipuse" and not found.rejected
    (use,) = found.of("IpUse")
    assert (use["user"], use["ip"]) == ("phone-381641234567", "ip-203.0.113.5")
    assert use["startDate"] == "2026-03-12T14:05:09"
    assert use["endDate"] == "2026-03-12T14:25:09"
    assert use["description"] == (
        "private address 10.1.2.3; port 1024; to port 2047; cell BG1"
    )
    assert found.of("IpAddress") == [{"id": "ip-203.0.113.5", "number": "203.0.113.5"}]
    (card,) = found.of("SimCard")
    assert card["phone"] == "+381641234567" and found.of("Device")


def test_logins() -> None:
    """An account of a service, the address without its port, what was done."""
    text = (
        "timestamp,user,ip,action,user agent\n"
        "2026-03-12T14:05:09.123+01:00,Ana@Example.org,203.0.113.5:50112,login,Mozilla\n"
        "2026-03-12T14:06:00Z,Ana@Example.org,::ffff:203.0.113.5,logout,Mozilla\n"
        "2026-03-12T14:07:00Z,bo,10.0.0.5,failed login,\n"
        "2026-03-12T14:08:00Z,cveta,10.0.0.5,login,\n"
    )
    found = read("webmail.csv", text.encode())
    assert found.importer == "ipuse" and not found.rejected
    first, second, bo, cveta = found.of("IpUse")
    assert first["startDate"] == "2026-03-12T13:05:09"
    assert first["user"] == second["user"] and first["ip"] == second["ip"]
    assert (first["summary"], second["summary"]) == ("login", "logout")
    assert first["description"] == "with Mozilla; port 50112"
    ana = found.of("UserAccount")[0]
    assert ana["service"] == "Example.org" and ana["email"] == "ana@example.org"
    assert bo["ip"] != cveta["ip"]
    assert found.of("UserAccount")[1]["service"] == "webmail"


def test_operators_and_services_meet_at_the_address() -> None:
    """One node for an address however it is written, in any file."""
    text = "Datum;Vrijeme;Nalog;IP adresa\n12.3.2026;14:05;ana;2001:DB8:0::5\n"
    one = read("a.csv", text.encode()).of("IpAddress")
    other = read(
        "b.csv", b"msisdn,public ip,start\n+381641234567,2001:db8::5,2026-03-12 14:05\n"
    )
    assert one[0]["id"] == other.of("IpAddress")[0]["id"]
    assert is_tally("IpUse") and edge_ends("IpUse") == ("user", "ip")


def test_bad_rows_are_told() -> None:
    """No address, no date, nobody, a bad IMEI."""
    header = "msisdn,imei,public ip,start,end\n"
    rows = (
        "+381641234567,,x,2026-03-12 14:05,\n+381641234567,,203.0.113.5,soon,\n"
        ",,203.0.113.5,2026-03-12 14:05,\n"
        "+381641234567,12,203.0.113.5,2026-03-12 14:05,later\n"
        "+381641234567,12,203.0.113.5,2026-03-12 14:05,\n"
    )
    found = read("a.csv", (header + rows).encode())
    assert [reason for _, reason in found.reasons()] == [
        "it has no IP address",
        "its date or time cannot be read",
        "it does not say whose the address was",
        "its date or time cannot be read",
        "an IMEI has 14 to 16 digits",
    ]
    assert len(found.of("IpUse")) == 1


@pytest.mark.parametrize(
    "text",
    ["ip,port,date\n1.2.3.4,5,1.1.2020\n", "user,ip,date\nana,none,1.1.2020\n"],
)
def test_other_tables_are_none(text: str) -> None:
    """Addresses of nobody, and columns without addresses."""
    with pytest.raises(InvalidInput, match="needs a mapping"):
        read("a.csv", text.encode())


def test_a_block_of_public_ports_stays_a_block() -> None:
    """From which to which port a carrier gave out; one alone would name another."""
    text = (
        "Javna IP adresa;Javni port od;Javni port do;MSISDN;Početak sesije\n"
        "109.92.14.77;20480;21503;381645550142;01.03.2026 10:00:00\n"
    )
    (use,) = read("a.csv", text.encode()).of("IpUse")
    assert use["description"] == "port 20480; to port 21503"
