"""The three copies on paper, for those who may have them, in the three languages (SC-35..38)."""

import httpx
import pytest

from app.domain.values import Place
from tests.documents.form.pdf import Pdf, squeezed
from tests.journeys.form.clerk import KEEPERS, Form
from tests.journeys.form.conftest import Known
from tests.journeys.form.month import FORMULA
from tests.journeys.form.places import listed
from tests.journeys.trades.business import Business
from tests.support.commands.receipt import memo
from tests.support.server import environment
from tests.support.terminal import command

LANGUAGES = {
    "zh-Hans": {"handler": "处理单位", "audit": "稽核联", "planning": "企划联"},
    "zh-Hant": {"handler": "處理單位", "audit": "稽核聯", "planning": "企劃聯"},
    "en": {"handler": "Handling unit", "audit": "Audit", "planning": "Planning"},
}
"""A word that stands on each copy, in each language."""
HOSTILE = (
    '#read("/etc/passwd") #panic("x") $ x^2 $ <svg onload=alert(1)> '
    "file:///etc/passwd %PDF-1.7 endobj =1+1 {page} // /* [未闭合 {括号 （"
)


async def printed(house: Business, role: str, complaint: str, kind: str, language: str) -> Pdf:
    """Print a copy as somebody who may."""
    path = f"/v1/complaints/{complaint}/prints/{kind}"
    answer = await house.ask(role, path, language=language)
    assert answer.status_code == httpx.codes.OK, answer.text
    assert answer.headers["content-type"] == "application/pdf"
    return Pdf(answer.content)


@pytest.mark.parametrize("language", LANGUAGES)
async def test_each_copy_is_printed_in_each_language_sc_35_to_sc_38(
    april: Business, language: str
) -> None:
    [paid] = await listed(april, "audit", Place.RETAINED)
    for kind, word in LANGUAGES[language].items():
        pdf = await printed(april, KEEPERS[kind], paid["id"], kind, language)
        text = pdf.text(artifacts=True)
        assert 1 <= pdf.pages <= 3, kind
        assert squeezed(word) in text, kind
        assert paid["number"] in text, kind
        # The third copy names neither the customer nor what was said (SC-38).
        assert ("张女士" in text) is (kind != "planning"), kind
        assert ("印反了" in text) is (kind == "handler"), kind


async def test_what_people_write_is_printed_as_they_wrote_it_sc_42(house: Business) -> None:
    form = await Form.received(house, statement=HOSTILE)
    await form.by("front-desk", memo(HOSTILE))
    pdf = await printed(house, "handler", form.id, "handler", "zh-Hans")
    assert pdf.text().count(squeezed(HOSTILE)) == 2
    assert "root:" not in pdf.text()
    planning = await printed(house, "planning", form.id, "planning", "zh-Hans")
    assert "passwd" not in planning.text(artifacts=True)


async def test_each_copy_is_printed_for_its_own_readers_only_sc_35_to_sc_38(
    house: Business,
) -> None:
    form = await Form.received(house)
    able: dict[str, set[str]] = {kind: set() for kind in KEEPERS}
    for kind in KEEPERS:
        for role in house.policy.roles:
            answer = await house.ask(role, f"/v1/complaints/{form.id}/prints/{kind}")
            if answer.status_code == httpx.codes.OK:
                able[kind].add(role)
            else:
                assert (answer.status_code, answer.json()["code"]) == (403, "not-permitted")
    assert able == {
        "handler": {"front-desk", "handler", "supervisor", "manager", "general-manager"},
        "audit": {"finance", "audit"},
        "planning": {"manager", "general-manager", "planning"},
    }


async def test_a_token_of_one_unit_prints_only_that_units_forms_sc_35(house: Business) -> None:
    form = await Form.received(house, unit="studio")
    for unit, status in (("studio", 200), ("front-hall", 404)):
        await house.hire(f"handler-of-{unit}", "handler", units=(unit,))
        path = f"/v1/complaints/{form.id}/prints/handler"
        assert (await house.ask(f"handler-of-{unit}", path)).status_code == status


async def test_the_forms_that_lie_somewhere_are_printed_at_once_sc_35_to_sc_38(
    known: Known,
) -> None:
    forms = await listed(known.house, "audit", Place.CONFIRMED)
    env = environment(known.folder, database_url=known.url)
    file = known.folder / "forms.pdf"
    chosen = ("--custody", "confirmed", "--month", "2026-03", "--copy", "all")
    command("print", "--organisation", "business", *chosen, "--output", str(file), env=env)
    pdf = Pdf(file.read_bytes())
    text = pdf.text(artifacts=True)
    assert len(forms) == 2
    assert [one["number"] for one in forms if one["number"] not in text] == []
    assert pdf.pages >= 3 * len(forms)
    assert squeezed(FORMULA) in text
