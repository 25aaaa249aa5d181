"""What a reader of one sentence's stand-ins knows, and the candidates it makes."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from extraction.model import Mention
from extraction.relation.candidates import Candidate, prepositions, word_case
from extraction.relation.lexicon import Hit
from extraction.relation.sentence import Sentence
from extraction.relation.thread import Thread

PRONOUNS = (
    "he", "he_dat", "he_acc", "weak_he", "she", "she_dat", "she_acc", "weak_she",
)  # fmt: skip
"""The cues of a pronoun of one person."""

_ROLES = frozenset({"suspect", "first", "second", "third"})
_CALLED = _ROLES | {"same", "witness", "driver", "holder", "director", "customer"}
_NOMINATIVE = ("eni", "ena")
_BARE = frozenset(
    "isti ista imenovani imenovana doticni doticna pomenuti pomenuta vozac drzalac "
    "svedok svedokina direktor direktorica klient klientkina komitent".split()
)
_ENDINGS = (("a", "gen"), ("u", "dat"), ("om", "ins"), ("em", "ins"))
_QUOTES = frozenset('"„“”«»')
_SHORT = frozenset({*PRONOUNS, "them", "me_dat"})


@dataclass(frozen=True, slots=True)
class Reader:
    """A sentence with what the page has named so far, and who speaks in it."""

    thread: Thread
    sentence: Sentence
    named: Sequence[Candidate]
    speaker: Mention | None
    roles: list[Candidate] = field(default_factory=list)
    """The words for roles that stand for somebody here: "the accused"."""

    @property
    def _people(self) -> list[Candidate]:
        """Return who is named or called by a role, in order."""
        named = (c for c in self.named if c.type == "PER")
        return sorted([*named, *self.roles], key=lambda c: c.start)

    def _in_log(self) -> Mention | None:
        """Return whom a log's entry is about unless it says otherwise."""
        thread = self.thread
        return (thread.actor or thread.focus) if thread.log else None

    def _person(
        self, hit: Hit, person: Mention | None, cost: int, case: str = ""
    ) -> Iterator[Candidate]:
        if person is not None:
            yield self._candidate(hit, "PER", (person,), cost, case)

    def _candidate(
        self,
        hit: Hit,
        kind: str,
        mentions: tuple[Mention, ...],
        cost: int,
        case: str = "",
    ) -> Candidate:
        short = hit.cue in _SHORT
        case = case or self._case_of_role(hit)
        preps = prepositions(self.sentence, hit.start, adjacent=short)
        if case in ("poss", "nom"):
            preps = frozenset()
        elif not case and self.sentence.language == "hbs":
            case = word_case(self.sentence.units[hit.end - 1].word)
        role = hit.cue in _ROLES
        return Candidate(
            hit.start, hit.end, kind, mentions, preps, case, cost, False, role=role
        )

    def _case_of_role(self, hit: Hit) -> str:
        """Return the case of a word for a role where its form tells it."""
        word = self.sentence.units[hit.start].word
        if self.sentence.language == "hbs" and hit.cue in _CALLED:
            if word.endswith(_NOMINATIVE) or word in _BARE:
                return "nom"
            cases = (c for e, c in _ENDINGS if word.removesuffix(e) in _BARE)
            return next(cases, "")
        if hit.cue not in _ROLES:
            return ""
        first = hit.start == 0 and self.sentence.language in ("en", "mk")
        article = self.sentence.language == "sq" and word in ("i", "e")
        return "nom" if first or article else ""

    def _next_type(self, start: int, reach: int) -> str:
        """Return the type of the mention that follows, past words and quotes only."""
        for unit in self.sentence.units[start : start + reach]:
            if unit.mention is not None:
                return unit.mention.type
            if unit.mark and unit.mark not in _QUOTES:
                return ""
        return ""

    def _is_apposed(self, at: int) -> bool:
        """Whether a comma and a person follow: `his father, Hasan`."""
        units = self.sentence.units[at : at + 2]
        return len(units) == 2 and units[0].mark == "," and units[1].is_person
