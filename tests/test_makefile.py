"""A first try on a bare machine: the Makefile says what is missing and leaves nothing half made."""

import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tests.support.server import ROOT

pytestmark = pytest.mark.slow

OLD = "import sys\nsys.version_info = (3, 10, 12, 'final', 0)\n"
BARE = "raise ModuleNotFoundError\n"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A folder with nothing but the Makefile."""
    shutil.copy(ROOT / "Makefile", tmp_path)
    return tmp_path


def a_python(folder: Path, module: str, text: str) -> Path:
    """Write a Python in which a module is another one."""
    modules = folder / "modules"
    modules.mkdir()
    (modules / f"{module}.py").write_text(text)
    python = folder / "another-python"
    python.write_text(f'#!/bin/sh\nPYTHONPATH={modules} exec {sys.executable} "$@"\n')
    python.chmod(0o755)
    return python


def make(folder: Path, python: Path | str) -> "subprocess.CompletedProcess[str]":
    # The tests may run under `make test`, which hands on its own flags and its level.
    alone = ("-u", "MAKEFLAGS", "-u", "MFLAGS", "-u", "MAKELEVEL")
    command = ["/usr/bin/env", *alone, "make", "venv", f"PYTHON={python}"]
    return subprocess.run(command, cwd=folder, capture_output=True, text=True, check=False)


@pytest.mark.parametrize(
    ("module", "text", "said"),
    [
        ("sitecustomize", OLD, "Python 3.11 or newer is needed"),
        ("ensurepip", BARE, "apt install python3-venv"),
    ],
    ids=["too old", "without ensurepip"],
)
def test_a_python_that_will_not_do_is_refused_in_a_sentence(
    folder: Path, module: str, text: str, said: str
) -> None:
    done = make(folder, a_python(folder, module, text))
    assert done.returncode != 0
    sentence, *rest = done.stderr.splitlines()
    assert said in sentence
    assert all(line.startswith("make: ") for line in rest)
    assert not (folder / ".venv").exists()


def test_no_python_at_all_is_said_in_a_sentence(folder: Path) -> None:
    done = make(folder, "no-such-python")
    assert done.returncode != 0
    assert done.stderr.startswith("Python 3.11 or newer is needed, no-such-python is not")


def test_a_half_made_environment_is_made_again(folder: Path) -> None:
    """As `python -m venv` leaves it where ensurepip is missing: a python, and no pip."""
    subprocess.run(
        [sys.executable, "-m", "venv", "--without-pip", str(folder / ".venv")], check=True
    )
    assert make(folder, sys.executable).returncode == 0
    pip = [str(folder / ".venv" / "bin" / "python"), "-m", "pip", "--version"]
    assert subprocess.run(pip, check=False, capture_output=True).returncode == 0
