"""The statements across organisations that find logs to sign and logs to scrub.

See `app.events.sweep`: one statement for all organisations, so that a thousand that rest cost no
more than one.
"""

from typing import Any, Final

from sqlalchemy import (
    BigInteger,
    Column,
    ColumnElement,
    Select,
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
from app.events.tables import Moment, log_heads
from app.sealing.checkpoints import checkpoints, log_scrubs, seals

_organisation: Final = log_heads.c.organisation_id
_head: Final = log_heads.c.position


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
