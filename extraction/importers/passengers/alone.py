"""One booking or person of a message as a small message, for a person to correct.

What may not be kept is left out of it too: protected services, free remarks, and
whole numbers of cards.
"""

from collections.abc import Iterable, Iterator, Sequence

from extraction.importers.passengers.edifact import Segment
from extraction.importers.passengers.model import Card, Header
from extraction.importers.passengers.screening import is_protected
from extraction.importers.passengers.values import cut_card, find_card, is_contact

MOST_SEGMENTS = 1_000
_LEFT = frozenset("LTS REF PTK TXD COM".split())
_OUTSIDE = frozenset(("174", "180", "22", "172"))
_MARKS = str.maketrans({mark: f"?{mark}" for mark in "?:+'"})


def write_alone(
    header: Header, before: Iterable[Segment], record: Sequence[Segment]
) -> str:
    """Return an interchange with one record; empty for one of too many segments.

    `before` is what the message says above its records.
    """
    if not record or len(record) > MOST_SEGMENTS:
        return ""
    kind = header.kind or ("PAXLST" if header.system == "API" else "PNRGOV")
    sent = header.sent[2:].replace("-", "").replace("T", ":").replace(":", "")
    moment = f"{sent[:6]}:{sent[6:10]}" if header.sent else ""
    ends = "+".join(_escape(end) for end in (header.sender, header.receiver))
    body = [f"UNH+1+{kind}", *_lines(before), *_lines(record)]
    parts = [
        f"UNB+UNOA:4+{ends}+{moment}+{_escape(header.reference)}",
        *body,
        f"UNT+{len(body) + 1}+1",
        f"UNZ+1+{_escape(header.reference)}",
    ]
    return "UNA:+.? '\n" + "".join(f"{part}'\n" for part in parts)


def _escape(text: str) -> str:
    return text.translate(_MARKS)


def _lines(segments: Iterable[Segment]) -> Iterator[str]:
    for segment in segments:
        elements = _screened(segment)
        if elements is not None:
            said = ["".join(_joined(parts)) for parts in elements]
            yield "+".join((segment.tag, *said))


def _joined(parts: Sequence[str]) -> Iterator[str]:
    for at, part in enumerate(parts):
        yield ":" if at else ""
        yield _escape(part)


def _screened(segment: Segment) -> list[list[str]] | None:
    """Return what may be written of a segment, None where nothing may."""
    tag = segment.tag
    text = " ".join(" ".join(parts) for parts in segment.elements)
    if tag in _LEFT or (tag == "IFT" and not is_contact(text)):
        return None
    if tag == "SSR" and is_protected(segment.get(0)):
        return None
    if tag == "LOC" and segment.get(0) in _OUTSIDE:
        return None
    if tag == "FOP":
        return [_cut(parts) for parts in segment.elements]
    return segment.elements


def _cut(parts: Sequence[str]) -> list[str]:
    """Return a payment with only those digits of its card that are kept."""
    at = find_card(parts)
    if len(parts) <= at:
        return list(parts)
    first, last = cut_card(Card("", parts[at]))
    kept = f"{first}XXXXXX{last}" if last else ""
    return [*parts[:at], kept, *parts[at + 1 :]]
