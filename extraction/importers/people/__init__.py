"""Address books and calendars."""
