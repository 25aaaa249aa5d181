"""Which territories a view shows as one or apart: dated files, no code."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from functools import cache
from pathlib import Path
from types import MappingProxyType

import yaml
from followthemoney.types import registry
from pydantic import BaseModel, ConfigDict, Field, ValidationError

from graph.errors import InvalidInput, NotFound

HERE = Path(__file__).parent / "views"
DEFAULT = "apart"
KOSOVO = "xk"
DESIGNATION = "Kosovo*"
FOOTNOTE = MappingProxyType(
    {
        "en": "* This designation is without prejudice to positions on status, and is "
        "in line with UNSCR 1244/1999 and the ICJ Opinion on the Kosovo declaration of "
        "independence.",
        "sr": "* Ovaj naziv je bez prejudiciranja statusa i u skladu je sa Rezolucijom "
        "Saveta bezbednosti UN 1244/1999 i mišljenjem Međunarodnog suda pravde o "
        "deklaraciji o nezavisnosti Kosova.",
    }
)
MAX_BYTES = 256 * 1024


class _Strict(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class Words(_Strict):
    """A name in the languages of the page."""

    en: str = Field(min_length=1, max_length=120)
    sr: str = Field(min_length=1, max_length=120)


class Area(_Strict):
    """Territories shown as one, each from its day on."""

    id: str = Field(pattern=r"^[a-z][a-z0-9-]{2,30}$")
    name: Words
    members: dict[str, date] = Field(min_length=2)

    def holds(self, on: date) -> list[str]:
        """Return who is of it on a day, sorted."""
        return sorted(code for code, since in self.members.items() if since <= on)


class BorderView(_Strict):
    """How borders are drawn; `jurisdiction` is whose law it follows, empty for none."""

    id: str = Field(pattern=r"^[a-z0-9][a-z0-9-]{0,30}$")
    version: date
    title: Words
    source: str = Field(min_length=1)
    jurisdiction: str = Field(default="", pattern=r"^([a-z]{2})?$")
    together: tuple[Area, ...] = ()

    def model_post_init(self, _: object) -> None:
        """Raise ValueError where a territory is in two areas, or xk loses its name."""
        members = [code for area in self.together for code in area.members]
        if len(members) != len(set(members)):
            raise ValueError("a territory is in two areas")
        for area in self.together:
            names = (area.name.en, area.name.sr)
            if "kosov" in f"{names}".casefold() and not all(
                DESIGNATION in name for name in names
            ):
                raise ValueError(f"Kosovo is named {DESIGNATION} only")

    def areas(self, on: date) -> dict[str, Area]:
        """Return the area of each territory that is in one on a day."""
        return {
            code: area
            for area in self.together
            if len(area.holds(on)) > 1
            for code in area.holds(on)
        }


class Drawing:
    """A view on a day: codes of countries become areas.

    An area's code is its id, a single territory's its country code.
    """

    def __init__(self, view: BorderView, on: date) -> None:
        self.view = view
        self.on = on
        self._areas = view.areas(on)

    def codes(self, countries: Iterable[str]) -> tuple[str, ...]:
        """Return the areas of countries, sorted, each once."""
        found = {
            self._areas[code].id if code in self._areas else code for code in countries
        }
        return tuple(sorted(found))

    def name(self, code: str, language: str = "en") -> str:
        """Return what an area or territory is called; xk is Kosovo* always."""
        for area in self._areas.values():
            if area.id == code:
                return str(getattr(area.name, language))
        if code == KOSOVO:
            return DESIGNATION
        if language != "en" and code in _SERBIAN:
            return _SERBIAN[code]
        return str(registry.country.caption(code) or code.upper())

    def members(self, code: str) -> tuple[str, ...]:
        """Return the territories that a code stands for on the day."""
        for area in self._areas.values():
            if area.id == code:
                return tuple(area.holds(self.on))
        return (code,)

    def footnotes(self, codes: Iterable[str], language: str = "en") -> list[str]:
        """Return the notes that must stand under these codes."""
        shown = {member for code in codes for member in self.members(code)}
        return [FOOTNOTE[language]] if KOSOVO in shown else []


_SERBIAN: Mapping[str, str] = MappingProxyType(
    {
        "rs": "Srbija",
        "ba": "Bosna i Hercegovina",
        "me": "Crna Gora",
        "mk": "Severna Makedonija",
        "al": "Albanija",
        "hr": "Hrvatska",
        "si": "Slovenija",
        "hu": "Mađarska",
        "bg": "Bugarska",
        "ro": "Rumunija",
        "gr": "Grčka",
        "it": "Italija",
        "at": "Austrija",
        "de": "Nemačka",
        "tr": "Turska",
    }
)


def find_drawing(
    name: str = DEFAULT, on: date | None = None, *, folder: Path | None = None
) -> Drawing:
    """Return a view of ours, or of `folder` (one YAML a view), on a day (today).

    Raises NotFound for no such view, InvalidInput for a file that is none.
    """
    day = on or date.today()  # noqa: DTZ011 - a legal day, as people count them
    known = dict(_ours())
    if folder is not None:
        known |= _read_folder(folder)
    if name not in known:
        raise NotFound(f"no such border view; there are {', '.join(sorted(known))}")
    return Drawing(known[name], day)


def list_views(folder: Path | None = None) -> Sequence[BorderView]:
    """Return the views there are, by id. Raises InvalidInput."""
    known = dict(_ours()) | (_read_folder(folder) if folder is not None else {})
    return [known[name] for name in sorted(known)]


@cache
def _ours() -> Mapping[str, BorderView]:
    return MappingProxyType(_read_folder(HERE))


def _read_folder(folder: Path) -> dict[str, BorderView]:
    found = (read_view(path) for path in sorted(folder.glob("*.yaml")))
    return {one.id: one for one in found}


def read_view(path: Path) -> BorderView:
    """Return the view of a YAML file. Raises InvalidInput with what is wrong."""
    try:
        if path.stat().st_size > MAX_BYTES:
            raise InvalidInput(f"{path.name}: a border view has at most 256 KiB")
        return BorderView.model_validate(yaml.safe_load(path.read_text("utf-8")))
    except ValidationError as error:
        first = error.errors()[0]
        where = ".".join(str(part) for part in first["loc"])
        raise InvalidInput(f"{path.name}: {where}: {first['msg']}") from error
    except (OSError, UnicodeDecodeError, yaml.YAMLError) as error:
        raise InvalidInput(f"{path.name}: not a border view in YAML") from error
