"""Plates, accounts, devices, wallets, addresses of the Internet, coordinates."""

import pytest

from extraction.recognition.identifiers.accounts import to_iban
from extraction.recognition.identifiers.keccak import keccak_256
from tests.extraction.recognition.identifiers.conftest import Finder


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("BG 123-AB", "BG123AB"),
        ("BG-1234-AB", "BG1234AB"),
        ("NS 012-ŠĆ", "NS012ŠĆ"),
        ("БГ 123-АБ", "BG123AB"),
        ("ŠA 123-XX", "ŠA123XX"),
        ("vozilo BG123AB", "BG123AB"),
        ("A12-B-345", "A12B345"),
        ("E12-A-345", "E12A345"),
        ("vozilo A12 J 345", "A12J345"),
        ("vozilo 123-A-456", "123A456"),
        ("PG AB123", "PGAB123"),
        ("PG AB 123", "PGAB123"),
        ("BD-CD456", "BDCD456"),
        ("SK 1234 AB", "SK1234AB"),
        ("СК 1234 АБ", "SK1234AB"),
        ("KU-123-AB", "KU123AB"),
        ("01-123-AB", "01123AB"),
        ("targa 01 123 AB", "01123AB"),
        ("targa AA 123 BB", "AA123BB"),
        ("makina me targë AB123CD", "AB123CD"),
        ("automjet TR 1234 A", "TR1234A"),
        ("ZG-1234-AB", "ZG1234AB"),
        ("registarske oznake PK.567-68", "PK56768"),
        ("vozilo AB12 CDE", "AB12CDE"),
        ("automobil W 12345 B", "W12345B"),
        ("kamion BM-AB 1234", "BMAB1234"),
        ("vozilo CB 1234 HA", "CB1234HA"),
        ("vozilo LJ AB-123", "LJAB123"),
        ("kombi KAM 1234", "KAM1234"),
    ],
)
def test_plates(find: Finder, text: str, value: str) -> None:
    """New and old plates of the six countries and neighbours, without separators."""
    found = find(f"Zatim {text}, nakon čega je otišao.", "sr")
    assert [(kind, v) for kind, _, v in found] == [("VEHICLE", value)]


@pytest.mark.parametrize(
    "text",
    [
        "u 123 km",
        "od 100 do 200 kg",
        "AA 123 BB",
        "ISO 9001 AB",
        "Kt 1234-ab",
        "bg 123-ab",
        "čl. 246 st. 1",
        "XX 123-AB",
        "BG 123-ABC",
        "12-345-67",
        "08-123-AB",
        "RS35260005601001611379",
        "M75 i M52",
    ],
)
def test_what_is_no_plate(find: Finder, text: str) -> None:
    """Small letters, unknown areas and bare patterns without a vehicle are none."""
    assert [found for found in find(text, "sr") if found[0] == "VEHICLE"] == []


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("RS35 2600 0560 1001 6113 79", "RS35260005601001611379"),
        ("RS35260005601001611379", "RS35260005601001611379"),
        ("rs35260005601001611379", "RS35260005601001611379"),
        ("IBAN:BA39 1290 0794 0102 8494", "BA391290079401028494"),
        ("ME25 5050 0001 2345 6789 51", "ME25505000012345678951"),
        ("MK07250120000058984", "MK07250120000058984"),
        ("XK05 1212 0123 4567 8906", "XK051212012345678906"),
        ("AL47 2121 1009 0000 0002 3569 8741", "AL47212110090000000235698741"),
        ("HR12 1001 0051 8630 0016 0", "HR1210010051863000160"),
        ("DE89 3704 0044 0532 0130 00", "DE89370400440532013000"),
        ("GB82 WEST 1234 5698 7654 32", "GB82WEST12345698765432"),
        ("RS35 2600 0560 1001 6113 78", "RS35260005601001611378 !"),
        ("РС35 2600 0560 1001 6113 79", "RS35260005601001611379"),
    ],
)
def test_ibans(find: Finder, text: str, value: str) -> None:
    """Every country's length and the checksum; a wrong one is kept as not valid."""
    found = find(f"{text} kod banke.", "sr")
    assert [(kind, v) for kind, _, v in found] == [("IBAN", value)]


@pytest.mark.parametrize(
    "text",
    ["RS35", "RS35 2600 0560", "AB12 3456 7890 1234 5678", "RS3526000560100161137912"],
)
def test_what_is_no_iban(find: Finder, text: str) -> None:
    """Too short, too long, and countries without IBAN are none."""
    assert [found for found in find(text, "sr") if found[0] == "IBAN"] == []


def test_local_accounts_become_ibans() -> None:
    """The Serbian IBAN of a local number follows from it; a wrong one gives none."""
    assert to_iban("260-0056010016113-79") == "RS35260005601001611379"
    assert to_iban("260-56010016113-79") == "RS35260005601001611379"
    assert to_iban("260-0056010016113-78") is None
    assert to_iban("no") is None


@pytest.mark.parametrize(
    ("text", "values"),
    [
        ("IMEI 490154203237518", ["490154203237518"]),
        ("IMEI: 49-015420-323751-8", ["490154203237518"]),
        ("IMEI broj 490154203237519", ["490154203237519 !"]),
        ("IMEI 4901542032375101", ["490154203237518"]),
        ("uređaj 356938035643809", ["356938035643809"]),
        ("broj 490154203237518", []),
        ("broj 356938035643808", []),
        ("iznos 3569380356438091", []),
    ],
)
def test_imei(find: Finder, text: str, values: list[str]) -> None:
    """Luhn decides; without the word only a whole number of a known body."""
    assert [v for kind, _, v in find(text) if kind == "IMEI"] == values


ETHEREUM = "0x5aAeb6053F3E94C9b9A09f33669435E7Ef1BeAed"
MONERO = (
    "44AFFq5kSiGBoZ4NMDwYtN18obc8AemS33DBLWs3H7otXft3XjrpDtQGv7SqSsaBYBb98uNbr2VBBEt7f2"
    "wfn3RVGQBEP3A"
)


@pytest.mark.parametrize(
    ("text", "values"),
    [
        ("1NEDqZPvTWRaoho48qXuLLsrYomMXPABfD", ["1NEDqZPvTWRaoho48qXuLLsrYomMXPABfD"]),
        ("3J98t1WpEZ73CNmQviecrnyiWrnqRhWNLy", ["3J98t1WpEZ73CNmQviecrnyiWrnqRhWNLy"]),
        (
            "bc1qar0srrr7xfkvy5l643lydnw9re59gtzzwf5mdq",
            ["bc1qar0srrr7xfkvy5l643lydnw9re59gtzzwf5mdq"],
        ),
        (ETHEREUM, [ETHEREUM]),
        (ETHEREUM.lower(), [ETHEREUM.lower()]),
        (ETHEREUM.replace("aA", "Aa"), [ETHEREUM.replace("aA", "Aa") + " !"]),
        ("TJRabPrwbZy45sbavfcjinPJC18kjpRTv8", ["TJRabPrwbZy45sbavfcjinPJC18kjpRTv8"]),
        (MONERO, [MONERO]),
        (
            "BTC novčanik 1NEDqZPvTWRaoho48qXuLLsrYomMXPABfE",
            ["1NEDqZPvTWRaoho48qXuLLsrYomMXPABfE !"],
        ),
        ("1NEDqZPvTWRaoho48qXuLLsrYomMXPABfE", []),
        ("MD5 1f3870be274f6c49b3e31a0c6728957f", []),
        ("0x5aAeb6053F3E94C9b9A09f33669435E7Ef1BeA", []),
    ],
)
def test_wallets(find: Finder, text: str, values: list[str]) -> None:
    """Checksums of all four; what fails counts only where a wallet is announced."""
    assert [v for kind, _, v in find(text) if kind == "CRYPTO"] == values


def test_keccak_is_the_original_not_sha3() -> None:
    """The digest of nothing and of a block's length, as published."""
    assert keccak_256(b"").hex() == (
        "c5d2460186f7233c927e7db2dcc703c0e500b653ca82273b7bfad8045d85a470"
    )
    assert len(keccak_256(b"x" * 500)) == 32


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Marko.M@Mail.RS", [("EMAIL", "marko.m@mail.rs")]),
        ("pišite na a-b_c+d@x.co.uk.", [("EMAIL", "a-b_c+d@x.co.uk")]),
        ("@marko i marko@ i a@b", []),
        ("https://Example.com/A?b=1.", [("URL", "https://example.com/A?b=1")]),
        ("(http://a.rs/x_(y))", [("URL", "http://a.rs/x_(y)")]),
        ("hxxp://zlo.me/x", [("URL", "http://zlo.me/x")]),
        ("www.Policija.rs/vest,", [("URL", "http://www.policija.rs/vest")]),
        ("http://x@y.rs/z", [("URL", "http://x@y.rs/z")]),
        ("www. nije", []),
        ("192.168.1.10", [("IP", "192.168.1.10")]),
        ("adresa 2001:db8::ff00:42:8329", [("IP", "2001:db8::ff00:42:8329")]),
        ("999.1.1.1 i 1.2.3 i 1.2.3.4.5", []),
        ("u 12:30:45 i aa:bb:cc:dd:ee:ff", []),
        ("44.8125, 20.4612", [("COORDINATES", "44.8125,20.4612")]),
        ("44.812500° N, 20.461200° E", [("COORDINATES", "44.8125,20.4612")]),
        ("33.8688° S, 151.2093° E", [("COORDINATES", "-33.8688,151.2093")]),
        ("44°48'45\"N 20°27'40\"E", [("COORDINATES", "44.8125,20.461111")]),
        ("44°48'45\"С 20°27'40\"И", [("COORDINATES", "44.8125,20.461111")]),
        ("144.8125, 20.4612 i 94.123, 20.456", []),
        ("44.81, 20.46", []),
        ("1.234, 5.678 dinara 99.1234, 200.4612", []),
    ],
)
def test_network_and_places(
    find: Finder, text: str, expected: list[tuple[str, str]]
) -> None:
    """Addresses in their normal form; what only looks like one is none."""
    found = [(kind, v) for kind, _, v in find(text)]
    if text.startswith("1.234, 5.678"):
        assert ("COORDINATES", "99.1234,200.4612") not in found
    else:
        assert found == expected
