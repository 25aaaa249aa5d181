"""Made-up persons of the region, some of them in several records; seeded."""

import random
from collections.abc import Iterator

from extraction.resolution import Profile
from graph.names import to_cyrillic

GIVEN = (
    "Dragan Milan Zoran Jovana Marija Petar Nikola Stefan Jelena Ana Ivana Amir Emina "
    "Mirsad Senad Adnan Amra Lejla Haris Agron Besnik Arben Blerim Drita Vjosa Luan "
    "Ilir Fatmir Teuta Goran Vesna Trajko Blagoja Biljana Aleksandar Vladimir Radomir "
    "Luka Marko Đorđe Miloš Dejan Snežana Suzana Sanja Slobodan Mehmed Sulejman Fatima"
).split()
STEMS = (
    "Petr Jovan Markov Nikol Stojan Vuk Rad Mil Dim Bog Trajk Ristov Georg Hadž Beg "
    "Hox Krasniq Gash Shal Berish Kov Perk Lak Tom Sim Zdrav Mat Luk Pav Dragoj Vas Mir"
).split()
LINKS = ("", "or", "en", "al", "iš", "ad", "um", "er", "in", "ov")
ENDINGS = ("ović", "ić", "ević", "ovski", "evski", "aj", "i", "u", "ac", "an", "ar")
TOWNS = (
    "Beograd Niš Novi_Sad Podgorica Bar Sarajevo Tuzla Mostar Skopje Bitola Tetovo "
    "Tirana Durrës Shkodër Priština Prizren Peja Zagreb Split Rijeka"
).split()
STREETS = "Glavna Cara_Dušana Maršala_Tita Skenderbeu Ilindenska Dečanska Nova".split()
AGAIN = 0.3
"""Of all records, the share that is another record of someone."""


def persons(count: int, seed: int = 7) -> Iterator[Profile]:
    """Yield `count` records; the id before the bar is the person's own."""
    draw = random.Random(seed)
    made = 0
    while made < count:
        values = _person(draw)
        copies = 1 + (draw.random() < AGAIN) + (draw.random() < AGAIN / 3)
        for copy in range(min(copies, count - made)):
            kept = _again(draw, values) if copy else values
            given = {prop: (value,) for prop, value in kept.items() if value}
            yield Profile(f"p{made}|{copy}", "Person", given)
        made += copies


def _person(draw: random.Random) -> dict[str, str]:
    family = draw.choice(STEMS) + draw.choice(LINKS) + draw.choice(ENDINGS)
    year, month, day = (
        draw.randint(1940, 2006),
        draw.randint(1, 12),
        draw.randint(1, 28),
    )
    street, town = draw.choice(STREETS), draw.choice(TOWNS)
    return {
        "name": f"{draw.choice(GIVEN)} {family}",
        "fatherName": draw.choice(GIVEN) if draw.random() < 0.4 else "",
        "birthDate": f"{year}-{month:02}-{day:02}" if draw.random() < 0.8 else "",
        "phone": f"+3816{draw.randint(10**7, 10**8)}" if draw.random() < 0.4 else "",
        "address": f"{street} {draw.randint(1, 180)}, {town}".replace("_", " "),
    }


def _again(draw: random.Random, values: dict[str, str]) -> dict[str, str]:
    """Return another record of the same person: parts missing, in another script."""
    kept = {p: v for p, v in values.items() if p == "name" or draw.random() < 0.75}
    first, last = kept["name"].split(" ", 1)
    way = draw.randrange(5)
    if way == 0:
        kept["name"] = to_cyrillic(kept["name"]).text
    elif way == 1:
        kept["name"] = f"{last} {first}".upper()
    elif way == 2:
        at = draw.randrange(1, len(last))
        kept["name"] = f"{first} {last[:at]}{last[at + 1 :]}"
    elif way == 3 and len(kept) > 2:
        kept["name"] = f"{first[0]}. {last}"
    if "birthDate" in kept and draw.random() < 0.2:
        kept["birthDate"] = kept["birthDate"][:4]
    return kept
