"""Bodies of commands at the start: received, recorded, classified, apologised for."""

from tests.support.commands import RECEIPT, Act, Body


def customer(name: str, telephone: str, **more: object) -> Body:
    """Describe the complainant; `kind` says if it is a member or a supplier."""
    return {"name": name, "telephone": telephone, **more}


def received(channel: str, unit: str, complainant: Body, statement: str, **more: object) -> Act:
    """Receive the complaint, in the complainant's words."""
    known = {"channel": channel, "unit": unit, "complainant": complainant, "statement": statement}
    return Act(RECEIPT, {**known, **more})


def memo(text: str, **facts: object) -> Act:
    """Take a memo; it may complete the facts."""
    return Act("memos", {"text": text, **facts})


def concerned(*people: str, reason: str) -> Act:
    """Put right whom it is about."""
    return Act("concerned-corrections", {"about": [*people], "reason": reason})


def confirmed(**remark: object) -> Act:
    """Confirm the record as unit head."""
    return Act("confirmations", remark)


def classified(category: str, **more: object) -> Act:
    """Settle what it is about."""
    return Act("classifications", {"category": category, **more})


def dismissed(reason: str) -> Act:
    """Judge that it is no complaint; the customer was told."""
    return Act("dismissals", {"reason": reason, "customer_informed": True})


def courtesy(words: str) -> Act:
    """Apologise, whoever is to blame."""
    return Act("apologies", {"kind": "courtesy", "words": words})


def conditional(words: str) -> Act:
    """Apologise for what may have gone wrong."""
    return Act("apologies", {"kind": "conditional", "words": words})
