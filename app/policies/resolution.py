"""How the text that somebody wrote becomes one that stands by itself.

A document may extend a policy that comes with Triplicate and include packs of guidance. At
adoption it is written out in full, so that the log keeps exactly what complaints were judged by,
whatever a later Triplicate ships.
"""

import tomllib
from collections.abc import Iterator, Mapping
from typing import Any

from app.policies.bundled import SUFFIX, pack_text, policy_text
from app.policies.document import directions, pack
from app.policies.faults import Fault, Wrong, reported_under
from app.policies.toml import toml
from app.policies.upcasters import newest
from app.policies.validation import read

DIRECTIONS = ("extends", "drop", "guidance_packs")


def resolve(written: str, *, source: str) -> str:
    """Make a text stand by itself; one that does already is not touched.

    Raises:
        PolicyFault: it is no TOML, or what it extends, drops or includes is not there.

    """
    with reported_under(source):
        content = tomllib.loads(written)
        used = {name: content[name] for name in DIRECTIONS if name in content}
        if not used:
            return written
        read(directions(), used)
        _require_sense(content)
        merged = _extended(content) if "extends" in content else content
        return toml(_with_packs(merged))


def _require_sense(content: Mapping[str, Any]) -> None:
    format_ = content.get("format", 1)
    if format_ != newest():
        wrong = f"{format_!r} has no extends, drop or guidance_packs, or not as they are today"
        raise Wrong(Fault("format", wrong, f"format = {newest()}"))
    if "drop" in content and "extends" not in content:
        raise Wrong(Fault("drop", "there is nothing to leave out of", "extends beside it"))
    base = content.get("extends")
    if base is not None and content.get("name", base) == base:
        raise Wrong(Fault("name", "it is missing", f"a name of its own, not {base!r}"))


def _extended(content: Mapping[str, Any]) -> dict[str, Any]:
    base = tomllib.loads(policy_text(content["extends"]))
    faults = [
        fault for at, key in enumerate(content.get("drop", ())) for fault in _drop(base, at, key)
    ]
    if faults:
        raise Wrong(*faults)
    own = {name: given for name, given in content.items() if name not in {"extends", "drop"}}
    return _merged(base, own)


def _drop(base: dict[str, Any], at: int, dotted: str) -> Iterator[Fault]:
    """Take a key out of the base."""
    *way, last = dotted.split(".")
    inner: object = base
    for step in way:
        inner = inner.get(step) if isinstance(inner, dict) else None
    if isinstance(inner, dict) and last in inner:
        del inner[last]
    else:
        wrong = f"{base['name']!r} has no {dotted!r}"
        yield Fault(f"drop[{at}]", wrong, "a dotted key of the policy that is extended")


def _merged(base: Mapping[str, Any], own: Mapping[str, Any]) -> dict[str, Any]:
    """Merge tables key by key; anything else of our own replaces the base's."""
    both = {
        name: _merged(base[name], given)
        if isinstance(given, dict) and isinstance(base.get(name), dict)
        else given
        for name, given in own.items()
    }
    return {**base, **both}


def _with_packs(content: Mapping[str, Any]) -> dict[str, Any]:
    """Append the guidance of the packs."""
    rest = {name: given for name, given in content.items() if name != "guidance_packs"}
    included = [text for name in content.get("guidance_packs", ()) for text in _pack(name)]
    if included:
        rest["guidance"] = [*rest.get("guidance", ()), *included]
    return rest


def _pack(name: str) -> list[dict[str, Any]]:
    """Read the guidance of a pack that comes with Triplicate.

    Raises:
        PolicyFault: the pack has faults.

    """
    with reported_under(f"guidance/{name}{SUFFIX}"):
        content = tomllib.loads(pack_text(name))
        read(pack(), content)
        texts: list[dict[str, Any]] = content["guidance"]
        return texts
