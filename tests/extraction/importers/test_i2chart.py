"""Charts of i2 Analyst's Notebook: what their items become."""

import pytest

from graph.errors import InvalidInput
from tests.extraction.importers.reading import Found, read

CHART = """<?xml version="1.0" encoding="UTF-8"?>
<Chart IdReferenceLinking="false" Rigorous="true">
<AttributeClassCollection>
 <AttributeClass Id="A1" Name="Datum rođenja" Type="AttTime"/>
 <AttributeClass Id="A2" Name="Nadimak" Type="AttText"/></AttributeClassCollection>
<EntityTypeCollection><EntityType Id="T1" Name="Firma"/></EntityTypeCollection>
<LinkTypeCollection><LinkType Id="L1" Name="Vlasnik"/></LinkTypeCollection>
<StrengthCollection><Strength Id="S1" Name="Unconfirmed"/></StrengthCollection>
<ChartItemCollection>
<ChartItem Id="5" Label="50 %" DateSet="true" TimeSet="false"
  DateTime="2021-03-04T00:00:00"><Link End1Id="f" End2Id="p">
  <LinkStyle ArrowStyle="ArrowOnTail" LinkTypeReference="L1" StrengthReference="S1"/>
 </Link></ChartItem>
<ChartItem Id="1" Label="Ana Anić" Description="šef"><End X="1"><Entity EntityId="p"
  Identity="OS-17"><Icon><IconStyle Type="Person (Shaded Shirt)"/></Icon>
  <CardCollection><Card Summary="Pretres" Text="Nađen ključ" DateSet="true"
   DateTime="2021-05-06T07:08:09"/></CardCollection></Entity></End>
 <AttributeCollection><Attribute AttributeClassReference="A1" Value="1978-03-12"/>
  <Attribute AttributeClass="Nadimak" Value="Anka"/>
  <Attribute AttributeClassReference="A1" Value="99.99.1978"/></AttributeCollection>
</ChartItem>
<ChartItem Id="2" Label="Firma d.o.o."><End><Entity EntityId="f"><Box>
  <BoxStyle EntityTypeReference="T1"/></Box></Entity></End></ChartItem>
<ChartItem Id="3" Label="064 123 4567"><End><Entity EntityId="t"><Icon>
  <IconStyle Type="Mobile Phone"/></Icon></Entity></End></ChartItem>
<ChartItem Id="4" Label="opet Ana"><End><Entity EntityId="p2" Identity="OS-17"/></End>
</ChartItem>
<ChartItem Id="6" Label="koristi"><Link End1Id="p2" End2Id="t"><LinkStyle Type="Link"/>
 </Link></ChartItem>
<ChartItem Id="7" Label="kupio jahtu od"><Link End1Id="p" End2Id="f"><LinkStyle
  Type="Posao"/></Link></ChartItem>
<ChartItem Id="8" Label="x"><Link End1Id="p" End2Id="nema"/></ChartItem>
<ChartItem Id="9" Label="y"><Link End1Id="p"/></ChartItem>
<ChartItem Id="10" Label="legenda"><Text/></ChartItem>
</ChartItemCollection></Chart>"""


def charted(text: str = CHART) -> Found:
    """Read a chart."""
    return read("veze.anx", text.encode(), "rs")


def test_items_are_entities_by_their_type_and_attributes() -> None:
    """Types by name or reference; cards and other attributes are notes."""
    found = charted()
    assert found.importer == "i2chart"
    ana, again, *_ = found.of("Person")
    assert (ana["name"], ana["birthDate"]) == ("Ana Anić", "1978-03-12")
    for note in (
        "Datum rođenja 2: 99.99.1978",
        "card: 2021-05-06T07:08:09; Pretres; Nađen ključ",
        "Identity: OS-17",
    ):
        assert note in ana["notes"]
    assert again["id"] == ana["id"] and again["name"] == "opet Ana"
    assert [one["name"] for one in found.of("Company")] == ["Firma d.o.o."]
    assert found.of("PhoneNumber")[0]["number"] == "+381641234567"


def test_links_are_drawn_by_type_else_by_label() -> None:
    """The arrow says the direction; an unknown word stays as the role of a link."""
    found = charted()
    ids = {one.get("name"): one["id"] for one in found.of("Person")}
    [firm] = found.of("Company")
    [owns] = found.of("Ownership")
    assert (owns["owner"], owns["asset"]) == (ids["Ana Anić"], firm["id"])
    assert (owns["date"], owns["summary"]) == ("2021-03-04", "50 %")
    assert owns["description"] == "Strength: Unconfirmed"
    [bought] = found.of("UnknownLink")
    assert (bought["subject"], bought["object"]) == (ids["Ana Anić"], firm["id"])
    assert (bought["role"], bought["summary"]) == ("kupio jahtu od", "Posao")
    assert any(one.get("phone") == "+381641234567" for one in found.of("Person"))


def test_what_cannot_be_taken_is_told_with_its_item() -> None:
    """A bad value, links without an end, and what is neither entity nor link."""
    reasons = charted(CHART.replace("1978-03-12", "31.02.1978")).reasons()
    assert ("item 9, line 33", "one of its ends is not named") in reasons
    assert ("item 8, line 32", "one of its ends is not on the chart") in reasons
    assert ("other items", "1 items are neither entities nor links") in reasons
    assert ("item 1, line 14: Datum rođenja", "not a valid date") in reasons


def test_references_by_item_are_followed() -> None:
    """Where a chart links by the ids of its items, those are the ends."""
    text = CHART.replace(
        'End1Id="p2" End2Id="t"', 'End1Reference="1" End2Reference="3"'
    )
    found = charted(text)
    assert any(one.get("phone") == "+381641234567" for one in found.of("Person"))


def test_a_chart_that_breaks_off_keeps_what_came_before() -> None:
    """The rest is told; nothing at all is an error."""
    found = charted(CHART[: CHART.index('<ChartItem Id="6"')])
    assert len(found.of("Ownership")) == 1 and found.reasons()[-1][0] == "the rest"
    with pytest.raises(InvalidInput, match="empty"):
        charted('<Chart IdReferenceLinking="false"><ChartItemCollection/></Chart>')


def test_a_chart_in_i2s_own_form_is_refused_with_what_to_do() -> None:
    """Its bytes are not public: XML or tables are asked for."""
    with pytest.raises(InvalidInput, match="anx"):
        read("veze.anb", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(range(256)) * 8)
