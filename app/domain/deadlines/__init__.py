"""Deadlines: which clocks run, from when, until when, what stops them, and what a miss means.

Every event gives signals; the clocks of the policy say which signals start and stop them. What is
due is computed once, when the clock starts, and recorded: a later policy never moves it.
"""

from app.domain.deadlines.agenda import Agenda
from app.domain.deadlines.clocks import Consequence, consequence

__all__ = ["Agenda", "Consequence", "consequence"]
