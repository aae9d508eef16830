"""The houses of the demo: one for every policy that is shipped."""

from app.demo.houses import (
    after_sales,
    beauty,
    general,
    leisure_club,
    photo_chain,
    shopping_centre,
    wedding_studio,
)

DEMO = general.HOUSE
"""The one that the README's tour goes through."""

HOUSES = (
    DEMO,
    wedding_studio.HOUSE,
    shopping_centre.HOUSE,
    leisure_club.HOUSE,
    photo_chain.HOUSE,
    beauty.HOUSE,
    after_sales.HOUSE,
)
