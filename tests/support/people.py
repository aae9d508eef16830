"""Stories: who works here, the Monday it began, and how far a complaint has come."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

from app.domain.complaint import Event, Fact
from app.domain.policy import Policy
from app.domain.steps.apology import Apologised
from app.domain.steps.classification import Classified
from app.domain.steps.closing import Closed
from app.domain.steps.confirmation import Confirmed
from app.domain.steps.consent import Agreed
from app.domain.steps.dismissal import Dismissed
from app.domain.steps.expense import ExpenseRequested
from app.domain.steps.expense_review import ExpenseConfirmed
from app.domain.steps.memo import Noted
from app.domain.steps.plan import Proposed
from app.domain.steps.plan_review import PlanApproved
from app.domain.steps.receipt import Received
from app.domain.steps.sign_off import Signed
from app.domain.steps.withdrawal import Withdrawn
from app.domain.values import (
    Actor,
    ApologyKind,
    Channel,
    Complainant,
    Money,
    Offer,
    Severity,
    Signature,
    SignatureKind,
)
from app.policies import load

POLICY = load("default")

MEI = Actor("mei", ("front-desk",), ("front-hall",))
LIN = Actor("lin", ("handler",), ("customer-service",))
ZHOU = Actor("zhou", ("supervisor",), ("front-hall",))
WANG = Actor("wang", ("manager",), ("operations",))
CHEN = Actor("chen", ("finance",), ("finance",))
GAO = Actor("gao", ("audit",), ("audit-office",))

MONDAY = datetime(2026, 3, 2, 9, 30, tzinfo=UTC)
TUESDAY = MONDAY + timedelta(days=1)
SUNDAY_BEFORE = MONDAY - timedelta(days=1)

MRS_TANG = Complainant(name="唐女士", telephone="0512-5550123")


def policy(**changes: Any) -> Policy:
    """The default policy, but."""
    return replace(POLICY, **changes)


def yuan(amount: int) -> Money:
    return Money(amount * 100, "CNY")


def offer(remedy: str, cost: int) -> Offer:
    return Offer(remedy=remedy, description=remedy, cost=yuan(cost), value=yuan(cost * 2))


def by(who: Actor, event: Event) -> Fact:
    return Fact(event, MONDAY, who)


# A complaint by telephone about wedding photos: only the least facts are known (AS-02).
RECEIVED = Received(
    channel=Channel.TELEPHONE,
    unit="front-hall",
    complainant=MRS_TANG,
    statement="照片颜色不对，和样片差太多。",
)
UNDERSTOOD = Noted(text="Called back", reason="Colours", subject="Album", demand="Make it anew")
CONFIRMED = by(ZHOU, Confirmed(unit="front-hall"))
APOLOGISED = Apologised(kind=ApologyKind.COURTESY, words="很抱歉给您添麻烦了。")
CLASSIFIED = Classified(category="product-quality", tier="basic", severity=Severity.ORDINARY)

# Lin proposes a coupon of 80 yuan and a new album of 220 yuan.
PROPOSED = by(
    LIN,
    Proposed(
        plan=1,
        explanation="A new album, and a coupon for the trouble",
        offers=(offer("redo", 220), offer("coupon", 80)),
    ),
)
APPROVED = by(ZHOU, PlanApproved(plan=1))
AGREED = by(LIN, Agreed(plan=1))
REQUESTED = by(LIN, ExpenseRequested(expense=1, amount=yuan(220), purpose="Album", plan=1))
PAYABLE = by(CHEN, ExpenseConfirmed(expense=1))

WITH_PLAN = (RECEIVED, CONFIRMED, PROPOSED)
WITH_APPROVED_PLAN = (*WITH_PLAN, APPROVED)
WITH_CONSENT = (*WITH_APPROVED_PLAN, AGREED)

SIGNATURE = Signature(kind=SignatureKind.NAME, signatory="唐女士")

# The boxes of the units, each signed by another person (SC-40, SC-45).
SIGNED = (
    Fact(Signed(box="filler"), MONDAY, MEI),
    Fact(Signed(box="recording-unit"), MONDAY, ZHOU),
    Fact(Signed(box="handling-unit"), MONDAY, WANG),
)

# All that the default policy asks for before closing a complaint without cost.
READY = (
    RECEIVED,
    APOLOGISED,
    CLASSIFIED,
    *SIGNED,
)
CLOSED = (*READY, Closed(outcome="explained", result="Explained the print process"))
WITHDRAWN = (RECEIVED, Withdrawn(reason="Sent by mistake"))
DISMISSED = (RECEIVED, Dismissed(reason="A question about opening hours", customer_informed=True))
ENDED = (CLOSED, WITHDRAWN, DISMISSED)
