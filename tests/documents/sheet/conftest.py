"""Sheets of a service that was set up once for all tests."""

from tests.api.conftest import founded

__all__ = ["founded"]
