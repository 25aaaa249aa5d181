"""Operators' lists of calls."""
