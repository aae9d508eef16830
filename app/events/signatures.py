"""The boxes of a form as its copies show them: who signed, and whose signature still holds (SC-45).

Which signatures are void is the complaint's own rule; a copy keeps them, so that nobody wonders
where a name has gone, and says since when and by whose act they are worth nothing.
"""

from typing_extensions import TypedDict

from app.domain.complaint import Fact
from app.domain.steps.sign_off import Signed
from app.events.codec import iso
from app.events.projection import Document


class Voided(TypedDict):
    """When a signature lost its force, and by whose act."""

    at: str
    by: str


class SignOff(TypedDict):
    """A signature in a box."""

    at: str
    by: str
    box: str
    remark: str | None
    voided: Voided | None
    """What was signed for is no more as it was: the box is to be signed anew (SC-40, SC-45)."""


class SignedForm(Document):
    """A copy with boxes."""

    sign_offs: list[SignOff]
    """In the order of signing; those that hold are not `voided`."""


def sign(form: SignedForm, event: Signed, fact: Fact) -> None:
    """Put a name into a box."""
    signature: SignOff = {
        "at": iso(fact.at),
        "by": fact.by.subject,
        "box": event.box,
        "remark": event.remark,
        "voided": None,
    }
    form["sign_offs"] = [*form["sign_offs"], signature]


def void(form: SignedForm, fact: Fact, *, but_first: int = 0) -> None:
    """Let signatures lose their force, all that hold but the first so many of them."""
    now: Voided = {"at": iso(fact.at), "by": fact.by.subject}
    holding = [nth for nth, one in enumerate(form["sign_offs"]) if one["voided"] is None]
    lost = holding[but_first:]
    form["sign_offs"] = [
        {**one, "voided": now} if nth in lost else one for nth, one in enumerate(form["sign_offs"])
    ]


def sign_anew(form: SignedForm, fact: Fact) -> None:
    """Have all boxes but the first signed anew, when what the form comes to is another.

    The first box says who filled in the form; the others answer for what it comes to.
    """
    void(form, fact, but_first=1)
