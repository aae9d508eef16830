"""Settings: what the environment may say. Nobody else reads it."""

from pathlib import Path
from typing import Annotated, Final, Literal
from urllib.parse import urlsplit

from pydantic import AfterValidator, Field, SecretStr
from pydantic_settings import BaseSettings, SettingsConfigDict
from sqlalchemy import URL, make_url
from sqlalchemy.exc import ArgumentError

DRIVERS: Final = {
    "postgres": "postgresql+asyncpg",
    "postgresql": "postgresql+asyncpg",
    "postgresql+asyncpg": "postgresql+asyncpg",
    "sqlite": "sqlite+aiosqlite",
    "sqlite+aiosqlite": "sqlite+aiosqlite",
}
"""By the scheme of a database's address, as libpq and hosting services write it."""


PARAMETERS: Final = frozenset(
    {
        "application_name",
        "database",
        "dbname",
        "gsslib",
        "host",
        "krbsrvname",
        "options",
        "passfile",
        "password",
        "port",
        "service",
        "ssl_max_protocol_version",
        "ssl_min_protocol_version",
        "sslcert",
        "sslcrl",
        "sslkey",
        "sslmode",
        "sslnegotiation",
        "sslpassword",
        "sslrootcert",
        "target_session_attrs",
        "user",
    }
)
"""Parameters of libpq that asyncpg reads in an address, or that PostgreSQL itself knows.

asyncpg sends every other one to the server as a setting, which then refuses the connection.
"""
SSL_MODES: Final = ("disable", "allow", "prefer", "require", "verify-ca", "verify-full")
FORM: Final = "write postgresql://user:password@host:port/database"


def _with_driver(given: SecretStr) -> SecretStr:
    """Name the driver in the address; a fault never quotes it, for it holds a password."""
    scheme, separator, rest = given.get_secret_value().strip().partition("://")
    if not separator or scheme not in DRIVERS:
        message = "must begin with postgresql:// (or sqlite:///): no other database is supported"
        raise ValueError(message)
    if rest.count("@") > 1:  # else a part of the password would be read as a host or a parameter
        raise ValueError("has more than one @: write %40 for one inside a password")
    url = f"{DRIVERS[scheme]}://{rest}"
    try:
        address = make_url(url)
    except (ArgumentError, ValueError):
        raise ValueError(f"cannot be read: {FORM}") from None
    if address.get_backend_name() == "sqlite":
        _check_file(address)
    else:
        _check_parameters(address)
        _check_hosts(address)
    return SecretStr(url)


def _check_file(address: URL) -> None:
    named = address.database and address.database != ":memory:"
    if not named or address.host or address.query:
        raise ValueError("must name one file, and no parameters: write sqlite:////folder/name.db")


def _check_parameters(address: URL) -> None:
    if unknown := sorted(address.query.keys() - PARAMETERS):
        raise ValueError(f"has parameters that are not supported: leave out {', '.join(unknown)}")
    if not set(address.normalized_query.get("sslmode", ())) <= set(SSL_MODES):
        raise ValueError(f"has an sslmode that does not exist: write one of {', '.join(SSL_MODES)}")


def _check_hosts(address: URL) -> None:
    """Read hosts and ports as asyncpg does, with urllib, which is stricter than SQLAlchemy."""
    query = address.normalized_query
    hosts = [host for given in query.get("host", ()) for host in given.split(",")]
    ports = [port for given in query.get("port", ()) for port in given.split(",")]
    locations = [f"//{host}" for host in hosts if not host.startswith("/")]  # else a socket
    locations += [f"//host:{port}" for port in ports]
    try:
        for location in (address.render_as_string(hide_password=False), *locations):
            _ = urlsplit(location).port
    except ValueError:
        raise ValueError(f"has a host or a port that cannot be read: {FORM}") from None


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
