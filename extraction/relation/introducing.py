"""Where a sentence says what it calls somebody: a label, an apposition, a bracket."""

import re
from collections.abc import Iterator, Sequence

from extraction.model import Mention
from extraction.relation.candidates import Candidate, mention_at
from extraction.relation.lexicon import Trigger
from extraction.relation.sentence import Sentence
from extraction.relation.units import Unit

SHORTEST = 4
"""Letters that a title or trade has at least."""

NAMED = frozenset("named called".split())
_LONGEST_LABEL = 4
_FURTHER = 2
_IN_BRACKETS = 5
_FURTHER_ON = frozenset("dalje daljem daljnjem nadalje natamosniot ponatamu".split())
_NO_TITLES = frozenset(
    "adresa broj datum ime iznos kontakt lice linija mesto mjesto naziv objekat osoba "
    "prezime prostor puno racun svojstvo telefon vozilo vreme vrijeme sjediste sediste "
    "predmet napomena ocena ocjena izjava izjave tacka odgovor pitanje prilog prisutni "
    "prisutna lokacija sluzbeno potpis veza prima dostavljeno data ocenka zabeleska "
    "name address phone place number subject person date contact note "
    "emri adresa numri vendi telefoni data shenim personi".split()
)
_WITHOUT_ARTICLES = frozenset({"hbs", "mk"})
_TRADE = re.compile(
    r"\w{2,}(?:ar|er|or|ist|ista|ac|telj|tel|nik|log|dzija|anin|"
    r"arka|erka|orka|istkinja|istka|acica|teljica|telka|nica|ogica|anka)"
)
_CLOSING = frozenset({",", ")", ";", "."})
_SAID_OTHERWISE = frozenset(
    "suspect witness driver director holder owner customer first second third former "
    "latter same titles man woman common money plate phone group org vehicle".split()
)
_OFFICES = ("noun", "mutual", "active", "payer")
_CALLING = ("mutual", "post")
_OF_PEOPLE = ("family", "associate", "employment")
_LONGEST = 5
_ARTICLES = frozenset("a an the our one whose its his her their".split())
_POSTS = frozenset({"post", "serves", "noun"})
_LINKS = frozenset(
    "of at with from in for to who whose by on i e te ne per nga".split()
)


def titles_in(
    sentence: Sentence, named: Sequence[Candidate]
) -> Iterator[tuple[str, Mention]]:
    """Yield what a page calls one person from here on.

    A row's label (`Putnik: Ana Anić`), a bracket, in Slavic languages a trade before
    the name or in apposition to it.
    """
    yield from _labelled(sentence)
    yield from _further_on(sentence)
    if sentence.language in _WITHOUT_ARTICLES:
        for person in named:
            if person.type == "PER" and person.case in ("", "nom"):
                for at in (person.start - 1, _apposed(sentence, person.end)):
                    if _is_trade(sentence, at):
                        yield sentence.units[at].word, mention_at(sentence, person)


def trades_in(
    sentence: Sentence, named: Sequence[Candidate]
) -> Iterator[tuple[str, Mention]]:
    """Yield the trades, posts and parts of those named: `Kos, a farmer`.

    In English and Albanian only, whose nouns have articles or endings that say that
    somebody known is meant.
    """
    for person in named if sentence.language in ("en", "sq") else ():
        if person.type != "PER" or len(person.mentions) > 1 or person.case == "poss":
            continue
        for word in (*_before(sentence, person.start), *_behind(sentence, person.end)):
            yield word, mention_at(sentence, person)


def relatives_in(
    sentence: Sentence, named: Sequence[Candidate]
) -> Iterator[tuple[str, Mention]]:
    """Yield by which words for relatives and posts people are called: `tetka Ana`."""
    people = {c.start: c for c in named if c.type == "PER"}
    for hit in sentence.hits:
        if hit.trigger is None or not _names_person(hit.trigger):
            continue
        after = next((p for n in (0, 1) if (p := people.get(hit.end + n))), None)
        before = people.get(hit.start - 2)
        apposed = before is not None and sentence.units[hit.start - 1].mark == ","
        bearer = after or (before if apposed else None)
        if bearer is not None and bearer.case != "poss":
            yield sentence.units[hit.start].word, mention_at(sentence, bearer)


def _labelled(sentence: Sentence) -> Iterator[tuple[str, Mention]]:
    units = sentence.units
    colon = next((at for at, unit in enumerate(units) if unit.mark == ":"), None)
    if colon is None or colon > _LONGEST_LABEL + 2:
        return
    behind = units[colon + 1] if colon + 1 < len(units) else None
    if behind is None or behind.mention is None or not behind.is_person:
        return
    people = {u.mention.value for u in units if u.mention and u.is_person}
    if len(people) > 1 and _lists(units[colon:]):
        return
    words = [u.word for u in units[:colon] if u.word]
    if sentence.head is not None or any(len(word) == 1 for word in words[1:]):
        return
    inside = _in_brackets(units[:colon])
    for word in dict.fromkeys([*words[:1], *inside]):
        if len(word) >= SHORTEST and word not in _NO_TITLES and word.isalpha():
            if not _is_relation(sentence, word):
                yield word, behind.mention


def _further_on(sentence: Sentence) -> Iterator[tuple[str, Mention]]:
    """Yield the word that a bracket behind a name calls it by from there on."""
    units = sentence.units
    for at, unit in enumerate(units):
        if unit.mention is None or not unit.is_person:
            continue
        if [behind.mark for behind in units[at + 1 : at + 2]] != ["("]:
            continue
        near = units[at + 2 : at + 2 + _IN_BRACKETS]
        if any(u.word in _FURTHER_ON for u in near):
            last = [u for u in near if u.word and u.word not in _FURTHER_ON][-1:]
            if last and len(last[0].word) >= SHORTEST:
                yield last[0].word, unit.mention


def _lists(units: Sequence[Unit]) -> bool:
    """Whether the second unit behind a colon goes on with another person."""
    people = [at for at, unit in enumerate(units) if unit.is_person]
    return len(people) > 1 and people[1] - people[0] <= _FURTHER


def _apposed(sentence: Sentence, end: int) -> int:
    """Return where one word stands between marks behind a name, -1 if none does."""
    near = sentence.units[end : end + 3]
    alone = len(near) == len("(a)") and near[0].mark in (",", "(")
    return end + 1 if alone and near[2].mark in _CLOSING else -1


def _is_trade(sentence: Sentence, at: int) -> bool:
    """Whether a word has the ending of one for who does something.

    With a small letter, save at the beginning: it is a part of the name else.
    """
    if at < 0 or not _TRADE.fullmatch(sentence.units[at].word):
        return False
    small = not at or not sentence.scene.capital(sentence.units[at].start)
    return small and not sentence.cues_at(at, _SAID_OTHERWISE)


def _in_brackets(units: Sequence[Unit]) -> list[str]:
    opened = next((at for at, u in enumerate(units) if u.mark == "("), None)
    if opened is None:
        return []
    inside = [u.word for u in units[opened + 1 :] if u.word]
    return inside if len(inside) == 1 else []


def _is_relation(sentence: Sentence, word: str) -> bool:
    """Whether a word states an office or use, whose ends others find."""
    return any(
        hit.trigger is not None
        and hit.trigger.construction in _OFFICES
        and sentence.units[hit.start].word == word
        for hit in sentence.hits
    )


def _before(sentence: Sentence, end: int) -> Iterator[str]:
    """Yield the noun before a name: `a clerk named …`, `Driver: …`, `kunati, …`."""
    units, at = sentence.units, end - 1
    while at >= 0 and (units[at].word in NAMED or units[at].mark in (",", ":")):
        at -= 1
    word = units[at].word if at >= 0 else ""
    if len(word) < SHORTEST or sentence.cue_at(at, "role"):
        return
    label = units[at + 1].mark == ":"
    if sentence.language == "en":
        near = [unit.word for unit in units[max(0, at - 3) : at]]
        if label or _ARTICLES & set(near):
            yield word
    elif label or (_is_post(sentence, at) and at >= end - 2):
        yield word


def _is_post(sentence: Sentence, at: int) -> bool:
    """Whether a word of the lexicon begins there that says what somebody is."""
    return any(
        hit.start == at and hit.trigger and hit.trigger.construction in _POSTS
        for hit in sentence.hits
    )


def _behind(sentence: Sentence, start: int) -> Iterator[str]:
    """Yield the nouns in apposition behind a name: `…, a farmer`, `…, magazinier`."""
    units, at = sentence.units, start
    while at < len(units) and units[at].mark in (",", "("):
        noun = _head_noun(sentence, at + 1)
        if len(noun) >= SHORTEST:
            yield noun
        at += 1
        while at < len(units) and not units[at].mark:
            if units[at].is_person:
                return
            at += 1


def _head_noun(sentence: Sentence, start: int) -> str:
    """Return the noun of an apposition that begins at a unit, or nothing."""
    words = []
    for unit in sentence.units[start : start + _LONGEST + 1]:
        if not unit.word or unit.word in _LINKS:
            break
        words.append(unit.word)
    if sentence.language == "en":
        return words[-1] if words and words[-1] not in _ARTICLES else ""
    return words[0] if words and _is_post(sentence, start) else ""


def _names_person(trigger: Trigger) -> bool:
    """Whether a word says what somebody is: a relative, a friend, of what trade."""
    calls = trigger.construction in _CALLING
    return calls and trigger.relations[0] in _OF_PEOPLE
