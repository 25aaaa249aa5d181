"""Pages are read in time linear in their length, whatever stands in them."""

import time

import pytest

from extraction.model import Document, Mention, Page
from extraction.relation.finding import find_relations

ORDINARY = "Marko je pozvao Ivana i dao mu 10 evra. Njegov brat Petar vozi auto.\n"
HOSTILE = "brat Marko i sestra Ivan, direktor Petar, "


def seconds(line: str, times: int) -> float:
    """Return the CPU seconds that a page of a line, many times over, takes."""
    text = line * times
    names = [
        (at, name)
        for number in range(times)
        for name in ("Marko", "Ivan", "Petar")
        for at in [number * len(line) + line.index(name)]
    ]
    mentions = [
        Mention(f"m{n}", 1, at, at + len(name), name, "PER", name)
        for n, (at, name) in enumerate(sorted(names))
    ]
    document = Document("0" * 64, "a.txt", "text/plain", (Page(1, text),), "sr")
    started = time.process_time()
    find_relations(document, mentions)
    return time.process_time() - started


@pytest.mark.parametrize("line", [ORDINARY, HOSTILE])
def test_a_page_four_times_as_long_takes_about_four_times_as_long(line: str) -> None:
    """With thousands of names; twice that is left for what else the machine does."""
    seconds(line, 20)
    assert seconds(line, 800) < 8 * seconds(line, 200)
