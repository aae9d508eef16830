"""One press for all tests: reading the fonts takes a while."""

import pytest

from app.documents.form import FormRenderer
from tests.api.conftest import founded, service

__all__ = ["founded", "service"]


@pytest.fixture(scope="session")
def press() -> FormRenderer:
    return FormRenderer()
