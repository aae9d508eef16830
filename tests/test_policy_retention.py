"""How long the copies are kept, as policy data (SC-46)."""

import pytest

from app.domain.retention import LEAST, RETENTION, CountedFrom, months
from app.domain.values import Copy, Span, TimeUnit
from app.policies import PolicyFault, load, parse, shipped, text_of

TEXT = text_of("default")
SILENT = TEXT[: TEXT.index("[retention.handler]")] + TEXT[TEXT.index("# ---- afterwards") :]
"""The default policy without a word of it, as policies were that were adopted before."""

RULE = 'rule = "ours" }'


def with_retention(*lines: str, copy: str = "audit") -> str:
    return "\n".join((SILENT, f"[retention.{copy}]", *lines, ""))


def faults(*lines: str, copy: str = "audit") -> list[tuple[str, str, str]]:
    with pytest.raises(PolicyFault) as caught:
        parse(with_retention(*lines, copy=copy), source="house.toml")
    assert "house.toml" in str(caught.value)
    return [(one.key, one.wrong, one.right) for one in caught.value.faults]


def test_a_policy_without_the_section_keeps_as_every_policy_does_sc_46() -> None:
    assert parse(SILENT, source="x").retention == RETENTION


def test_what_is_left_out_of_the_section_is_as_in_every_policy_sc_46() -> None:
    record = 'record = { at_least = "30 months", at_most = "5 years", rule = "ours" }'
    found = parse(with_retention(record), source="x").retention
    assert found[Copy.HANDLER] == RETENTION[Copy.HANDLER]
    assert found[Copy.AUDIT].record.at_least == Span(30, TimeUnit.MONTHS)
    assert found[Copy.AUDIT].record.at_most == Span(5, TimeUnit.YEARS)
    assert found[Copy.AUDIT].record.counted_from is CountedFrom.END
    assert found[Copy.AUDIT].voucher == RETENTION[Copy.AUDIT].voucher


@pytest.mark.parametrize("name", shipped())
def test_every_trade_keeps_two_years_and_its_vouchers_longer_sc_46(name: str) -> None:
    for copy, keeping in load(name).retention.items():
        assert months(keeping.record.at_least) >= months(LEAST)
        assert keeping.record.rule.startswith("SC-46")
        bounded = keeping.record.at_most is not None
        assert bounded is (copy is not Copy.PLANNING), "what names the customer goes some day"
    voucher = load(name).retention[Copy.AUDIT].voucher
    assert voucher is not None
    assert voucher.at_least == Span(30, TimeUnit.YEARS)
    assert voucher.counted_from is CountedFrom.YEAR_END


@pytest.mark.parametrize("length", ["1 year", "23 months"])
def test_no_copy_is_kept_less_than_two_years_sc_46(length: str) -> None:
    [(key, wrong, right)] = faults(f'record = {{ at_least = "{length}", {RULE}')
    assert key == "retention.audit.record.at_least"
    assert length in wrong
    assert "2 years" in right


def test_what_must_go_may_go_sc_46() -> None:
    [(key, _, right)] = faults(f'record = {{ at_least = "3 years", at_most = "35 months", {RULE}')
    assert key == "retention.audit.record.at_most"
    assert right == "retention.audit.record.at_least or longer"
    assert parse(
        with_retention(f'record = {{ at_least = "3 years", at_most = "36 months", {RULE}'),
        source="x",
    )


@pytest.mark.parametrize(
    ("record", "voucher"),
    [
        ('at_least = "3 years"', 'at_least = "2 years"'),
        ('at_least = "3 years", counted_from = "year-end"', 'at_least = "3 years"'),
        ('at_least = "31 years"', None),
    ],
    ids=["shorter", "counted from an earlier day", "than the usual voucher"],
)
def test_a_voucher_is_kept_as_long_as_what_is_none_sc_46(record: str, voucher: str | None) -> None:
    lines = [f"record = {{ {record}, {RULE}"]
    lines += [f"voucher = {{ {voucher}, {RULE}"] if voucher else []
    [(key, wrong, _)] = faults(*lines)
    assert key == "retention.audit.voucher.at_least"
    assert "retention.audit.record" in wrong


@pytest.mark.parametrize(
    ("line", "key"),
    [
        (f'record = {{ at_least = "800 days", {RULE}', "retention.audit.record.at_least"),
        (f'record = {{ at_least = "101 years", {RULE}', "retention.audit.record.at_least"),
        (f'record = {{ at_most = "3 years", {RULE}', "retention.audit.record.at_least"),
        ('record = { at_least = "2 years" }', "retention.audit.record.rule"),
        (
            f'record = {{ at_least = "2 years", counted_from = "birth", {RULE}',
            "retention.audit.record.counted_from",
        ),
        (f'letter = {{ at_least = "2 years", {RULE}', "retention.audit.letter"),
    ],
)
def test_every_fault_names_its_key(line: str, key: str) -> None:
    assert [found for found, _, _ in faults(line)] == [key]


def test_there_are_three_copies() -> None:
    assert [key for key, _, _ in faults(copy="fourth")] == ["retention.fourth"]
