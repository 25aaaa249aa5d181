"""Statements of accounts, cards and coins."""
