"""One table from an error to what HTTP, GraphQL and the shell answer."""

import traceback
from dataclasses import dataclass

from graph.errors import (
    Conflict,
    Forbidden,
    InvalidInput,
    KlupkoError,
    LimitExceeded,
    NotFound,
    Unavailable,
)
from graph.fullness import FULL, is_full


class Unauthenticated(KlupkoError):
    """No valid session or token came with the request."""

    code = "UNAUTHENTICATED"


class TooManyAttempts(LimitExceeded):
    """Sign-in was tried too often; waiting helps."""


class WrongMediaType(InvalidInput):
    """The body is of a type that is not taken here."""


class NotAcceptable(InvalidInput):
    """No form of the answer is one that the asker takes."""


class WrongMethod(InvalidInput):
    """The request is not one for this method of HTTP."""


class BodyTooLong(LimitExceeded):
    """The body has more bytes than are read."""


class Cancelled(KlupkoError):
    """Work was ended because someone asked for it."""

    code = "CANCELLED"


class VerificationFailed(KlupkoError):
    """A proof does not hold."""

    code = "VERIFICATION_FAILED"


@dataclass(frozen=True, slots=True)
class Answer:
    """How an error is answered: HTTP status and exit status of the shell."""

    http: int
    exit: int


EXIT_DONE = 0
EXIT_REJECTED = 1
EXIT_USAGE = 2
EXIT_UNAVAILABLE = 3
EXIT_NOT_FOUND = 4
EXIT_UNVERIFIED = 5
EXIT_FAULT = 70
EXIT_INTERRUPTED = 130

ANSWERS: dict[type[KlupkoError], Answer] = {
    TooManyAttempts: Answer(429, EXIT_UNAVAILABLE),
    Unauthenticated: Answer(401, EXIT_NOT_FOUND),
    Cancelled: Answer(409, EXIT_INTERRUPTED),
    VerificationFailed: Answer(422, EXIT_UNVERIFIED),
    WrongMethod: Answer(405, EXIT_USAGE),
    NotAcceptable: Answer(406, EXIT_USAGE),
    BodyTooLong: Answer(413, EXIT_USAGE),
    WrongMediaType: Answer(415, EXIT_USAGE),
    InvalidInput: Answer(400, EXIT_USAGE),
    NotFound: Answer(404, EXIT_NOT_FOUND),
    Forbidden: Answer(403, EXIT_NOT_FOUND),
    Conflict: Answer(409, EXIT_USAGE),
    Unavailable: Answer(503, EXIT_UNAVAILABLE),
    LimitExceeded: Answer(422, EXIT_USAGE),
}
FAULT = Answer(500, EXIT_FAULT)
FAULT_CODE = "INTERNAL"
FAULT_MESSAGE = "this is our own fault; the server's log says more"


def known_error(error: BaseException) -> BaseException:
    """Return Unavailable for a full disk, wherever it was met; else the error."""
    return Unavailable(FULL) if is_full(error) else error


def answer_to(error: BaseException) -> Answer:
    """Return how `error` is answered; anything unforeseen is our own fault."""
    error = known_error(error)
    for kind in type(error).__mro__:
        if kind in ANSWERS:
            return ANSWERS[kind]
    return FAULT


def code_of(error: BaseException) -> str:
    """Return the `extensions.code` of an error."""
    error = known_error(error)
    return error.code if isinstance(error, KlupkoError) else FAULT_CODE


def message_of(error: BaseException) -> str:
    """Return what may be said of an error: nothing of what we did not foresee."""
    error = known_error(error)
    return str(error) if isinstance(error, KlupkoError) else FAULT_MESSAGE


def trace_of(error: BaseException) -> str:
    """Return where an error came from, for a log: its kinds and frames, no values."""
    parts: list[str] = []
    cause: BaseException | None = error
    while cause is not None and len(parts) < 5:
        frames = traceback.extract_tb(cause.__traceback__)[-8:]
        steps = " > ".join(f"{f.filename}:{f.lineno}" for f in frames)
        parts.append(f"{type(cause).__name__} at {steps}")
        cause = cause.__cause__ or cause.__context__
    return " from ".join(parts)
