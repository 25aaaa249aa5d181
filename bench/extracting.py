"""Words and pages a CPU second of each stage of reading, beside a small spaCy pipeline.

The peer is an installed pipeline of spaCy's own (en_core_web_sm), or where there is
none the same parts as spaCy's own template for small pipelines makes them, with random
weights: tok2vec, tagger, parser and ner, which say nothing of use but take as long.
"""

from collections.abc import Callable, Mapping, Sequence
from contextlib import ExitStack
from importlib.util import find_spec
from pathlib import Path
from typing import Any

from bench.measuring import Figure, Spent, in_child, race
from bench.options import Options
from extraction.evaluation import read_gold
from extraction.evaluation.gold import GoldDocument
from extraction.model import Document, Leaf, Page
from extraction.pipeline import Pipeline
from extraction.reading import read_document
from extraction.recognition.identifiers import find_identifiers
from extraction.recognition.language import detect
from extraction.recognition.settings import Setting

CORPUS = Path(__file__).parents[1] / "corpus" / "dev"
SAMPLE = Path(__file__).parents[1] / "sample" / "case"
STOCK = "en_core_web_sm"
WHOLE = "the whole of "
PEER = "small spaCy pipeline"
READ = (".docx", ".pdf", ".html", ".eml", ".txt")


def measure(options: Options) -> list[Figure]:
    """Return speeds of stages and wholes, and the memory that each whole takes."""
    memory = _memory()  # first: a child begins with what its parent holds
    documents = _documents()[: max(3, options.people // 600)]
    words = sum(len(p.text.split()) for d in documents for p in d.pages)
    stages: dict[str, Callable[[], object]] = {
        "language": lambda: [detect(_text(d)) for d in documents],
        "identifiers": lambda: [
            list(find_identifiers(p, d.language)) for d in documents for p in d.pages
        ],
    }
    for setting in Setting:
        pipeline = Pipeline.load(setting)
        pipeline.warm_up()
        stages |= _of(pipeline, setting, documents)
    nlp = _stock(documents)
    stages[PEER] = lambda: list(nlp.pipe(_text(d) for d in documents))
    best = race({name: _trial(run) for name, run in stages.items()}, options.rounds)
    return [
        *(_speed(name, words, "words", best) for name in stages if name != PEER),
        *_reading(options),
        *memory,
    ]


def _of(
    pipeline: Pipeline, setting: Setting, documents: Sequence[Document]
) -> dict[str, Callable[[], object]]:
    """Return the stages that depend on who reads the names."""
    found = [pipeline.extract(d) for d in documents]
    return {
        f"names, {setting}": lambda: [
            pipeline.names.find(d.pages, e.document.language)
            for d, e in zip(documents, found, strict=True)
        ],
        f"relations after {setting}": lambda: [
            pipeline.relate(e.document, e.mentions) for e in found
        ],
        f"{WHOLE}{setting}": lambda: [pipeline.extract(d) for d in documents],
    }


def _stock(documents: Sequence[Document]) -> Any:
    """Return the peer: one that is installed, or one of the same make."""
    import spacy
    from spacy.cli.init_config import init_config
    from spacy.training import Example
    from spacy.util import load_model_from_config

    if find_spec(STOCK):
        return spacy.load(STOCK)
    parts = ["tagger", "parser", "ner"]
    config = init_config(lang="en", pipeline=parts, optimize="efficiency")
    nlp = load_model_from_config(config, auto_fill=True)
    doc = nlp.make_doc(_text(documents[0])[:500])
    n = len(doc)
    said = {
        "tags": ["NOUN", "VERB"] * (n // 2) + ["NOUN"] * (n % 2),
        "heads": [max(0, at - 1) for at in range(n)],
        "deps": ["ROOT"] + ["dep"] * (n - 1),
        "entities": ["U-PER", "U-ORG", "U-LOC"] + ["O"] * (n - 3),
    }
    nlp.initialize(lambda: [Example.from_dict(doc, said)])
    return nlp


def _documents() -> list[Document]:
    return [
        Document(gold.name, gold.name, "text/plain", (Page(1, gold.text),))
        for gold in read_gold([CORPUS])
        if isinstance(gold, GoldDocument)
    ]


def _text(document: Document) -> str:
    return "\n".join(page.text for page in document.pages)


def _trial(run: Callable[[], object]) -> Callable[[Path, ExitStack], Any]:
    return lambda folder, closing: run


def _speed(what: str, count: int, unit: str, best: Mapping[str, Spent]) -> Figure:
    ours, theirs = best[what].cpu_s, best[PEER].cpu_s
    whole = what.startswith(WHOLE)
    return Figure(
        what,
        f"{unit} a CPU second",
        round(count / ours),
        PEER if whole else "",
        round(count / theirs) if whole else None,
        round(theirs / ours, 2) if whole else None,
    )


def _reading(options: Options) -> list[Figure]:
    """Return pages a CPU second out of each kind of file of the sample case."""
    found: list[Figure] = []
    for suffix in READ:
        leaves = [
            Leaf(path.name, path.name, path.read_bytes())
            for path in sorted(SAMPLE.glob(f"*{suffix}"))
        ]
        pages = sum(len(read_document(leaf).pages) for leaf in leaves)

        def run(leaves: Sequence[Leaf] = leaves) -> object:
            return [read_document(leaf) for leaf in leaves]

        spent = race({suffix: _trial(run)}, options.rounds)[suffix]
        rate = round(pages / max(spent.cpu_s, 1e-4))
        found.append(Figure(f"reading {suffix}", "pages a CPU second", rate))
    return found


def _memory() -> list[Figure]:
    theirs = round(in_child(_run_stock)[1])
    return [
        Figure(
            f"peak memory, {WHOLE}{setting}", "MB", (ours := round(peak)), PEER,
            theirs, round(theirs / ours, 2),
        )
        for setting in Setting
        for _, peak in [in_child(_run, setting)]
    ]  # fmt: skip


def _run(setting: Setting) -> None:
    pipeline = Pipeline.load(setting)
    for document in _documents():
        pipeline.extract(document)


def _run_stock() -> None:
    documents = _documents()
    nlp = _stock(documents)
    for document in documents:
        nlp(_text(document))
