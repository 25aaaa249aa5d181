"""Graphs are opened for one thread."""

from extraction.recognition.encoder import LOWER_FILE, NAME
from extraction.recognition.graphs import open_graph
from extraction.recognition.settings import Setting

LOWER = Setting.ACCURATE.folder / NAME / LOWER_FILE


def test_one_thread_runs_a_graph() -> None:
    """Speeds by processor time are those of one core."""
    options = open_graph(LOWER).get_session_options()
    assert (options.intra_op_num_threads, options.inter_op_num_threads) == (1, 1)
