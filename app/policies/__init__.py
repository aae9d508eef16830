"""The policies that come with Triplicate, and how the text of a policy becomes a Policy."""

import hashlib
import json
import tomllib
from collections.abc import Mapping
from functools import cache
from typing import Any

from app.domain.policy import Policy
from app.policies.bundled import SUFFIX, policy_text
from app.policies.bundled import policies as shipped
from app.policies.document import attributes, document
from app.policies.faults import Fault, PolicyFault, Wrong, reported_under
from app.policies.feasibility import infeasible
from app.policies.json_schema import schema
from app.policies.resolution import resolve
from app.policies.upcasters import upcast
from app.policies.validation import read

__all__ = [
    "Fault",
    "Policy",
    "PolicyFault",
    "adoptable",
    "digest",
    "load",
    "parse",
    "resolve",
    "schema",
    "shipped",
    "text_of",
]


def text_of(name: str) -> str:
    """Read the text of a policy that comes with Triplicate.

    Raises:
        PolicyFault: there is none of this name.

    """
    if name not in shipped():
        fault = Fault(name, "no policy of this name comes with Triplicate", " | ".join(shipped()))
        raise PolicyFault(name, (fault,))
    return policy_text(name)


@cache
def load(name: str) -> Policy:
    """Load a policy that comes with Triplicate.

    Raises:
        PolicyFault: there is none of this name, or its text has faults.

    """
    return parse(text_of(name), source=name + SUFFIX)


def parse(text: str, *, source: str, version: str | None = None) -> Policy:
    """Make a policy of its text.

    Args:
        text: TOML.
        source: the name that faults are reported under.
        version: what was recorded at adoption; None for a text that nobody has adopted yet.

    Raises:
        PolicyFault: names every fault, each with its key, what is wrong and what would be right.

    """
    whole = resolve(text, source=source)
    with reported_under(source):
        content = tomllib.loads(whole)
        return Policy(
            version=version or digest(content), **attributes(read(document(), upcast(content)))
        )


def digest(content: Mapping[str, Any]) -> str:
    """Give the version of a document that stands by itself, over its canonical JSON.

    Spaces, comments and the order of fields do not count. The order of declared things does:
    roles, remedies and outcomes are offered in it.
    """
    ordered = {
        name: list(entry.items()) if _declares(entry) else entry for name, entry in content.items()
    }
    canonical = json.dumps(
        ordered, ensure_ascii=False, separators=(",", ":"), sort_keys=True, default=str
    )
    return hashlib.sha256(canonical.encode()).hexdigest()[:12]


def _declares(entry: object) -> bool:
    return isinstance(entry, dict) and all(isinstance(one, dict) for one in entry.values())


def adoptable(text: str, *, source: str) -> Policy:
    """Make a policy of its text, for a house that is to work by it from now on.

    Raises:
        PolicyFault: its text has faults, or there is something that nobody could do.

    """
    policy = parse(text, source=source)
    with reported_under(source):
        if faults := tuple(infeasible(policy)):
            raise Wrong(*faults)
    return policy
