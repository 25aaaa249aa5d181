"""By which trade, post or part a page calls people: `Kos, a farmer`, then `the farmer`.

In English and Albanian, whose nouns have articles or endings that say that somebody
known is meant.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from os.path import commonprefix

from extraction.model import Mention
from extraction.relation.candidates import Candidate, mention_at
from extraction.relation.sentence import Sentence

_MOST = 80
_OFFICES = {
    "ownership": "owner shareholder proprietor founder",
    "directorship": "director administrator manager",
}
_LONGEST = 5
_SHORTEST = 4
_ARTICLES = frozenset("a an the our one whose its his her their".split())
_NAMED = frozenset("named called".split())
_POSTS = frozenset({"post", "serves", "noun"})
_LINKS = frozenset(
    "of at with from in for to who whose by on i e te ne per nga".split()
)
_ENDINGS = frozenset(["", *"i u a e n t s ja jen jes en es in it un ut et".split()])
_CASES = {"n": "acc", "t": "dat", "s": "dat"}
_ROLES = (
    "suspect", "first", "second", "third", "latter", "same", "holder", "witness",
    "driver", "former", "he", "she", "they",
)  # fmt: skip
_INDEFINITE = frozenset("nje si ishte eshte".split())


@dataclass(slots=True)
class Trades:
    """The words by which a page has called people, the latest first; bounded."""

    known: list[tuple[str, Mention]] = field(default_factory=list)

    def learn(self, sentence: Sentence, named: Sequence[Candidate]) -> None:
        """Take in what a sentence calls the people that it names."""
        if sentence.language in ("en", "sq"):
            found = list(_called(sentence, named))
            self.known = [*found, *self.known][:_MOST]

    def take(self, relation: str, person: Mention) -> None:
        """Take in an office in a firm that was stated, with English words for it."""
        words = _OFFICES.get(relation, "").split()
        self.known = [*((word, person) for word in words), *self.known][:_MOST]

    def find(self, sentence: Sentence) -> Iterator[tuple[int, Mention, str]]:
        """Yield the places of words that call somebody, whom, and the case."""
        for at, unit in enumerate(sentence.units if self.known else ()):
            if unit.word and not _is_taken(sentence, at):
                found = self._find(sentence, at)
                if found is not None:
                    yield at, *found

    def _find(self, sentence: Sentence, at: int) -> tuple[Mention, str] | None:
        word, _, genitive = sentence.units[at].word.partition("'")
        before = sentence.units[at - 1].word if at else ""
        if sentence.language == "en":
            person = next((m for known, m in self.known if known == word), None)
            definite = before == "the" or (
                at > 1 and sentence.units[at - 2].word == "the"
            )
            return (person, "poss" if genitive else "") if person and definite else None
        if before in _INDEFINITE:
            return None
        for known, mention in self.known:
            shared = len(commonprefix([known, word]))
            ends = word[shared:], known[shared:]
            if (
                shared >= _SHORTEST
                and set(ends) <= _ENDINGS
                and (ends[0] or known == word)
            ):
                return mention, _CASES.get(word[-1], "nom")
        return None


def _is_taken(sentence: Sentence, at: int) -> bool:
    """Whether a word is a role's, or a name follows, which it only introduces."""
    if any(sentence.cue_at(at, cue) for cue in _ROLES):
        return True
    for unit in sentence.units[at + 1 : at + 3]:
        if unit.mention is not None:
            return unit.mention.type == "PER"
        if unit.mark != "," and unit.word not in _NAMED:
            return False
    return False


def _called(
    sentence: Sentence, named: Sequence[Candidate]
) -> Iterator[tuple[str, Mention]]:
    for person in named:
        if person.type != "PER" or len(person.mentions) > 1 or person.case == "poss":
            continue
        for word in (*_before(sentence, person.start), *_behind(sentence, person.end)):
            yield word, mention_at(sentence, person)


def _before(sentence: Sentence, end: int) -> Iterator[str]:
    """Yield the noun before a name: `a clerk named …`, `Driver: …`, `kunati, …`."""
    units, at = sentence.units, end - 1
    while at >= 0 and (units[at].word in _NAMED or units[at].mark in (",", ":")):
        at -= 1
    word = units[at].word if at >= 0 else ""
    if len(word) < _SHORTEST or sentence.cue_at(at, "role"):
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
        if len(noun) >= _SHORTEST:
            yield noun
        at += 1
        while at < len(units) and not units[at].mark:
            mention = units[at].mention
            if mention is not None and mention.type == "PER":
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
