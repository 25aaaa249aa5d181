"""What the environment says: where the store is, how the server listens."""

import os
import sys
from datetime import date
from pathlib import Path

from pydantic import Field, SecretStr
from pydantic_settings import BaseSettings, SettingsConfigDict

from extraction.recognition.settings import Setting
from extraction.recognition.stock import Stock, find_stock

MIB = 1024 * 1024


def data_home() -> Path:
    """Return the folder for a user's data that this platform has agreed on."""
    if sys.platform == "darwin":
        return Path.home() / "Library" / "Application Support" / "klupko"
    if sys.platform == "win32":
        local = os.environ.get("LOCALAPPDATA")
        return (Path(local) if local else Path.home()) / "klupko"
    shared = os.environ.get("XDG_DATA_HOME")
    return (Path(shared) if shared else Path.home() / ".local" / "share") / "klupko"


class Settings(BaseSettings):
    """Every setting is an environment variable with the prefix KLUPKO_."""

    model_config = SettingsConfigDict(env_prefix="KLUPKO_", extra="ignore")

    store: str | None = None
    home: Path = Field(default_factory=data_home)
    ledger: str | None = None
    authority: str = Field(default="", max_length=200)
    host: str = "127.0.0.1"
    port: int = Field(default=8000, ge=0, le=65535)
    admin_password: SecretStr | None = None
    workers: int = Field(default_factory=lambda: min(2, os.cpu_count() or 1), ge=1)
    compute_s: float = Field(default=600.0, gt=0)
    recognizer: Setting = Setting.ACCURATE
    spacy: str = Field(default="", max_length=500)
    session_hours: float = Field(default=12.0, gt=0)
    token_days: float = Field(default=90.0, gt=0)
    secure_cookies: bool = False
    today: date | None = None
    jurisdiction: str = "eu"
    max_body_bytes: int = Field(default=1 * MIB, gt=0)
    max_upload_bytes: int = Field(default=1024 * MIB, gt=0)

    @property
    def stock(self) -> tuple[Stock, ...]:
        """spaCy's pipelines that are to read, named with blanks or commas between.

        Raises InvalidInput or Unavailable where one cannot be used.
        """
        return find_stock(self.spacy.replace(",", " ").split())

    @property
    def store_url(self) -> str:
        """The store's address; the default is a folder in the user's data."""
        return self.store or f"embedded:{self.home}"
