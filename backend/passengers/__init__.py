"""The life of passenger data, API and PNR, as the law sets it: no data without it."""
