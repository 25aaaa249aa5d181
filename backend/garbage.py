"""How often a process looks for cycles of objects that nothing refers to."""

import gc

NEW_OBJECTS = 50_000


def collect_seldom() -> None:
    """Look after 50,000 new objects, not 700; to be called where rows go through.

    Rows are many small objects without cycles: looking through them cost a quarter of
    an import. What lies around meanwhile is a few megabytes.
    """
    gc.set_threshold(NEW_OBJECTS, 20, 50)
