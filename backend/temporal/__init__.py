"""Time in a case: what happened when, networks by window, ways in order of time."""
