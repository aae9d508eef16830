"""Migrated databases, as the tests of the log have them."""

from tests.events.conftest import (  # noqa: F401 - fixtures
    make_url,
    postgres_template,
    sqlite_template,
)
