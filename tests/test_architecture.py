"""The rules about imports and clocks hold, and each of them catches what it is there to catch."""

import shutil
import subprocess
import sys
from copy import deepcopy
from pathlib import Path

import pytest
from grimp import ImportGraph, build_graph
from importlinter import configuration
from importlinter.application.use_cases import _register_contract_types, read_user_options
from importlinter.application.user_options import UserOptions
from importlinter.domain.contract import registry

ROOT = Path(__file__).parents[1]
TOOLS = Path(sys.executable).parent

configuration.configure()

# What is planted in which module ("" for nothing), and the contract that must break.
PLANTED = {
    "the log imports the API": (
        {"app.events.store": "app.api"},
        "The shell depends on the core, never the reverse",
    ),
    "a module beside the layers": (
        {"app.stray": ""},
        "The shell depends on the core, never the reverse",
    ),
    "SQL in the domain": (
        {"app.domain.complaint.state": "sqlalchemy"},
        "The domain knows only the standard library, and no I/O in it",
    ),
    "SQL in the proof": (
        {"app.proof.tree": "sqlalchemy"},
        "A proof is checked without the rest of the service",
    ),
    "HTTP in the log": (
        {"app.events.store": "fastapi"},
        "The log does not know the web",
    ),
    "SQL in the API": (
        {"app.api.planted": "sqlalchemy"},
        "SQL stays in app.events",
    ),
    "the record on the press": (
        {"app.documents.form.renderer": "app.events.store"},
        "Forms are set without the record, the web and the network",
    ),
    "a projection imports another": (
        {
            "app.events.projections.planted_one": "app.events.projections.planted_two",
            "app.events.projections.planted_two": "",
        },
        "Projections do not know each other",
    ),
    "a step imports another": (
        {
            "app.domain.steps.planted_one": "app.domain.steps.planted_two",
            "app.domain.steps.planted_two": "",
        },
        "Steps do not know each other",
    ),
    "a module in the domain without a place": (
        {"app.domain.stray": ""},
        "Inside the domain",
    ),
    "the vocabulary imports a rule": (
        {"app.domain.values": "app.domain.complaint"},
        "Inside the domain",
    ),
    "the API reads the settings": (
        {"app.api.planted": "app.settings"},
        "Only the composition root reads the settings",
    ),
}


@pytest.fixture(scope="module")
def options() -> UserOptions:
    found = read_user_options(str(ROOT / "pyproject.toml"))
    _register_contract_types(found)
    return found


@pytest.fixture(scope="module")
def graph() -> ImportGraph:
    """Who imports whom in the code as it is."""
    return build_graph("app", include_external_packages=True, cache_dir=None)


def broken(graph: ImportGraph, options: UserOptions, *only: str) -> set[str]:
    """Name the contracts, or those of them in `only`, that an import graph breaks."""
    names = set()
    for given in options.contracts_options:
        if only and given["name"] not in only:
            continue
        kind = registry.get_contract_class(given["type"])
        contract = kind(given["name"], options.session_options, given)
        if not contract.check(deepcopy(graph), verbose=False).kept:
            names.add(contract.name)
    return names


def test_the_code_keeps_every_contract(graph: ImportGraph, options: UserOptions) -> None:
    assert options.contracts_options
    assert broken(graph, options) == set()


@pytest.mark.parametrize(("files", "contract"), PLANTED.values(), ids=PLANTED)
def test_a_planted_import_breaks_its_contract(
    files: dict[str, str], contract: str, graph: ImportGraph, options: UserOptions
) -> None:
    planted = deepcopy(graph)
    for importer, imported in files.items():
        planted.add_module(importer)
        if imported:
            if imported.partition(".")[0] != "app" and imported not in planted.modules:
                planted.add_module(imported, is_squashed=True)
            planted.add_import(importer=importer, imported=imported)
    assert broken(planted, options, contract) == {contract}


@pytest.fixture
def copy(tmp_path: Path) -> Path:
    """Copy the domain and its rules to where violations may be planted."""
    skip = shutil.ignore_patterns("__pycache__")
    shutil.copytree(ROOT / "app" / "domain", tmp_path / "app" / "domain", ignore=skip)
    shutil.copy(ROOT / "pyproject.toml", tmp_path)
    return tmp_path


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
