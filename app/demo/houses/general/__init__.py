"""The demo organisation: all trades under the default policy."""

from app.demo.house import House
from app.demo.houses.general.people import EVERYBODY
from app.demo.houses.general.stories import STORIES
from app.domain.values import OrganisationId

HOUSE = House(OrganisationId("demo"), "Demo 示范", "default", EVERYBODY, STORIES)
