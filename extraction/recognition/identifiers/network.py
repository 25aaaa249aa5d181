"""Addresses of the Internet: e-mail, web and IP."""

import ipaddress
import re
from collections.abc import Iterator
from urllib.parse import urlsplit

from extraction.recognition.identifiers.scan import Candidate, Scan

_EMAIL = re.compile(
    r"(?<![\w.+%-])[a-z0-9_][a-z0-9._%+-]{0,63}@"
    r"(?:[a-z0-9-]{1,63}\.){1,8}[a-z]{2,24}(?![\w-])",
    re.IGNORECASE | re.ASCII,
)
_URL = re.compile(
    r"(?<![\w@.])(?:(?:https?|ftps?|hxxps?)://|www\.)[^\s<>\"'«»„“”|\\^`{}]{2,2000}",
    re.IGNORECASE,
)
_ONION = re.compile(r"(?<![\w./-])(?:[a-z2-7]{56}|[a-z2-7]{16})\.onion(?!\w)")
_IPV4 = re.compile(r"(?<![\w.])[0-9]{1,3}(?:\.[0-9]{1,3}){3}(?![\w]|\.[0-9])")
_IPV6 = re.compile(r"(?<![\w:.])[0-9a-f:]{6,39}(?:\.[0-9.]{6,11})?(?![\w:])", re.I)
_OPEN = {")": "(", "]": "["}
_MIN_GROUPS = 3


def find_network(scan: Scan) -> Iterator[Candidate]:
    """Yield URL, EMAIL and IP; names in lower case, trailing punctuation left out."""
    for match in _URL.finditer(scan.text):
        url = _trim(match[0])
        if value := _normalize_url(url):
            yield Candidate(
                match.start(), match.start() + len(url), "URL", value, rank=1
            )
    for match in _EMAIL.finditer(scan.text):
        yield Candidate(*match.span(), "EMAIL", match[0].lower(), rank=2)
    for match in _ONION.finditer(scan.text):
        yield Candidate(*match.span(), "URL", f"http://{match[0]}", rank=2)
    yield from _find_ip(scan)


def _find_ip(scan: Scan) -> Iterator[Candidate]:
    for match in _IPV4.finditer(scan.text):
        if value := _read_ip(match[0]):
            yield Candidate(*match.span(), "IP", value, rank=5)
    for match in _IPV6.finditer(scan.text):
        groups = [group for group in match[0].split(":") if group]
        if len(groups) >= _MIN_GROUPS and (value := _read_ip(match[0])):
            yield Candidate(*match.span(), "IP", value, rank=5)


def _read_ip(text: str) -> str | None:
    try:
        return str(ipaddress.ip_address(text))
    except ValueError:
        return None


def _trim(url: str) -> str:
    """Drop punctuation that ends the sentence, and brackets not opened inside."""
    while url:
        last = url[-1]
        closes = last in _OPEN and url.count(_OPEN[last]) < url.count(last)
        if last not in ".,;:!?…’" and not closes:
            return url
        url = url[:-1]
    return url


def _normalize_url(url: str) -> str | None:
    """Return the URL with scheme and host in lower case; hxxp counts as http."""
    full = url if "://" in url else f"http://{url}"
    try:
        parts = urlsplit(full)
        host = parts.netloc.lower()
    except ValueError:
        return None
    if "." not in host and not host.startswith("localhost"):
        return None
    scheme = parts.scheme.lower().replace("hxxp", "http")
    return parts._replace(scheme=scheme, netloc=host).geturl()
