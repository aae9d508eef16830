"""What can be wrong with a document, and how it is said."""

import tomllib
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Fault:
    """One thing that is wrong with a document."""

    key: str
    """Where, dotted: `roles.handler.capabilities[0]`; empty for the document as a whole."""
    wrong: str
    right: str
    """What would be right."""

    def __str__(self) -> str:
        """Say it in one line."""
        return f"{self.key or 'the document'}: {self.wrong}; expected {self.right}"


class Wrong(Exception):
    """A value does not pass its check."""

    def __init__(self, *faults: Fault) -> None:
        super().__init__(faults)
        self.faults = faults


class PolicyFault(Exception):
    """A policy cannot be adopted; `faults` are all that is wrong with it."""

    def __init__(self, source: str, faults: tuple[Fault, ...]) -> None:
        """Write one line per fault: file, key, what is wrong, what would be right."""
        super().__init__("\n".join(f"{source}: {fault}" for fault in faults))
        self.source = source
        self.faults = faults


@contextmanager
def reported_under(source: str) -> Iterator[None]:
    """Report what is found wrong with a document under the name of its source."""
    try:
        yield
    except tomllib.TOMLDecodeError as error:
        raise PolicyFault(source, (Fault("", f"this is not TOML: {error}", "TOML 1.0"),)) from error
    except Wrong as wrong:
        raise PolicyFault(source, wrong.faults) from wrong
