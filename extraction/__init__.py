"""Files to statements: reading, recognition, relations, importers, resolution."""
