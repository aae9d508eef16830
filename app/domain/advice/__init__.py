"""What is best done next with a complaint: what the policy asks for, by whom, until when, and why.

Nothing here decides anything: the steps refuse what may not be done. This says it beforehand, in
the order of the procedure.
"""

from app.domain.advice.order import NextStep, next_steps

__all__ = ["NextStep", "next_steps"]
