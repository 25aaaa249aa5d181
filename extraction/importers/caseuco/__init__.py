"""CASE/UCO, read as JSON-LD."""
