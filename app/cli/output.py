"""Output files: for their owner only, complete or not there, replaced with --force only.

Exports, forms and reviews name customers, and two commands with the same file name must not
silently destroy each other's work.
"""

import os
import stat
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Annotated, BinaryIO, NoReturn

import typer

from app.cli.terminal import fail

Force = Annotated[bool, typer.Option("--force", help="Replace files that exist.")]


def require_free(*paths: Path, force: bool) -> None:
    """Refuse, with one line and exit code 1, to replace a file unasked, or what is no file."""
    for path in paths:
        try:
            mode = path.stat().st_mode
        except FileNotFoundError:
            continue
        except OSError as error:
            _cannot_be_written(path, error)
        if not stat.S_ISREG(mode):
            fail(f"{path} exists and is no file: choose another name.")
        if not force:
            fail(f"{path} exists: choose another name, or replace it with --force.")


@contextmanager
def new_file(path: Path, *, force: bool) -> Iterator[BinaryIO]:
    """Write a file that gets its name when it is complete: a crash leaves the old one.

    Ends with one line and exit code 1 where it may not be replaced or cannot be written.
    """
    require_free(path, force=force)
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        descriptor, name = tempfile.mkstemp(prefix=".triplicate-", dir=path.parent)
        draft = Path(name)
        try:
            with os.fdopen(descriptor, "w+b") as file:
                yield file
                file.flush()
                os.fsync(file.fileno())
            draft.replace(path)
        finally:
            draft.unlink(missing_ok=True)
    except OSError as error:
        _cannot_be_written(path, error)


def _cannot_be_written(path: Path, error: OSError) -> NoReturn:
    fail(f"{path} cannot be written: {error.strerror or error}.")


def deliver(text: str, output: Path | None, *, force: bool = False) -> None:
    """Write a text to a file, or to standard output if there is none."""
    if output is None:
        typer.echo(text, nl=False)
        return
    with new_file(output, force=force) as file:
        file.write(text.encode())
