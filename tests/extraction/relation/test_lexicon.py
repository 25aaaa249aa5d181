"""Words are found in their forms, scripts and phrases, in the page's own language."""

import pytest

from extraction.relation.lexicon import choose_lexicon, load_lexicon, plain


def constructions(language: str, text: str) -> set[tuple[str, str]]:
    """Return the relations and constructions that the words of a text may state."""
    hits = load_lexicon(language).find([plain(word) for word in text.split()])
    return {
        (name, hit.trigger.construction)
        for hit in hits
        if hit.trigger
        for name in hit.trigger.relations
    }


@pytest.mark.parametrize("text", ["sastali", "састала", "sastao", "SASTALE"])
def test_one_entry_serves_forms_and_scripts(text: str) -> None:
    """A `~` is any past form; Cyrillic and capitals are folded."""
    assert ("meeting", "with") in constructions("hbs", text)


def test_digraphs_and_single_letters_are_one() -> None:
    """`prijatelj` and `пријатељ` are one word, and so is `prijatelj` without marks."""
    assert plain("prijatelj") == plain("пријатељ")
    assert ("associate", "mutual") in constructions("hbs", "пријатељем")


def test_a_phrase_needs_all_its_words() -> None:
    """`registrovan na` states an owner, `vodi` alone none."""
    assert ("ownership", "passive") in constructions("hbs", "vodi se na")
    assert ("ownership", "passive") not in constructions("hbs", "vodi se")


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("met the owner of the firm in town", "en"),
        ("тој живее во куќата на неговиот брат", "mk"),
        ("u takua me pronarin e firmës", "sq"),
        ("sastao se sa vlasnikom firme u gradu", "hbs"),
    ],
)
def test_a_page_is_read_in_its_own_language(text: str, language: str) -> None:
    """Whatever the document was taken for."""
    words = [plain(word) for word in text.split()]
    for taken in ("sr", "mk", "sq", "en", None):
        assert choose_lexicon(words, taken).language == language


@pytest.mark.parametrize("language", ["hbs", "mk", "sq", "en"])
def test_lexicons_have_the_same_parts(language: str) -> None:
    """Every relation is stated in every language, every field is known."""
    lexicon, english = load_lexicon(language), load_lexicon("en")
    assert lexicon.fields.keys() == english.fields.keys()
    assert lexicon.men
    assert lexicon.women
    stated = {
        name
        for rows in (*lexicon.whole.values(), *lexicon.stems.values())
        for entry in rows
        if entry.trigger
        for name in entry.trigger.relations
    }
    assert {"call", "family", "payment", "membership", "leading"} <= stated


def test_albanian_words_keep_their_letters() -> None:
    """`një`, a, is not `në`, in; `djali`, the boy, is not `dalë`, gone out."""
    albanian = load_lexicon("sq")
    assert albanian.plain("një") != albanian.plain("në")
    assert not any(hit.trigger for hit in albanian.find([albanian.plain("dalë")]))
