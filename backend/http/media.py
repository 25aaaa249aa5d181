"""Media types of GraphQL over HTTP: what a body may be, which answer is wanted."""

from starlette.datastructures import Headers

from backend.errors import NotAcceptable, WrongMediaType

NEW_TYPE = "application/graphql-response+json"
OLD_TYPE = "application/json"
_WILDCARDS = ("*/*", "application/*")


def check_media_type(headers: Headers, wanted: str) -> None:
    """Raise WrongMediaType unless the body is of the type wanted, in UTF-8, as it is.

    A form of another page cannot send JSON, so this also keeps forged requests out.
    A compressed body is refused: its size says nothing of what it unfolds to.
    """
    given, parameters = _split(headers.get("content-type", ""))
    charset = parameters.get("charset", "utf-8")
    if given != wanted or not _is_utf8(charset):
        raise WrongMediaType(f"send the body as {wanted}, in UTF-8")
    if headers.get("content-encoding", "identity").strip().lower() != "identity":
        raise WrongMediaType("send the body without compressing it")


def choose_type(accept: str | None) -> str:
    """Return the media type of the answer: the best liked, then the best named.

    The new one must be asked for by name; who names nothing gets JSON. Raises
    NotAcceptable where neither will do.
    """
    if accept is None or not accept.strip():
        return OLD_TYPE
    liked = _read_accept(accept)
    best = max((_rank(liked, media_type), media_type) for media_type in _OFFERED)
    (quality, _, _), chosen = best
    if quality <= 0:
        raise NotAcceptable(f"answers are {NEW_TYPE} or {OLD_TYPE}")
    return chosen


_OFFERED = (NEW_TYPE, OLD_TYPE)


def _rank(liked: dict[str, float], media_type: str) -> tuple[float, int, bool]:
    """Return how well a type is liked, how exactly named, and if it goes first."""
    named = media_type in liked
    for exactness, pattern in ((2, media_type), (1, "application/*"), (0, "*/*")):
        if pattern in liked:
            return liked[pattern], exactness, (media_type == NEW_TYPE) == named
    return 0.0, 0, False


def _read_accept(accept: str) -> dict[str, float]:
    """Return the quality of each media range that could be ours."""
    liked: dict[str, float] = {}
    for part in accept.split(","):
        media_range, parameters = _split(part)
        if media_range not in (*_OFFERED, *_WILDCARDS):
            continue
        if not _is_utf8(parameters.get("charset", "utf-8")):
            continue
        quality = _read_quality(parameters.get("q", "1"))
        liked[media_range] = max(quality, liked.get(media_range, 0.0))
    return liked


def _split(text: str) -> tuple[str, dict[str, str]]:
    """Return a media type and its parameters, in lower case."""
    media_type, *rest = (part.strip().lower() for part in text.split(";"))
    pairs = (part.partition("=") for part in rest)
    return media_type, {
        name.strip(): value.strip().strip('"') for name, _, value in pairs
    }


def _is_utf8(charset: str) -> bool:
    return charset in ("utf-8", "utf8")


def _read_quality(text: str) -> float:
    try:
        quality = float(text)
    except ValueError:
        return 0.0
    return quality if 0 <= quality <= 1 else 0.0
