"""`triplicate policy ...` as a manager with a text editor uses it."""

import json
import re
from importlib.metadata import entry_points
from pathlib import Path

import pytest

from app.cli import app
from app.policies import load, parse, resolve, schema, shipped, text_of
from tests.support.server import ROOT
from tests.support.terminal import run

MINE = 'format = 3\nextends = "default"\nname = "mine"\n'


pytestmark = pytest.mark.usefixtures("data_dir")


@pytest.fixture
def mine(tmp_path: Path) -> Path:
    """A policy of one's own."""
    path = tmp_path / "mine.toml"
    path.write_text(f'{MINE}drop = ["units.studio"]\n', encoding="utf-8")
    return path


def test_the_program_begins_where_it_is_installed_to_begin() -> None:
    [script] = entry_points(group="console_scripts", name="triplicate")
    assert script.load() is app


def test_a_sound_policy_is_said_to_be_sound_and_what_it_has(mine: Path) -> None:
    said = run("policy", "check", str(mine)).stdout
    assert said.startswith(f"mine@{parse(mine.read_text(), source='x').version} is sound: ")
    assert "9 roles, 6 units" in said
    assert load("default").stamp in run("policy", "check", "default").stdout


def test_every_fault_has_its_line(mine: Path) -> None:
    with mine.open("a", encoding="utf-8") as file:
        file.write('cash_ceiling = "lots"\n[[grants]]\nrole = "emperor"\n')
    faults = run("policy", "check", str(mine), code=1).stderr.splitlines()
    assert faults[0].startswith(f"{mine}: grants[0].role: 'emperor' is unknown; expected ")
    assert any("cash_ceiling: 'lots'" in line for line in faults)
    assert faults[-1] == f"4 faults: {mine} cannot be adopted."


def test_the_example_of_the_manual_is_sound(tmp_path: Path) -> None:
    manual = (ROOT / "docs" / "how-to" / "write-a-policy.md").read_text(encoding="utf-8")
    [example] = re.findall(r"(?s)```toml\n(format.*?)```", manual)
    path = tmp_path / "star-studio.toml"
    path.write_text(example, encoding="utf-8")
    assert "is sound" in run("policy", "check", str(path)).stdout


def test_the_other_examples_of_the_manual_are_sound_in_a_policy(tmp_path: Path) -> None:
    manual = (ROOT / "docs" / "how-to" / "write-a-policy.md").read_text(encoding="utf-8")
    examples = re.findall(r"(?s)```toml\n(?!format)(.*?)```", manual)
    assert examples
    for number, example in enumerate(examples):
        path = tmp_path / f"example-{number}.toml"
        head = f'format = 3\nextends = "wedding-studio"\nname = "example-{number}"\n'
        path.write_text(head + example, encoding="utf-8")
        assert "is sound" in run("policy", "check", str(path)).stdout


def test_what_is_not_there_cannot_be_checked(mine: Path) -> None:
    assert "no file" in run("policy", "check", "none.toml", code=1).stderr
    assert "default" in run("policy", "check", "bakery", code=1).stderr
    mine.write_bytes(b"\xff")
    assert "not UTF-8" in run("policy", "check", str(mine), code=1).stderr


def test_the_shipped_policies_are_listed_and_shown() -> None:
    listed = run("policy", "list").stdout
    assert all(load(name).stamp in listed for name in shipped())
    assert run("policy", "show", "default").stdout == text_of("default")
    assert "default" in run("policy", "show", "bakery", code=1).stderr


@pytest.mark.usefixtures("shop")
def test_the_policy_in_force_is_shown_word_for_word(mine: Path) -> None:
    shown = ("policy", "show", "--organisation", "shop")
    assert run(*shown).stdout == text_of("default")
    said = run("policy", "adopt", "--organisation", "shop", str(mine)).stdout
    assert "shop goes by mine@" in said
    assert load("default").stamp in said
    assert run(*shown).stdout == resolve(mine.read_text(), source="x")


@pytest.mark.usefixtures("shop")
def test_a_policy_that_changes_nothing_or_is_faulty_is_not_adopted(mine: Path) -> None:
    adopt = ("policy", "adopt", "--organisation", "shop")
    assert "in force already" in run(*adopt, "default", code=1).stderr
    mine.write_text("format = 3\n", encoding="utf-8")
    assert "it is missing" in run(*adopt, str(mine), code=1).stderr
    assert "no file" in run(*adopt, "none.toml", code=1).stderr
    nowhere = ("policy", "adopt", "--organisation", "nowhere", "default")
    assert "No such organisation" in run(*nowhere, code=1).stderr


@pytest.mark.usefixtures("shop")
def test_tokens_that_the_new_policy_leaves_behind_are_named(mine: Path) -> None:
    token = ("token", "create", "--organisation", "shop", "--role", "handler", "--subject")
    left = run(*token, "wu", "--unit", "studio").stderr.split()[1].rstrip(",")
    gone = run(*token, "old", "--unit", "studio").stderr.split()[1].rstrip(",")
    run(*token, "lin")
    run("token", "revoke", gone, "--organisation", "shop")
    said = run("policy", "adopt", "--organisation", "shop", str(mine)).stderr
    assert said.splitlines() == [
        f"Token {left} of wu has what this policy does not know: unit studio. Make a new one."
    ]


@pytest.mark.usefixtures("shop")
def test_one_thing_is_shown_at_a_time() -> None:
    assert "Name a policy" in run("policy", "show", code=1).stderr
    both = ("policy", "show", "default", "--organisation", "shop")
    assert "Name a policy" in run(*both, code=1).stderr
    assert "founded" in run("policy", "show", "--organisation", "none", code=1).stderr


def test_the_schema_for_editors_can_be_written_to_a_file(tmp_path: Path) -> None:
    path = tmp_path / "out" / "policy.schema.json"
    run("policy", "schema", "--output", str(path))
    assert json.loads(path.read_text(encoding="utf-8")) == schema()
    assert json.loads(run("policy", "schema").stdout) == schema()


@pytest.mark.usefixtures("shop")
def test_an_organisation_can_be_founded_with_a_policy_that_extends_another(mine: Path) -> None:
    run("organisation", "create", "branch", "--policy", str(mine))
    shown = run("policy", "show", "--organisation", "branch").stdout
    assert shown == resolve(mine.read_text(), source="x")
