"""The command line: `klupko` with one module for each family of commands."""

from backend.cli.program import main

__all__ = ["main"]
