"""Language and script: the region's six, and nothing for any other."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from extraction.recognition.language import GROUP, detect

SENTENCES = [
    ("Uhapšen je u Beogradu, a sudija za prethodni postupak odredio mu je meru.", "sr"),
    ("Ухапшен је у Београду, виши суд му је одредио притвор до тридесет дана.", "sr"),
    ("Svedok je rekao da je video dete na mestu gde se dogodilo krivično delo.", "sr"),
    ("Uhapšen je u Sarajevu, općinski sud je odredio pritvor, a istragu vodi "
     "tužilaštvo BiH.", "bs"),
    ("Nijesam rekao da ću doći sjutra u Podgoricu, jer đe je on bio?", "cnr"),
    ("Uprava policije Crne Gore saopštila je da je lice uhapšeno u Baru, a rješenje "
     "je donio osnovni sud u Kotoru.", "cnr"),
    ("Osumnjičeni je jučer uhićen u Zagrebu, priopćila je policija, a tko ga je "
     "prijavio nije poznato.", "hr"),
    ("Осумничениот беше приведен во Скопје и го признал делото.", "mk"),
    ("Полицијата соопшти дека возилото било пронајдено кај Ѓевгелија.", "mk"),
    ("I pandehuri u arrestua në Tiranë dhe u dërgua në gjykatë.", "sq"),
    ("Policia tha se vetura eshte gjetur ne Prishtine, por nuk ka te arrestuar.", "sq"),
    ("The suspect was arrested in Belgrade and taken to the court.", "en"),
]  # fmt: skip

OTHERS = [
    "Der Chef der Partei wohnt in einem schmalen Haus und ist nicht zu Hause.",
    "Le premier ministre est arrivé à Paris avec sa femme et ses enfants.",
    "Il presidente della Repubblica è arrivato a Roma con la moglie.",
    "Президент России прибыл в Москву и сказал, что он не будет участвовать.",
    "Министърът на вътрешните работи каза, че ще бъдат взети мерки.",
    "Predsednik vlade je povedal, da se bo sestal z ministrom in da ni bilo težav.",
    "Președintele a declarat că nu va participa la alegerile din acest an.",
]


@pytest.mark.parametrize(("text", "language"), SENTENCES)
def test_one_sentence_is_enough(text: str, language: str) -> None:
    """Each of the six, the four close ones apart, in either script."""
    found = detect(text)
    assert found.language == language
    assert found.script == ("Cyrl" if "а" in text else "Latn")
    assert 0 < found.confidence <= 1


@pytest.mark.parametrize("text", OTHERS)
def test_other_languages_are_none_of_ours(text: str) -> None:
    """Neighbouring and large languages are not forced into the six."""
    assert detect(text).language is None


@pytest.mark.parametrize("text", ["", "1234", "064 123 456", "Marko", "---\n\n"])
def test_too_short_to_tell(text: str) -> None:
    """Numbers, single names and nothing have no language."""
    assert detect(text).language is None


def test_the_dominant_language_of_a_mixed_text_wins() -> None:
    """A quotation does not decide for the whole."""
    english = "The report says that the suspect was seen in the city. " * 5
    serbian = "Osumnjičeni je rekao da nije bio u gradu."
    assert detect(english + serbian).language == "en"
    assert detect(serbian * 9 + english).language == "sr"


def test_scripts_are_weighed() -> None:
    """The script of most letters is the text's."""
    assert detect("Видео је BMW у граду").script == "Cyrl"
    assert detect("12.3.2024.").script is None


def test_long_texts_are_sampled() -> None:
    """A megabyte takes no longer than its sample, and gives the same."""
    found = detect(
        "Осумничениот беше приведен во Скопје и го признал делото. " * 20_000
    )
    assert found.language == "mk"


@given(st.text(max_size=300))
@settings(deadline=None, max_examples=60)
def test_any_text_has_an_answer(text: str) -> None:
    """No text raises, and what comes back is one of the contract's words."""
    found = detect(text)
    assert found.language in (*GROUP, "mk", "sq", "en", None)
    assert found.script in ("Latn", "Cyrl", None)
    assert 0 <= found.confidence <= 1


CORPORA = [
    ("uner_sr_set/sr_set-ud-dev.iob2", "sr", 0.99),
    ("uner_hr_set/hr_set-ud-dev.iob2", "hr", 0.99),
    ("reldi_dev/reldi-normtagner-sr-dev.conllu", "sr", 0.95),
    ("reldi_dev/reldi-normtagner-hr-dev.conllu", "hr", 0.95),
    ("ud_mk_mtb/mk_mtb-ud-test.conllu", "mk", 0.95),
    ("ud_sq_staf/sq_staf-ud-dev.conllu", "sq", 0.99),
    ("ud_sq_tsa/sq_tsa-ud-test.conllu", "sq", 0.99),
    ("uner_en_ewt/en_ewt-ud-dev.iob2", "en", 0.94),
]


def iter_passages(path: Path, size: int = 3) -> Iterator[str]:
    """Yield passages of so many sentences, those without words left out."""
    mark = "# text ="
    lines = path.read_text("utf-8").splitlines()
    sentences = [line[len(mark) :].strip() for line in lines if line.startswith(mark)]
    for start in range(0, len(sentences), size):
        passage = " ".join(sentences[start : start + size])
        if len(passage) >= 40:
            yield passage


@pytest.mark.parametrize(("file", "language", "least"), CORPORA)
def test_accuracy_on_three_sentences(
    file: str, language: str, least: float, shared_data: Callable[[str], Path]
) -> None:
    """Passages of three sentences from real texts; the first four count as one."""
    folder, _, name = file.partition("/")
    passages = list(iter_passages(shared_data(f"corpora/{folder}") / name))
    accepted = GROUP if language in GROUP else (language,)
    right = sum(detect(passage).language in accepted for passage in passages)
    assert passages
    assert right / len(passages) >= least
