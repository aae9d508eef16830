"""Commands where there is no installation, or not the key that a log is sealed with."""

import subprocess
import sys
from pathlib import Path

import pytest
import yaml  # type: ignore[import-untyped] # one file is read with it

from tests.support.server import ROOT, environment
from tests.support.terminal import SHOP, run

pytestmark = pytest.mark.slow

COMMANDS = [
    ("status",),
    ("proof", "2026-000001", *SHOP, "--output", "proof.zip"),
    ("export", *SHOP, "--output", "archive.zip"),
    ("seal", "key"),
    ("seal", "now", *SHOP),
    ("sheet", *SHOP, "--output", "month.csv"),
    ("token", "list", *SHOP),
    ("parked", "list", *SHOP),
    ("retention", "plan", *SHOP),
    ("policy", "show", *SHOP),
    ("rebuild",),
    ("serve",),
    ("project",),
]


@pytest.mark.parametrize("command", COMMANDS, ids=" ".join)
def test_where_there_is_no_installation_nothing_is_made_and_the_missing_file_is_named(
    command: tuple[str, ...], data_dir: Path
) -> None:
    [line] = run(*command, code=1).stderr.splitlines()
    assert f"There is no database {data_dir / 'triplicate.db'}" in line
    assert not data_dir.exists()


def test_setting_up_makes_the_keys_and_looking_makes_none(data_dir: Path) -> None:
    run("migrate")
    keys = {name: (data_dir / name).read_text("ascii") for name in ("seal.key", "cursor.key")}
    run("organisation", "create", "shop")
    run("rebuild")
    run("seal", "now", *SHOP)
    for name in keys:
        (data_dir / name).unlink()
    for command in (("status",), ("seal", "key"), ("seal", "now", *SHOP)):
        [line] = run(*command, code=1).stderr.splitlines()[-1:]
        assert f"{data_dir / 'seal.key'} is missing" in line
    run("token", "list", *SHOP)
    assert not set(keys) & {path.name for path in data_dir.iterdir()}


@pytest.mark.slow
@pytest.mark.parametrize("command", ["serve", "project"])
def test_a_process_says_at_its_start_which_log_is_sealed_with_another_key(
    command: str, shop: Path
) -> None:
    run("seal", "now", *SHOP)
    env = environment(shop) | {
        "TRIPLICATE_PORT": "0",
        "TRIPLICATE_PROJECTOR": "off",
        "TRIPLICATE_SEAL_KEY": "another key, which is long enough to be one",
    }
    with subprocess.Popen(
        [sys.executable, "-m", "app.cli", command],
        cwd=ROOT,
        env=env,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
        text=True,
    ) as process:
        assert process.stderr
        said = next((line for line in process.stderr if "another key" in line), "")
        process.terminate()
    assert said.startswith("shop is sealed with another key than this process has")
    assert "triplicate seal begin-anew --organisation shop" in said


def test_no_service_of_the_compose_file_starts_without_the_keys() -> None:
    """Nothing that a container wrote is there after `down` and `up`."""
    services = yaml.safe_load((ROOT / "docker-compose.yml").read_text("utf-8"))["services"]
    for name, service in services.items():
        for key in ("TRIPLICATE_SEAL_KEY", "TRIPLICATE_CURSOR_KEY") * (name != "db"):
            assert service["environment"][key].startswith(f"${{{key}:?"), (name, key)
