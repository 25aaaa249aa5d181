"""Who may ask, and how: access, ingest, the command line and HTTP."""
