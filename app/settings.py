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
    """Where the embedded database, the cursor key and the key of the seals lie."""
    database_url: SecretStr | None = None
    """`postgresql+asyncpg://...`; without it, SQLite in `data_dir`. Secret: it holds a password."""
    projector: Literal["inside", "off"] = "inside"
    """Whether the API process also runs the projections, watches the deadlines and seals the log;
    `off` where `triplicate project` does."""
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
