"""Faults of a document: where each is, what is wrong, what would be right."""

import tomllib
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Fault:
    """One fault of a document."""

    key: str
    """Dotted: `roles.handler.capabilities[0]`; empty for the document as a whole."""
    wrong: str
    right: str = ""
    """What would be right; empty in a check of a single value, for what its JSON Schema says."""

    def __str__(self) -> str:
        """Write one line."""
        return f"{self.key or 'the document'}: {self.wrong}; expected {self.right}"


class Wrong(ValueError):
    """A value fails a check; the keys of its faults are relative to the value."""

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
    """Report the faults of a document under the name of its source.

    Raises:
        PolicyFault: instead of what the TOML reader and the checks raise.

    """
    try:
        yield
    except tomllib.TOMLDecodeError as error:
        raise PolicyFault(source, (Fault("", f"this is not TOML: {error}", "TOML 1.0"),)) from error
    except Wrong as wrong:
        raise PolicyFault(source, wrong.faults) from wrong
