"""Passenger data of carriers: lists of passengers (API) and bookings (PNR)."""
