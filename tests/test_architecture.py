"""The rules about imports and clocks hold, and each of them catches what it is there to catch."""

import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
TOOLS = Path(sys.executable).parent

# What is planted in which file, and the contract that must break.
PLANTED = {
    "the log imports the API": (
        {"app/events/store.py": "import app.api"},
        "The shell depends on the core, never the reverse",
    ),
    "a module beside the layers": (
        {"app/stray.py": ""},
        "The shell depends on the core, never the reverse",
    ),
    "SQL in the domain": (
        {"app/domain/complaint/state.py": "import sqlalchemy"},
        "The domain knows only the standard library, and no I/O in it",
    ),
    "SQL in the proof": (
        {"app/proof/tree.py": "import sqlalchemy"},
        "A proof is checked without the rest of the service",
    ),
    "HTTP in the log": (
        {"app/events/store.py": "import fastapi"},
        "The log does not know the web",
    ),
    "SQL in the API": (
        {"app/api/planted.py": "import sqlalchemy"},
        "SQL stays in app.events",
    ),
    "the record on the press": (
        {"app/documents/form/renderer.py": "import app.events.store"},
        "Forms are set without the record, the web and the network",
    ),
    "a projection imports another": (
        {
            "app/events/projections/planted_one.py": "import app.events.projections.planted_two",
            "app/events/projections/planted_two.py": "",
        },
        "Projections do not know each other",
    ),
    "a step imports another": (
        {
            "app/domain/steps/planted_one.py": "import app.domain.steps.planted_two",
            "app/domain/steps/planted_two.py": "",
        },
        "Steps do not know each other",
    ),
    "a change imports another": (
        {
            "app/domain/complaint/changes/planted_one.py": (
                "import app.domain.complaint.changes.planted_two"
            ),
            "app/domain/complaint/changes/planted_two.py": "",
        },
        "Changes of the complaint do not know each other",
    ),
    "a module in the domain without a place": (
        {"app/domain/stray.py": ""},
        "Inside the domain",
    ),
    "the vocabulary imports a rule": (
        {"app/domain/values.py": "from app.domain import complaint"},
        "Inside the domain",
    ),
    "the API reads the settings": (
        {"app/api/planted.py": "import app.settings"},
        "Only the composition root reads the settings",
    ),
}


@pytest.fixture
def copy(tmp_path: Path) -> Path:
    """Copy the code and its rules to where violations may be planted."""
    skip = shutil.ignore_patterns("__pycache__")
    shutil.copytree(ROOT / "app", tmp_path / "app", ignore=skip)
    shutil.copy(ROOT / "pyproject.toml", tmp_path)
    return tmp_path


def test_the_code_keeps_every_contract(copy: Path) -> None:
    done = run(copy, "lint-imports", "--no-cache")
    assert done.returncode == 0, done.stdout


@pytest.mark.parametrize(("files", "contract"), PLANTED.values(), ids=PLANTED)
def test_a_planted_import_breaks_its_contract(
    copy: Path, files: dict[str, str], contract: str
) -> None:
    for name, line in files.items():
        plant(copy / name, line)
    done = run(copy, "lint-imports", "--no-cache")
    assert done.returncode == 1
    assert f"{contract} BROKEN" in done.stdout


def test_the_domain_asks_no_clock_and_makes_no_ids(copy: Path) -> None:
    banned = ("ruff", "check", "--no-cache", "--select=TID251", "app/domain")
    assert run(copy, *banned).returncode == 0

    plant(
        copy / "app/domain/values.py",
        "import datetime, time, uuid\n"
        "datetime.datetime.now()\n"
        "datetime.datetime.utcnow()\n"
        "datetime.date.today()\n"
        "time.time()\n"
        "uuid.uuid1()\n"
        "uuid.uuid4()\n",
    )
    done = run(copy, *banned, "--output-format=concise")
    assert done.returncode == 1
    assert done.stdout.count("The domain has no clock and makes no ids") == 6


def plant(path: Path, line: str) -> None:
    with path.open("a") as file:
        file.write(f"\n{line}\n")


def run(folder: Path, tool: str, *arguments: str) -> subprocess.CompletedProcess[str]:
    """Run a tool of this environment in the copy."""
    return subprocess.run(
        [TOOLS / tool, *arguments], cwd=folder, check=False, capture_output=True, text=True
    )
