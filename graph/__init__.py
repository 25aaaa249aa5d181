"""Statements, their ledger, the graph they become, and the questions it answers."""
