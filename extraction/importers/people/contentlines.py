"""Content lines of vCard and iCalendar (RFC 6350, 5545), their components apart."""

import quopri
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import NamedTuple

from extraction.importers.textrecords import iter_lines
from extraction.model import Content
from extraction.reading.encoding import decode_text

_LINE = re.compile(
    r'(?:[\w-]+\.)?([\w-]+)((?:;(?:"[^"]*+"|[^";:])*+)*+):(.*)', re.DOTALL
)
_PARAMETER = re.compile(r';([\w-]+)(?:=((?:"[^"]*+"|[^";])*+))?')
_ESCAPED = re.compile(r"\\(.)", re.DOTALL)
_BREAKS = {"n": "\n", "N": "\n"}
MAX_LINE = 1 << 20
MAX_LINES = 20_000
MAX_DEPTH = 16


class Line(NamedTuple):
    """A property: its name in capitals, parameters in capitals, the raw value."""

    name: str
    parameters: dict[str, str]
    raw: str

    @property
    def text(self) -> str:
        """The value with its escapes undone."""
        return unescape(self.raw).strip()

    def parts(self) -> list[str]:
        """Return the parts that semicolons divide, their escapes undone."""
        found = re.split(r"(?<!\\);", self.raw)
        return [unescape(part).strip() for part in found]


@dataclass(slots=True)
class Component:
    """What stands between BEGIN and END: a card, an event. `line` is where it begins.

    `broken` says why it is not whole.
    """

    name: str
    line: int
    lines: list[Line] = field(default_factory=list)
    broken: str = ""

    def all(self, name: str) -> list[Line]:
        """Return the properties of a name, in order."""
        return [line for line in self.lines if line.name == name]

    def text(self, name: str) -> str:
        """Return the first value of a name that is not empty, else ''."""
        return next((x.text for x in self.lines if x.name == name and x.text), "")


def unescape(text: str) -> str:
    """Undo the backslashes of a value."""
    if "\\" not in text:
        return text
    return _ESCAPED.sub(lambda found: _BREAKS.get(found[1], found[1]), text)


def iter_components(content: Content) -> Iterator[Component]:
    """Yield every component when it ends, those inside before what they are in.

    One that is not ended, too long or nested too deep comes with the reason.
    """
    stack: list[Component] = []
    for number, text in _unfolded(content):
        line = _read(text)
        if line is None:
            continue
        if line.name == "BEGIN":
            if len(stack) < MAX_DEPTH:
                stack.append(Component(line.text.upper(), number))
            continue
        if not stack:
            continue
        if line.name == "END":
            name = line.text.upper()
            while stack:
                done = stack.pop()
                if done.name != name:
                    done.broken = done.broken or f"it is not ended (END:{done.name})"
                yield done
                if done.name == name:
                    break
        elif len(stack[-1].lines) < MAX_LINES:
            stack[-1].lines.append(line)
        else:
            stack[-1].broken = f"more than {MAX_LINES} lines"
    for left in reversed(stack):
        left.broken = "the file breaks off inside it"
        yield left


def _unfolded(content: Content) -> Iterator[tuple[int, str]]:
    """Yield logical lines; quoted-printable ones go on after `=` at their end."""
    begun, parts, size = 0, list[str](), 0
    soft = False
    for number, line in iter_lines(content):
        if parts and (soft or line[:1] in (" ", "\t")):
            more = line if soft else line[1:]
            if size < MAX_LINE:
                parts.append(more)
                size += len(more)
        else:
            if parts:
                yield begun, "".join(parts)
            begun, parts, size = number, [line], len(line)
        head = parts[0][:200].upper()
        soft = line.endswith("=") and "QUOTED-PRINTABLE" in head
        if soft:
            parts[-1] = parts[-1][:-1]
    if parts:
        yield begun, "".join(parts)


def _read(text: str) -> Line | None:
    found = _LINE.fullmatch(text.strip())
    if found is None:
        return None
    parameters: dict[str, str] = {}
    for part in _PARAMETER.finditer(found[2]):
        name, value = part[1].upper(), (part[2] or "").strip('"')
        if part[2] is None:  # vCard 2.1: TEL;CELL
            name, value = "TYPE", part[1]
        known = parameters.get(name)
        parameters[name] = f"{known},{value}" if known else value
    raw = found[3]
    if "QUOTED-PRINTABLE" in parameters.get("ENCODING", "").upper():
        charset = parameters.get("CHARSET")
        raw = decode_text(quopri.decodestring(raw.encode("utf-8", "replace")), charset)
    return Line(found[1].upper(), parameters, raw)
