"""What containers give: members with names made harmless, and those that fail."""

import re
from typing import NamedTuple

from extraction.reading.limits import Budget

_UNSAFE = re.compile(r"[\x00-\x1f\x7f-\x9f\u2028\u2029\u202a-\u202e\u2066-\u2069]")
_DRIVE = re.compile(r"^[A-Za-z]:")
_MAX_NAME = 1000


class Member(NamedTuple):
    """One file unpacked: its name inside the container, and its bytes."""

    name: str
    data: bytes


class BrokenMember(NamedTuple):
    """One file that could not be unpacked, and why."""

    name: str
    reason: str


def normalize_name(name: str, fallback: str) -> str:
    """Return a relative path without `..`, drives, control or direction characters.

    `fallback` stands in where nothing is left. Nothing is ever written under these
    names; they only report where a file stood.
    """
    text = name.encode("utf-8", "replace").decode("utf-8").replace("\\", "/")
    text = _DRIVE.sub("", _UNSAFE.sub("_", text)[:_MAX_NAME])
    steps = [step.strip() for step in text.split("/")]
    return "/".join(s for s in steps if s not in ("", ".", "..")) or fallback


def too_many(budget: Budget) -> BrokenMember:
    """Return what stands for all members after as many as may be."""
    most = budget.limits.members
    return BrokenMember("(rest)", f"more than {most} members: the rest is not read")


class Names:
    """Keeps the names inside one container apart: a second `a` becomes `a~2`."""

    def __init__(self) -> None:
        self._seen: dict[str, int] = {}

    def claim(self, name: str) -> str:
        """Return `name` normalized and not given out before."""
        clean = normalize_name(name, "unnamed")
        count = self._seen.get(clean, 0) + 1
        self._seen[clean] = count
        return clean if count == 1 else self.claim(f"{clean}~{count}")
