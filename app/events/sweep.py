"""The statements across organisations: which of them have work that nobody told this process of.

Followers learn of growth as it happens (`growth`). The sweep finds what was not told: news that was
lost, another process that ended, time that passed. One statement finds it for all organisations,
so that a thousand which rest cost no more than one. All other statements are of one organisation.
"""

from typing import Any, Final

from sqlalchemy import (
    BigInteger,
    Column,
    ColumnElement,
    Integer,
    Select,
    Text,
    and_,
    bindparam,
    exists,
    false,
    func,
    literal_column,
    not_,
    or_,
    select,
)

from app.events.database import Query
from app.events.projection import among
from app.events.projections import case_state
from app.events.seals import checkpoints, log_scrubs, seals
from app.events.tables import Moment, log_heads, subscriptions

_organisation: Final = log_heads.c.organisation_id
_head: Final = log_heads.c.position
_live: Final = subscriptions.c.status == literal_column("'live'")

_of_names: Final = and_(
    subscriptions.c.organisation_id == _organisation,
    _live,
    among(subscriptions.c.name, bindparam("names", type_=Text())),
)
HEADS_AHEAD: Final = Query(
    select(_organisation)
    .select_from(log_heads.outerjoin(subscriptions, _of_names))
    .group_by(_organisation, _head)
    .having(
        or_(
            func.count(subscriptions.c.name) < bindparam("count", type_=Integer()),
            func.min(subscriptions.c.position) < _head,
        )
    )
)
"""Organisations whose log is ahead of a projection. Parameters: names (a JSON list), count."""

_case: Final = case_state.TABLE.c
_deadline_passed: Final = exists().where(
    _case.organisation_id == subscriptions.c.organisation_id,
    _case.version == subscriptions.c.version,
    _case.next_due <= bindparam("now", type_=Moment()),
)
DEADLINES_DUE: Final = Query(
    select(subscriptions.c.organisation_id).where(
        subscriptions.c.name == literal_column(f"'{case_state.TABLE.name}'"),
        _live,
        _deadline_passed,
    )
)
"""Organisations with a deadline that has passed and is not yet missed. Parameter: now."""


def _last_signed() -> Select[tuple[int]]:
    signed = select(checkpoints.c.size).where(checkpoints.c.organisation_id == _organisation)
    return signed.order_by(checkpoints.c.size.desc()).limit(1)


_size: Final = func.coalesce(_last_signed().scalar_subquery(), literal_column("0", BigInteger))
_signed_at: Final = _last_signed().with_only_columns(checkpoints.c.signed_at).scalar_subquery()
_troubled: Final = exists().where(
    seals.c.organisation_id == _organisation, seals.c.trouble.is_not(None)
)
LOGS_TO_SIGN: Final = Query(
    select(_organisation, _head, _size, _signed_at).where(or_(_head != _size, _troubled))
)
"""Logs that do not end where they are signed, or were refused: organisation, head, size and time of
the last checkpoint."""

_scrub: Final = log_scrubs.c
_between_tiles: Final = func.coalesce(_scrub.position < _scrub.upto, false())


def _is_over(since: Column[Any], over: str) -> ColumnElement[bool]:
    """See that a pause is over; a time in the future was set by a wrong clock."""
    now, latest = (bindparam(name, type_=Moment()) for name in ("now", over))
    return or_(since.is_(None), since <= latest, since > now)


LOGS_TO_SCRUB: Final = Query(
    select(_organisation)
    .select_from(log_heads.outerjoin(log_scrubs, _scrub.organisation_id == _organisation))
    .where(
        or_(
            and_(_between_tiles, _is_over(_scrub.slice_at, "slice_before")),
            and_(not_(_between_tiles), _is_over(_scrub.begun_at, "round_before")),
        ),
        exists().where(checkpoints.c.organisation_id == _organisation),
    )
)
"""Signed logs of which a tile is to be compared. Parameters: now, slice_before, round_before."""
