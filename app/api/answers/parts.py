"""Parts that several answers share."""

from collections.abc import Iterable
from typing import Annotated
from uuid import UUID

from pydantic import AfterValidator, AwareDatetime, BaseModel, ConfigDict, Field

from app.domain.values import FLAGS, ComplainantKind, ResponsibilityKind


def one_of(words: Iterable[str]) -> tuple[object, ...]:
    """Annotate a string that is one of the words of a list."""
    known = tuple(words)

    def check(word: str) -> str:
        if word not in known:
            message = f"must be one of {', '.join(known)}"
            raise ValueError(message)
        return word

    return AfterValidator(check), Field(json_schema_extra={"enum": [*known]})


Flag = Annotated[str, *one_of(FLAGS)]
"""What a classification can flag beside the category."""

About = Annotated[
    str | None, Field(description="Which of several: `promise:1`, `plan:2`, `visit:1` ...")
]


class Answer(BaseModel):
    """Base of the models; each is built when the contract is made, not when the service starts."""

    model_config = ConfigDict(defer_build=True)


class Document(Answer):
    """A document about one complaint."""

    id: UUID = Field(description="The complaint.")
    number: str = Field(description="Of the form, as the policy writes it.")
    version: int = Field(description="Of the complaint, as of the last event shown here.")
    position: int = Field(description="In the log, of that event.")


class Act(Answer):
    """When something was done, and by whom."""

    at: AwareDatetime
    by: str = Field(description="An employee, as their token names them.")


class Money(Answer):
    """An amount in minor units: 12.34 yuan is 1234."""

    amount: int
    currency: str = Field(description="ISO 4217.", examples=["CNY"])


class Offer(Answer):
    """A remedy that was offered."""

    remedy: str
    description: str
    cost: Money = Field(description="To us.")
    value: Money = Field(description="To the customer.")


class Complainant(Answer):
    """The complainant's particulars (SC-41)."""

    name: str | None
    kind: ComplainantKind
    telephone: str | None
    email: str | None
    address: str | None
    reference: str | None = Field(description="Membership, wristband or locker number.")
    contact_from: str | None = Field(
        description="From when in the day a call is welcome, HH:MM in the policy's time zone."
    )
    contact_until: str | None


class LegalHold(Act):
    """An order to destroy nothing of the complaint (SC-46)."""

    number: int
    reason: str
    reference: str | None
    lifted_at: AwareDatetime | None
    lifted_by: str | None
    lifted_because: str | None


class SignOff(Act):
    """A signature in a box of the form (SC-45)."""

    box: str
    remark: str | None
    voided: Act | None = Field(
        description="By what the signature lost its force: the box is to be signed again."
    )


class RunningDeadline(Answer):
    """A deadline that stands."""

    number: int
    clock: str = Field(description="Of the policy's clocks or, for a follow-up, its occasions.")
    about: About
    due: AwareDatetime
    held: bool = Field(description="It stands still while somebody else's turn lasts.")
    reminder: bool = Field(description="A date to look at, which nobody can miss.")


class WatchedDeadline(RunningDeadline):
    """A deadline that stands, and when it was missed."""

    missed_at: AwareDatetime | None


class Share(Answer):
    """A unit, team or person that answers for a part of the cause; never a deduction from wages."""

    kind: ResponsibilityKind
    unit: str
    percent: int = Field(description="Of the whole; all shares together make 100.")
    team: str | None
    person: str | None
