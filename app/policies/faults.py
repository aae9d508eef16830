"""What can be wrong with a document, and how it is said."""

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
