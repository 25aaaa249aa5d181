"""The ontology, cleaning and identifier nodes."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from graph import schema
from graph.errors import InvalidInput
from graph.model import scoped_id


def test_ours_and_followthemoneys_are_one_model() -> None:
    """Our schemata extend FollowTheMoney's; hers are all still there."""
    from followthemoney import model

    assert schema.get_schema("Offence").is_a("Event")
    assert set(model.schemata) < set(schema.ontology().schemata)
    assert schema.get_schema("PhoneNumber").caption == ["number", "name"]


def test_unknown_names_are_refused() -> None:
    """An unknown schema or property, or an abstract schema, is invalid input."""
    with pytest.raises(InvalidInput):
        schema.get_schema("Persn")
    with pytest.raises(InvalidInput):
        schema.check_property("Person", "shoeSize")
    with pytest.raises(InvalidInput):
        schema.check_property("Thing", "name")
    schema.check_property("Person", "name")


@pytest.mark.parametrize(
    ("name", "ends", "directed"),
    [
        ("Ownership", ("owner", "asset"), True),
        ("Family", ("person", "relative"), False),
        ("Associate", ("person", "associate"), False),
        ("Meeting", ("person", "participant"), False),
        ("VehicleUse", ("user", "vehicle"), True),
        ("Call", ("caller", "receiver"), True),
        ("Payment", ("payer", "beneficiary"), True),
        ("Person", None, True),
        ("Event", None, True),
    ],
)
def test_edges(name: str, ends: tuple[str, str] | None, directed: bool) -> None:
    """Edge schemata have two ends, and a direction or none."""
    assert schema.edge_ends(name) == ends
    assert schema.is_edge(name) == (ends is not None)
    assert schema.is_directed(name) is directed


@pytest.mark.parametrize(
    ("owner", "prop", "identifier"),
    [
        ("Person", "phone", "PhoneNumber"),
        ("Company", "email", "EmailAddress"),
        ("BankAccount", "iban", "Iban"),
        ("Person", "idNumber", "PersonalNumber"),
        ("Company", "idNumber", None),
        ("Person", "passportNumber", "PassportNumber"),
        ("Vehicle", "registrationNumber", "LicencePlate"),
        ("Company", "registrationNumber", None),
        ("Device", "imei", "Imei"),
        ("UserAccount", "ipAddress", "IpAddress"),
        ("Call", "callerNumber", "PhoneNumber"),
        ("PhoneNumber", "number", "PhoneNumber"),
        ("Person", "name", None),
    ],
)
def test_identifier_properties(owner: str, prop: str, identifier: str | None) -> None:
    """The values that link become nodes of their own."""
    assert schema.identifier_schema(owner, prop) == identifier


@pytest.mark.parametrize(
    ("owner", "prop", "text", "kept"),
    [
        ("Person", "birthDate", "12.03.1978.", "1978-03-12"),
        ("Person", "birthDate", "12. 3. 1978", "1978-03-12"),
        ("Person", "birthDate", "31.02.1978", None),
        ("Call", "date", "24/08/2017 14:44", "2017-08-24T14:44:00"),
        ("Person", "birthDate", "1978-03", "1978-03"),
        ("Person", "birthDate", "yesterday", None),
        ("Person", "phone", "063/555-0177", "+381635550177"),
        ("Person", "phone", "00387 61 555 018", "+38761555018"),
        ("Person", "country", "Kosovo", "xk"),
        ("Vehicle", "registrationNumber", "BG 1234-KL", "BG1234KL"),
        ("Vehicle", "registrationNumber", "ВG 1234-КL", "BG1234KL"),
        (
            "BankAccount",
            "iban",
            "RS35 2600 0560 1001 6113 79",
            "RS35260005601001611379",
        ),
        ("Person", "email", "not an address", None),
    ],
)
def test_cleaning(owner: str, prop: str, text: str, kept: str | None) -> None:
    """Values come in their kept form, or not at all."""
    assert schema.clean_value(owner, prop, text, country="rs") == kept


@pytest.mark.parametrize(
    ("name", "value", "country"),
    [
        ("PhoneNumber", "+38344555067", "xk"),
        ("PhoneNumber", "+38267555021", "me"),
        ("PhoneNumber", "0645550142", None),
        ("Iban", "AL47212110090000000235698741", "al"),
        ("PersonalNumber", "1203978780158", "rs"),
        ("PersonalNumber", "3011974170143", "ba"),
        ("Imei", "356938035643809", None),
    ],
)
def test_countries_that_identifiers_name(
    name: str, value: str, country: str | None
) -> None:
    """An identifier's country comes from the identifier alone."""
    assert schema.identifier_country(name, value) == country


def test_written_differently_is_one_identifier() -> None:
    """Blanks, dashes and script do not make another node."""
    one = schema.identifier_id("PhoneNumber", "+381 64 555-0142")
    assert one == schema.identifier_id("PhoneNumber", "00381645550142")
    assert one == "phone-381645550142"
    assert one != schema.identifier_id("PhoneNumber", "381645550142")
    assert schema.identifier_id("IpAddress", "10.0.0.1") == "ip-10.0.0.1"
    six = schema.identifier_id("IpAddress", "2001:DB8:0:0::1")
    assert six == schema.identifier_id("IpAddress", "[2001:db8::1]")
    assert schema.identifier_id("IpAddress", "::ffff:10.0.0.1") == "ip-10.0.0.1"


@settings(deadline=None, max_examples=200)
@given(
    name=st.sampled_from(
        ["PhoneNumber", "EmailAddress", "Iban", "LicencePlate", "IpAddress"]
    ),
    value=st.text(min_size=1, max_size=200),
)
def test_any_value_makes_a_usable_id(name: str, value: str) -> None:
    """Whatever the value, its id can stand in a case and stays the same."""
    made = schema.identifier_id(name, value)
    assert scoped_id("c", made) == f"c:{made}"
    assert made == schema.identifier_id(name, schema.normal_identifier(name, value))


@settings(deadline=None, max_examples=200)
@given(value=st.text(alphabet="0123456789+-() AB/", min_size=1, max_size=20))
def test_a_normal_number_is_its_own_normal_form(value: str) -> None:
    """Bringing a phone number to its normal form twice is once."""
    once = schema.normal_identifier("PhoneNumber", value)
    assert schema.normal_identifier("PhoneNumber", once) == once


def test_letters_keep_short_codes_apart() -> None:
    """A1 and B1 are not the number 1."""
    ids = {schema.identifier_id("PhoneNumber", code) for code in ("A1", "B1", "1")}
    assert len(ids) == 3


@pytest.mark.parametrize(
    ("text", "kept"),
    [
        ("08/24/2017", "2017-08-24"),
        ("20170824", "2017-08-24"),
        ("2017/8/24", "2017-08-24"),
        ("08.2017", "2017-08"),
        ("1978.", "1978"),
        ("13/13/2017", None),
        ("13.2017", None),
        ("02.03.2026 25:00", None),
        ("2026-03-02T00:46:00+01:00", "2026-03-01T23:46:00"),
        ("", None),
    ],
)
def test_dates_in_other_orders(text: str, kept: str | None) -> None:
    """What can be one day only is that day; what no calendar has is none."""
    assert schema.clean_date(text) == kept


@settings(deadline=None)
@given(st.text(max_size=20))
def test_a_clean_date_is_clean(text: str) -> None:
    """No text breaks the reading of dates, and what is read stays as it is."""
    found = schema.clean_date(text)
    assert found is None or schema.clean_date(found) == found


@pytest.mark.parametrize(
    ("text", "kept"),
    [
        ("1.234,50 EUR", "1234.50 EUR"),
        ("12,5", "12.5"),
        ("1 234 567,89", "1234567.89"),
        ("1234.5", "1234.5"),
        ("1,234", "1,234"),
    ],
)
def test_amounts_have_a_decimal_point(text: str, kept: str) -> None:
    """A decimal comma is told from a thousands separator by what follows it."""
    assert schema.clean_value("Payment", "amount", text) == kept


def test_a_ship_has_no_licence_plate() -> None:
    """Registration numbers of ships and aircraft are text."""
    assert schema.identifier_schema("Vessel", "registrationNumber") is None
    assert schema.identifier_schema("Airplane", "registrationNumber") is None
