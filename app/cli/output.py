"""Output files: for their owner only, complete or not there, replaced with --force only.

Exports, forms and reviews name customers, and two commands with the same file name must not
silently destroy each other's work.
"""

import os
import stat
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager
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
            _exists(path)


@contextmanager
def new_file(path: Path, *, force: bool) -> Iterator[BinaryIO]:
    """Write one file; see `new_files`."""
    with new_files(path, force=force) as [file]:
        yield file


@contextmanager
def new_files(*paths: Path, force: bool) -> Iterator[list[BinaryIO]]:
    """Write files that get their names when all are complete: a crash before leaves the old ones.

    Without `force` a file that somebody else made meanwhile is kept too, and then none gets its
    name. With it they are replaced one after another, which a crash can interrupt.

    Ends with one line and exit code 1 where one may not be replaced or cannot be written.
    """
    require_free(*paths, force=force)
    try:
        with ExitStack() as drafts:
            files = [drafts.enter_context(_draft(path)) for path in paths]
            yield files
            for file in files:
                file.flush()
                os.fsync(file.fileno())
                file.close()
            _publish([Path(file.name) for file in files], paths, force=force)
    except OSError as error:
        _cannot_be_written(paths[0], error)


@contextmanager
def _draft(path: Path) -> Iterator[BinaryIO]:
    """Open a file beside another one, for the owner only, and remove it in the end."""
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        descriptor, name = tempfile.mkstemp(prefix=".triplicate-", dir=path.parent)
    except OSError as error:
        _cannot_be_written(path, error)
    os.close(descriptor)
    draft = Path(name)
    try:
        with draft.open("w+b") as file:
            yield file
    finally:
        draft.unlink(missing_ok=True)


def _publish(drafts: Sequence[Path], paths: Sequence[Path], *, force: bool) -> None:
    with ExitStack() as made:
        for draft, path in zip(drafts, paths, strict=True):
            try:
                if force:
                    draft.replace(path)
                else:
                    _name(draft, path)
                    made.callback(path.unlink, missing_ok=True)
            except FileExistsError:
                _exists(path)
            except OSError as error:
                _cannot_be_written(path, error)
        made.pop_all()  # all have their names: nothing is taken back


def _name(draft: Path, path: Path) -> None:
    """Give a draft its name unless there is one already, which a rename would replace."""
    try:
        os.link(draft, path)
    except FileExistsError:
        raise
    except OSError:  # no hard links here (FAT): take the name first
        path.touch(mode=0o600, exist_ok=False)
        draft.replace(path)


def _exists(path: Path) -> NoReturn:
    fail(f"{path} exists: choose another name, or replace it with --force.")


def _cannot_be_written(path: Path, error: OSError) -> NoReturn:
    fail(f"{path} cannot be written: {error.strerror or error}.")


def deliver(text: str, output: Path | None, *, force: bool = False) -> None:
    """Write a text to a file, or to standard output if there is none."""
    if output is None:
        typer.echo(text, nl=False)
        return
    with new_file(output, force=force) as file:
        file.write(text.encode())
