"""The first copy, which the handling unit keeps (处理单位留存, SC-35): the form, box by box.

It holds personal data, and what is due next, and by whom.
"""

from app.events.projections.handler_copy import (  # noqa: F401 - each folds its own events
    due,
    handling,
    recording,
    result,
)
from app.events.projections.handler_copy.beginning import project
from app.events.projections.handler_copy.document import HandlerCopy
from app.events.projections.handler_copy.table import ONE, PROJECTION, TABLE, columns

__all__ = ["ONE", "PROJECTION", "TABLE", "HandlerCopy", "columns", "project"]
