"""What a package says of itself, made of no more than the image is made of."""

import shutil
import subprocess
import sys
from email import message_from_string
from pathlib import Path
from zipfile import ZipFile

from tests.support.server import ROOT

BUILD = "from hatchling.build import build_wheel as b; print(b('out'))"


def test_the_files_of_the_image_make_a_package_with_its_licence_and_readme(tmp_path: Path) -> None:
    listed = (ROOT / ".dockerignore").read_text(encoding="utf-8").splitlines()
    for name in (line.removeprefix("!") for line in listed if line.startswith("!")):
        found = ROOT / name
        if found.is_file():
            shutil.copy(found, tmp_path)
    (tmp_path / "out").mkdir()
    for folder in ("app", "alembic"):
        (tmp_path / folder).mkdir()
    shutil.copy(ROOT / "app" / "__init__.py", tmp_path / "app")
    command = [sys.executable, "-c", BUILD]
    made = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, check=True)
    with ZipFile(tmp_path / "out" / made.stdout.strip()) as wheel:
        (name,) = (one for one in wheel.namelist() if one.endswith(".dist-info/METADATA"))
        metadata = message_from_string(wheel.read(name).decode())
    assert metadata["License-Expression"] == "Apache-2.0"
    assert metadata.get_all("License-File") == ["LICENSE"]
    assert metadata["Author"] == "The Triplicate authors"
    assert metadata["Project-URL"]
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    assert str(metadata.get_payload()).rstrip() == readme.rstrip()


def test_the_changelog_has_one_section_for_what_is_not_released() -> None:
    """There was no release: whatever has a version of its own must have been one."""
    lines = (ROOT / "CHANGELOG.md").read_text(encoding="utf-8").splitlines()
    sections = [line for line in lines if line.startswith("## ")]
    assert sections[0] == "## [Unreleased]"
    assert [one for one in sections[1:] if "nreleased" in one] == []
