"""Media types as the request names them, and as it asks for the answer."""

import pytest
from starlette.datastructures import Headers

from backend.errors import NotAcceptable, WrongMediaType
from backend.http.media import NEW_TYPE, OLD_TYPE, check_media_type, choose_type


@pytest.mark.parametrize(
    ("accept", "chosen"),
    [
        (None, OLD_TYPE),
        ("", OLD_TYPE),
        ("*/*", OLD_TYPE),
        ("application/*", OLD_TYPE),
        (OLD_TYPE, OLD_TYPE),
        (f"{OLD_TYPE}; charset=utf-8", OLD_TYPE),
        (NEW_TYPE.upper(), NEW_TYPE),
        (f"{OLD_TYPE}, {NEW_TYPE}", NEW_TYPE),
        (f"*/*, {NEW_TYPE}", NEW_TYPE),
        (f"{NEW_TYPE};q=0.5, {OLD_TYPE};q=0.9", OLD_TYPE),
        (f"{NEW_TYPE};q=0, */*", OLD_TYPE),
        (f"{OLD_TYPE};q=0, */*;q=0.1", NEW_TYPE),
        (f"{NEW_TYPE};q=much, */*;q=0.1", OLD_TYPE),
        ("text/html, application/xhtml+xml, */*;q=0.8", OLD_TYPE),
    ],
)
def test_the_best_liked_type_is_chosen(accept: str | None, chosen: str) -> None:
    """By quality, then by how exactly it is named; the new one only by name."""
    assert choose_type(accept) == chosen


@pytest.mark.parametrize(
    "accept",
    ["text/html", "*/*;q=0", "image/*", f"{NEW_TYPE};q=0", f"{OLD_TYPE};charset=x"],
)
def test_what_cannot_be_given_is_said(accept: str) -> None:
    """Neither type will do."""
    with pytest.raises(NotAcceptable):
        choose_type(accept)


@pytest.mark.parametrize(
    "headers",
    [
        {},
        {"Content-Type": "text/plain"},
        {"Content-Type": "application/jsonp"},
        {"Content-Type": f"{OLD_TYPE}; charset=utf-16"},
        {"Content-Type": OLD_TYPE, "Content-Encoding": "gzip"},
    ],
)
def test_other_bodies_are_refused(headers: dict[str, str]) -> None:
    """Another type, another encoding of its letters, a compressed one."""
    with pytest.raises(WrongMediaType):
        check_media_type(Headers(headers), OLD_TYPE)


@pytest.mark.parametrize("given", [OLD_TYPE, 'Application/JSON ;charset="UTF-8"'])
def test_json_in_utf8_is_taken(given: str) -> None:
    """However it is written."""
    headers = Headers({"Content-Type": given})
    check_media_type(headers, OLD_TYPE)
    with pytest.raises(WrongMediaType):
        check_media_type(headers, "text/plain")
