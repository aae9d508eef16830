"""One example of every event, as a shopping centre would know it."""

from datetime import UTC, datetime
from uuid import UUID

from app.domain.steps.apology import Apologised
from app.domain.steps.assignment import Assigned
from app.domain.steps.assistance import AssistanceAsked, Assisted
from app.domain.steps.case_study import CaseWritten, PublicationApproved, Published
from app.domain.steps.classification import Classified
from app.domain.steps.closing import Closed
from app.domain.steps.compensation import Compensated
from app.domain.steps.confirmation import Confirmed
from app.domain.steps.consent import Agreed
from app.domain.steps.deadline import DeadlineMissed, Rescheduled
from app.domain.steps.escalation import Escalated
from app.domain.steps.expense import ExpenseChanged, ExpenseRequested
from app.domain.steps.expense_query import ExpenseQueried, QueryAnswered
from app.domain.steps.expense_review import ExpenseConfirmed, ExpenseRefused
from app.domain.steps.explanation import Explained
from app.domain.steps.follow_up import FollowedUp
from app.domain.steps.hand_over import HandedOver
from app.domain.steps.improvement import ImprovementMade, ImprovementPlanned
from app.domain.steps.inquiry import Investigated
from app.domain.steps.linking import Linked
from app.domain.steps.memo import Noted
from app.domain.steps.plan import Proposed
from app.domain.steps.plan_review import PlanApproved
from app.domain.steps.progress import ProgressTold
from app.domain.steps.promise import Promised
from app.domain.steps.receipt import Received
from app.domain.steps.referral import Referred
from app.domain.steps.reopening import Reopened
from app.domain.steps.reply import Replied
from app.domain.steps.reporting import Reported
from app.domain.steps.responsibility import Attributed
from app.domain.steps.reversal import CompensationReversed
from app.domain.steps.rework import Reworked, ReworkOrdered
from app.domain.steps.sign_off import Signed
from app.domain.steps.visit import VisitArranged, Visited
from app.domain.steps.waiting import Paused, Resumed
from app.domain.steps.withdrawal import Withdrawn
from app.domain.values import (
    ApologyKind,
    Breach,
    CauseClass,
    Channel,
    Complainant,
    ContactMethod,
    Copy,
    Deadline,
    Fault,
    Lifted,
    LiftReason,
    LinkKind,
    Mindset,
    Money,
    Offer,
    Place,
    PromiseKind,
    ReferralTarget,
    ReopenCause,
    ResponsibilityKind,
    Severity,
    Share,
    Signature,
    SignatureKind,
    WaitingFor,
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


def at(hour: int, day: int = 2) -> datetime:
    return datetime(2026, 3, day, hour, tzinfo=UTC)


OTHER_COMPLAINT = UUID(int=77)
LINKED = Linked(kind=LinkKind.FOLLOWS, other=OTHER_COMPLAINT, reason="同一双鞋")
ASSISTANCE_ASKED = AssistanceAsked(assistance=1, unit="warehouse", what="查库存", due=at(15))
ASSISTED = Assisted(assistance=1, result="还有一双")
REFERRED = Referred(to=ReferralTarget.SUPPLIER, reason="胶水", reference="S-9")
PROGRESS_TOLD = ProgressTold(text="正在检验")
EXPLAINED = Explained(words="胶水遇水失效", explainer="陈工", understood=True)
VISIT_ARRANGED = VisitArranged(
    visit=1, person="li", due=at(16), where="中山路1号", purpose="送新鞋"
)
VISITED = Visited(visit=1, met=True, result="已送到")
REWORK_ORDERED = ReworkOrdered(
    rework=1, remedy="remake", unit="workshop", cause="开胶", instructions="重新上胶", due=at(9, 5)
)
REWORKED = Reworked(rework=1, result="已上胶", accepted=True)
PAUSED = Paused(waiting_for=WaitingFor.CUSTOMER, reason="等顾客寄回")
RESUMED = Resumed(reason="已收到")
REPORTED = Reported(to_roles=("manager",), reason="请示")
OVERRIDDEN = Proposed(
    plan=2,
    explanation="另加现金",
    offers=(OFFER,),
    breaches=(Breach.CASH_CEILING,),
    override_reason="老顾客",
)
ATTRIBUTED = Attributed(
    shares=(
        Share(kind=ResponsibilityKind.DIRECT, unit="shoes", percent=70, person="zhao"),
        Share(kind=ResponsibilityKind.INDIRECT, unit="hall", percent=30, team="early"),
    ),
    reason="未验货",
)
IMPROVEMENT_PLANNED = ImprovementPlanned(
    improvement=1, what="到货先验", owner="qian", unit="shoes", due=at(9, 20)
)
IMPROVEMENT_MADE = ImprovementMade(improvement=1, result="已实行")
CASE_WRITTEN = CaseWritten(title="开胶", text="供应商用错胶水，到货未验。")
PUBLICATION_APPROVED = PublicationApproved(remark="可以")
PUBLISHED = Published(where="内部月刊")
CALLED = FollowedUp(occasion="three-days", reached=False, method=ContactMethod.TELEPHONE)


def due(number: int, when: datetime, clock: str = "reply", **more: object) -> Deadline:
    return Deadline(number=number, clock=clock, since=at(9), due=when, **more)  # type: ignore[arg-type]


def scheduled(*deadlines: Deadline) -> Rescheduled:
    return Rescheduled(deadlines=deadlines)


def lifted(*numbers: int, because: LiftReason = LiftReason.MET) -> Rescheduled:
    return Rescheduled(lifted=tuple(Lifted(number=one, because=because) for one in numbers))


def missed(deadline: Deadline) -> DeadlineMissed:
    return DeadlineMissed(
        deadline=deadline.number, clock=deadline.clock, due=deadline.due, about=deadline.about
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


def queried(expense: int = 1) -> ExpenseQueried:
    return ExpenseQueried(expense=expense, question="发票呢？")


def answered(expense: int = 1) -> QueryAnswered:
    return QueryAnswered(expense=expense, answer="附上发票")


def changed(expense: int = 1, amount: int = 150) -> ExpenseChanged:
    return ExpenseChanged(expense=expense, amount=yuan(amount), reason="只退一半")


def came_back(compensation: int = 1, expense: int = 1, amount: int = 200) -> CompensationReversed:
    return CompensationReversed(
        compensation=compensation, expense=expense, amount=yuan(amount), reason="卡号有误"
    )


def handed(copy: Copy, origin: Place, to: Place) -> HandedOver:
    return HandedOver(copy=copy, origin=origin, to=to, remark="归档")


ACKNOWLEDGED = due(1, at(10), "acknowledgement")
TO_REPLY = due(2, at(12), about="promise:1")
TO_CALL = due(3, at(18, 5), "three-days", opens=at(9, 5))

WHOLE = (
    RECEIVED,
    scheduled(ACKNOWLEDGED),
    NOTED,
    LINKED,
    CONFIRMED,
    missed(ACKNOWLEDGED),
    CLASSIFIED,
    APOLOGISED,
    lifted(1),
    ASSIGNED,
    PROMISED,
    scheduled(TO_REPLY),
    REPORTED,
    ESCALATED,
    ASSISTANCE_ASKED,
    REFERRED,
    PAUSED,
    RESUMED,
    ASSISTED,
    REPLIED,
    lifted(2),
    PROGRESS_TOLD,
    EXPLAINED,
    VISIT_ARRANGED,
    VISITED,
    INVESTIGATED,
    PROPOSED,
    APPROVED,
    AGREED,
    OVERRIDDEN,
    REWORK_ORDERED,
    REWORKED,
    requested(),
    queried(),
    answered(),
    confirmed(),
    paid(),
    came_back(),
    changed(1, 180),
    confirmed(),
    paid(1, 180),
    SIGNED,
    CLOSED,
    handed(Copy.HANDLER, Place.WITH_HANDLING_UNIT, Place.RETAINED),
    handed(Copy.AUDIT, Place.WITH_AUDIT, Place.RETAINED),
    handed(Copy.PLANNING, Place.WITH_PLANNING, Place.RETAINED),
    scheduled(TO_CALL),
    CALLED,
    FOLLOWED_UP,
    lifted(3),
    ATTRIBUTED,
    IMPROVEMENT_PLANNED,
    IMPROVEMENT_MADE,
    CASE_WRITTEN,
    PUBLICATION_APPROVED,
    PUBLISHED,
)
"""A whole life."""
