"""Settings: what the environment may say. Nobody else reads it."""

from pathlib import Path
from typing import Literal

from pydantic import Field, SecretStr
from pydantic_settings import BaseSettings, SettingsConfigDict


class Settings(BaseSettings):
    """`TRIPLICATE_...` variables, each with a default that runs on one machine."""

    model_config = SettingsConfigDict(env_prefix="TRIPLICATE_", env_ignore_empty=True, frozen=True)

    host: str = "127.0.0.1"
    port: int = Field(default=8000, ge=0, le=65535)
    data_dir: Path = Path("var")
    """Where the embedded database and the cursor key lie."""
    database_url: SecretStr | None = None
    """`postgresql+asyncpg://...`; without it, SQLite in `data_dir`. Secret: it holds a password."""
    projector: Literal["inside", "off"] = "inside"
    """Whether the API process also runs the projections and watches the deadlines; `off` where
    `triplicate project` does."""
    log_level: Literal["debug", "info", "warning", "error"] = "info"
    wait_seconds: float = Field(default=3.0, ge=0, le=30)
    """How long a query waits for its `min_position`."""
    cursor_key: SecretStr | None = None
    """Signs paging cursors; every API process needs the same. Without it, a file in `data_dir`."""

    @property
    def url(self) -> str:
        """The database, as SQLAlchemy names it."""
        if self.database_url is not None:
            return self.database_url.get_secret_value()
        return f"sqlite+aiosqlite:///{self.data_dir.resolve() / 'triplicate.db'}"
