"""Where sentences end, and what of a page's lines is none of them."""

import pytest

from extraction.recognition.sentences import find_frame, split_sentences


def cut(text: str, frame: frozenset[str] = frozenset()) -> list[str]:
    """Return the sentences of a text."""
    return [text[s.start : s.end] for s in split_sentences(text, frame)]


@pytest.mark.parametrize(
    ("first", "second"),
    [
        ("Firma Beta d.o.o. Niš radi po čl. 12. st. 3. Zakona.", "Vlasnik je tu."),
        ("Rođ. 12. marta 1978. godine u ul. Lazara br. 5. stan 3 u Nišu.", "Ćuti."),
        ("Sastali su se 12. marta 2024.", "Marko je otišao."),
        ("Po Sl. glasniku RS br. 85/05 i tač. 2. kažnjava se.", "To je sve."),
        ("Govorio je dr Petar Ilić, dipl. inž. i mr. Ana Savić.", "Kraj."),
        ("На бул. Краља Александра бр. 84.", "Крај."),
        ("Фирма Бета Д.О.О. Ниш је у ул. Цара Душана бр. 4.", "Власник ћути."),
        ("Kod firme Lasta d.d. Sarajevo, čl. 239. st. 2. KZ BiH.", "Okrivljeni ćuti."),
        ("Potpisao je s.r. Ivo Ilić za j.d.o.o. Adriatic.", "Ne."),
        ("Živi na Bul. Svetog Petra br. 1, Podgorica, sa M. Krivokapićem.", "Tu je."),
        ("Алфа Д.О.О.Е.Л. Скопје според чл. 12 ст. 1 од КЗ.", "Молчи."),
        ("Роден на 3. мај 1980 год. во Битола, ул. Тито бр. 3.", "Тој молчи."),
        ("Г-дин Илиев и проф. д-р Петров дојдоа.", "Си отидоа."),
        ("Alfa sh.p.k. Tiranë në rr. Kavajës nr. 12, sipas K.P. u mbyll.", "Iku."),
        ("Z. Gashi dhe znj. Hoxha, prof. Berisha erdhën.", "Ata ikën."),
        ("Mr. John Smith of Acme Ltd. met Dr. Brown on Jan. 5, 2024.", "He left."),
        ("The U.S. Treasury and J. P. Morgan Inc. agreed.", "It did."),
    ],
)
def test_abbreviations_and_ordinals(first: str, second: str) -> None:
    """Of six languages, none ends a sentence; a full date or a counted number can."""
    assert cut(f"{first} {second}") == [first, second]


def test_signatures_stand_alone() -> None:
    """A name alone on its line is no end of the long line before it."""
    text = (
        "Osnovni sud u Beogradu, Odeljenje za suzbijanje korupcije\n"
        "Jelena Ilić\nOvo je duga rečenica koja se prelama na kraju reda i koju\n"
        "Marko Perić nastavlja."
    )
    assert cut(text)[:2] == [
        "Osnovni sud u Beogradu, Odeljenje za suzbijanje korupcije", "Jelena Ilić",
    ]  # fmt: skip
    assert cut(text)[2].endswith("nastavlja.")


def test_headers_and_footers_are_no_part_of_sentences() -> None:
    """A line at the edge of three pages, its number aside, stands alone."""
    page = (
        "Ministarstvo unutrašnjih poslova, Služba za borbu protiv kriminala\n"
        "{0} Perić je rekao da nije bio tamo, a da je vozilo ostalo u\n{0}ovoj "
        "garaži.\nPredmet broj KU 12/24 Službena tajna, stranica {1} od ukupno tri\n"
    )
    texts = [page.format(name, len(name)) for name in ("Marko", "Vuk", "Dragan")]
    frame = find_frame(texts)
    assert len(cut(texts[0], frame)) == 3
    assert cut(texts[0], frame)[1].startswith("Marko Perić je rekao")
    assert find_frame(texts[:2]) == frozenset()
