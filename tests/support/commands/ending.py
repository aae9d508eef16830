"""Bodies of commands at the end and later: signatures, follow-ups, lessons."""

from tests.support.commands import Act, Body


def signed(box: str, **remark: object) -> Act:
    """Sign a box of the form."""
    return Act("signatures", {"box": box, **remark})


def closed(outcome: str, result: str) -> Act:
    """End the handling."""
    return Act("closures", {"outcome": outcome, "result": result})


def withdrawn(reason: str) -> Act:
    """Record that the complainant took it back."""
    return Act("withdrawals", {"reason": reason})


def reopened(cause: str, reason: str) -> Act:
    """Take it up again."""
    return Act("reopenings", {"cause": cause, "reason": reason})


def followed_up(occasion: str, **more: object) -> Act:
    """Contact the customer afterwards."""
    return Act("follow-ups", {"occasion": occasion, "reached": True, **more})


def share(unit: str, percent: int, kind: str = "direct", **who: object) -> Body:
    """Name a part of the responsibility."""
    return {"unit": unit, "percent": percent, "kind": kind, **who}


def attributed(reason: str, *shares: Body) -> Act:
    """Say who answers for the cause."""
    return Act("responsibilities", {"shares": list(shares), "reason": reason})


def improved(result: str, number: int = 1) -> Act:
    """Record that it was done."""
    return Act("improvement-results", {"improvement": number, "result": result})


def case_written(title: str, text: str) -> Act:
    """Write it up as a case to learn from."""
    return Act("case-studies", {"title": title, "text": text})


def publication_approved(remark: str) -> Act:
    """Let the case be published."""
    return Act("publication-approvals", {"remark": remark})


def published(where: str) -> Act:
    """Publish the case in the house."""
    return Act("publications", {"where": where})


def handed_over(copy: str, origin: str, to: str) -> Act:
    """A copy of the form goes elsewhere."""
    return Act("hand-overs", {"copy": copy, "origin": origin, "to": to})


def held(reason: str, reference: str | None = None) -> Act:
    """Nothing of it may be destroyed until this is over."""
    return Act("legal-holds", {"reason": reason, "reference": reference})


def hold_lifted(reason: str, hold: int = 1) -> Act:
    """It is over."""
    return Act("legal-hold-releases", {"hold": hold, "reason": reason})
