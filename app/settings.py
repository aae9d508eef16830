"""Settings: what the environment may say. Nobody else reads it."""

from pathlib import Path
from typing import Annotated, Final, Literal

from pydantic import AfterValidator, Field, SecretStr
from pydantic_settings import BaseSettings, SettingsConfigDict
from sqlalchemy import make_url
from sqlalchemy.exc import ArgumentError

DRIVERS: Final = {
    "postgres": "postgresql+asyncpg",
    "postgresql": "postgresql+asyncpg",
    "postgresql+asyncpg": "postgresql+asyncpg",
    "sqlite": "sqlite+aiosqlite",
    "sqlite+aiosqlite": "sqlite+aiosqlite",
}
"""By the scheme of a database's address, as libpq and hosting services write it."""


def _with_driver(given: SecretStr) -> SecretStr:
    """Name the driver in the address; a fault never quotes it, for it holds a password."""
    scheme, separator, rest = given.get_secret_value().strip().partition("://")
    if not separator or scheme not in DRIVERS:
        message = "must begin with postgresql:// (or sqlite:///): no other database is supported"
        raise ValueError(message)
    url = f"{DRIVERS[scheme]}://{rest}"
    try:
        make_url(url)
    except (ArgumentError, ValueError):
        message = "cannot be read: write postgresql://user:password@host:port/database"
        raise ValueError(message) from None
    return SecretStr(url)


class Settings(BaseSettings):
    """`TRIPLICATE_...` variables, each with a default that runs on one machine."""

    model_config = SettingsConfigDict(env_prefix="TRIPLICATE_", env_ignore_empty=True, frozen=True)

    host: str = "127.0.0.1"
    port: int = Field(default=8000, ge=0, le=65535)
    data_dir: Path = Path("var")
    """Where the embedded database, the cursor key and the key of the seals lie."""
    database_url: Annotated[SecretStr, AfterValidator(_with_driver)] | None = None
    """`postgresql://...`; without it, SQLite in `data_dir`. Secret: it holds a password."""
    projector: Literal["inside", "off"] = "inside"
    """Whether the API process also runs the projections, watches the deadlines, seals the log and
    compares old events with the seals; `off` where `triplicate project` does."""
    docs: bool = True
    """Whether `/docs` and `/openapi.json` are served."""
    log_level: Literal["debug", "info", "warning", "error"] = "info"
    wait_seconds: float = Field(default=3.0, ge=0, le=30)
    """How long a query waits for its `min_position`."""
    cursor_key: SecretStr | None = None
    """Signs paging cursors; every API process needs the same. Without it, a file in `data_dir`."""
    seal_key: SecretStr | None = Field(default=None, min_length=32)
    """Signs the checkpoints of the log; every process needs the same. Without it, a file in
    `data_dir`. It is changed with `triplicate seal rotate`."""
    seal_seconds: float = Field(default=60, ge=1)
    """How long new events may wait for a signed checkpoint."""

    @property
    def url(self) -> str:
        """The database, as SQLAlchemy names it."""
        if self.database_url is not None:
            return self.database_url.get_secret_value()
        return f"sqlite+aiosqlite:///{self.data_dir.resolve() / 'triplicate.db'}"
