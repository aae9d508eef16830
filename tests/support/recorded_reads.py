"""A complaint that writes down which parts of it are read."""

from dataclasses import fields, is_dataclass
from types import FunctionType
from typing import Any

from app.domain.complaint import Complaint


class Recording:
    """Stands in for a complaint or a node of it; what a property reads is written down too."""

    def __init__(self, value: Any, reads: set[str], path: str = "") -> None:
        self._value, self._reads, self._path = value, reads, path

    def __getattr__(self, name: str) -> Any:
        found = vars(type(self._value)).get(name)
        if isinstance(found, property):
            assert found.fget is not None
            return found.fget(self)
        if isinstance(found, FunctionType):
            return found.__get__(self)
        path, part = f"{self._path}{name}", getattr(self._value, name)
        if isinstance(self._value, Complaint) and is_dataclass(part):
            return Recording(part, self._reads, f"{path}.")
        self._reads.add(path)
        return part


NODES = [node.name for node in fields(Complaint) if node.name != "version"]


def covers(declared: str, read: str) -> bool:
    """Whether a part that is declared, such as `receipt`, has one that was read in it."""
    return read == declared or read.startswith(f"{declared}.")
