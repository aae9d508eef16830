"""What stands on each of the three copies, and that it can be archived."""

import re
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from app.documents.form import FormRenderer, Language, form
from app.documents.words import terms
from app.domain.steps.explanation import Explained
from app.domain.steps.memo import Noted
from app.domain.values import Copy
from app.policies import load, shipped
from app.proof.notes import Checkpoint
from app.proof.stamp import Stamp
from tests.documents.form.pdf import Pdf, squeezed
from tests.documents.form.samples import CHANGED, HOUSE, POLICY, document, facts, sample
from tests.events.projections import examples as e

PRIVATE = ("王芳", "13800000000", "中山路1号", "wang@example.org", "开胶了", "会员88001234")


def read(press: FormRenderer, kind: Copy, language: Language | None = None) -> str:
    return Pdf(press.print([sample(kind, language)])).text(artifacts=True)


@pytest.mark.parametrize("kind", Copy)
@pytest.mark.parametrize("language", Language)
def test_a_copy_is_one_page_of_an_archive_pdf(
    press: FormRenderer, kind: Copy, language: Language
) -> None:
    pdf = Pdf(press.print([sample(kind, language)]))
    assert pdf.pages == 1
    meta = pdf.metadata()
    assert "<pdfaid:part>2</pdfaid:part><pdfaid:conformance>B</pdfaid:conformance>" in meta
    assert f"<rdf:li>{HOUSE}</rdf:li>" in meta
    assert "2026-000001" in meta
    assert re.search(rb"/BaseFont/[A-Z]{6}\+NotoSansCJK[st]c-Regular", pdf.data), "no subset"
    assert b"/FontFile3" in pdf.data, "the font is not inside"


def test_the_first_copy_has_every_box_of_the_form_sc_35_sc_39_sc_40_sc_41_sc_42_sc_43(
    press: FormRenderer,
) -> None:
    text = read(press, Copy.HANDLER)
    for box in (
        "顾客资料栏", "反应或客诉内容栏", "记录单位栏", "协办单位", "处理结果栏", "签核栏",
    ):  # fmt: skip
        assert box in text
    for known in (*PRIVATE, "A-008817", "填表人李敏", "单位主管确认周店长", "属实", "采购部"):
        assert squeezed(known) in text
    assert "企划处客服课留存" in text


def test_the_second_copy_has_the_cost_the_receipt_and_its_way_sc_36_sc_43_sc_45(
    press: FormRenderer,
) -> None:
    text = read(press, Copy.AUDIT)
    assert "财会部审核确认，费用偿付后转稽核处留存" in text
    assert "CNY698.00" in text
    assert "人民币陆佰玖拾捌元整" in text
    assert "受偿人签收" in text
    assert "凭证号V-1" in text
    trail = text[text.index("本联流转") :]
    places = ["处理单位", "财会部，审核中", "财会部，已确认待偿付", "稽核处"]
    found = [trail.index(place) for place in places]
    assert found == sorted(found)
    assert not any(squeezed(known) in text for known in PRIVATE[1:])


@pytest.mark.parametrize("kind", Copy)
def test_the_number_of_the_paper_form_stands_at_the_head_of_each_copy(
    press: FormRenderer, kind: Copy
) -> None:
    assert "纸本编号A-008817" in read(press, kind)


def test_without_cost_the_second_copy_goes_straight_to_audit_sc_37(press: FormRenderer) -> None:
    free = sample(Copy.AUDIT, with_cost=False, expenses=[], compensations=[], total_cost=None)
    text = Pdf(press.print([free])).text(artifacts=True)
    assert "稽核处留存" in text
    assert "财会部审核确认" not in text
    assert "无费用" in text


def test_the_third_copy_has_no_personal_data_sc_38(press: FormRenderer) -> None:
    text = read(press, Copy.PLANNING)
    assert "企划部留存" in text
    assert "本联不载顾客个人资料" in text
    assert not any(squeezed(known) in text for known in PRIVATE)
    assert not any(name in text for name in ("李敏", "陈静", "周店长", "zhao"))


@pytest.mark.parametrize("kind", [Copy.HANDLER, Copy.AUDIT])
def test_the_boxes_stand_in_the_policys_order_signed_or_with_room_to_sign_sc_45(
    press: FormRenderer, kind: Copy
) -> None:
    text = read(press, kind)
    signed = text[text.index("签核栏") :]
    titles = [squeezed(box.title["zh-Hans"]) for box in POLICY.boxes]
    found = [signed.index(title) for title in titles]
    assert found == sorted(found)
    assert "填表人李敏2026-03-02" in signed
    assert "稽核处签名日期" in signed


def test_who_signed_a_box_that_the_policy_has_no_more_is_not_lost(press: FormRenderer) -> None:
    signed = [{"box": "store-seal", "at": "2026-03-02T10:00:00Z", "by": "吴用", "remark": None}]
    text = Pdf(press.print([sample(Copy.HANDLER, sign_offs=signed)])).text()
    assert "store-seal吴用" in text


@pytest.mark.parametrize("kind", [Copy.HANDLER, Copy.AUDIT])
def test_a_signature_that_holds_no_more_leaves_its_box_to_the_pen_sc_45(
    press: FormRenderer, kind: Copy
) -> None:
    holding, *others = document(kind)["sign_offs"]
    voided = {"at": "2026-03-02T10:00:00.000000Z", "by": "陈静"}
    void = [holding, *({**one, "voided": voided} for one in others)]
    text = Pdf(press.print([sample(kind, sign_offs=void)])).text()
    signed = text[text.index("签核栏") :]
    assert "填表人李敏2026-03-02" in signed
    assert "周店长" not in signed


def test_what_came_back_is_not_taken_for_paid_on_any_copy_sc_36_sc_43(press: FormRenderer) -> None:
    reversal = e.came_back(amount=698)
    for kind in Copy:
        known = document(kind, facts(reversal))
        text = Pdf(
            press.print([form(kind, known, POLICY, organisation=HOUSE, changed_at=CHANGED)])
        ).text()
        assert "CNY698.00已冲正" in text, kind
        assert (reversal.reason in text) is (kind is Copy.AUDIT), kind


@pytest.mark.parametrize("kind", Copy)
def test_words_that_a_newer_policy_no_longer_has_are_printed_as_they_are(
    press: FormRenderer, kind: Copy
) -> None:
    known = document(kind) | {"category": "gone-category", "tier": "gone-tier"}
    forms = [
        form(
            kind,
            known,
            load(name),
            organisation=HOUSE,
            changed_at=CHANGED,
            language=Language.ENGLISH,
        )
        for name in shipped()
    ]
    text = Pdf(press.print(forms)).text()
    assert text.count("gone-category") == text.count("gone-tier") == len(forms)


def test_the_language_is_the_policys_own_unless_asked(press: FormRenderer) -> None:
    english = replace(POLICY, locale="en")
    laid_out = form(
        Copy.AUDIT, document(Copy.AUDIT), english, organisation=HOUSE, changed_at=CHANGED
    )
    assert "Complaintform" in Pdf(press.print([laid_out])).text(artifacts=True)
    assert "客訴處理單" in read(press, Copy.AUDIT, Language.TRADITIONAL)
    assert "客诉处理单" in read(press, Copy.AUDIT)


@pytest.mark.parametrize("language", Language)
def test_nobody_is_said_not_to_have_understood_what_nobody_has_explained_sc_38(
    press: FormRenderer, language: Language
) -> None:
    """The answer stands between its label and that of the rework, as on paper."""
    label, rework = (terms()["label"][key][language] for key in ("explained", "rework"))
    answers = []
    for explained in (
        (),
        (Explained(words="胶水遇水失效", explainer="陈工", understood=False),),
        (e.EXPLAINED, Explained(words="另外", explainer="陈工", understood=False)),
    ):
        known = document(Copy.PLANNING, facts(*explained))
        laid_out = form(
            Copy.PLANNING,
            known,
            POLICY,
            organisation=HOUSE,
            changed_at=CHANGED,
            language=language,
        )
        text = Pdf(press.print([laid_out])).text()
        answers.append(text.partition(squeezed(label))[2].partition(squeezed(rework))[0])
    assert answers == ["", *(squeezed(terms()["note"][word][language]) for word in ("no", "yes"))]


def test_the_creation_date_is_when_the_newest_thing_on_it_was_recorded_or_sealed(
    press: FormRenderer,
) -> None:
    def dated(pdf: Pdf) -> str:
        [found] = re.findall(r"<xmp:CreateDate>([^<]+)</xmp:CreateDate>", pdf.metadata())
        assert f"/CreationDate(D:{re.sub('[-T:]', '', found)[:14]}".encode() in pdf.data
        return str(found)

    assert dated(Pdf(press.print([sample(Copy.AUDIT)]))).startswith("2026-03-05T08:09:10")
    checkpoint = Checkpoint("triplicate/0123456789ab/shop", 29, bytes(range(32)))
    for signed_at, expected in (
        (CHANGED + timedelta(seconds=61), "2026-03-05T08:10:11"),
        # A clock that was put back: the form holds what was recorded later.
        (CHANGED - timedelta(days=1), "2026-03-05T08:09:10"),
    ):
        stamp = Stamp(checkpoint=checkpoint, signed_at=signed_at)
        sealed = form(
            Copy.AUDIT,
            document(Copy.AUDIT),
            POLICY,
            organisation=HOUSE,
            changed_at=CHANGED,
            seal=stamp,
        )
        assert dated(Pdf(press.print([sealed]))).startswith(expected)


def test_the_same_document_gives_the_same_bytes() -> None:
    forms = [sample(Copy.AUDIT)]
    first = FormRenderer()
    assert first.print(forms) == first.print(forms) == FormRenderer().print(forms)


def test_a_long_record_goes_on_under_the_same_head_and_says_how_much_is_left_out(
    press: FormRenderer,
) -> None:
    known = document(
        Copy.HANDLER, facts(*(Noted(text=f"备忘{n}：" + "说" * 5000) for n in range(15)))
    )
    pdf = Pdf(
        press.print([form(Copy.HANDLER, known, POLICY, organisation=HOUSE, changed_at=CHANGED)])
    )
    assert 10 < pdf.pages < 40
    assert pdf.text(artifacts=True).count("客诉处理单") == pdf.pages
    assert "另有" in pdf.text()


def test_every_form_of_a_batch_counts_its_own_pages(press: FormRenderer) -> None:
    forms = [sample(kind) for kind in Copy]
    pdf = Pdf(press.print(forms))
    assert pdf.pages == 3
    assert pdf.text(artifacts=True).count("第1页，共1页") == 3


@pytest.mark.parametrize("kind", Copy)
def test_a_copy_names_the_checkpoint_that_covers_it(press: FormRenderer, kind: Copy) -> None:
    checkpoint = Checkpoint("triplicate/0123456789ab/shop", 29, bytes(range(32)))
    stamp = Stamp(checkpoint=checkpoint, signed_at=datetime(2026, 3, 2, 9, tzinfo=UTC))
    sealed = form(kind, document(kind), POLICY, organisation=HOUSE, changed_at=CHANGED, seal=stamp)
    shown = f"封印{squeezed(stamp.short)}…2026-03-0217:00签{checkpoint.origin}"
    assert shown in Pdf(press.print([sealed])).text(artifacts=True)
    assert checkpoint.text.splitlines()[2].startswith(stamp.short.split()[1])


@pytest.mark.parametrize("kind", Copy)
def test_a_copy_that_no_checkpoint_covers_yet_says_so(press: FormRenderer, kind: Copy) -> None:
    assert "封印打印时尚未封印" in read(press, kind)
