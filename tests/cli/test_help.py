"""What `triplicate --help` lists, without importing the commands."""

import sys
from subprocess import run

import pytest

from app.cli import COMMANDS, load


@pytest.mark.parametrize("name", COMMANDS)
def test_a_command_is_listed_with_the_first_paragraph_of_its_own_help(name: str) -> None:
    command = load(name)
    assert " ".join(command.help.split("\n\n")[0].split()) == COMMANDS[name].summary


def test_help_waits_for_no_database_and_no_web_framework() -> None:
    program = (
        "import sys; from app.cli import app; app(['--help'], standalone_mode=False);"
        " print(*sys.modules)"
    )
    done = run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    assert not {"sqlalchemy", "fastapi", "alembic", "pydantic"} & set(done.stdout.split())
