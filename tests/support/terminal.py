"""`triplicate ...` in this process: what it prints, and its exit code."""

import os
from collections.abc import Mapping
from concurrent.futures import ThreadPoolExecutor
from typing import Final

from typer.testing import CliRunner, Result

from app.cli import app

RUNNER: Final = CliRunner()
SHOP: Final = ("--organisation", "shop")


def run(*arguments: object, code: int = 0, answer: str | None = None) -> Result:
    """Run a command, with `answer` on its standard input, and check its exit code."""
    result = RUNNER.invoke(app, [str(one) for one in arguments], input=answer)
    assert result.exit_code == code, result.output + result.stderr
    return result


def command(*arguments: str, env: Mapping[str, str]) -> str:
    """Run a command with these settings and give what it prints; a loop may be running."""
    others = {name: None for name in os.environ if "TRIPLICATE" in name}
    with ThreadPoolExecutor(1) as thread:
        done = thread.submit(RUNNER.invoke, app, arguments, env={**others, **env}).result()
    assert done.exit_code == 0, done.output
    return done.stdout
