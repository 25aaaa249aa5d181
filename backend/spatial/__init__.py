"""Space in a case: who was where and when, with whom, and over which border."""
