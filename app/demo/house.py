"""A house of the demo: an organisation with its policy, its people and its case book."""

from typing import NamedTuple

from app.demo.people import Person
from app.demo.story import Story
from app.domain.values import OrganisationId


class House(NamedTuple):
    """An organisation of the demo."""

    organisation: OrganisationId
    title: str
    policy: str
    """The shipped policy that it is founded with."""
    people: tuple[Person, ...]
    stories: tuple[Story, ...]
