"""Ids of what bears a number, the same in every file and document that names it."""

from extraction.importers.money.bankaccounts import read_account
from graph.schema import identifier_id


def vehicle_id(plate: str) -> str:
    """Return the local id of the vehicle under a plate: `vehicle-BG123AB`."""
    return identifier_id("LicencePlate", plate).replace("plate", "vehicle", 1)


def account_id(number: str, country: str | None = None) -> str:
    """Return the local id of a bank account, by its IBAN where it has one."""
    return read_account(number, country).id
