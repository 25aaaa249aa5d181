"""Where an extraction begins, by the folders that its systems have."""

import re
from collections.abc import Sequence

_STARTS = (
    ("data", "data"),
    ("data", "user"),
    ("data", "user_de"),
    ("data", "system"),
    ("data", "system_ce"),
    ("data", "system_de"),
    ("data", "misc"),
    ("data", "property"),
    ("data", "media"),
    ("system", "build.prop"),
    ("system", "system"),
    ("vendor", "build.prop"),
    ("product", "build.prop"),
    ("product", "etc"),
    ("private", "var"),
    ("var", "mobile"),
    ("var", "wireless"),
    ("mobile", "Library"),
    ("wireless", "Library"),
    ("HomeDomain", "Library"),
    ("WirelessDomain", "Library"),
)
_PACKAGE = re.compile(r"(?:com|org|net|android)\.[\w.]{1,200}")
_HOLDS = frozenset(("databases", "db", "shared_prefs", "sp", "files", "f"))

_PARTS = frozenset(
    ("apps", "data", "databases", "db", "dcim", "documents", "efs", "files", "images")
    + ("library", "media", "photos", "pictures", "private", "sdcard", "storage")
    + ("system", "var", "vendor", "homedomain", "wirelessdomain", "mediadomain")
    + ("camerarolldomain",)
)
_BACKUP = re.compile(r"[0-9a-f]{2}")
"""How an iOS backup parts its files."""


def root_of(path: str) -> str:
    """Return the folder or archive that an extraction with this file begins in.

    `a.zip!/data/data/…` begins in `a.zip!`; a file in no known layout, in its folder.
    """
    parts = path.replace("\\", "/").split("/")
    for at in range(len(parts) - 1):
        if _begins(parts[at : at + 2]):
            if at > 0 and parts[at - 1] == "apps":
                at -= 1
            return "/".join(parts[:at])
    return "/".join(parts[:-1])


def _begins(pair: Sequence[str]) -> bool:
    first, second = pair
    if (first, second) in _STARTS:
        return True
    return bool(_PACKAGE.fullmatch(first)) and second in _HOLDS


def holds(root: str, path: str) -> bool:
    """Whether a file belongs to the extraction that begins in a folder or archive.

    It lies there itself, in a system's folders, in one that tools or backups make, or
    in an archive beside. Other folders may be another phone's.
    """
    given = path.replace("\\", "/")
    if root and not given.startswith(f"{root}/"):
        return False
    if not root and given.startswith("/"):
        return False
    inside = given.removeprefix(root).lstrip("/").split("/")
    while len(inside) > 1 and inside[0].endswith("!"):
        inside = inside[1:]
    first = inside[0].lower()
    return (
        len(inside) == 1
        or first in _PARTS
        or bool(_BACKUP.fullmatch(first))
        or _begins(inside[:2])
    )
