"""Gold in lines of tokens, each layout that corpora have."""

import pytest

from extraction.evaluation.gold import GoldDocument
from extraction.evaluation.tokens import TOGETHER, parse_tokens
from graph.errors import InvalidInput

IOB2 = """# sent_id = 1
# text = Ana Anić je u Baru.
1\tAna\tB-PER\t-\tx
2\tAnić\tI-PER\t-\tx
3\tje\tO\t-\tx
4\tu\tO\t-\tx
5\tBaru\tB-LOC\t-\tx
6\t.\tO\t-\tx
"""
CONLLU = """# newdoc id = d1
# text = Anina firma Bar
1-2\tAnina firma\t_\t_\t_\t_\t_\t_\t_\t_
1\tAnina\tx\tADJ\t_\t_\t2\tx\t_\tNER=B-deriv-per
2\tfirma\tx\tNOUN\t_\t_\t0\tx\t_\tNER=O
3\tBar\tx\tPROPN\t_\t_\t2\tx\t_\tA=b|NER=B-org|C=d

# newdoc id = d2
# text = Ivo
1\tIvo\tx\tPROPN\t_\t_\t0\tx\t_\tNER=B-per
"""
LEGAL = """# newdoc id = v1
# text = Sud u Baru, Ulica 5
1\tSud\tsud\tN\tB-COURT
2\tu\tu\tS\tI-COURT
3\tBaru\tBar\tN\tI-COURT
4\t,\t,\tZ\tO
5\tUlica\tulica\tN\tB-ADR
6\t5\t5\tM\tI-ADR
"""
CONLL = "Ana\tB-PER\nMarić\tB-PER\n,\tO\n(\tO\nBar\tB-MISC\n)\tO\n"


def spans(gold: GoldDocument) -> list[tuple[str, str]]:
    """Return texts and types of the mentions."""
    return [(gold.text[m.start : m.end], m.type) for m in gold.mentions]


def test_iob2() -> None:
    """A treebank's text is kept; the file's name says the language."""
    (gold,) = parse_tokens("sr_set-ud-dev.iob2", IOB2)
    assert gold.text == "Ana Anić je u Baru."
    assert spans(gold) == [("Ana Anić", "PER"), ("Baru", "LOC")]
    assert gold.types == {"PER", "LOC", "ORG"} and gold.language == "sr"
    assert not gold.relation_types


def test_conllu_with_ner_in_misc() -> None:
    """Documents stay apart; a derived adjective is neither right nor wrong."""
    first, second = parse_tokens("hr.conllu", CONLLU)
    assert spans(first) == [("Bar", "ORG")] and spans(second) == [("Ivo", "PER")]
    assert first.ignored == ((0, 5),)
    assert [first.name, second.name] == ["hr.conllu#d1", "hr.conllu#d2"]


def test_legal_columns() -> None:
    """Labels are mapped to ours, and what the file labels besides is scored too."""
    (gold,) = parse_tokens("comtext.sr.legal.conllu", LEGAL)
    assert spans(gold) == [("Sud u Baru", "ORG"), ("Ulica 5", "ADDRESS")]
    assert gold.types == {"PER", "LOC", "ORG", "ADDRESS"}


def test_tokens_alone_are_put_together() -> None:
    """Blanks stand where a writer puts them; B after B begins another mention."""
    (gold,) = parse_tokens("x.conll", CONLL)
    assert gold.text == "Ana Marić, (Bar)" and gold.language == ""
    assert spans(gold) == [("Ana", "PER"), ("Marić", "PER")]


def test_tokens_that_their_text_lacks() -> None:
    """The sentence is put together from its tokens; no mention is lost."""
    content = IOB2.replace("# text = Ana Anić", "# text = A. Anić")
    (gold,) = parse_tokens("x.iob2", content)
    assert spans(gold) == [("Ana Anić", "PER"), ("Baru", "LOC")]


def test_sentences_without_documents_are_read_together() -> None:
    """Forty at a time, with a blank line between them."""
    found = list(parse_tokens("x.conll", (CONLL + "\n") * (TOGETHER + 1)))
    assert len(found) == 2 and found[0].text.count("\n\n") == TOGETHER - 1
    assert len(found[0].mentions) == 2 * TOGETHER and len(found[1].mentions) == 2


@pytest.mark.parametrize("content", ["", "# a comment\n", "just words\nof a text\n"])
def test_what_holds_no_tags(content: str) -> None:
    """It is no gold."""
    with pytest.raises(InvalidInput):
        list(parse_tokens("x.conll", content))
