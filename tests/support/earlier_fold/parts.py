"""What a complaint consists of: plans, expenses, promises, and where each of them stands."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from app.domain.changing import replace
from app.domain.values import Breach, Deadline, Money, Offer, PromiseKind, Severity, WaitingFor


class Status(StrEnum):
    """Where a complaint stands as a whole."""

    OPEN = "open"
    DISMISSED = "dismissed"
    CLOSED = "closed"
    WITHDRAWN = "withdrawn"


class PlanStatus(StrEnum):
    """Where a plan stands."""

    PROPOSED = "proposed"
    APPROVED = "approved"
    REFUSED = "refused"
    AGREED = "agreed"
    DECLINED = "declined"


class ExpenseStatus(StrEnum):
    """Where an expense stands."""

    REQUESTED = "requested"
    QUERIED = "queried"
    """Finance has asked back."""
    CONFIRMED = "confirmed"
    REFUSED = "refused"
    PAID = "paid"


STANDING = frozenset({PlanStatus.APPROVED, PlanStatus.AGREED})
"""Where a plan was decided for and nobody has gone back on it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Basis:
    """What an approval rests on: whose it was, and what the complaint was known to be."""

    roles: frozenset[str]
    tier: str | None
    category: str | None
    severity: Severity | None
    loss: Money | None
    price: Money | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """A plan of remedies within the complaint."""

    number: int
    offers: tuple[Offer, ...]
    beyond_order_terms: bool
    proposed_by: str
    breaches: tuple[Breach, ...] = ()
    status: PlanStatus = PlanStatus.PROPOSED
    basis: Basis | None = None
    """What its last approval rests on."""

    @property
    def stands(self) -> bool:
        """Whether it was approved and the customer has not declined it."""
        return self.status in STANDING

    def cost(self, currency: str) -> Money:
        """Total what the plan costs us."""
        return sum((offer.cost for offer in self.offers), Money(0, currency))


@dataclass(frozen=True, slots=True, kw_only=True)
class Expense:
    """An amount asked of finance within the complaint."""

    number: int
    amount: Money
    asked_by: frozenset[str]
    """Who requested it, and whoever asked for another amount since."""
    plan: int | None
    since: datetime
    """When something happened to it last: what follows is not before that."""
    status: ExpenseStatus = ExpenseStatus.REQUESTED


UNSETTLED = frozenset({ExpenseStatus.REQUESTED, ExpenseStatus.QUERIED, ExpenseStatus.CONFIRMED})
"""Where an expense is neither paid nor refused."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Payment:
    """What was given for an expense, and stayed given."""

    number: int
    """Which compensation of the complaint it was."""
    expense: int
    amount: Money
    by: str
    """Who gave it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Promise:
    """A promise to the customer that is still to be kept."""

    number: int
    due: datetime
    kind: PromiseKind


@dataclass(frozen=True, slots=True, kw_only=True)
class SignedBox:
    """A box of the form that is signed, and who signed it."""

    box: str
    by: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Item:
    """Something begun within the complaint that is still to be finished."""

    number: int
    what: str
    """The unit that assists, the person who visits, the remedy, the owner of an improvement; why
    there is a hold."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Items:
    """Things begun one after another and finished in any order."""

    last: int = 0
    """The number given last."""
    open: tuple[Item, ...] = ()

    def begin(self, number: int, what: str) -> "Items":
        """Add one."""
        return Items(last=number, open=(*self.open, Item(number=number, what=what)))

    def finish(self, number: int) -> "Items":
        """Take one out."""
        return replace(self, open=tuple(item for item in self.open if item.number != number))

    def find(self, number: int) -> Item | None:
        """Find one that is open."""
        return next((item for item in self.open if item.number == number), None)


@dataclass(frozen=True, slots=True, kw_only=True)
class Wait:
    """Whose turn it is, and since when."""

    waiting_for: WaitingFor
    since: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Standing:
    """A deadline that stands, and whether it was missed already."""

    deadline: Deadline
    missed: bool = False
