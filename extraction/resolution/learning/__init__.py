"""Weights learnt from data: without labels and with them; never at run time."""
