"""A review as a workbook: the figures of the review, to the last minor unit."""

from dataclasses import replace
from decimal import Decimal
from pathlib import Path
from tempfile import TemporaryDirectory

from hypothesis import example, given, settings
from hypothesis import strategies as st

from app.documents.form import Language
from app.documents.words import Words
from app.reviews.making import Made
from app.reviews.review import RemedySum, Score
from app.reviews.workbook import workbook
from tests.documents.form.samples import POLICY
from tests.documents.review.test_paper import made
from tests.documents.sheet.reading import Read, Workbook


def costing(*minor: int, mean: float) -> Made:
    sums = tuple(
        RemedySum(remedy=f"remedy-{nth}", number=1, cost=cost, currency="CNY")
        for nth, cost in enumerate(minor)
    )
    empty = made()
    satisfaction = dict.fromkeys(empty.review.satisfaction, Score(number=1, mean=mean))
    review = replace(empty.review, remedies=sums, satisfaction=satisfaction)
    return replace(empty, review=review)


def sheet(of: Made, name: str) -> list[dict[str, Read]]:
    """Write it as a workbook, and read the rows below the head of one sheet."""
    with TemporaryDirectory() as folder:
        content = workbook(of, "小店", Words(POLICY, Language.SIMPLIFIED), Path(folder))
    return Workbook(content).sheets[name][1:]


@settings(max_examples=10)
@given(st.lists(st.integers(-(10**12), 10**12), min_size=1, max_size=50))
@example([903, 1, -1, 110, 29, 435, 100_000_000_000_07])
def test_a_workbook_has_money_to_the_last_minor_unit_pc_43(costs: list[int]) -> None:
    rows = sheet(costing(*costs, mean=4.5), "补偿方式与费用")
    assert [row["D"] for row in rows] == [Read(Decimal(cost) / 100, "#,##0.00") for cost in costs]


def test_a_mean_in_a_workbook_is_the_one_on_the_screen() -> None:
    rows = sheet(costing(mean=9.03), "满意度")
    assert {row["D"].value for row in rows} == {Decimal("9.03")}
