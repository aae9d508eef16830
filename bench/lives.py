"""The workload: the life of one complaint, ten commands, as the bytes of ten HTTP requests."""

from datetime import UTC, datetime, timedelta
from typing import Any

import msgspec

from bench.load import Request

STATEMENT = "The album came three weeks late, and four pages are bound in the wrong order."
DUE = (datetime.now(UTC) + timedelta(days=3)).isoformat(timespec="seconds")

APOLOGY = {
    "kind": "conditional",
    "words": "I am sorry that you had to wait; if the fault is ours we will put it right.",
}
"""Also the body that the bare server takes."""


def receipt(unit: str) -> dict[str, Any]:
    """Give the body that begins a complaint."""
    return {
        "channel": "telephone",
        "unit": unit,
        "complainant": {"name": "Li Wei", "telephone": "13800138000"},
        "statement": STATEMENT,
        "reason": "late and faulty delivery",
        "subject": "wedding album",
        "demand": "the album bound anew before the family feast",
        "order_reference": "A-2026-1187",
    }


def steps(unit: str, category: str, remedy: str, outcome: str, currency: str) -> dict[str, Any]:
    """Give the bodies of the nine commands after the receipt, by the noun of their route."""
    offer = {
        "remedy": remedy,
        "description": "The album is bound anew within five days and brought to the door.",
        "cost": {"amount": 18000, "currency": currency},
        "value": {"amount": 30000, "currency": currency},
    }
    return {
        "classifications": {"category": category},
        "apologies": APOLOGY,
        "assignments": {"handler": "chen.jing", "unit": unit, "contact": "by telephone"},
        "promises": {"kind": "reply", "what": "a call with the findings", "due": DUE},
        "replies": {"text": "The bindery confirms the mistake; a plan follows.", "promise": 1},
        "findings": {
            "findings": "Sheets were stacked in the wrong order and the check was skipped.",
            "cause": "no second look before binding",
            "cause_class": "systemic",
            "fault": "ours",
            "established": True,
        },
        "plans": {"explanation": "A new binding serves best.", "offers": [offer]},
        "memos": {"text": "The customer asks to be called after six in the evening."},
        "closures": {"outcome": outcome, "result": "Bound anew, delivered and accepted."},
    }


def post(path: str, body: Any, token: str) -> str:  # noqa: ANN401 - any JSON
    """Write a command's request."""
    content = msgspec.json.encode(body).decode()
    return (
        f"POST {path} HTTP/1.1\r\n"
        "Host: 127.0.0.1\r\n"
        f"Authorization: Bearer {token}\r\n"
        "Idempotency-Key: {key}\r\n"
        "Content-Type: application/json\r\n"
        f"Content-Length: {len(content.encode())}\r\n\r\n{content}"
    )


def get(path: str, token: str) -> str:
    """Write a query's request."""
    return f"GET {path} HTTP/1.1\r\nHost: 127.0.0.1\r\nAuthorization: Bearer {token}\r\n\r\n"


def life(token: str, beginning: dict[str, Any], after: dict[str, Any]) -> list[Request]:
    """Write the ten requests."""
    first = Request(
        name="complaints",
        text=post("/v1/complaints", beginning, token),
        status=201,
        gives_id=True,
    )
    rest = [
        Request(name=noun, text=post(f"/v1/complaints/{{id}}/{noun}", body, token), status=200)
        for noun, body in after.items()
    ]
    return [first, *rest]
