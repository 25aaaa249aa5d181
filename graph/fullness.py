"""Tells a full disk from every other trouble, for the adapters that write to one."""

import errno
import sqlite3

FULL = "the disk is full: make room, then do it again; what was said to be done is kept"

_FULL_ERRNO = frozenset({errno.ENOSPC, errno.EDQUOT})
_FULL_SQLITE = frozenset({sqlite3.SQLITE_FULL, sqlite3.SQLITE_IOERR_SHMSIZE})


def is_full(error: BaseException | None) -> bool:
    """Whether an error of the system or of SQLite says that nothing more fits."""
    if isinstance(error, sqlite3.Error):
        return getattr(error, "sqlite_errorcode", None) in _FULL_SQLITE
    return isinstance(error, OSError) and error.errno in _FULL_ERRNO
