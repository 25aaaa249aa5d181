"""The offences that passenger data may be processed for: a query names one."""

from functools import cache
from pathlib import Path
from typing import Any, NamedTuple

import yaml

from graph.errors import InvalidInput

_FILE = Path(__file__).parent / "annex2.yaml"


class Offence(NamedTuple):
    """One offence by its code; `point` is its number in Annex II, or an article."""

    code: str
    point: str
    name: str


@cache
def offences() -> dict[str, Offence]:
    """Return the offences by code, in the annex's order."""
    given: dict[str, Any] = yaml.safe_load(_FILE.read_text("utf-8"))
    listed = [
        Offence(one["code"], str(one["point"]), one["name"])
        for one in given["offences"]
    ]
    return {one.code: one for one in listed}


def find_offence(code: str) -> Offence:
    """Return an offence. Raises InvalidInput for a code that is none, naming all."""
    found = offences().get(code.strip().lower())
    if found is None:
        raise InvalidInput(
            "name an offence of Annex II of Directive (EU) 2016/681: "
            + ", ".join(offences())
        )
    return found
