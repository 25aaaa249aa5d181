"""Networks drawn elsewhere: graph files, and tables of entities and links."""
