"""The project's errors: one root, seven kinds.

    KlupkoError
    ├── InvalidInput   what was given cannot be used; says what to do
    ├── NotFound       not there, or not yours to see: the two are one answer
    ├── Conflict       contradicts what is recorded
    ├── Forbidden      you may see it, but not do this
    ├── Unavailable    a service or tool is not there now; trying later may help
    ├── LimitExceeded  more was asked than one question may cost
    └── InvalidInput → Unsupported   not built yet

Messages carry no case data. Adapters raise these `from` the driver's error.
"""


class KlupkoError(Exception):
    """Root of every error that the project raises on purpose."""

    code = "INTERNAL"


class InvalidInput(KlupkoError):
    """What was given cannot be used as it is."""

    code = "INVALID_INPUT"


class NotFound(KlupkoError):
    """Not there, or outside the asker's scope."""

    code = "NOT_FOUND"


class Conflict(KlupkoError):
    """Contradicts what is already recorded."""

    code = "CONFLICT"


class Forbidden(KlupkoError):
    """Visible, but this action is not granted."""

    code = "FORBIDDEN"


class Unavailable(KlupkoError):
    """A service or a tool does not answer."""

    code = "UNAVAILABLE"


class LimitExceeded(KlupkoError):
    """More was asked than one question may cost."""

    code = "LIMIT_EXCEEDED"


class Unsupported(InvalidInput):
    """Named in the design, not built yet."""
