"""The tables of extracts: text, workbooks, mapped or recognized by their columns."""
