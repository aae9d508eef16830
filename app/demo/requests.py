"""Sends the requests of a scenario to the service, within this process."""

from collections.abc import Callable, Iterable, Mapping
from typing import Final

from fastapi import FastAPI
from httpx import ASGITransport, AsyncClient, Response

from app.api.routes import STEPS
from app.demo.scenario import Body, OtherStory, Request

_NOUNS: Final = {step.command.key: step.noun for step in STEPS}


class Refused(Exception):
    """A request was refused: the scenario does not fit the rules."""

    def __init__(self, request: Request, answer: Response) -> None:
        """Show the request and the problem."""
        self.problem = answer.text
        what = f"{request.key}: {request.person.subject} -> {request.command}"
        super().__init__(f"{what} was answered {answer.status_code}: {answer.text}")


async def send(
    app: FastAPI,
    requests: Iterable[Request],
    tokens: Mapping[str, str],
    sent: Callable[[], None] = lambda: None,
) -> int:
    """Send the requests in their order and call `sent` after each; return the number of complaints.

    The tokens are by role.

    Raises:
        Refused: a request was refused.

    """
    complaints: dict[str, str] = {}
    async with AsyncClient(transport=ASGITransport(app), base_url="http://demo") as client:
        for request in requests:
            answer = await client.post(
                _path(request, complaints),
                json=_body(request.body, complaints),
                headers={
                    "Authorization": f"Bearer {tokens[request.person.role]}",
                    "Idempotency-Key": request.key,
                },
            )
            if not answer.is_success:
                raise Refused(request, answer)
            complaints[request.story] = answer.json()["complaint_id"]
            sent()
    return len(complaints)


def _path(request: Request, complaints: Mapping[str, str]) -> str:
    if request.story not in complaints:
        return "/v1/complaints"
    return f"/v1/complaints/{complaints[request.story]}/{_NOUNS[request.command]}"


def _body(body: Body, complaints: Mapping[str, str]) -> Body:
    """Fill in the ids of other complaints."""
    return {
        name: complaints[value.key] if isinstance(value, OtherStory) else value
        for name, value in body.items()
    }
