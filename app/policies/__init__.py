"""The policies that come with Triplicate, and how the text of a policy becomes a Policy."""

import hashlib
import tomllib
from functools import cache
from importlib.resources import files

from app.domain.policy import Policy
from app.policies.document import document
from app.policies.faults import Fault, PolicyFault, Wrong
from app.policies.upcasters import upcast

__all__ = ["Fault", "Policy", "PolicyFault", "load", "parse", "shipped", "text_of"]

SUFFIX = ".toml"


def shipped() -> tuple[str, ...]:
    """Name the policies that come with Triplicate."""
    names = (item.name for item in files(__name__).iterdir())
    return tuple(sorted(name.removesuffix(SUFFIX) for name in names if name.endswith(SUFFIX)))


def text_of(name: str) -> str:
    """Read the text of a policy that comes with Triplicate.

    Raises:
        PolicyFault: there is none of this name.

    """
    if name not in shipped():
        fault = Fault(name, "no policy of this name comes with Triplicate", " | ".join(shipped()))
        raise PolicyFault(name, (fault,))
    return (files(__name__) / (name + SUFFIX)).read_text(encoding="utf-8")


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
    version = hashlib.sha256(text.encode()).hexdigest()[:12]
    try:
        content = upcast(tomllib.loads(text))
        return Policy(version=version, **document(content).read("", content))
    except tomllib.TOMLDecodeError as error:
        raise PolicyFault(source, (Fault("", f"this is not TOML: {error}", "TOML 1.0"),)) from error
    except Wrong as wrong:
        raise PolicyFault(source, wrong.faults) from wrong
