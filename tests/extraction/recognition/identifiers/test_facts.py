"""Dates, sums, drugs and weapons in six languages and two scripts."""

from decimal import Decimal

import pytest

from extraction.recognition.identifiers.amounts import parse_number
from tests.extraction.recognition.identifiers.conftest import Finder


@pytest.mark.parametrize(
    ("text", "language", "value"),
    [
        ("12.03.2024", "sr", "2024-03-12"),
        ("12. 3. 2024.", "sr", "2024-03-12"),
        ("2024-03-12", None, "2024-03-12"),
        ("12/03/2024", "en", "2024-03-12"),
        ("03/25/2024", "en", "2024-03-25"),
        ("12-03-2024", "sq", "2024-03-12"),
        ("12. marta 2024", "sr", "2024-03-12"),
        ("12. марта 2024", "sr", "2024-03-12"),
        ("1. jun 2023", "sr", "2023-06-01"),
        ("15. avgusta 2023", "sr", "2023-08-15"),
        ("15. augusta 2023", "bs", "2023-08-15"),
        ("3. siječnja 2023", "hr", "2023-01-03"),
        ("3. lipnja 2023", "hr", "2023-06-03"),
        ("30. studenoga 2023", "hr", "2023-11-30"),
        ("15 ноември 2023", "mk", "2023-11-15"),
        ("1-ви јуни 2022", "mk", "2022-06-01"),
        ("5 јули 2022", "mk", "2022-07-05"),
        ("5 mars 2024", "sq", "2024-03-05"),
        ("5 nëntor 2023", "sq", "2023-11-05"),
        ("21 dhjetorit 2023", "sq", "2023-12-21"),
        ("12 March 2024", "en", "2024-03-12"),
        ("12th of March 2024", "en", "2024-03-12"),
        ("March 12, 2024", "en", "2024-03-12"),
        ("Sept. 3, 2023", "en", "2023-09-03"),
        ("12.IX 2023", "sr", "2023-09-12"),
        ("mart 2024", "sr", "2024-03"),
        ("dana 12.03.24.", "sr", "2024-03-12"),
        ("rođen 05.11.78. godine", "sr", "1978-11-05"),
        ("2019. godine", "sr", "2019"),
        ("2019 година", "mk", "2019"),
        ("za godinu 2019", "sr", "2019"),
        ("vitin 2019", "sq", "2019"),
        ("in 2019", "en", "2019"),
        ("3 февруари 2019", "mk", "2019-02-03"),
        ("od 2019. do kraja", "sr", "2019"),
        ("gjatë periudhës 2021 deri në shtator", "sq", "2021"),
        ("in the course of 2024, he", "en", "2024"),
        ("from 2019 to date", "en", "2019"),
        ("prijavljen je od 2024. na toj adresi", "bs", "2024"),
        ("deri më 2022, kanë punuar", "sq", "2022"),
        ("In the spring of 2025 he", "en", "2025"),
        ("Ognjen Ristić, r. 2002., student", "bs", "2002"),
        ("were partners until 2022.\n", "en", "2022"),
    ],
)
def test_dates(find: Finder, text: str, language: str, value: str) -> None:
    """Numbers, month names bent in every language, and parts of dates."""
    found = find(f"... {text} ...", language)
    assert [(kind, v) for kind, _, v in found] == [("DATE", value)]


@pytest.mark.parametrize(
    "text",
    [
        "do 2000 eura",
        "6.6. 07:31",
        "31.02.2024",
        "45.13.2024",
        "1.2.3",
        "verzija 10.2.2024.1",
        "K 12/2024",
        "12.03.24",
        "85/2005",
        "in 1500 homes",
        "2024",
        "maj je lep mesec",
    ],
)
def test_what_is_no_date(find: Finder, text: str) -> None:
    """Impossible days, versions, case numbers and bare years are none."""
    assert [found for found in find(text, "sr") if found[0] == "DATE"] == []


@pytest.mark.parametrize(
    ("text", "language", "value"),
    [
        ("1.234,50 evra", "sr", "EUR 1234.50"),
        ("1.234,50 евра", "sr", "EUR 1234.50"),
        ("1,234.50 EUR", "en", "EUR 1234.50"),
        ("EUR 1,234.50", "en", "EUR 1234.50"),
        ("€20,000", "en", "EUR 20000.00"),
        ("9,500 euro", "sq", "EUR 9500.00"),
        ("1,5 milion euro", "sq", "EUR 1500000.00"),
        ("500 €", "hr", "EUR 500.00"),
        ("230.000,00 EUR", "sr", "EUR 230000.00"),
        ("30.000,00 dinara", "sr", "RSD 30000.00"),
        ("15.000 din", "sr", "RSD 15000.00"),
        ("15.000 динара", "sr", "RSD 15000.00"),
        ("2.500 KM", "bs", "BAM 2500.00"),
        ("2.500,00 konvertibilnih maraka", "bs", "BAM 2500.00"),
        ("60.000 денари", "mk", "MKD 60000.00"),
        ("600 ден", "mk", "MKD 600.00"),
        ("500.000 lekë", "sq", "ALL 500000.00"),
        ("500 mijë lekë", "sq", "ALL 500000.00"),
        ("2000 euro", "sq", "EUR 2000.00"),
        ("3 hiljade evra", "sr", "EUR 3000.00"),
        ("3 иљади евра", "mk", "EUR 3000.00"),
        ("5 tisuća kuna", "hr", "HRK 5000.00"),
        ("1,5 miliona evra", "sr", "EUR 1500000.00"),
        ("10.000 švajcarskih franaka", "sr", "CHF 10000.00"),
        ("USD 5 million", "en", "USD 5000000.00"),
        ("$1,234.50", "en", "USD 1234.50"),
        ("1 500 000 EUR", "en", "EUR 1500000.00"),
        ("dvadeset pet hiljada evra", "sr", "EUR 25000.00"),
        ("пет илјади евра", "mk", "EUR 5000.00"),
        ("pesë mijë euro", "sq", "EUR 5000.00"),
        ("two hundred and fifty thousand euros", "en", "EUR 250000.00"),
        ("trista dinara", "sr", "RSD 300.00"),
        ("500 nemačkih maraka", "sr", "DEM 500.00"),
        ("5,00 (pet) EUR", "sr", "EUR 5.00"),
        ("10.000,- evra", "sr", "EUR 10000.00"),
        ("hiljadu evra", "sr", "EUR 1000.00"),
        ("pesëmijë euro", "sq", "EUR 5000.00"),
        ("5.000 USDT", "sr", "USDT 5000.00"),
        ("1.234,501.234 evra", "sr", "EUR 1234501234.00"),
        ("2.000 KM", "en", "BAM 2000.00"),
        ("1.250 BTC", "en", "BTC 1.25"),
        ("CAD 74,000", "en", "CAD 74000.00"),
        ("30,000 marks", "en", "BAM 30000.00"),
        ("1,700 francs", "en", "CHF 1700.00"),
        ("forty thousand kronor", "en", "SEK 40000.00"),
        ("300 лева", "mk", "BGN 300.00"),
        ("12.000 švedskih kruna", "sr", "SEK 12000.00"),
        ("40.000 forinti", "sr", "HUF 40000.00"),
    ],
)
def test_money(find: Finder, text: str, language: str, value: str) -> None:
    """Amount and currency in either order, the region's marks and the English."""
    found = find(f"dao mu je {text} juče", language)
    assert [(kind, v) for kind, _, v in found] == [("MONEY", value)]


@pytest.mark.parametrize(
    "text",
    [
        "120 km/h",
        "120 km",
        "120 KM/h",
        "500 grama",
        "1 in all cases",
        "deo 3 kmetova",
        "evra",
        "3 try harder",
    ],
)
def test_what_is_no_money(find: Finder, text: str) -> None:
    """Distances, weights and words that begin like a currency are none."""
    assert [found for found in find(text, "en") if found[0] == "MONEY"] == []


@pytest.mark.parametrize(
    ("text", "language", "number"),
    [
        ("1.840", "sr", "1840"),
        ("1.840", "en", "1.840"),
        ("1,840", "sr", "1.840"),
        ("1,840", "en", "1840"),
        ("0.840", "sr", "0.840"),
        ("1.84", "sr", "1.84"),
        ("1.234.567", "en", "1234567"),
        ("1'234,5", "sr", "1234.5"),
        ("12", None, "12"),
    ],
)
def test_marks_mean_what_the_language_says(
    text: str, language: str | None, number: str
) -> None:
    """One mark before three digits groups in one language and divides in another."""
    assert parse_number(text, language) == Decimal(number)


@pytest.mark.parametrize(
    ("text", "language", "value"),
    [
        ("1,84 kg kokaina", "sr", "cocaine 1840 g"),
        ("1.840 grama kokaina", "sr", "cocaine 1840 g"),
        ("5 kg opojne droge heroin", "sr", "heroin 5000 g"),
        ("2,5 kg skanka", "cnr", "cannabis 2500 g"),
        ("100 g droge marihuana", "bs", "cannabis 100 g"),
        ("кокаин, укупне тежине 1840 g", "sr", "cocaine 1840 g"),
        ("marihuana neto mase 15,5 grama", "hr", "cannabis 15.5 g"),
        ("3 kg heroinë", "sq", "heroin 3000 g"),
        ("20 kg lëndë narkotike kanabis", "sq", "cannabis 20000 g"),
        ("1.5 kg of cocaine", "en", "cocaine 1500 g"),
        ("2 килограми марихуана", "mk", "cannabis 2000 g"),
        ("200 tableta ekstazija", "sr", "mdma 200 pills"),
        ("500 mg amfetamina", "sr", "amphetamine 0.5 g"),
        ("dva kilograma heroina", "sr", "heroin 2000 g"),
        ("njëzet kilogramë kanabis", "sq", "cannabis 20000 g"),
        ("20 g koksa", "sr", "cocaine 20 g"),
        ("кокаин во пакети | 3,2 кг", "mk", "cocaine 3200 g"),
        ("kokain", "sr", "cocaine"),
        ("хероина", "sr", "heroin"),
    ],
)
def test_drugs(find: Finder, text: str, language: str, value: str) -> None:
    """Name and amount in either order, weights in grams."""
    found = find(f"pronađeno je {text}.", language)
    assert [(kind, v) for kind, _, v in found] == [("DRUG", value)]


@pytest.mark.parametrize(
    "text", ["100 g brašna", "spider", "Karl Koks", "kokošinjac", "heroji"]
)
def test_what_is_no_drug(find: Finder, text: str) -> None:
    """Other goods, and words that begin alike, are none."""
    assert [found for found in find(text, "sr") if found[0] == "DRUG"] == []


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("pištolj marke Glock 17 kal. 9 mm", "pistol Glock 17 9 mm"),
        ("пиштољ", "pistol"),
        ("pištolj CZ 99", "pistol Zastava CZ 99"),
        ("automatska puška Zastava M70", "automatic rifle Zastava M70"),
        ("automatsku pušku „Kalašnjikov“", "automatic rifle Kalašnjikov"),
        ("pištolj „Arcus“ kal. 9 mm", "pistol Arcus 9 mm"),
        ("pištolj marke „Beretta“, model M92", "pistol Beretta M92"),
        ("lovačka puška kal. 12/70", "rifle 12/70"),
        ("ručnu bombu M75", "hand grenade M75"),
        ("metaka 7,62x39 mm", "ammunition 7.62x39 mm"),
        ("pistoletë Beretta", "pistol Beretta"),
        ("рачна бомба", "hand grenade"),
        ("assault rifle AK-47", "automatic rifle AK-47"),
        ("пиштол „Застава“ калибар 7,65 мм", "pistol Zastava 7.65 mm"),
        ("one Zastava pistol", "pistol Zastava"),
        ("eksploziv", "explosive"),
        ("puškomitraljez M72", "machine gun Zastava M72"),
    ],
)
def test_weapons(find: Finder, text: str, value: str) -> None:
    """Kind, make and calibre as far as they are said, in one short form."""
    found = find(f"pronađen je {text}.", "sr")
    assert [v for kind, _, v in found if kind == "WEAPON"][:1] == [value]


@pytest.mark.parametrize(
    "text",
    [
        "M75 u 10 sati",
        "autoput M70",
        "osam puta",
        "metar",
        "zastava na zgradi i oružje",
        "Metković",
        "Zoli okreće broj",
        "držanje eksplozivnih materija",
    ],
)
def test_what_is_no_weapon(find: Finder, text: str) -> None:
    """Model names without a word of weapons near mean other things."""
    assert [found for found in find(text, "sr") if found[0] == "WEAPON"] == []
