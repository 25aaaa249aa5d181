"""Registers and leaks that are published as tables."""
