"""Who may take which step."""

import importlib
import pkgutil
from collections.abc import Mapping
from functools import cache

from app.domain import steps
from app.domain.policy import Policy
from app.domain.procedure import step_of
from app.domain.values import Capability


def who_may(step: str, policy: Policy) -> tuple[str, ...]:
    """Name the roles that may take a step, in the policy's order."""
    able = policy.roles_with(capabilities()[step])
    reserved = policy.reserved.get(step)
    return able if reserved is None else tuple(role for role in able if role in reserved)


@cache
def capabilities() -> Mapping[str, Capability]:
    """Tell what each step needs, by the name that policies give it."""
    modules = (
        importlib.import_module(f"{steps.__name__}.{module.name}")
        for module in pkgutil.iter_modules(steps.__path__)
    )
    classes = (
        kind
        for module in modules
        for kind in vars(module).values()
        if isinstance(kind, type) and kind.__module__ == module.__name__
    )
    needs = ((kind, getattr(kind, "needs", None)) for kind in classes)
    return {step_of(kind): need for kind, need in needs if isinstance(need, Capability)}
