"""Bodies of commands during handling: with colleagues, with others, with the customer."""

from app.demo.times import Due
from tests.support.commands import Act


def reported(reason: str, *roles: str, **more: object) -> Act:
    """Report it upward; the owner stays."""
    return Act("reports", {"to_roles": list(roles), "reason": reason, **more})


def escalated(tier: str, role: str, reason: str, **more: object) -> Act:
    """Let a higher tier decide."""
    return Act("escalations", {"tier": tier, "to_role": role, "reason": reason, **more})


def instructed(text: str, to: str) -> Act:
    """Say, as a superior, what is to be done."""
    return Act("instructions", {"text": text, "to": to})


def asked_help(unit: str, what: str, **more: object) -> Act:
    """Ask another unit for help; `due` says until when."""
    return Act("assistance", {"unit": unit, "what": what, **more})


def helped(result: str, assistance: int = 1) -> Act:
    """Answer as the unit that was asked."""
    return Act("assistance-answers", {"assistance": assistance, "result": result})


def took_back_help(reason: str, assistance: int = 1) -> Act:
    """Say that the help is not needed, or was asked of the wrong unit."""
    return Act("assistance-withdrawals", {"assistance": assistance, "reason": reason})


def referred(to: str, reason: str, **more: object) -> Act:
    """Call in police, supplier, lawyers or a regulator."""
    return Act("referrals", {"to": to, "reason": reason, **more})


def promised_reply(what: str, due: Due) -> Act:
    """Promise an answer."""
    return Act("promises", {"kind": "reply", "what": what, "due": due})


def promised_solution(what: str, due: Due) -> Act:
    """Promise a solution."""
    return Act("promises", {"kind": "resolution", "what": what, "due": due})


def replied(text: str, **more: object) -> Act:
    """Answer the customer; `promise` is the number of the promise that this keeps."""
    return Act("replies", {"text": text, **more})


def deferred(text: str, because: str, apology: str, until: Due, **more: object) -> Act:
    """Put the solution off: why, until when, and with another apology."""
    body = {"text": text, "deferred_because": because, "apology": apology, "new_due": until}
    return Act("replies", {**body, **more})


def progress(text: str) -> Act:
    """Tell the customer how it stands."""
    return Act("progress-notices", {"text": text})


def explained(words: str, *, understood: bool = True, by: str | None = None) -> Act:
    """Explain it to the customer; `by` is who did, if not whoever records it."""
    who = {"explainer": by} if by else {}
    return Act("explanations", {"words": words, "understood": understood, **who})


def visited(result: str, number: int = 1, *, met: bool = True) -> Act:
    """Record how a visit went."""
    return Act("visit-reports", {"visit": number, "met": met, "result": result})


def paused(waiting_for: str, reason: str) -> Act:
    """Say that it is somebody else's turn."""
    return Act("pauses", {"waiting_for": waiting_for, "reason": reason})


def resumed(reason: str) -> Act:
    """Say that it is our turn again."""
    return Act("resumptions", {"reason": reason})
