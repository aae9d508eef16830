"""The case books: for each kind of house, what happened there and how far it has come."""

from app.demo.houses.general import after_sales, album, beauty, leisure, members, shopping, wedding

STORIES = (
    *wedding.STORIES,
    *album.STORIES,
    *shopping.STORIES,
    *members.STORIES,
    *leisure.STORIES,
    *beauty.STORIES,
    *after_sales.STORIES,
)
