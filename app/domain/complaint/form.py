"""The form: its boxes, where its three copies lie, and what keeps them (SC-35..46)."""

from dataclasses import dataclass

from app.domain.changing import replace
from app.domain.complaint.act import Act
from app.domain.custody import ISSUED, Custody
from app.domain.values import Copy, Place, Term


@dataclass(frozen=True, slots=True, kw_only=True)
class Confirmation:
    """The record, confirmed by the head of the unit (SC-40)."""

    act: Act
    unit: str
    remark: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class SignOff:
    """A signature in a box (SC-39, SC-40, SC-45)."""

    act: Act
    box: str
    remark: str | None
    voided: Act | None = None
    """What was signed for changed since: the box is to be signed again."""

    @property
    def by(self) -> str:
        """Who signed, spelt as people are compared."""
        return self.act.person


@dataclass(frozen=True, slots=True, kw_only=True)
class CustodyStay:
    """A time in which a copy lies at one place."""

    act: Act
    place: Place


@dataclass(frozen=True, slots=True, kw_only=True)
class Destruction:
    """The record that a copy was destroyed (SC-46)."""

    act: Act
    term: Term | None
    """The term that was over; None before terms were recorded."""


@dataclass(frozen=True, slots=True, kw_only=True)
class CustodyTrail:
    """Where one copy lay, one place after the other; it depends on the order of events."""

    stays: tuple[CustodyStay, ...]
    """The last is where it lies now."""
    destruction: Destruction | None = None

    @property
    def place(self) -> Place:
        """Where the copy lies now."""
        return self.stays[-1].place

    def moved(self, place: Place, act: Act) -> "CustodyTrail":
        """Put the copy somewhere; a move to where it lies already is none."""
        if place is self.place:
            return self
        return replace(self, stays=(*self.stays, CustodyStay(act=act, place=place)))


@dataclass(frozen=True, slots=True, kw_only=True)
class Hold:
    """A legal hold, which outlasts the end (SC-46)."""

    number: int
    act: Act
    reason: str
    reference: str | None
    lifted: Act | None = None
    lifted_because: str | None = None

    @property
    def is_open(self) -> bool:
        """Whether it still keeps the copies."""
        return self.lifted is None


@dataclass(frozen=True, slots=True, kw_only=True)
class Form:
    """Boxes, copies and holds."""

    handler: CustodyTrail
    audit: CustodyTrail
    planning: CustodyTrail
    confirmation: Confirmation | None = None
    sign_offs: tuple[SignOff, ...] = ()
    """In the order of signing, those that are void too."""
    holds: tuple[Hold, ...] = ()

    @property
    def signatures(self) -> tuple[SignOff, ...]:
        """Those that hold, in order; a new result after reopening is signed again."""
        return tuple(one for one in self.sign_offs if one.voided is None)

    @property
    def signed(self) -> tuple[str, ...]:
        """The boxes signed, in order."""
        return tuple(signature.box for signature in self.signatures)

    @property
    def custody(self) -> Custody:
        """Where the copies lie."""
        return Custody(places={copy: self.trail(copy).place for copy in Copy})

    def trail(self, copy: Copy) -> CustodyTrail:
        """Give the trail of a copy."""
        match copy:
            case Copy.HANDLER:
                return self.handler
            case Copy.AUDIT:
                return self.audit
            case Copy.PLANNING:
                return self.planning

    def with_trail(self, copy: Copy, trail: CustodyTrail) -> "Form":
        """Replace the trail of a copy."""
        match copy:
            case Copy.HANDLER:
                return replace(self, handler=trail)
            case Copy.AUDIT:
                return replace(self, audit=trail)
            case Copy.PLANNING:
                return replace(self, planning=trail)

    def voided(self, act: Act, *, keep: int = 0) -> "Form":
        """Void the signatures that hold, except the first `keep` of them."""
        holding = [nth for nth, one in enumerate(self.sign_offs) if one.voided is None][keep:]
        if not holding:
            return self
        return replace(
            self,
            sign_offs=tuple(
                replace(one, voided=act) if nth in holding else one
                for nth, one in enumerate(self.sign_offs)
            ),
        )

    def voided_for_amount(self, act: Act) -> "Form":
        """Void what answers for the amounts: all boxes but the first, of who filled in the form."""
        return self.voided(act, keep=1)


def issued(act: Act) -> Form:
    """Issue the form: three copies, each at its place."""
    handler, audit, planning = (
        CustodyTrail(stays=(CustodyStay(act=act, place=ISSUED[copy]),)) for copy in Copy
    )
    return Form(handler=handler, audit=audit, planning=planning)
