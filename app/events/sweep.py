"""The statements across organisations: which of them have work that nobody told this process of.

Followers learn of growth as it happens (`growth`). The sweep finds what was not told: news that was
lost, another process that ended, time that passed. One statement finds it for all organisations,
so that a thousand which rest cost no more than one. All other statements are of one organisation.
"""

from typing import Final

from sqlalchemy import (
    Integer,
    Text,
    and_,
    bindparam,
    exists,
    func,
    literal_column,
    not_,
    or_,
    select,
)

from app.events.database import Query
from app.events.projection import among
from app.events.projections import case_state
from app.events.projections.case_state.queries import JUST_ENTERED
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
    not_(JUST_ENTERED),
)
DEADLINES_DUE: Final = Query(
    select(subscriptions.c.organisation_id).where(
        subscriptions.c.name == literal_column(f"'{case_state.TABLE.name}'"),
        _live,
        _deadline_passed,
    )
)
"""Organisations with a deadline that has passed and is to be missed.

Parameters: now, entered_after.
"""
