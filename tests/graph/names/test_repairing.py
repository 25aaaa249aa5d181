"""Letters that machines lost."""

import pytest

from graph.names.repairing import repair


@pytest.mark.parametrize(
    ("text", "repaired"),
    [
        ("Teši}", "Tešić"),
        ("Vuka{inovi} @ika", "Vukašinović Žika"),
        ("\\or|e [ari}", "Đorđe Šarić"),
        ("ÄŒauÅ¡eviÄ‡", "Čaušević"),
        ("Ð‚Ð¾Ñ€Ñ’Ðµ", "Ђорђе"),
        ("Ðurðeviæ", "Đurđević"),
        ("Petrovi?", "Petrovic"),
        ("AGlM", "AGIM"),
        ("Aleksandar Lalić", "Aleksandar Lalić"),
        ("Marko [Petar] Ilić", "Marko [Petar] Ilić"),
        ("Đorđe Müller", "Đorđe Müller"),
        ("Ко је Marko?", "Ко је Marko?"),
    ],
)
def test_repair(text: str, repaired: str) -> None:
    """Lost letters come back, and nothing else changes."""
    assert repair(text) == repaired
