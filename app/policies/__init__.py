"""The policies that come with Triplicate, and how the text of a policy becomes a Policy."""

import hashlib
import tomllib
from functools import cache

from app.domain.policy import Policy
from app.policies.document import document
from app.policies.faults import Fault, PolicyFault, Wrong, reported_under
from app.policies.json_schema import schema
from app.policies.resolution import resolve
from app.policies.shelf import SUFFIX, policy_text
from app.policies.shelf import policies as shipped
from app.policies.upcasters import upcast
from app.policies.workable import unworkable

__all__ = [
    "Fault",
    "Policy",
    "PolicyFault",
    "adoptable",
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


def parse(text: str, *, source: str) -> Policy:
    """Make a policy of its text; `source` is the name that faults are reported under.

    Raises:
        PolicyFault: names every fault, each with its key, what is wrong and what would be right.

    """
    whole = resolve(text, source=source)
    version = hashlib.sha256(whole.encode()).hexdigest()[:12]
    with reported_under(source):
        content = upcast(tomllib.loads(whole))
        return Policy(version=version, **document(content).read("", content))


def adoptable(text: str, *, source: str) -> Policy:
    """Make a policy of its text, for a house that is to work by it from now on.

    Raises:
        PolicyFault: its text has faults, or there is something that nobody could do.

    """
    policy = parse(text, source=source)
    with reported_under(source):
        if faults := tuple(unworkable(policy)):
            raise Wrong(*faults)
    return policy
