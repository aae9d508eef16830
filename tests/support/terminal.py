"""`triplicate ...` in this process: what it prints, and its exit code."""

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
