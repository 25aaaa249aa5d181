"""Extractions become records that the ontology knows and that say where they stand."""

from functools import cache

from extraction.model import Document, Extraction, Page
from extraction.pipeline import Pipeline
from extraction.relation.statements import to_records
from graph.model import Kind, Record
from graph.schema import check_property, identifier_id

TEXT = (
    "Osumnjičeni Zoran Trifunović, rođen 01.02.1980. u Nišu, državljanin Srbije, "
    "JMBG 0102980730011, koristi broj +381641234567. Vlasnik firme Drina Mont d.o.o. "
    "Bar je Zoran Trifunović. Trifunović se 5.5.2024. sastao sa Nadirom Hadžićem iz "
    "Tuzle. Navodno je Zoran Trifunović uplatio 5.000 EUR Nadiru Hadžiću. "
    "Kod Zorana Trifunovića oduzeto je 2 kg kokaina."
)


@cache
def extraction() -> Extraction:
    """Return what the pipeline finds in the text."""
    document = Document("ab" * 32, "a.txt", "text/plain", (Page(1, TEXT),))
    return Pipeline.load().extract(document)


def records(schema: str) -> list[Record]:
    """Return the records of one schema."""
    return [r for r in to_records(extraction()) if r.schema == schema]


def said(schema: str) -> dict[str, set[str]]:
    """Return property → values over all records of a schema."""
    out: dict[str, set[str]] = {}
    for record in records(schema):
        for value in record.values:
            out.setdefault(value.prop, set()).add(value.value)
    return out


def test_every_property_is_in_the_ontology() -> None:
    """Schemata and properties are known, values are there, ids are local."""
    for record in to_records(extraction()):
        assert record.values
        assert ":" not in record.entity
        for value in record.values:
            check_property(record.schema, value.prop)
            assert value.value


def test_equal_extractions_give_equal_records() -> None:
    """Ids and records are deterministic."""
    assert to_records(extraction()) == to_records(extraction())


def test_a_person_is_one_entity_in_a_document() -> None:
    """Cases of a name and the family name alone name one and the same entity."""
    named = {
        r.entity
        for r in records("Person")
        for v in r.values
        if v.prop == "name" and v.value == "Zoran Trifunović"
    }
    assert len(named) == 1
    assert said("Person")["nationality"] == {"rs"}
    assert said("Person")["birthDate"] == {"1980-02-01"}
    assert said("Person")["idNumber"] == {"0102980730011"}
    assert said("Person")["country"] == {"ba"}


def test_identifiers_have_the_ids_of_the_whole_case() -> None:
    """A number's node is the same wherever it is read."""
    entities = {r.entity for r in records("PhoneNumber")}
    assert entities == {identifier_id("PhoneNumber", "+381641234567")}
    assert said("Person")["phone"] == {"+381641234567"}


def test_links_point_to_entities_with_their_sentence() -> None:
    """Edges join the document's entities and stand at the sentence that says so."""
    known = {r.entity for r in to_records(extraction())}
    (owning,) = records("Ownership")
    ends = {v.prop: v.value for v in owning.values}
    assert {ends["owner"], ends["asset"]} <= known
    assert said("Company")["country"] == {"me"}
    start, end = owning.place.start, owning.place.end
    assert TEXT[start:end].startswith("Vlasnik firme")
    assert said("Meeting")["date"] == {"2024-05-05"}


def test_roles_and_places_are_kept() -> None:
    """The sentence's own word for what somebody is, and where they met."""
    assert said("Ownership")["role"] == {"Vlasnik"}
    assert said("Meeting")["location"] == {"Tuzla"}


def test_hearsay_stays_an_assessment() -> None:
    """A supposed payment is recorded as an assessment, with its sum."""
    (payment,) = records("Payment")
    assert payment.kind is Kind.ASSESSMENT
    assert said("Payment")["currency"] == {"EUR"}


def test_a_seizure_is_an_event() -> None:
    """What was taken from whom becomes a seizure."""
    assert said("Seizure")["drug"] == {"cocaine"}
    assert "seizedFrom" in said("Seizure")


def records_of(text: str) -> list[Record]:
    """Return the records of a short document."""
    document = Document("cd" * 32, "b.txt", "text/plain", (Page(1, text),))
    return to_records(Pipeline.load().extract(document))


def test_a_birth_date_is_not_when_they_met() -> None:
    """The one date of a sentence dates its meeting, unless somebody was born then."""
    born = "Zoran Trifunović, rođen 01.02.1980. godine, "
    met = "sastao se sa Nadirom Hadžićem u Tuzli."
    dates = [
        {v.value for r in records_of(text) for v in r.values if v.prop == "date"}
        for text in (born + met, born + "5.5.2024. " + met)
    ]
    assert dates == [set(), {"2024-05-05"}]


def test_a_company_has_the_country_of_its_seat() -> None:
    """The place that `from` ties to a company counts, past a closing quote too."""
    for text in (
        "Firma „Obod Mont d.o.o.“ iz Nikšića je upisana.",
        "Фирмата Пелистер Карго ДООЕЛ од Битола е запишана.",
        "Firma Obod Mont d.o.o. Nikšić je upisana.",
    ):
        companies = [r for r in records_of(text) if r.schema == "Company"]
        countries = {
            v.value for r in companies for v in r.values if v.prop == "country"
        }
        assert len({r.entity for r in companies}) == 1
        assert countries == {"mk" if "Битола" in text else "me"}


def test_nickname_father_and_year_of_birth_are_the_persons() -> None:
    """They are properties of the person before them, at their own place."""
    text = (
        "Osumnjičeni Zoran Trifunović, zvani „Bata“, sin Nadira, rođen 1980, negira "
        "delo. Bata je rekao da ništa ne zna."
    )
    people = [r for r in records_of(text) if r.schema == "Person"]
    (zoran,) = {r.entity for r in people for v in r.values if v.prop == "fatherName"}
    found = {(v.prop, v.value) for r in people for v in r.values if r.entity == zoran}
    assert found == {
        ("name", "Zoran Trifunović"), ("alias", "Bata"), ("fatherName", "Nadir"),
        ("birthDate", "1980"),
    }  # fmt: skip
    for record in people:
        if record.place and record.values[0].prop in ("alias", "fatherName"):
            words = text[record.place.start : record.place.end]
            assert words in ("Bata", "Nadira")
