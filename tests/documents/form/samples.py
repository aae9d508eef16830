"""A complaint of a shopping centre, and its three copies as the projections give them."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any, Final

from app.documents.form import Language, form
from app.documents.form.parts import Form
from app.domain.complaint import Event, Fact
from app.domain.steps.compensation import Compensated
from app.domain.steps.sign_off import Signed
from app.domain.values import Actor, Copy, Severity, Signature, SignatureKind
from app.events.projections import audit_copy, handler_copy, planning_copy
from app.policies import load
from tests.events.projections import examples as e
from tests.events.projections.lives import START, fold

POLICY: Final = load("shopping-centre")
HOUSE: Final = "环球购物中心"
CHANGED: Final = datetime(2026, 3, 5, 8, 9, 10, tzinfo=UTC)

_STATEMENT: Final = (
    "上周六在三楼买的鞋子，穿了一天鞋底就开胶了，下雨天差点滑倒。"
    "我拿发票到柜台，店员说不是质量问题，态度很不好。我要求退款，并请主管给一个说法。"
)
_PROJECTIONS: Final[dict[Copy, Any]] = {
    Copy.HANDLER: handler_copy.project,
    Copy.AUDIT: audit_copy.project,
    Copy.PLANNING: planning_copy.project,
}

RECEIVED: Final = replace(
    e.RECEIVED,
    unit="service-desk",
    statement=_STATEMENT,
    place="三楼女鞋部",
    stage="售后",
    paper_number="A-008817",
    order_reference="POS-20260228-0137",
    complainant=replace(e.RECEIVED.complainant, reference="会员 88001234", contact_from="10:00"),
)


def _paid(remedy: str, amount: int, expense: int) -> Compensated:
    signature = Signature(kind=SignatureKind.NAME, signatory="王芳")
    return Compensated(remedy=remedy, amount=e.yuan(amount), signature=signature, expense=expense)


def happened() -> Iterator[tuple[str, Event]]:
    """Tell who did what, in order."""
    yield "李敏", RECEIVED
    yield "李敏", e.NOTED
    yield "周店长", replace(e.CONFIRMED, unit="service-desk", remark="属实")
    yield (
        "陈静",
        replace(
            e.CLASSIFIED,
            category="unsatisfactory-goods",
            tier="first",
            severity=Severity.FAIRLY_SERIOUS,
        ),
    )
    yield "陈静", e.APOLOGISED
    yield "陈静", replace(e.ASSIGNED, handler="陈静", unit="customer-service")
    yield "陈静", e.PROMISED
    yield "陈静", replace(e.REPORTED, to_roles=("customer-service-head",), reason="厂商责任，请示")
    yield "陈静", replace(e.ASSISTANCE_ASKED, unit="purchasing", what="请厂商确认批次")
    yield "陈静", e.REFERRED
    yield "陈静", e.INVESTIGATED
    yield "陈静", replace(e.OVERRIDDEN, plan=1)
    yield "林主管", e.APPROVED
    yield "陈静", e.VISIT_ARRANGED
    yield "陈静", replace(e.REWORK_ORDERED, remedy="repair", unit="engineering")
    yield "陈静", e.requested(1, 698)
    yield "陈静", replace(e.requested(2, 80), purpose="往返交通费")
    yield "财务方", replace(e.confirmed(1), remark="发票已验")
    yield "财务方", e.refused(2)
    yield "陈静", _paid("return", 698, 1)
    yield "陈静", e.missed(e.due(1, e.at(10), "one-day"))
    for who, box in (
        ("李敏", "filler"), ("周店长", "recording-unit"), ("林主管", "handling-unit"),
        ("财务方", "finance"),
    ):  # fmt: skip
        yield who, Signed(box=box)
    yield "林主管", replace(e.CLOSED, outcome="returned", result="退货退款，厂商换批")
    yield "林主管", replace(e.ATTRIBUTED, shares=tuple(
        replace(share, unit=unit)
        for share, unit in zip(e.ATTRIBUTED.shares, ("purchasing", "store"), strict=True)
    ))  # fmt: skip
    yield "林主管", replace(e.IMPROVEMENT_PLANNED, unit="purchasing")
    yield "陈静", replace(e.FOLLOWED_UP, occasion="tracking")


def facts(*more: Event) -> list[Fact]:
    """Let it happen, ten minutes apart."""
    told = (*happened(), *(("陈静", event) for event in more))
    return [
        Fact(event, START + timedelta(minutes=10 * turn), Actor(who))
        for turn, (who, event) in enumerate(told)
    ]


def document(kind: Copy, known: list[Fact] | None = None) -> dict[str, Any]:
    """Fold the complaint into a copy."""
    found: dict[str, Any] = fold(_PROJECTIONS[kind], facts() if known is None else known)
    return found


def sample(kind: Copy, language: Language | None = None, **changes: Any) -> Form:
    """Lay a copy out, with some of the document changed."""
    return form(
        kind,
        document(kind) | changes,
        POLICY,
        organisation=HOUSE,
        changed_at=CHANGED,
        language=language,
        seal=None,
    )
