"""The wheel holds all that the service needs: migrations, policies, templates, pages."""

import subprocess
import sys
import sysconfig
from pathlib import Path
from venv import EnvBuilder
from zipfile import ZipFile

import pytest

from tests.support.patience import PATIENCE_SECONDS
from tests.support.server import ROOT, environment, free_port, wait_until_ready

pytestmark = pytest.mark.slow

BUILD = "import sys; from hatchling.build import build_wheel as b; print(b(sys.argv[1]))"


@pytest.fixture(scope="module")
def python(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An environment that holds the wheel and its dependencies, and not this folder."""
    folder = tmp_path_factory.mktemp("wheel")
    EnvBuilder(with_pip=False).create(folder / "venv")
    (site_packages,) = folder.glob("venv/lib/python*/site-packages")
    # The .pth files of a folder that is named by one are not read: no editable install.
    (site_packages / "dependencies.pth").write_text(sysconfig.get_path("purelib"))
    built = subprocess.run(
        [sys.executable, "-c", BUILD, str(folder)],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=True,
    )
    ZipFile(folder / built.stdout.strip()).extractall(site_packages)
    return folder / "venv" / "bin" / "python"


def run(python: Path, *arguments: str, env: dict[str, str]) -> str:
    done = subprocess.run(
        [python, "-m", "app.cli", *arguments],
        cwd=env["TRIPLICATE_DATA_DIR"],
        env=env,
        capture_output=True,
        text=True,
        check=False,
        timeout=PATIENCE_SECONDS,
    )
    assert done.returncode == 0, done.stderr + done.stdout
    return done.stdout


def test_the_wheel_alone_migrates_serves_the_demo_prints_and_verifies(
    python: Path, tmp_path: Path
) -> None:
    env = environment(tmp_path, port=str(free_port()))
    found = subprocess.run(
        [python, "-c", "import app; print(app.__file__)"],
        cwd=tmp_path,
        env=env,
        capture_output=True,
        text=True,
        check=True,
    )
    assert Path(found.stdout.strip()).is_relative_to(python.parents[1])

    run(python, "migrate", env=env)
    demo = subprocess.Popen(
        [python, "-m", "app.cli", "demo"], cwd=tmp_path, env=env, stdout=subprocess.DEVNULL
    )
    try:
        wait_until_ready(f"http://127.0.0.1:{env['TRIPLICATE_PORT']}", demo)
    finally:
        demo.terminate()
        demo.wait(PATIENCE_SECONDS)

    of_demo = ("--organisation", "demo")
    of_beauty = ("--organisation", "beauty")
    run(python, "print", *of_beauty, "--output", "forms", env=env)
    forms = [*(tmp_path / "forms").iterdir()]
    assert forms
    assert all(form.read_bytes().startswith(b"%PDF-") for form in forms)
    run(python, "export", *of_demo, "--output", "archive.zip", env=env)
    key = run(python, "seal", "key", *of_demo, env=env)
    (tmp_path / "key.txt").write_text(key)
    assert "sound" in run(python, "verify", "archive.zip", "--key", "key.txt", env=env).lower()
