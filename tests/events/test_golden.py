"""What was once recorded can be read for ever.

The files in `golden` are only ever added to. One that no longer decodes means that the log of every
organisation no longer decodes: the change needs an upcaster, never a new text in an old file.
"""

from dataclasses import fields
from datetime import UTC, datetime
from pathlib import Path

import msgspec
import pytest

from app.domain.complaint import Event, Fact
from app.domain.steps.memo import Noted
from app.domain.vocabulary import EVENTS
from app.events.codec import decode, encode
from app.events.upcasters import newest
from tests.events.projections.lives import ZHANG, recorded

GOLDEN = Path(__file__).parent / "golden"
KINDS: dict[str, type[Event]] = {kind.key: kind for kind in EVENTS}
FILES = sorted(GOLDEN.glob("*.json"))


def _read(path: Path) -> tuple[str, int, str]:
    name, _, version = path.stem.rpartition("-")
    return name, int(version), path.read_text("utf-8").rstrip("\n")


def decode_golden(path: Path) -> Fact:
    name, version, data = _read(path)
    any_entry = recorded(Fact(Noted(text=""), datetime(2026, 3, 2, tzinfo=UTC), ZHANG))
    return decode(any_entry._replace(type=name, schema_version=version, data=data))


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_every_form_that_was_ever_written_can_be_read(path: Path) -> None:
    assert type(decode_golden(path).event) is KINDS[_read(path)[0]]


@pytest.mark.parametrize("name", KINDS)
def test_every_event_is_still_written_to_the_byte_as_its_file_says(name: str) -> None:
    path = GOLDEN / f"{name}-{newest(name)}.json"
    assert path.exists(), f"write down once for ever how {name} looks in the log"
    assert encode(decode_golden(path)) == _read(path)


@pytest.mark.parametrize("name", KINDS)
def test_the_newest_file_of_every_event_shows_all_its_fields(name: str) -> None:
    data = msgspec.json.decode((GOLDEN / f"{name}-{newest(name)}.json").read_bytes())
    assert list(data) == [field.name for field in fields(KINDS[name])]


@pytest.mark.parametrize(
    ("file", "field", "then"),
    [
        ("complaint.received-1", "about", ()),
        ("complaint.noted-1", "about", ()),
        ("complaint.reported-1", "asks_instruction", False),
        ("complaint.classified-1", "unprofessional_demand", False),
        ("complaint.investigated-1", "price", None),
        ("complaint.proposed-1", "breaches", ()),
        ("complaint.proposed-1", "override_reason", None),
        ("complaint.followed-up-1", "method", None),
        ("complaint.handed-over-1", "term", None),
    ],
)
def test_what_an_old_form_did_not_say_was_not_so(file: str, field: str, then: object) -> None:
    assert getattr(decode_golden(GOLDEN / f"{file}.json").event, field) == then
