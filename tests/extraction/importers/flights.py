"""Messages of carriers written for the tests: lists of passengers and bookings."""


def paxlst(*people: str, count: int | None = None, kind: str = "745") -> bytes:
    """Return a list of passengers of JU540 from Belgrade to Vienna; a person a text."""
    body = [
        "UNH+77+PAXLST:D:02B:UN:IATA+JU540/260310/0705+01:F",
        f"BGM+{kind}",
        "NAD+MS+++CREW CONTROL",
        "COM+381112010000:TE",
        "TDT+20+JU0540+++JU",
        "LOC+125+BEG",
        "DTM+189:2603100705:201",
        "LOC+87+VIE",
        "DTM+232:2603100835:201",
        *(segment for person in people for segment in person.split("'") if segment),
        f"CNT+42:{len(people) if count is None else count}",
    ]
    body.append(f"UNT+{len(body) + 1}+77")
    envelope = (
        "UNB+UNOA:4+JUAPIS:ZZ+RSPIU:ZZ+260310:0500+9001++APIS",
        "UNG+PAXLST+JUAPIS+RSPIU+260310:0500+9001+UN+D:02B",
        *body,
        "UNE+1+9001",
        "UNZ+1+9001",
    )
    return ("UNA:+.? '" + "'\n".join(envelope) + "'\n").encode()


PERSON = (
    "NAD+FL+++PETROVIĆ:MILAN:JOVAN'ATT+2++M'DTM+329:780312'MEA+CT++:2'MEA+WT++KGM:31'"
    "GEI+4+173'FTX+BAG+++JU501200:2'LOC+178+BEG'LOC+179+VIE'LOC+174+SRB'"
    "LOC+180+:::NIS SRB'NAT+2+SRB'RFF+AVF:K7TQ2M'RFF+SEA:014C'"
    "DOC+P:110:111+012345678'DTM+36:300101'LOC+91+SRB'"
)
OTHER = (
    "NAD+FL+++HOXHA:ARBEN'ATT+2++M'DTM+329:19900705:102'LOC+178+BEG'LOC+179+VIE'"
    "NAT+2+ALB'DOC+I:110:111+AL998877'DTM+36:290630'LOC+91+ALB'"
)
PAXLST = paxlst(PERSON, OTHER)

HEAD = (
    "UNB+IATA:1+JU+RSPIU+260309:0705+5150",
    "UNH+1+PNRGOV:13:1:IA+JU540/100326/0705",
    "MSG+:22",
    "ORG+JU:BEG",
    "TVL+100326:0705:100326:0835+BEG+VIE+JU+540",
)
FIRST = (
    "SRC",
    "RCI+JU:K7TQ2M::010326:1130+1A:ZZ9QQ1",
    "DAT+700:090326:2210+710:020326:0900",
    "IFT+4:28::JU+CTCM 381641234567",
    "IFT+4:28::JU+LIKES THE WINDOW AND IS A VIP",
    "ORG+1A:MUC+77001234:BEGJU2100+BEG+JU:BEG+T+RS:RSD+A1234RT",
    "ADD++702:KNEZA MILOSA 10:BEOGRAD::: RS:11000:381113334444",
    "TIF+PETROVIC+MILAN MR:A:1:1",
    "FTI+JU:880012345:::GOLD",
    "FAR+N+++++YLOW",
    "SSR+DOCS:HK:1:JU:::::/P/SRB/012345678/SRB/12MAR78/M/01JAN30/PETROVIC/MILAN+::1",
    "SSR+DOCO:HK:1:JU:::::/NIS SRB/V/V556677/BEOGRAD/10JAN26/AUT+::1",
    "SSR+DOCA:HK:1:JU:::::/R/SRB/KNEZA MILOSA 10/BEOGRAD//11000+::1",
    "SSR+WCHR:HK:1:JU+::1",
    "SSR+INFT:HK:1:JU:::::PETROVIC/SARA/05JAN25+::1",
    "TKT+1152400000001:T:1",
    "MON+B:150.00:EUR+T:198.40:EUR",
    "FOP+CC::198.40:VI:4111111111111111:0927",
    "IFT+4:43+MILAN PETROVIC+KNEZA MILOSA 10 BEOGRAD+381113334444",
    "TIF+HOXHA+ARBEN MR:A:2",
    "IFT+4:28::JU+CTCE ARBEN..HOXHA//EXAMPLE.ORG",
    "TIF+PETROVIC+SARA:IN:3",
    "TVL+100326:0705:100326:0835+BEG+VIE+OS:JU+540:Y",
    "RPI+2+HK",
    "APD+319",
    "SSR+SEAT:HK:2:JU:::BEG:VIE+014C::1+014B::2",
    "SSR+MOML:HK:1:JU:::BEG:VIE+::2",
    "TVL+++++8841:Y",
    "DAT+2:100326:0530",
    "TRI++21:::1",
    "TIF+PETROVIC+MILAN MR:A:1",
    "SSD+014C++++Y",
    "TBD++2:31:700++MP+115:0000501200:2:VIE",
    "TRI++22:::2",
    "TIF+HOXHA+ARBEN MR:A:2",
    "SSD+XXX++++Y",
    "TVL+150326:1910:150326:2030+VIE+TGD+JU+999:Y",
    "RPI+2+HL",
    "EQN+1",
    "RCI+JU:SPLIT1",
    "ABI+1+:BEGJU+BEG++JU",
    "DAT+ZT:090326:2200",
    "SAC+++X",
    "TVL+120326:0705:120326:0835+BEG+VIE+JU+540:Y",
    "RPI+2+HK",
    "SAC+++X",
    "SSR+WCHR:HK:1:JU",
    "SAC+++A",
    "TVL+100326:0705:100326:0835+BEG+VIE+JU+540:Y",
)
SECOND = (
    "SRC",
    "RCI+JU:M4NN0P::050326:0800",
    "DAT+700:050326:0801",
    "TIF+KRASNIQI+DRITA MISS:C:1",
    "SSR+UMNR:HK:1:JU:::::UM08 TO BE MET BY AUNT VJOSA+::1",
    "TVL+100326:0705:100326:0835+BEG+VIE+JU+540:Y",
    "RPI+1+HK",
)


def pnrgov(*bookings: tuple[str, ...], announced: int | None = None) -> bytes:
    """Return a push of bookings of JU540 on 10 March 2026."""
    many = len(bookings) if announced is None else announced
    parts = [segment for booking in bookings for segment in booking]
    body = [*HEAD, f"EQN+{many}", *parts]
    body.append(f"UNT+{len(body)}+1")
    body.append("UNZ+1+5150")
    return ("UNA:+.?*'\n" + "'\n".join(body) + "'\n").encode()


PNRGOV = pnrgov(FIRST, SECOND)

PNR_XML = """<?xml version="1.0" encoding="UTF-8"?>
<i:IATA_PNRGOV_NotifRQ xmlns:i="http://www.iata.org/IATA/2007/00" Version="13.1"
    TransactionIdentifier="T-1" TimeStamp="2026-03-09T07:05:00">
  <i:Originator AirlineCode="JU" SystemCode="JU"/>
  <i:FlightLeg CarrierCode="JU" FlightNumber="0540"
      DepartureDateTime="2026-03-10T07:05:00" ArrivalDateTime="2026-03-10T08:35:00">
    <i:DepartureAirport LocationCode="BEG"/><i:ArrivalAirport LocationCode="VIE"/>
  </i:FlightLeg>
  <i:PNRs NumberOfPnrs="1">
    <i:PNR NumberOfPassengers="2" PNR_CreationDate="2026-03-01T11:30:00"
        PNR_TransDate="2026-03-09T22:10:00">
      <i:BookingRefID ID="K7TQ2M"><i:CompanyName Code="JU"/></i:BookingRefID>
      <i:POS><i:Source AgentSine="A1234RT" PseudoCityCode="BEGJU2100" ISOCountry="RS">
        <i:RequestorID Type="5" ID="77001234"/></i:Source></i:POS>
      <i:ContactInfo PhoneNumber="+381 11 333 4444" EmailAddress="milan@example.org">
        <i:AddressLine>Kneza Miloša 10</i:AddressLine><i:CityName>Beograd</i:CityName>
      </i:ContactInfo>
      <i:OSI><i:Text>LIKES THE WINDOW</i:Text></i:OSI>
      <i:OSI><i:Text>CTCM 381641234567</i:Text></i:OSI>
      <i:Passenger RPH="1" SurnameRefNumber="1">
        <i:GivenName>MILAN MR</i:GivenName><i:Surname>PETROVIC</i:Surname>
        <i:CustLoyalty ProgramID="JU" MembershipID="880012345"/>
        <i:FareInfo PTC_Code="ADT" FareBasis="YLOW"/>
        <i:TicketDocument TicketDocumentNbr="1152400000001" DateOfIssue="2026-03-02">
          <i:TotalFare Amount="198.40" CurrencyCode="EUR"/>
          <i:PaymentInfo PaymentType="CC" VendorCode="VI" AccountNbr="4111111111111111"
              ExpiryDate="0927" CardHolderName="MILAN PETROVIC"/>
        </i:TicketDocument>
        <i:SSR SSRCode="KSML" ServiceQuantity="1" Status="HK"/>
        <i:DOC_SSR SSRCode="DOCS"><i:DOCS DateOfBirth="1978-03-12" Gender="M"
            ExpiryDate="01JAN30" IssuingLoc="SRB" PaxNationality="SRB"
            TravelDocNbr="012345678" Surname="PETROVIC" FirstGivenName="MILAN"/>
        </i:DOC_SSR>
      </i:Passenger>
      <i:Passenger RPH="2" SurnameRefNumber="2">
        <i:GivenName>ARBEN</i:GivenName><i:Surname>HOXHA</i:Surname>
      </i:Passenger>
      <i:Flight DepartureDateTime="2026-03-10T07:05:00" Status="HK" FlightNumber="540"
          ArrivalDateTime="2026-03-10T08:35:00" ResBookDesigCode="Y">
        <i:DepartureAirport LocationCode="BEG"/><i:ArrivalAirport LocationCode="VIE"/>
        <i:OperatingAirline Code="JU" FlightNumber="540"/>
        <i:MarketingAirline Code="OS" FlightNumber="8841"/>
        <i:SSR SSRCode="DOCS" RPH="2">
          <i:Text>/P/ALB/BA11/ALB/05JUL90/M//HOXHA/ARBEN</i:Text></i:SSR>
        <i:SSR SSRCode="SEAT" RPH="1"><i:Text>14C</i:Text></i:SSR>
      </i:Flight>
    </i:PNR>
  </i:PNRs>
</i:IATA_PNRGOV_NotifRQ>
""".encode()
