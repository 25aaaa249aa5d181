"""Institutions as they call themselves, whatever the case or article in a text."""

import pytest

from extraction.recognition.institutions import institution_name


@pytest.mark.parametrize(
    ("language", "written", "name"),
    [
        ("sr", "Višeg suda u Beogradu", "Viši sud u Beogradu"),
        ("sr", "Prvom osnovnom javnom tužilaštvu", "Prvo osnovno javno tužilaštvo"),
        ("sr", "TUŽILAŠTVU ZA ORGANIZOVANI KRIMINAL",
         "TUŽILAŠTVO ZA ORGANIZOVANI KRIMINAL"),
        ("sr", "Opštinskoj upravi Bor", "Opštinska uprava Bor"),
        ("sr", "Opšteg preduzeća Bor", "Opšte preduzeće Bor"),
        ("bs", "Graničnom policijom BiH", "Granična policija BiH"),
        ("bs", "Državnoj agenciji SIPA-e", "Državna agencija SIPA"),
        ("cnr", "Centrom bezbjednosti Bar", "Centar bezbjednosti Bar"),
        ("cnr", "rijekinskog klana", "rijekinski klan"),
        ("sr", "Viši sud u Beogradu", "Viši sud u Beogradu"),
        ("sr", "Jadranska banka", "Jadranska banka"),
        ("sr", "Marka Petrovića uprava", "Marka Petrovića uprava"),
        ("mk", "Osnovniot krivičen sud Skopje", "Osnoven krivičen sud Skopje"),
        ("mk", "Upravata za finansii", "Uprava za finansii"),
        ("mk", "Ministerstvoto za finansii", "Ministerstvo za finansii"),
        ("mk", "Skopskiot klan", "Skopski klan"),
        ("mk", "Sektorot za kriminal", "Sektor za kriminal"),
        ("mk", "Komercijalna banka", "Komercijalna banka"),
        ("sq", "Drejtorisë së Tatimeve Tiranë", "Drejtoria e Tatimeve Tiranë"),
        ("sq", "Gjykatën e Shkallës së Parë", "Gjykata e Shkallës së Parë"),
        ("sq", "Sektorit të Krimeve", "Sektori i Krimeve"),
        ("sq", "EULEX-it", "EULEX"),
        ("sq", "Alfa Trans", "Alfa Trans"),
        ("en", "Ministry of Finance", "Ministry of Finance"),
        ("en", "", ""),
    ],
)  # fmt: skip
def test_names(language: str, written: str, name: str) -> None:
    """The head and the adjectives before it change; all other words stay."""
    assert institution_name(written, language) == name
