"""The demo: a house for every shipped policy, each complaint as far on as its story goes.

Everything is entered through the HTTP commands that front ends use, by the people who would have
done it, so that the demo shows nothing that the service does not do.
"""

from app.demo.guide import show
from app.demo.setting_up import prepare

__all__ = ["prepare", "show"]
