"""The policies and the packs of guidance that come with Triplicate, as texts."""

from importlib.resources import files
from importlib.resources.abc import Traversable
from pathlib import PurePath

SUFFIX = ".toml"
_POLICIES = files(__package__)
_PACKS = _POLICIES / "guidance"


def policies() -> tuple[str, ...]:
    """Name the policies."""
    return _names(_POLICIES)


def packs() -> tuple[str, ...]:
    """Name the packs of guidance."""
    return _names(_PACKS)


def policy_text(name: str) -> str:
    """Read a policy that there is."""
    return (_POLICIES / (name + SUFFIX)).read_text(encoding="utf-8")


def pack_text(name: str) -> str:
    """Read a pack that there is."""
    return (_PACKS / (name + SUFFIX)).read_text(encoding="utf-8")


def _names(folder: Traversable) -> tuple[str, ...]:
    if not folder.is_dir():
        return ()
    names = (PurePath(item.name) for item in folder.iterdir())
    return tuple(sorted(name.stem for name in names if name.suffix == SUFFIX))
