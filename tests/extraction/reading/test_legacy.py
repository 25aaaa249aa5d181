"""Legacy encodings: known by how letters follow each other, not by luck."""

import pytest

from extraction.model import Leaf
from extraction.reading import read_document
from extraction.reading.encoding import decode_text
from extraction.reading.pages import list_seven_bit
from extraction.reading.yuscii import find_yuscii

LATIN = {
    "sr": "Svedok Života Đokić kaže da je juče video okrivljenog kod pošte u Šapcu.",
    "bs": "Bošnjak Šefket Čengić prijavio je krađu vozila kod džamije u Žepču.",
    "cnr": "Uviđaj je završen u ponoć, a vještak će nalaz dati državnom tužiocu.",
    "hr": "Odvjetnik je uložio žalbu jer nema računa iz švicarske banke.",
}
CYRILLIC = {
    "sr": "Сведок Живота Ђокић тврди да је јуче видео окривљеног испред поште у Шапцу.",
    "mk": "Сведокот Ѓоко Ќосев вели дека вчера го видел обвинетиот пред пошта во Штип.",
    "ru": "Свидетель утверждает, что вчера видел обвиняемого у почты в Туле.",
    "bg": "Свидетелят твърди, че вчера е видял обвиняемия пред пощата във Видин.",
}
ALBANIAN = "Dëshmitari tha se e pa të pandehurin dje në Gjakovë, çka ai e mohon."
GERMAN = "Der Zeuge erklärte, er habe den Mann gegenüber der Post in Köln gesehen."
FRENCH = "Le témoin déclare avoir aperçu l'accusé près de la poste où il était employé."


@pytest.mark.parametrize("language", LATIN)
@pytest.mark.parametrize("page", ["cp1250", "iso8859_2", "cp852", "mac_croatian"])
def test_latin(language: str, page: str) -> None:
    """South Slavic Latin in the pages of Windows, ISO, DOS and the Mac."""
    text = LATIN[language]
    assert decode_text(text.encode(page)) == text


@pytest.mark.parametrize("language", CYRILLIC)
@pytest.mark.parametrize("page", ["cp1251", "iso8859_5", "cp855", "mac_cyrillic"])
def test_cyrillic(language: str, page: str) -> None:
    """Serbian and Macedonian, and their neighbours, in four pages of Cyrillic."""
    text = CYRILLIC[language]
    if page == "mac_cyrillic" and language == "sr":
        text = f"{text} Жена му је Љубица."
    assert decode_text(text.encode(page)) == text


@pytest.mark.parametrize("page", ["cp1250", "cp1252", "iso8859_2", "cp852"])
def test_albanian(page: str) -> None:
    """Albanian has ë and ç in most pages."""
    assert decode_text(ALBANIAN.encode(page)) == ALBANIAN


@pytest.mark.parametrize(
    ("text", "page"),
    [
        (GERMAN, "cp1252"),
        (GERMAN, "cp1250"),
        (FRENCH, "cp1252"),
        (
            "Il testimone è già stato sentito perché la società è chiusa.",
            "cp1252",
        ),
        (
            "A tanú szerint a gyanúsított tegnap a győri pályán várt.",
            "cp1250",
        ),
        (
            "A tanú szerint a gyanúsított tegnap a győri pályán várt.",
            "mac_latin2",
        ),
        (
            "Svědek tvrdí, že obžalovaného viděl před poštou v Říčanech.",
            "mac_latin2",
        ),
        ("Priča je izašla u novinama: „Šverc – bez kraja“.", "cp1250"),
        ("Свидетель видел обвиняемого.", "koi8_r"),
        ("Свидетель видел обвиняемого.", "cp866"),
    ],
)
def test_neighbours(text: str, page: str) -> None:
    """A page of the region is not forced upon languages of others."""
    assert decode_text(text.encode(page)) == text


@pytest.mark.parametrize("text", [*LATIN.values(), *CYRILLIC.values(), ALBANIAN])
@pytest.mark.parametrize("page", ["utf-16-le", "utf-16-be"])
def test_utf16_without_bom(text: str, page: str) -> None:
    """Pairs of bytes tell UTF-16, whichever half goes first."""
    assert decode_text(text.encode(page)) == text


@pytest.mark.parametrize(
    "data",
    [
        b"ab\x00\x00\x01\x02cd\x00\x03\x04",
        b"\x00\x01\x02\x03" * 40,
        b"text\x00text\x00text",
    ],
)
def test_zeros_alone_are_no_utf16(data: bytes) -> None:
    """Near misses: zero bytes without letters beside them."""
    assert "\u0400" > max(decode_text(data)) or "\ufffd" in decode_text(data)


def encode(text: str, name: str) -> bytes:
    """Return the text as YUSCII had it."""
    page = next(page for page in list_seven_bit() if page.name == name)
    return bytes(page.characters.index(c) for c in text)


YUSCII = [
    ("yuscii", f"{LATIN['sr']} Žena mu radi u Užicu, a kći Đurđa živi u Nišu."),
    ("yuscii", LATIN["bs"]),
    ("yuscii", LATIN["cnr"]),
    ("yuscii", LATIN["hr"]),
    ("yuscii_cyrillic", f"{CYRILLIC['sr']} Његова жена Љубица живи у Ћуприји."),
    ("yuscii_macedonian", CYRILLIC["mk"]),
]


@pytest.mark.parametrize(("name", "text"), YUSCII)
def test_yuscii(name: str, text: str) -> None:
    """Seven bits, Latin and Cyrillic, come out as the letters that were meant."""
    data = encode(text, name)
    assert data.isascii()
    document = read_document(Leaf("a.txt", "a.txt", data))
    assert document.pages[0].text == text


@pytest.mark.parametrize(
    "text",
    [
        "plain words, nothing else",
        "See [1] and [2], write to ana@example.rs or marko@example.rs, then {x}.",
        "Pisi {ovde} i [tamo], pa `ovo` ili ~ono~ i |jos| jedno: marko@primer.rs",
        "Osumnjiceni je rekao da ce doci u Nis; javiti na petar@posta.rs, iva@posta.rs",
        "for (i = 0; i < n; i++) { a[i] = b[i] | c[i]; } // x^y",
        'print(f"{name}: {value!r}") or data[key][0] | other["b"]',
        "| Ime | Prezime | Grad |\n|-----|---------|------|\n| Ana | Anic | Nis |",
        "Ime|Prezime|Telefon\nAna|Anic|064\nIva|Ivic|065\nPetar|Peric|066\n",
        "C:\\Users\\Marko\\Desktop\\racun.doc C:\\Windows\\System32\\drivers\\etc",
        "\\begin{document}\\section{Uvod}\\textbf{Ovo} je \\emph{tekst}\\end{document}",
        "@article{petrovic, title={Uvod u pravo}, author={Petrovic}, year={1990}}",
        '{"ime": "Ana", "grad": ["Nis", "Uzice"], "tel": null}',
        "~/bin:~/tmp user@host:~$ ls | grep ana | wc -l && echo `date`",
        "re.compile(r'[A-Za-z]+\\s[a-z]{2,}|^x\\w+$')",
        "\\u0436\\u0438\\u0432\\u043e\\u0442 \\u0458\\u0435 \\u043b\\u0435\\u043f",
    ],
)
def test_near_misses_of_yuscii(text: str) -> None:
    """Brackets, addresses, tables, paths and code stay as they are."""
    assert find_yuscii(text.encode()) is None
    assert read_document(Leaf("a.txt", "a.txt", text.encode())).pages[0].text == text


def test_english_with_letters_that_serbian_lacks_stays() -> None:
    """Q, W and X do not make Cyrillic of English."""
    text = "Quick queries were taxed in New York; we follow [sic] the next witness."
    assert find_yuscii(text.encode()) is None
