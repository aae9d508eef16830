"""What people write is set as text: it cannot reach files, nor break the form."""

from typing import Any

import pytest

from app.documents.form import FormRenderer, form
from app.documents.form.renderer import TEMPLATE
from app.documents.glyph_fallback import legible
from app.domain.values import Copy
from tests.documents.form.pdf import Pdf, squeezed
from tests.documents.form.samples import CHANGED, HOUSE, POLICY, document

HOSTILE = [
    '#read("/etc/passwd")',
    '#import "@preview/cetz:0.3.0": *',
    '#include "form.typ"',
    '#image("/etc/passwd")',
    '#sys.inputs #panic("x") #eval("1+1")',
    "file:///etc/passwd http://127.0.0.1/ data:text/html,x php://filter/x",
    '<img src="file:///etc/passwd"> <svg><use xlink:href="x"/></svg> @import url(x)',
    "$ x^2 $ $$ \\ \\\\ \\n \\u{41} `raw` ```code``` *bold* _it_ = Head - list + enum / t: d",
    "[unclosed {open (paren ) } ] <label> @cite // comment /* open",
    '"}], "sections": [], "x": "',
    "%PDF-1.7 endobj stream (a\\)b) <</Type/Page>>",
    "=1+1 {page} {pages} {n} {who}",
    "龘𰻝𠮷㐂丅 ﹏ ①㈱ ｱｲｳ 한국어 ñßœ Ω Жук",
]


def printed(press: FormRenderer, text: str, kind: Copy = Copy.HANDLER) -> Pdf:
    """Print a complaint in which everything that people write is this text."""
    known = written_everywhere(document(kind), text)
    return Pdf(press.print([form(kind, known, POLICY, organisation=text, changed_at=CHANGED)]))


def written_everywhere(value: Any, text: str, key: str = "") -> Any:
    free = {
        "name", "telephone", "email", "address", "reference", "statement", "reason", "subject",
        "demand", "order_reference", "place", "stage", "by", "remark", "why", "result", "purpose",
        "where", "person", "signatory", "voucher", "complainant_name", "cause", "instructions",
        "paper_number", "owner", "what", "team",
    }  # fmt: skip
    match value:
        case dict():
            return {name: written_everywhere(one, text, name) for name, one in value.items()}
        case list():
            return [text if key == "memos" else written_everywhere(one, text) for one in value]
        case str() if key in free and not (key == "place" and value.startswith("with-")):
            return text
        case _:
            return value


@pytest.mark.parametrize("text", HOSTILE)
def test_what_looks_like_an_instruction_is_printed_as_it_was_written(
    press: FormRenderer, text: str
) -> None:
    shown = printed(press, text).text()
    assert shown.count(squeezed(text)) > 10
    assert "root:" not in shown


def test_no_field_of_the_second_copy_reads_instructions_either(press: FormRenderer) -> None:
    text = "\n".join(HOSTILE)
    assert printed(press, text, Copy.AUDIT).text().count(squeezed(text)) > 10


def test_eight_thousand_letters_without_a_space_stay_on_the_page(press: FormRenderer) -> None:
    known = document(Copy.HANDLER)
    known["content"] = {**known["content"], "statement": "W" * 8000}
    pdf = Pdf(
        press.print([form(Copy.HANDLER, known, POLICY, organisation=HOUSE, changed_at=CHANGED)])
    )
    assert "W" * 8000 in pdf.text()
    # A line holds some 55 of them and a page some 40 lines.
    assert pdf.pages >= 4


def test_whoever_copies_a_long_number_from_the_page_finds_no_mark_in_it(
    press: FormRenderer,
) -> None:
    number = "INV20260302000001234567890"
    pdf = printed(press, number)
    assert number in pdf.text()
    assert "\u200b" not in pdf.text()


def test_a_script_from_right_to_left_is_there_letter_by_letter(press: FormRenderer) -> None:
    shown = printed(press, "שלום עולם").text()
    assert "שלום" in shown or "םולש" in shown


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("气😡死", "气[U+1F621poutingface]死"),
        ("ไทย", "[U+0E17thaicharacterthothahan]"),
        ("a\u202eb", "a[U+202Eright-to-leftoverride]b"),
        ("a\x07b\x00c", "a[U+0007]b[U+0000]c"),
        ("\U0010ffff\ufffe", "[U+10FFFF][U+FFFE]"),
        ("👨‍👩‍👧", "[U+1F468man]"),
    ],
)
def test_what_no_font_has_is_named_instead(press: FormRenderer, text: str, shown: str) -> None:
    assert shown in printed(press, text).text()


def test_marks_heaped_on_a_letter_are_no_fault(press: FormRenderer) -> None:
    assert printed(press, "中" + "\u0301\u0489\u20e0" * 300 + "e\u0301\u0e31").pages >= 1


def test_lines_stay_lines_whoever_ends_them() -> None:
    assert legible("a\r\nb\rc\u2028d\te", lambda _: True) == "a\nb\nc\nd    e"


def test_the_press_finds_nothing_beside_its_template() -> None:
    assert {path.suffix for path in TEMPLATE.iterdir()} == {".typ"}
    source = "".join(path.read_text("utf-8") for path in TEMPLATE.iterdir())
    assert not any(word in source for word in ("read(", "eval(", "#import", "#include", "plugin("))
