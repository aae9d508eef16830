"""Asks both programs that check archives and proofs, which have to agree."""

import runpy
from collections.abc import Callable
from pathlib import Path
from typing import Final

from typer.testing import CliRunner

from app.cli import app
from app.proof import alone
from tests.proof.building import PUBLIC

SOUND, TAMPERED, CANNOT_TELL = 0, 1, 2
MAIN: Final[Callable[..., None]] = runpy.run_path(alone.__file__)["main"]
RUNNER: Final = CliRunner()


def alone_says(*arguments: str) -> int:
    try:
        MAIN(*arguments)
    except SystemExit as left:
        return int(str(left.code))
    return SOUND


def both_say(path: Path, key: str | None = PUBLIC.text) -> int:
    """Ask both programs, which have to agree, and give their exit code."""
    given = () if key is None else (key,)
    trusted = () if key is None else ("--key", key)
    code = RUNNER.invoke(app, ["verify", str(path), *trusted]).exit_code
    assert alone_says(str(path), *given) == code
    return code
