"""The third copy, which the planning department keeps (企划部, SC-38).

What can be counted and compared: no personal data, and none of the words that people wrote. Place
and stage are left out, because a policy may leave their words free (WS-02).
"""

from app.events.projections.planning_copy import (  # noqa: F401 - each folds its own events
    ending,
    handling,
    times,
)
from app.events.projections.planning_copy.beginning import project
from app.events.projections.planning_copy.document import PlanningCopy
from app.events.projections.planning_copy.table import ONE, PROJECTION, TABLE, columns

__all__ = ["ONE", "PROJECTION", "TABLE", "PlanningCopy", "columns", "project"]
