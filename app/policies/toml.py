"""Policies written in full, as TOML."""

import json
from collections.abc import Mapping
from datetime import date, time
from typing import Any


def toml(content: Mapping[str, Any]) -> str:
    """Write a document: single values first, then a section for each table."""
    tables = {name: one for name, one in content.items() if isinstance(one, Mapping)}
    lines = [f"{_key(name)} = {_value(one)}" for name, one in content.items() if name not in tables]
    for name, table in tables.items():
        lines += ["", f"[{_key(name)}]"]
        lines += [f"{_key(key)} = {_value(one)}" for key, one in table.items()]
    return "\n".join([*lines, ""])


def _key(name: str) -> str:
    return (
        name if name.isascii() and name.replace("-", "").replace("_", "").isalnum() else _text(name)
    )


def _value(value: Any) -> str:  # noqa: ANN401, PLR0911 - any value of TOML, one for each type
    match value:
        case str():
            return _text(value)
        case bool():
            return str(value).lower()
        case date() | time():
            return value.isoformat()
        case list() if any(isinstance(one, Mapping) for one in value):
            return "[\n" + "".join(f"    {_value(one)},\n" for one in value) + "]"
        case list():
            return f"[{', '.join(map(_value, value))}]"
        case Mapping():
            return (
                f"{{ {', '.join(f'{_key(key)} = {_value(one)}' for key, one in value.items())} }}"
            )
        case _:
            return repr(value)


def _text(text: str) -> str:
    # A JSON string is one of TOML, but for DEL, which TOML wants escaped.
    return json.dumps(text, ensure_ascii=False).replace("\x7f", "\\u007f")
