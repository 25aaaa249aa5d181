"""Entity resolution on public sets, beside named peers, in one run."""
