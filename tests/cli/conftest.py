"""An installation of its own for every test: none yet, or one with an organisation."""

import shutil
from pathlib import Path

import pytest

from app.cli.terminal import with_services
from app.domain.values import OrganisationId
from tests.support.terminal import run


@pytest.fixture(scope="session")
def installation(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A data folder to copy, with the organisation "shop" and nothing projected yet."""
    folder = tmp_path_factory.mktemp("installation") / "data"
    with pytest.MonkeyPatch.context() as environment:
        environment.setenv("TRIPLICATE_DATA_DIR", str(folder))
        run("migrate")
        run("organisation", "create", "shop", "--title", "小店")
    return folder


@pytest.fixture(scope="session")
def projected_installation(installation: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The same, when the projections have every event."""
    folder = tmp_path_factory.mktemp("projected") / "data"
    shutil.copytree(installation, folder)
    with pytest.MonkeyPatch.context() as environment:
        environment.setenv("TRIPLICATE_DATA_DIR", str(folder))
        with_services(lambda services: services.projector.catch_up(OrganisationId("shop")))
    return folder


@pytest.fixture
def data_dir(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A data folder that is not there yet."""
    monkeypatch.setenv("TRIPLICATE_DATA_DIR", str(tmp_path / "data"))
    monkeypatch.setenv("COLUMNS", "500")
    return tmp_path / "data"


@pytest.fixture
def shop(data_dir: Path, installation: Path) -> Path:
    """The data folder of an organisation without complaints, whose events no projection has."""
    shutil.copytree(installation, data_dir)
    return data_dir


@pytest.fixture
def projected(data_dir: Path, projected_installation: Path) -> Path:
    """The data folder of an organisation without complaints, whose projections are up to date."""
    shutil.copytree(projected_installation, data_dir)
    return data_dir
