"""Records that an import refused, for a person to correct, and what comes back."""
