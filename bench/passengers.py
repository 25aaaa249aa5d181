"""Messages of passenger data a second, beside pydifact, which only cuts them up.

Ours reads bookings and people, screens what may not be kept, makes ids and records; the
peer parses the same text into messages and segments and is asked for nothing more.
"""

import warnings
from collections.abc import Callable
from contextlib import ExitStack
from pathlib import Path
from random import Random
from typing import Any

from bench.measuring import Figure, race, speed
from bench.options import Options
from extraction.importers import find_importer
from extraction.importers.base import ImportOptions
from extraction.model import Leaf

PEER = "pydifact alone"
_NAMES = "PETROVIC HOXHA NIKOLOV KOVAC DEDIC KRASNIQI MARIC BABIC".split()
_GIVEN = "MILAN ARBEN ANA DRITA MARKO ELENA SARA GORAN".split()
_PEOPLE = 150
_BOOKINGS = 80


def measure(options: Options) -> list[Figure]:
    """Return messages a second of lists and of bookings."""
    messages = max(4, options.people // 1000)
    found: list[Figure] = []
    for name, text in (
        (f"lists of {_PEOPLE} people (PAXLST)", _lists(messages)),
        (f"messages of {_BOOKINGS} bookings (PNRGOV)", _pushes(messages)),
    ):
        trials = {name: _ours(text), PEER: _theirs(text)}
        best = race(trials, options.rounds)
        found.append(speed(name, messages, best, (name, PEER)))
    return found


def _ours(text: str) -> Any:
    def prepare(folder: Path, closing: ExitStack) -> Callable[[], object]:
        leaf, options = Leaf("a.edi", "a.edi", text.encode()), ImportOptions()
        importer = find_importer(leaf, options)
        assert importer is not None
        return lambda: sum(1 for _ in importer.read(leaf, options))

    return prepare


def _theirs(text: str) -> Any:
    def prepare(folder: Path, closing: ExitStack) -> Callable[[], object]:
        from pydifact.segmentcollection import Interchange

        closing.enter_context(warnings.catch_warnings())
        warnings.simplefilter("ignore")

        def run() -> int:
            interchange = Interchange.from_str(text)
            return sum(len(m.segments) for m in interchange.get_messages())

        return run

    return prepare


def _lists(count: int) -> str:
    chance = Random(8)
    body = "".join(_list(number, chance) for number in range(1, count + 1))
    head = "UNA:+.? 'UNB+UNOA:4+JUAPIS:ZZ+RSPIU:ZZ+260310:0500+1++APIS'"
    return f"{head}{body}UNZ+{count}+1'"


def _list(number: int, chance: Random) -> str:
    segments = [
        f"UNH+{number}+PAXLST:D:02B:UN:IATA",
        "BGM+745",
        f"TDT+20+JU0{500 + number % 400}+++JU",
        "LOC+125+BEG",
        "DTM+189:2603100705:201",
        "LOC+87+VIE",
        "DTM+232:2603100835:201",
    ]
    for _ in range(_PEOPLE):
        name, given = chance.choice(_NAMES), chance.choice(_GIVEN)
        segments += [
            f"NAD+FL+++{name}:{given}",
            f"ATT+2++{chance.choice('MF')}",
            f"DTM+329:{chance.randint(50, 99)}{chance.randint(10, 12)}15",
            "LOC+178+BEG",
            "LOC+179+VIE",
            "NAT+2+SRB",
            f"DOC+P:110:111+{chance.randint(10**8, 10**9)}",
            "DTM+36:300101",
            "LOC+91+SRB",
        ]
    segments += [f"CNT+42:{_PEOPLE}", f"UNT+{len(segments) + 2}+{number}"]
    return "'".join(segments) + "'"


def _pushes(count: int) -> str:
    chance = Random(9)
    body = "".join(_push(number, chance) for number in range(1, count + 1))
    head = "UNA:+.? 'UNB+IATA:1+JU+RSPIU+260309:0705+1'"
    return f"{head}{body}UNZ+{count}+1'"


def _push(number: int, chance: Random) -> str:
    flight = 500 + number % 400
    segments = [
        f"UNH+{number}+PNRGOV:13:1:IA",
        "MSG+:22",
        "ORG+JU:BEG",
        f"TVL+100326:0705:100326:0835+BEG+VIE+JU+{flight}",
        f"EQN+{_BOOKINGS}",
    ]
    for _ in range(_BOOKINGS):
        name, given = chance.choice(_NAMES), chance.choice(_GIVEN)
        locator = f"{chance.randrange(36**5, 36**6):X}"[:6]
        segments += [
            "SRC",
            f"RCI+JU:{locator}::010326:1130",
            "DAT+700:090326:2210+710:020326:0900",
            "IFT+4:28::JU+CTCM 381641234567",
            "ORG+1A:MUC+77001234:BEGJU2100+BEG+JU:BEG+T+RS:RSD+A1234RT",
            f"TIF+{name}+{given} MR:A:1",
            f"FTI+JU:{chance.randint(10**8, 10**9)}",
            "SSR+DOCS:HK:1:JU:::::/P/SRB/"
            f"{chance.randint(10**8, 10**9)}/SRB/12MAR78/M/01JAN30/{name}/{given}+::1",
            "SSR+VGML:HK:1:JU+::1",
            f"TKT+115{chance.randint(10**9, 10**10)}:T:1",
            "MON+B:150.00:EUR+T:198.40:EUR",
            f"FOP+CC::198.40:VI:411111XXXXXX{chance.randint(1000, 9999)}:0927",
            f"TVL+100326:0705:100326:0835+BEG+VIE+JU+{flight}:Y",
            "RPI+1+HK",
            f"SSR+SEAT:HK:1:JU:::BEG:VIE+{chance.randint(1, 30)}C::1",
        ]
    segments.append(f"UNT+{len(segments) + 1}+{number}")
    return "'".join(segments) + "'"
