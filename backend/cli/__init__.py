"""The command line: `klupko` with one module for each family of commands."""

import os

# Work is divided among processes; threads of a small product cost more than they give,
# and NumPy reads this when it is first imported.
os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")

from backend.cli.program import main

__all__ = ["main"]
