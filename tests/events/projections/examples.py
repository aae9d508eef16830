"""One example of every event, as a shopping centre would know it."""

from datetime import UTC, datetime

from app.domain.events import (
    Agreed,
    Apologised,
    Assigned,
    Classified,
    Closed,
    Compensated,
    Confirmed,
    Escalated,
    ExpenseConfirmed,
    ExpenseRefused,
    ExpenseRequested,
    FollowedUp,
    Investigated,
    Noted,
    PlanApproved,
    Promised,
    Proposed,
    Received,
    Reopened,
    Replied,
    Signed,
    Withdrawn,
)
from app.domain.values import (
    ApologyKind,
    CauseClass,
    Channel,
    Complainant,
    Fault,
    Mindset,
    Money,
    Offer,
    PromiseKind,
    ReopenCause,
    Severity,
    Signature,
    SignatureKind,
)


def yuan(amount: int) -> Money:
    return Money(amount * 100, "CNY")


RECEIVED = Received(
    channel=Channel.TELEPHONE,
    unit="hall",
    complainant=Complainant(name="王芳", telephone="13800000000", address="中山路1号"),
    statement="鞋子穿了一天就坏了！",
    reason="开胶",
    subject="鞋",
    demand="退款",
)
NOTED = Noted(text="发票已核对", complainant=Complainant(email="wang@example.org"))
CONFIRMED = Confirmed(unit="hall")
CLASSIFIED = Classified(
    category="quality",
    tier="floor",
    severity=Severity.FAIRLY_SERIOUS,
    mindset=Mindset.COMPENSATION,
    supplier=True,
)
APOLOGISED = Apologised(kind=ApologyKind.COURTESY, words="非常抱歉")
ASSIGNED = Assigned(handler="li", unit="shoes")
ESCALATED = Escalated(tier="store", to_role="manager", reason="金额", to_unit="office")
PROMISED = Promised(
    promise=1,
    kind=PromiseKind.REPLY,
    what="电话答复",
    due=datetime(2026, 3, 2, 12, tzinfo=UTC),
)
REPLIED = Replied(text="可以退款", promise=1)
INVESTIGATED = Investigated(
    findings="胶水",
    cause="供应商用错胶水",
    cause_class=CauseClass.SYSTEMIC,
    fault=Fault.THIRD_PARTY,
    established=True,
    loss=yuan(200),
)
OFFER = Offer(remedy="refund", description="退款", cost=yuan(200), value=yuan(200))
PROPOSED = Proposed(plan=1, explanation="退款", offers=(OFFER,))
APPROVED = PlanApproved(plan=1)
AGREED = Agreed(plan=1, words="好")
CLOSED = Closed(outcome="settled", result="已退款")
WITHDRAWN = Withdrawn(reason="误会")
REOPENED = Reopened(cause=ReopenCause.NOT_SATISFIED, reason="又坏了")
SIGNED = Signed(box="audit")
FOLLOWED_UP = FollowedUp(
    occasion="three-days", reached=True, satisfied_with_outcome=4, satisfied_with_handling=5
)


def requested(expense: int = 1, amount: int = 200) -> ExpenseRequested:
    return ExpenseRequested(expense=expense, amount=yuan(amount), purpose="退款")


def confirmed(expense: int = 1) -> ExpenseConfirmed:
    return ExpenseConfirmed(expense=expense, voucher=f"V-{expense}")


def refused(expense: int = 1) -> ExpenseRefused:
    return ExpenseRefused(expense=expense, reason="无发票")


def paid(expense: int | None = 1, amount: int = 200) -> Compensated:
    signature = Signature(kind=SignatureKind.NAME, signatory="王芳")
    return Compensated(remedy="refund", amount=yuan(amount), signature=signature, expense=expense)


WHOLE = (
    RECEIVED,
    NOTED,
    CONFIRMED,
    CLASSIFIED,
    APOLOGISED,
    ASSIGNED,
    PROMISED,
    ESCALATED,
    REPLIED,
    INVESTIGATED,
    PROPOSED,
    APPROVED,
    AGREED,
    requested(),
    confirmed(),
    paid(),
    SIGNED,
    CLOSED,
    FOLLOWED_UP,
)
"""A whole life."""
