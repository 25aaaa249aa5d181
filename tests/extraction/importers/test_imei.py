"""An IMEI is one device however many of its digits are written."""

import pytest

from extraction.importers.imei import read_imei
from tests.extraction.importers.test_cdr import ANA, IVA, listing, read, said


@pytest.mark.parametrize(
    "text",
    [
        "35693803564380", "356938035643809", "35-693803-564380-9", "3569380356438002",
        " 356938 035643 80 ",
    ],
)  # fmt: skip
def test_one_device(text: str) -> None:
    """Without its check digit, with it, and with the version of the software."""
    assert read_imei(text) == "356938035643809"


def test_fifteen_digits_stay() -> None:
    """A check digit that is not right is not made right."""
    assert read_imei("356938035643800") == "356938035643800"


@pytest.mark.parametrize("text", ["", "3.5E+14", "3569380356438", "٣٥٦٩٣٨٠٣٥٦٤٣٨٠"])
def test_what_is_none(text: str) -> None:
    """Other texts are no IMEI."""
    assert read_imei(text) == ""


def test_lists_of_two_operators_meet() -> None:
    """One gives 14 digits, one 16: it is one device, and what was written is kept."""
    header = "caller;called;datetime;duration;imei"
    rows = [
        f"{ANA};{IVA};2026-03-02 00:46:0{n};5;{imei}"
        for n, imei in enumerate(("35693803564380", "3569380356438077"))
    ]
    records, rejected = read(listing(*rows, header=header))
    devices = [r for r in records if r.schema == "Device"]
    assert not rejected and {d.entity for d in devices} == {"device-356938035643809"}
    assert [said(d)["imei"] for d in devices] == ["356938035643809"] * 2
    written = [v.original for d in devices for v in d.values if v.prop == "imei"]
    assert written == ["35693803564380", "3569380356438077"]
