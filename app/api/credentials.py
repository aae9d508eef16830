"""Who is asking: the bearer token of a request (RFC 6750)."""

from typing import Annotated

from fastapi import Depends, Request
from fastapi.openapi.models import HTTPBearer as HTTPBearerModel
from fastapi.security.base import SecurityBase

from app.access.tokens import Principal
from app.api.bodies import header
from app.api.problems import unauthorised
from app.application.services import Services


class Bearer(SecurityBase):
    """Finds the principal of a request; also tells the contract that a token is needed."""

    def __init__(self) -> None:
        """Describe the scheme."""
        self.model = HTTPBearerModel(
            description="A token made by `triplicate token create`: `Authorization: Bearer tri_...`"
        )
        self.scheme_name = "token"

    async def __call__(self, request: Request) -> Principal:
        """Find who is asking.

        Raises:
            Problem: 401, there is no good token.

        """
        services: Services = request.app.state.services
        scheme, _, secret = (header(request, b"authorization") or "").partition(" ")
        if scheme.lower() != "bearer" or not secret:
            detail = "send a token: Authorization: Bearer ..."
            raise unauthorised(detail)
        principal = await services.tokens.find(secret.strip())
        if principal is None:
            detail = "the token is unknown, revoked or past its time"
            raise unauthorised(detail)
        return principal


bearer = Bearer()

Caller = Annotated[Principal, Depends(bearer)]
"""The principal, as a parameter of a route."""
