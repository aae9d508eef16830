"""Why a command is refused. A refusal is an answer, not a failure: it has a stable public code.

Refusal
├── NotPermitted              the caller's roles do not include what the command needs
├── NotFound                  there is no such complaint for this caller
├── WrongState                the complaint is not where this step can happen
│   ├── AlreadyEnded          it is closed, withdrawn or dismissed
│   ├── NotEnded              it is still open
│   ├── NotOpenItem           the promise, plan, box, visit ... is not waiting for this
│   ├── StepsMissing          something must happen before
│   ├── StillKept             the copy may not be destroyed before a day
│   ├── OnHold                nothing of it may be destroyed while a legal hold is on
│   └── RecordFull            it has as many events as a complaint may have
├── AgainstPolicy             the organisation's policy forbids it
│   ├── UnknownTerm           a word that the policy's vocabulary does not have
│   ├── FactsMissing          facts that must be known first
│   ├── BeyondAuthority       too much for this role; says who could
│   ├── DutiesNotSeparate     the same person may not do both
│   ├── AdmissionBeforeFacts  responsibility accepted before the facts are clear
│   ├── DeferralNeedsApology  a deferred answer without a second apology
│   ├── ConflictOfInterest    it is about the person who would handle it
│   ├── NotInPerson           a serious complaint is handled by its owner in person
│   └── RemedyNeedsOverride   an unusual remedy without a reason
└── Implausible               the data contradict themselves or the record
"""

from collections.abc import Iterable
from datetime import date
from typing import ClassVar


class Refusal(Exception):
    """The command is refused; nothing was recorded.

    `code` never changes once published; `field` names the part of the command at fault, if one is.
    """

    code: ClassVar[str] = "refused"
    field: str | None = None

    def __init__(self, message: str, *, field: str | None = None) -> None:
        """Say what is wrong and what the caller can do."""
        super().__init__(message)
        self.field = field


class NotPermitted(Refusal):
    """The caller's roles do not include the capability that the command needs."""

    code = "not-permitted"


class NotFound(Refusal):
    """There is no such complaint for this caller; another organisation's ids look the same."""

    code = "not-found"


class WrongState(Refusal):
    """The complaint is not where this step can happen."""

    code = "wrong-state"


class AlreadyEnded(WrongState):
    """The complaint is closed, withdrawn or dismissed; reopen it first."""

    code = "already-ended"


class NotEnded(WrongState):
    """The complaint is still open."""

    code = "not-ended"


class NotOpenItem(WrongState):
    """The promise, plan, expense, box, visit ... named is not waiting for this."""

    code = "not-open-item"


class StepsMissing(WrongState):
    """Something must happen before this step; `missing` names it."""

    code = "steps-missing"

    def __init__(self, message: str, *, missing: Iterable[str], field: str | None = None) -> None:
        """Name the missing steps."""
        super().__init__(message, field=field)
        self.missing = tuple(missing)


class StillKept(WrongState):
    """The copy may not be destroyed before the day `kept_until` (SC-46)."""

    code = "still-kept"

    def __init__(self, message: str, *, kept_until: date, field: str | None = None) -> None:
        """Name the first day on which it may be."""
        super().__init__(message, field=field)
        self.kept_until = kept_until


class OnHold(WrongState):
    """Nothing of the complaint may be destroyed while these legal `holds` are on (SC-46)."""

    code = "on-hold"

    def __init__(self, message: str, *, holds: Iterable[int], field: str | None = None) -> None:
        """Number the holds."""
        super().__init__(message, field=field)
        self.holds = tuple(holds)


class RecordFull(WrongState):
    """The complaint has as many events as one may have; go on in a new one."""

    code = "record-full"


class AgainstPolicy(Refusal):
    """The organisation's policy forbids it."""

    code = "against-policy"


class UnknownTerm(AgainstPolicy):
    """The policy's vocabulary does not have this word; `known` are those it has."""

    code = "unknown-term"

    def __init__(self, message: str, *, known: Iterable[str], field: str) -> None:
        """Name the field and the words that would do."""
        super().__init__(message, field=field)
        self.known = tuple(known)


class FactsMissing(AgainstPolicy):
    """Facts that must be known first (AS-02, AS-05, WS-14); `missing` names them."""

    code = "facts-missing"

    def __init__(self, message: str, *, missing: Iterable[str], field: str | None = None) -> None:
        """Name the missing facts."""
        super().__init__(message, field=field)
        self.missing = tuple(missing)


class BeyondAuthority(AgainstPolicy):
    """Too much for the caller's roles (WS-40, LC-22, LC-34); `could` are the roles that may."""

    code = "beyond-authority"

    def __init__(self, message: str, *, could: Iterable[str], field: str | None = None) -> None:
        """Name the roles that could decide it."""
        super().__init__(message, field=field)
        self.could = tuple(could)


class DutiesNotSeparate(AgainstPolicy):
    """The policy separates the two duties, and the same person asks for both."""

    code = "duties-not-separate"


class AdmissionBeforeFacts(AgainstPolicy):
    """Responsibility may not be accepted before the facts are clear (AS-24)."""

    code = "admission-before-facts"


class DeferralNeedsApology(AgainstPolicy):
    """A deferred solution apologises again (WS-39)."""

    code = "deferral-needs-apology"


class ConflictOfInterest(AgainstPolicy):
    """Nobody handles a complaint about himself (ISO 10002, 4.5: objectivity)."""

    code = "conflict-of-interest"


class NotInPerson(AgainstPolicy):
    """A serious complaint is handled by its owner in person (LC-26)."""

    code = "not-in-person"


class RemedyNeedsOverride(AgainstPolicy):
    """An unusual remedy needs a reason and a higher authority; `breaches` say what is unusual."""

    code = "remedy-needs-override"

    def __init__(self, message: str, *, breaches: Iterable[str], field: str | None = None) -> None:
        """Name what is unusual."""
        super().__init__(message, field=field)
        self.breaches = tuple(breaches)


class Implausible(Refusal):
    """The data contradict themselves or the record; `field` names the part."""

    code = "implausible"
