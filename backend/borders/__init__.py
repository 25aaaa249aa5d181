"""Borders as a view draws them, and what crosses them, with its evidence."""
