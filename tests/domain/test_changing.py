"""A changed copy is the one that the library would make."""

import dataclasses
from typing import Any

import pytest

from app.domain.changing import replace
from app.domain.complaint import Complaint
from app.domain.complaint.learning import Learning
from tests.support import spec
from tests.support.people import WITH_CONSENT
from tests.support.state_types import types_in

FOLDED = sorted(
    {kind for kind in types_in(Complaint) if dataclasses.is_dataclass(kind)},
    key=lambda kind: kind.__name__,
)
"""What the complaint consists of."""


@pytest.mark.parametrize("name", [field.name for field in dataclasses.fields(Complaint)])
def test_a_field_is_another_and_all_the_rest_stays(name: str) -> None:
    before: Any = spec.given(*WITH_CONSENT).complaint
    other = object()
    after = replace(before, **{name: other})
    assert after == dataclasses.replace(before, **{name: other})
    assert getattr(after, name) is other
    assert getattr(before, name) is not other


def test_a_field_that_there_is_not_is_refused() -> None:
    with pytest.raises(KeyError, match="apology"):
        replace(Learning(), apology=1)  # type: ignore[call-arg]


@pytest.mark.parametrize("kind", FOLDED)
def test_nothing_is_checked_on_the_way_that_the_copy_would_leave_out(kind: type) -> None:
    assert not hasattr(kind, "__post_init__")
    assert "__dict__" not in dir(kind)
