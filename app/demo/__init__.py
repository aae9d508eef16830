"""The demo: an organisation for every shipped policy, with complaints at every stage.

Everything is entered through the HTTP commands that front ends use, by the people who would have
done it, so that the demo shows nothing that the service does not do.
"""

from app.demo.guide import show
from app.demo.seeder import prepare

__all__ = ["prepare", "show"]
