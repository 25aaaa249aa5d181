"""Document in, mentions and relations out: the stages of extraction composed."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace

from extraction.model import Document, Extraction, Mention, Page, Relation
from extraction.recognition.identifiers import VERSION as IDENTIFIERS
from extraction.recognition.identifiers import find_identifiers
from extraction.recognition.language import detect
from extraction.recognition.names import VERSION as NAMES
from extraction.recognition.names import NameFinder
from extraction.recognition.overlaps import Disjoint
from extraction.recognition.recognizers import ENCODER, Recognizer
from extraction.recognition.settings import Setting
from extraction.recognition.stock import Stock
from extraction.relation.finding import VERSION as RELATIONS
from extraction.relation.finding import apply_rules
from extraction.relation.learned.reading import VERSION as LEARNED
from extraction.relation.learned.reading import LearnedRelations
from extraction.relation.referents import VERSION as REFERENTS
from extraction.relation.referents import LearnedReferents

_NAMED = frozenset({"PER", "ORG", "LOC", "ADDRESS"})
_WITHIN_ADDRESS = frozenset({"DATE", "PHONE", "MONEY", "VEHICLE", "WEAPON", "DRUG"})
_SAMPLE_PAGES = 40
_FIRST = "Ana Anić je sestra Pere Perića."


@dataclass(frozen=True, slots=True)
class Pipeline:
    """The stages, loaded once; equal documents give equal extractions."""

    names: NameFinder
    stock: Mapping[str, NameFinder] = field(default_factory=dict)
    """What reads names instead in documents of a language."""
    referents: LearnedReferents | None = None
    """What chooses whom a word means; without it rules do."""
    learned: LearnedRelations | None = None
    """What weighs the relations of the rules, and adds to them."""

    @classmethod
    def load(
        cls, recognizer: Setting = Setting.ACCURATE, stock: Sequence[Stock] = ()
    ) -> "Pipeline":
        """Load the weights from the package. Raises Unavailable where they lack."""
        instead = {
            language: finder
            for one in stock
            for finder in [NameFinder(Recognizer.load(one))]
            for language in one.languages
        }
        names = NameFinder.load(recognizer)
        referents = LearnedReferents.load()
        return cls(names, instead, referents, _load_learned(names, recognizer))

    def warm_up(self) -> None:
        """Load what would be loaded with the first document."""
        for finder in (self.names, *self.stock.values()):
            finder.find([Page(1, "Ana Anić.")], None)
        self.extract(Document("0" * 64, "", "text/plain", (Page(1, _FIRST),)))

    def extract(self, document: Document, country: str | None = None) -> Extraction:
        """Return what the document says; ids run m1, m2, … in the order of the text.

        `country` (ISO alpha-2) says where local numbers are at home.
        """
        found = detect("\n".join(p.text for p in document.pages[:_SAMPLE_PAGES]))
        language = found.language
        document = replace(document, language=language, script=found.script)
        finder = self.stock.get(language or "", self.names)
        named = finder.find(document.pages, language)
        numbers = [
            mention
            for page in document.pages
            for mention in find_identifiers(page, language, country)
        ]
        mentions = _merge(named, numbers)
        relations = self.relate(document, mentions)
        return Extraction(document, mentions, tuple(relations))

    def relate(self, document: Document, mentions: Sequence[Mention]) -> list[Relation]:
        """Return the relations between a document's mentions, in their order."""
        found = apply_rules(document, mentions, self.referents)
        if self.learned is None:
            return found.relations
        return self.learned.find(document, mentions, found)


def _load_learned(names: NameFinder, setting: Setting) -> LearnedRelations | None:
    """Return what was learnt of relations, for the recognizer that it goes with.

    Raises Unavailable where its weights lack.
    """
    if setting is not Setting.ACCURATE:
        return None
    component = names.recognizer.nlp.get_pipe(ENCODER)
    return LearnedRelations.load(component, component.folder)


def version_of(recognizer: Setting, stock: Sequence[Stock] = ()) -> str:
    """Return the versions of the stages: what a record's origin says."""
    read_by = (recognizer.component, *(one.component for one in stock))
    learned = (LEARNED,) if recognizer is Setting.ACCURATE else ()
    stages = (IDENTIFIERS, NAMES, *read_by, RELATIONS, REFERENTS, *learned)
    return " ".join(["extraction/3", *stages])


def _merge(named: Iterable[Mention], numbers: Iterable[Mention]) -> tuple[Mention, ...]:
    """Return all in order without overlaps: a number wins, save inside an address.

    What a number covers whole is no address.
    """
    pages: dict[int, Disjoint[Mention]] = {}
    numbers = list(numbers)
    covered = {(m.page, m.start, m.end) for m in numbers}
    rows = [
        *numbers,
        *(
            m
            for m in named
            if m.type != "ADDRESS" or (m.page, m.start, m.end) not in covered
        ),
    ]
    for mention in sorted(rows, key=lambda m: (_rank(m), m.page, m.start)):
        beside = pages.setdefault(mention.page, Disjoint())
        if not beside.over(mention):
            beside.add(mention)
    taken = [mention for _, page in sorted(pages.items()) for mention in page.spans]
    return tuple(replace(m, id=f"m{n}") for n, m in enumerate(taken, start=1))


def _rank(mention: Mention) -> int:
    if mention.type == "ADDRESS":
        return 1
    if mention.type in _NAMED:
        return 3
    return 2 if mention.type in _WITHIN_ADDRESS else 0
