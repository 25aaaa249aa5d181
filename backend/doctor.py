"""What is installed here, what is missing, and what that turns off."""

import os
import re
import shutil
import subprocess
import sys
from dataclasses import dataclass
from importlib import metadata
from pathlib import Path

from backend.settings import Settings
from extraction.reading.ocr.choosing import PACKAGES, find_missing
from extraction.reading.ocr.tesseract import PROGRAM
from extraction.reading.unpacking import find_version
from graph.errors import KlupkoError
from graph.store import open_store

TIMEOUT_S = 10.0
_VERSION = re.compile(r"\d+(?:\.\d+)+|\d+")


@dataclass(frozen=True, slots=True)
class FoundTool:
    """One thing looked for; `without` says what its absence turns off."""

    name: str
    found: bool
    version: str | None
    needed: bool
    package: str
    without: str

    def as_json(self) -> dict[str, object]:
        """Return it as an object."""
        return {
            "name": self.name,
            "found": self.found,
            "version": self.version,
            "needed": self.needed,
            "package": self.package,
            "without": self.without,
        }


@dataclass(frozen=True, slots=True)
class _Program:
    name: str
    arguments: tuple[str, ...]
    package: str
    without: str
    least: int = 0


_PROGRAMS = (
    _Program("node", ("--version",), "nodejs", "the page cannot be built", 20),
    _Program("npm", ("--version",), "npm", "the page cannot be built"),
    _Program("java", ("-version",), "openjdk-17-jre-headless", "no Neo4j here", 17),
    _Program("mvn", ("--version",), "maven", "no Neo4j here without Docker"),
    _Program("docker", ("--version",), "docker.io", "no Neo4j in a container"),
    _Program("djvutxt", (), "djvulibre-bin", "DjVu scans are rejected"),
    _Program("chromium", ("--version",), "chromium", "no tests in a browser"),
)


def examine(settings: Settings) -> list[FoundTool]:
    """Return what was found, the needed first. Starts nothing but version queries."""
    ours = [_python(), _libraries(), _model(settings), *_stock(settings)]
    others = [_page(), _store(settings), *_gds(settings), _archives(), _ocr()]
    return [*ours, *others, *map(_program, _PROGRAMS)]


def _python() -> FoundTool:
    version = ".".join(map(str, sys.version_info[:3]))
    good = sys.version_info >= (3, 11)
    return FoundTool("Python 3.11+", good, version, True, "python3", "nothing runs")


def _libraries() -> FoundTool:
    missing = []
    for line in metadata.requires("klupko") or ():
        name = re.split(r"[\s;<>=\[]", line, maxsplit=1)[0]
        if "extra ==" not in line:
            try:
                metadata.version(name)
            except metadata.PackageNotFoundError:
                missing.append(name)
    return FoundTool(
        "Python libraries",
        not missing,
        None if missing else metadata.version("klupko"),
        True,
        f"make setup: {', '.join(missing)}" if missing else "make setup",
        "nothing runs",
    )


def _model(settings: Settings) -> FoundTool:
    trained = (settings.recognizer.folder / "config.cfg").is_file()
    return FoundTool(
        "trained recognizer",
        trained,
        settings.recognizer.component if trained else None,
        False,
        "make train",
        "documents are not read",
    )


def _stock(settings: Settings) -> list[FoundTool]:
    """Tell of spaCy's pipelines where KLUPKO_SPACY names some."""
    if not settings.spacy:
        return []
    try:
        versions = " ".join(one.component for one in settings.stock)
    except KlupkoError as error:
        return [_told(str(error), None)]
    return [_told("install the package", versions)]


def _told(advice: str, version: str | None) -> FoundTool:
    return FoundTool(
        "spaCy's pipelines",
        version is not None,
        version,
        False,
        advice,
        "documents are not read; name others in KLUPKO_SPACY or none",
    )


def _archives() -> FoundTool:
    version = find_version()
    return FoundTool(
        "libarchive",
        version is not None,
        version,
        False,
        "libarchive13",
        "7-Zip, RAR, CAB and Zstandard archives are rejected",
    )


def _page() -> FoundTool:
    index = Path(__file__).resolve().parents[1] / "frontend" / "dist" / "index.html"
    return FoundTool(
        "the page", index.is_file(), None, False, "make setup", "only the API is served"
    )


def _store(settings: Settings) -> FoundTool:
    scheme, _, rest = settings.store_url.partition(":")
    if scheme != "embedded":
        return FoundTool("store", True, scheme, True, "KLUPKO_STORE", "no graph")
    folder = Path(rest).expanduser()
    while not folder.exists() and folder != folder.parent:
        folder = folder.parent
    good = os.access(folder, os.W_OK)
    without = "nothing can be kept: the folder cannot be written"
    return FoundTool("store", good, "embedded", True, "KLUPKO_STORE", without)


def _gds(settings: Settings) -> list[FoundTool]:
    """Tell of OpenGDS where the store is a server."""
    if settings.store_url.startswith("embedded:"):
        return []
    try:
        store = open_store(settings.store_url)
        engine = store.engine()
        store.close()
    except KlupkoError as error:
        return [_server_library(None, str(error))]
    version = engine.name.rpartition(" ")[2] if engine else None
    return [_server_library(version, "docker/neo4j has it")]


def _server_library(version: str | None, advice: str) -> FoundTool:
    without = "klupko analyze --on-server is refused; metrics are computed here"
    return FoundTool("OpenGDS", version is not None, version, False, advice, without)


def _ocr() -> FoundTool:
    missing = find_missing()
    return FoundTool(
        "tesseract 5+",
        not missing,
        _version(PROGRAM, ("--version",)),
        False,
        " ".join(missing or PACKAGES),
        "scanned pages and images are not read, or less well",
    )


def _program(program: _Program) -> FoundTool:
    path = shutil.which(program.name)
    version = _version(path, program.arguments) if path else None
    major = int(version.split(".")[0]) if version else 0
    return FoundTool(
        name=f"{program.name} {program.least}+" if program.least else program.name,
        found=path is not None and major >= program.least,
        version=version,
        needed=False,
        package=program.package,
        without=program.without,
    )


def _version(path: str, arguments: tuple[str, ...]) -> str | None:
    try:
        ran = subprocess.run(
            [path, *arguments], capture_output=True, text=True, timeout=TIMEOUT_S
        )
    except (OSError, subprocess.TimeoutExpired):
        return None
    match = _VERSION.search(ran.stdout + ran.stderr)
    return match.group() if match else None
