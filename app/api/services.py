"""The services of the application that a request came to."""

from typing import cast

from starlette.requests import Request

from app.application.services import Services


def services_of(request: Request) -> Services:
    """Find the services of the application that a request came to."""
    return cast("Services", request.app.state.services)
