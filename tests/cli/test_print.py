"""`triplicate print`: many forms at once."""

import asyncio
import re
import shutil
import stat
from itertools import count
from pathlib import Path

import pytest
from typer.testing import Result

from app.cli import binding
from tests.api.conftest import Founded, founded
from tests.api.test_money_and_copies import asked_for, paid
from tests.documents.form.pdf import Pdf
from tests.support import terminal
from tests.support.service import HERE, RECEIPT, Service, service_on

__all__ = ["founded"]

WHERE = ("--organisation", "here")


@pytest.fixture(scope="module")
def filled(founded: Founded, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A data folder to copy: three complaints, one of them closed; projections are up to date."""
    data = tmp_path_factory.mktemp("filled")
    path = data / "triplicate.db"
    shutil.copyfile(founded.path, path)

    async def fill() -> None:
        url = f"sqlite+aiosqlite:///{path}"
        async with service_on(url, data, founded.tokens, projector="inside") as service:
            await three(service)

    asyncio.run(fill())
    return data


@pytest.fixture
def house(filled: Path, data_dir: Path) -> Path:
    """A folder in which the data folder lies."""
    shutil.copytree(filled, data_dir)
    return data_dir.parent


async def three(service: Service) -> None:
    for _ in range(3):
        complaint = await service.receive()
    await service.do("handler", complaint, "dismissals", reason="咨询", customer_informed=True)
    head = await service.services.store.head(HERE)
    for name in ("audit_copy", "handler_copy", "planning_copy"):
        assert await service.services.projector.wait_for(HERE, name, head, 10)


def run(*arguments: object, code: int = 0) -> Result:
    return terminal.run("print", *WHERE, *arguments, code=code)


def test_all_forms_go_into_one_file_that_is_private(house: Path) -> None:
    path = house / "out" / "forms.pdf"
    assert "3 forms into one file" in run("--output", path).stdout
    pdf = Pdf(path.read_bytes())
    assert pdf.pages == 3
    assert "稽核联" in pdf.text(artifacts=True)
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert [one.name for one in path.parent.iterdir()] == ["forms.pdf"]


def test_every_form_names_a_checkpoint_that_covers_it(house: Path) -> None:
    origin, *_ = terminal.run("seal", "now", *WHERE).stdout.splitlines()
    path = house / "forms.pdf"
    run("--output", path)
    shown = Pdf(path.read_bytes()).text(artifacts=True)
    assert "尚未封印" not in shown
    assert shown.count(origin) == 3


def test_a_print_is_checked_against_the_archive(house: Path) -> None:
    whole = house / "archive.zip"
    terminal.run("export", *WHERE, "--output", whole)
    run("--output", house / "forms.pdf", "--custody", "with-audit")
    pdf = Pdf((house / "forms.pdf").read_bytes())
    says = re.search(r"<pdf:Keywords>(.*?)</pdf:Keywords>", pdf.metadata())
    assert says is not None
    label = says[1].replace(", ", " ")

    def verify(printed: str, code: int = 0) -> Result:
        return terminal.run("verify", whole, "--printed", printed, code=code)

    assert "The print is of complaint" in verify(label).stdout
    assert "TAMPERED" in verify(label.replace("audit", "planning"), code=1).stderr
    verify("something else", code=2)


def test_what_a_recipient_drew_is_read_from_the_log_sc_43(house: Path, founded: Founded) -> None:
    async def sign() -> None:
        url = f"sqlite+aiosqlite:///{house / 'data' / 'triplicate.db'}"
        async with service_on(url, house / "data", founded.tokens, projector="inside") as service:
            complaint = await asked_for(service)
            await paid(service, complaint, 300, kind="path", path="M1 1L2 2")
            head = await service.services.store.head(HERE)
            assert await service.services.projector.wait_for(HERE, "audit_copy", head, 10)

    asyncio.run(sign())
    path = house / "forms.pdf"
    run("--output", path, "--custody", "with-audit")
    text = Pdf(path.read_bytes()).text()
    assert "张女士handler-person" in text, "what was drawn is there, and not its name"


def test_or_each_form_into_a_file_of_its_own_with_all_its_copies(house: Path) -> None:
    folder = house / "forms"
    run("--output", folder, "--copy", "all", "--language", "zh-Hant")
    files = sorted(folder.iterdir())
    assert len(files) == 3
    pdf = Pdf(files[0].read_bytes())
    assert pdf.pages == 3
    assert all(mark in pdf.text(artifacts=True) for mark in ("第一聯", "第二聯", "第三聯"))


def test_many_forms_become_volumes(house: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(binding, "VOLUME", 2)
    run("--output", house / "forms.pdf", "--copy", "handler")
    names = sorted(path.name for path in house.glob("forms*"))
    assert names == ["forms-001.pdf", "forms-002.pdf"]
    assert Pdf((house / "forms-002.pdf").read_bytes()).pages == 1


def test_only_what_is_asked_for_is_printed(house: Path) -> None:
    path = house / "forms.pdf"
    run("--output", path, "--custody", "with-audit")
    assert Pdf(path.read_bytes()).pages == 1
    other = house / "other.pdf"
    assert "nothing to print" in run("--output", other, "--month", "2001-02", code=1).stderr
    run("--output", path, "--month", "2026-13", code=2)
    run("--output", path, "--copy", "fourth", code=2)


def test_a_number_that_is_not_there_is_named(house: Path) -> None:
    path = house / "forms.pdf"
    result = run("--output", path, "--numbers", "1999-000001", code=1)
    assert "1999-000001" in result.stderr


def test_of_all_the_forms_only_those_with_these_numbers_are_printed(house: Path) -> None:
    listed = sorted(path.stem for path in _each(house))
    path = house / "two.pdf"
    result = run("--output", path, "--numbers", listed[0], "--numbers", listed[2])
    assert "2 forms into one file" in result.stdout
    text = Pdf(path.read_bytes()).text(artifacts=True)
    assert [number in text for number in listed] == [True, False, True]


def _each(house: Path) -> list[Path]:
    run("--output", house / "each")
    return list((house / "each").iterdir())


def test_forms_that_the_record_has_gone_beyond_are_not_printed(
    house: Path, founded: Founded
) -> None:
    async def more() -> None:
        url = f"sqlite+aiosqlite:///{house / 'data' / 'triplicate.db'}"
        async with service_on(url, house / "data", founded.tokens) as service:
            answer = await service.post("front-desk", "/v1/complaints", RECEIPT, key="one-more")
            assert answer.status_code == 201

    asyncio.run(more())
    assert "behind the log" in run("--output", house / "forms.pdf", code=1).stderr
    assert not (house / "forms.pdf").exists()


def test_what_was_destroyed_is_named_and_not_printed_sc_46(house: Path, founded: Founded) -> None:
    async def destroy() -> str:
        url = f"sqlite+aiosqlite:///{house / 'data' / 'triplicate.db'}"
        async with service_on(url, house / "data", founded.tokens) as service:
            return await destroyed(service)

    number = asyncio.run(destroy())
    folder = house / "forms"
    result = run("--output", folder, "--copy", "all", "--numbers", number)
    assert f"Destroyed, and so not printed: {number} (handler), {number} (audit)." in result.stderr
    [path] = folder.iterdir()
    assert Pdf(path.read_bytes()).pages == 1
    alone = run("--output", folder, "--numbers", number, code=1)
    assert "nothing to print" in alone.stderr


async def destroyed(service: Service) -> str:
    """Enter an old complaint and destroy its first two copies; give its number."""
    # Those before were used in filling the house.
    service.keys = count(100)
    old = {"occurred_at": "2020-03-02T10:00:00+08:00"}
    complaint = await service.receive(**old)
    end = {"reason": "咨询", "customer_informed": True, **old}
    await service.do("handler", complaint, "dismissals", **end)
    for copy, role, place in (
        ("handler", "handler", "with-handling-unit"),
        ("audit", "audit", "with-audit"),
    ):
        for origin, to in ((place, "retained"), ("retained", "destroyed")):
            body = {"copy": copy, "origin": origin, "to": to}
            await service.do(role, complaint, "hand-overs", **body)
    await service.services.projector.catch_up()
    return str((await service.show(complaint))["number"])
