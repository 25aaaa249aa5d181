"""Small valid extracts, the seeds of the importers' parsers."""

import json

MT940 = (
    b"{1:F01AAAADEFFAXXX0000000000}{4:\n:20:1\n:25:DE89370400440532013000\n:28C:1/1\n"
    b":NS:22ANA\n:60F:C260301EUR100,00\n:61:2603020302DR40,NTRFNONREF//B-1\nX\n"
    b":86:020?00UE?20EREF+R-3?21SVWZ+Stan?30AAAARSBG?31RS35260005601001611379?32Ana\n"
    b":61:2603020302C40,NTRFNONREF\n:86:/EREF/R/CNTP/DE89370400440532013000/B/P//"
    b"/REMI/USTD//x/\n:61:260302C1,NMSC\n:NS:0101x\n15Ana\n34123\n"
    b":62F:C260302EUR67,50\n-}\n"
)
CAMT = (
    b'<Document xmlns="urn:iso:std:iso:20022:tech:xsd:camt.053.001.08"><BkToCstmrStmt>'
    b"<Stmt><Acct><Id><IBAN>RS35260005601001611379</IBAN></Id><Ccy>EUR</Ccy><Ownr><Nm>A"
    b"</Nm></Ownr></Acct><Bal><Tp><CdOrPrtry><Cd>CLBD</Cd></CdOrPrtry></Tp><Amt "
    b'Ccy="EUR">1</Amt><CdtDbtInd>DBIT</CdtDbtInd><Dt><Dt>2026-03-02</Dt></Dt></Bal>'
    b'<Ntry><Amt Ccy="EUR">60</Amt><CdtDbtInd>DBIT</CdtDbtInd><BookgDt><DtTm>'
    b"2026-03-02T10:00:00+01:00</DtTm></BookgDt><NtryDtls><TxDtls><Refs><EndToEndId>E"
    b"</EndToEndId></Refs><RltdPties><Cdtr><Nm>B</Nm></Cdtr><CdtrAcct><Id><IBAN>"
    b"DE89370400440532013000</IBAN></Id></CdtrAcct></RltdPties><RmtInf><Ustrd>x</Ustrd>"
    b"</RmtInf></TxDtls></NtryDtls></Ntry></Stmt></BkToCstmrStmt></Document>"
)
OFX = (
    b"OFXHEADER:100\n\n<OFX><BANKMSGSRSV1><STMTTRNRS><STMTRS><CURDEF>EUR<BANKACCTFROM>"
    b"<BANKID>1<ACCTID>2</BANKACCTFROM><BANKTRANLIST><STMTTRN><TRNTYPE>POS<DTPOSTED>"
    b"20260302101112.5[-2.30:X]<TRNAMT>-6.60<FITID>F<NAME>A &amp; B<MEMO><![CDATA[x]]>"
    b"</STMTTRN></BANKTRANLIST><LEDGERBAL><BALAMT>1<DTASOF>20260302</LEDGERBAL></STMTRS>"
    b"</STMTTRNRS></BANKMSGSRSV1></OFX>"
)
OFX_XML = (
    b'<?xml version="1.0"?><?OFX OFXHEADER="200"?><OFX><CCSTMTRS><CURDEF>EUR</CURDEF>'
    b"<CCACCTFROM><ACCTID>2</ACCTID></CCACCTFROM><STMTTRN><DTPOSTED>20260302</DTPOSTED>"
    b"<TRNAMT>5</TRNAMT><PAYEE><NAME>A</NAME></PAYEE></STMTTRN></CCSTMTRS></OFX>"
)
BANK = (
    "Vlasnik:;Ana Anić;;;;\nBroj računa:;260-56010016113-79;;;;\nDatum knjiženja;Naziv "
    "partnera;Račun partnera;Zaduženje;Odobrenje;Svrha plaćanja\n02.03.2026.;Marko;"
    "160-1-40;1.250,00;;zakup\n03.03.2026.;Firma;265-1-89;;12.000,50;ugovor\n"
).encode()
PAYMENTS = (
    "Датум,Налогодавач,Сметка на налогодавач,Примач,Сметка на примач,Износ,Валута\n"
    '02.03.2026,Ана,300000000012345,Игор,250120000058984,"1.200,00",MKD\n'
).encode()
COINS = (
    b"Date(UTC),Coin,Network,Amount,TransactionFee,Address,TXID,SourceAddress,Status\n"
    b"2026-03-02 10:11:12,USDT,ETH,100.5,1,0x00000000000000000000000000000000000000Aa,"
    b"0xabc,,Completed\n",
    b"txid,refid,time,type,asset,amount,fee,balance\n"
    b"L1,R1,2026-03-02 10:11:12,deposit,XXBT,0.5,0,0.5\nL2,R2,x,trade,ETH,1e-3,0,0\n",
    b"Transaction Hash,UnixTimestamp,DateTime (UTC),From,To,Value_IN(ETH),"
    b"Value_OUT(ETH)\n0xabc,1772446272,2026-03-02,0xb,0xa,0,1.5\n",
)
VCARD = (
    b"BEGIN:VCARD\r\nVERSION:2.1\r\nN;CHARSET=UTF-8;ENCODING=QUOTED-PRINTABLE:A=C4=87;A=\r\n"
    b'na\r\nTEL;CELL:064/123-4567\r\nitem1.EMAIL;TYPE="a:b":a@b.rs\r\nBDAY:19900101\r\n'
    b"ADR:;;Ul. 1;Ni\xc5\xa1;;18000;RS\r\nORG:F\\, d;x\r\nTITLE:d\r\nNOTE:a\r\n b\r\n"
    b"X-SKYPE:ana\r\nEND:VCARD\r\n"
)
ICAL = (
    b"BEGIN:VCALENDAR\nBEGIN:VEVENT\nUID:1\nDTSTART;TZID=Europe/Belgrade:20260302T101112\n"
    b'DTEND:20260302T111112Z\nSUMMARY:S\nLOCATION:Ni\xc5\xa1\nORGANIZER;CN="A":'
    b"mailto:a@b.rs\nATTENDEE:mailto:c@d.rs\nRRULE:FREQ=DAILY\nEND:VEVENT\nBEGIN:VTODO\n"
    b"DUE;VALUE=DATE:20260303\nSUMMARY:x\nEND:VTODO\nEND:VCALENDAR\n"
)
GPX = (
    b'<gpx xmlns="http://www.topografix.com/GPX/1/1"><wpt lat="44.8" lon="20.4"><time>'
    b"2026-03-02T10:11:12.5Z</time><name>A</name><desc>b</desc></wpt><trk><name>T</name>"
    b'<trkseg><trkpt lat="44.8" lon="20.4"><time>2026-03-02T10:11:12Z</time></trkpt>'
    b'<trkpt lat="44.9" lon="20.5"/></trkseg></trk><rte><rtept lat="1" lon="2"/></rte>'
    b"</gpx>"
)
KML = (
    b'<kml xmlns="http://www.opengis.net/kml/2.2" xmlns:gx="http://www.google.com/kml/ext/'
    b'2.2"><Document><Placemark><name>A</name><description>d</description><TimeStamp><when>'
    b"2026-03-02T10:11:12Z</when></TimeStamp><Point><coordinates>20.4,44.8,0</coordinates>"
    b"</Point></Placemark><Placemark><LineString><coordinates>20.4,44.8 20.5,44.9"
    b"</coordinates></LineString></Placemark><Placemark><gx:Track><when>2026-03-02T10:11:12Z"
    b"</when><gx:coord>20.4 44.8 0</gx:coord></gx:Track></Placemark></Document></kml>"
)
GEOJSON = (
    b'{"type":"FeatureCollection","features":[{"type":"Feature","properties":{"name":"A",'
    b'"time":"2026-03-02T10:11:12Z"},"geometry":{"type":"Point","coordinates":[20.4,44.8]}},'
    b'{"type":"Feature","properties":null,"geometry":{"type":"MultiLineString","coordinates":'
    b'[[[20.4,44.8],[20.5,44.9]]]}},{"type":"Feature","geometry":{"type":'
    b'"GeometryCollection","geometries":[{"type":"MultiPoint","coordinates":[[1,2]]}]}}]}'
)
NETWORK = (
    b"Entity Type,Identity,Label,Birth Date\nPerson,P1,Ana,1.2.1980\n"
    b"phone,T1,+381641234567,\n",
    b"Link Type;End1;End1 Type;End2;Direction;Date;Time\n"
    b"owner;P1;osoba;Beta;<-;1.2.2020;10:10\ncalls;+381641234567;;T2;;;\n",
    b"Source,Target,Type,Kind,Id,Label,Weight,schema,count,cross_border\n"
    b"a,b,Directed,Call,x,Call,2.0,Call,2,false\n"
    b"a,b,Directed,involved,y,involved,1,involved,1,true\n",
)
ICIJ = (
    b"node_id,name,jurisdiction,company_type,address,incorporation_date,country_codes,"
    b"sourceID,note\n101,SUN LTD,SAM,Standard,x,23-MAR-2006,RSB;MNE,Papers,n\n",
    b"node_id_start,node_id_end,rel_type,link,status,start_date,end_date,sourceID\n"
    b"201,101,officer_of,director of,,10-JAN-2010,,P\n101,4,registered_address,,,,,\n",
)
TARGETS = (
    b"id,schema,name,aliases,birth_date,countries,identifiers,sanctions,phones,dataset\n"
    b'NK-1,Person,Ana,"a;""b;c""",1978,rs;me,1,x - 2024,+381641234567,d\n'
)
MASTS = (
    "Spisak baznih stanica\nLAC;ID ćelije;lat;lon;Adresa bazne stanice\n"
    "22;13084;42,0931;19,1004;Bar\n22;13085;42.1;19.2;\n"
).encode()
PLATES = (
    "Kamera: K1\nDatum;Vreme;Registarska oznaka;Država;Smer;Traka;lat;lon;Boja\n"
    "12.03.2026.;14:05:09;БГ 123-АБ;SRB;ulaz;2;44,8;20.4;crna\n"
).encode()
CROSSINGS = (
    "Granični prelaz,Datum,Vreme,Smer,Vrsta isprave,Broj isprave,Ime,Prezime,Datum "
    "rođenja,Državljanstvo,JMBG,Telefon,Vozilo\nBatrovci,12.03.2026,14:05,izlaz,lk,1,Ana,"
    "Anić,1.2.1978,SRB,0101990710006,064 123 4567,BG 123-AB\n"
).encode()
IP_USE = (
    b"MSISDN;IMSI;IMEI;Private IP;Public IP;Start port;End port;Start;End;Cell\n"
    b"+381641234567;220011234567890;490154203237518;10.1.2.3;203.0.113.5;1024;2047;"
    b"12.03.2026 14:05:09;12.03.2026 14:25:09;BG1\n",
    b"timestamp,user,ip,action,user agent\n"
    b"2026-03-12T14:05:09.123Z,ana@example.org,[2001:db8::1]:443,login,Mozilla\n",
)

LOCATIONS = json.dumps(
    {
        "locations": [
            {
                "latitudeE7": 448100000,
                "longitudeE7": 204600000,
                "accuracy": 20,
                "timestamp": "2026-03-01T10:00:00.123Z",
            },
            {
                "latitudeE7": 448100010,
                "longitudeE7": 204600010,
                "timestampMs": "1772359500000",
            },
            {"latitudeE7": 948100000, "longitudeE7": 0, "timestamp": "soon"},
            {
                "latitudeE7": 448200000,
                "longitudeE7": 204700000,
                "timestamp": "2026-03-01T10:30:00Z",
            },
        ]
    }
).encode()
_HERE = {"latitudeE7": 448100000, "longitudeE7": 204600000}
VISITS = json.dumps(
    {
        "timelineObjects": [
            {
                "placeVisit": {
                    "location": {**_HERE, "name": "Kafana", "address": "Ulica 1"},
                    "duration": {
                        "startTimestamp": "2026-03-01T09:00:00Z",
                        "endTimestamp": "2026-03-01T10:00:00Z",
                    },
                }
            },
            {
                "activitySegment": {
                    "startLocation": _HERE,
                    "endLocation": {"latitudeE7": 452500000, "longitudeE7": 198300000},
                    "duration": {
                        "startTimestampMs": "1772359200000",
                        "endTimestampMs": "1772361600000",
                    },
                    "activityType": "IN_PASSENGER_VEHICLE",
                }
            },
        ]
    }
).encode()
_SEGMENTS = [
    {
        "startTime": "2026-03-01T10:00:00.000+01:00",
        "endTime": "2026-03-01T11:00:00.000+01:00",
        "visit": {
            "topCandidate": {
                "semanticType": "HOME",
                "placeLocation": {"latLng": "44.81°, 20.46°"},
            }
        },
    },
    {
        "startTime": "2026-03-01T11:00:00.000+01:00",
        "endTime": "2026-03-01T11:20:00.000+01:00",
        "timelinePath": [
            {"point": "44.81°, 20.46°", "time": "2026-03-01T11:00:00.000+01:00"},
            {"point": "geo:44.82,20.47", "time": "2026-03-01T11:10:00.000+01:00"},
        ],
    },
]
TIMELINE = json.dumps({"semanticSegments": _SEGMENTS}, ensure_ascii=False).encode()
TIMELINE_LIST = json.dumps(_SEGMENTS, ensure_ascii=False).encode()
I2CHART = (
    b'<Chart IdReferenceLinking="false"><AttributeClassCollection><AttributeClass Id="'
    b'A" Name="Born"/></AttributeClassCollection><EntityTypeCollection><EntityType Id='
    b'"T" Name="Person"/></EntityTypeCollection><ChartItemCollection><ChartItem Id="2"'
    b' Label="owner"><Link End1Id="a" End2Id="b"><LinkStyle Type="Link" ArrowStyle="Ar'
    b'rowOnTail"/></Link></ChartItem><ChartItem Id="1" Label="Ana" DateSet="true" Date'
    b'Time="2026-03-02T10:11:12"><End><Entity EntityId="a" Identity="1"><Icon><IconSty'
    b'le EntityTypeReference="T"/></Icon><CardCollection><Card Summary="x"/></CardColl'
    b'ection></Entity></End><AttributeCollection><Attribute Value="1990-01-02" Attribu'
    b'teClassReference="A"/></AttributeCollection></ChartItem><ChartItem Id="3"><End><'
    b'Entity EntityId="b"/></End></ChartItem></ChartItemCollection></Chart>'
)
SENZING = (
    b'{"DATA_SOURCE": "A", "RECORD_ID": "1", "FEATURES": [{"RECORD_TYPE": "PERSON"}, '
    b'{"NAME_FIRST": "Ana", "NAME_LAST": "B"}, {"DATE_OF_BIRTH": "1990-01-02"}, '
    b'{"ADDR_LINE1": "x", "ADDR_CITY": "y"}, {"REL_ANCHOR_KEY": "1"}, '
    b'{"TELEGRAM": "a"}]}',
    b'{"DATA_SOURCE": "A", "RECORD_ID": 2, "PRIMARY_NAME_ORG": "F", '
    b'"HOME_PHONE_NUMBER": "+381641234567", "ACCOUNT_NUMBER": '
    b'"RS35260005601001611379", '
    b'"REL_POINTER_KEY": "1", "REL_POINTER_ROLE": "OWNER_OF"}',
)
