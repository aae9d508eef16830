"""Text that `triplicate demo` prints before it serves: where to look, and requests to try."""

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from ipaddress import ip_address
from typing import Final

from rich.cells import set_cell_size
from rich.console import Console

from app.demo.scenario import Scenario, scenarios
from app.demo.seeder import Tokens
from app.demo.tokens_file import FILE
from app.settings import Settings

_RECEIPT: Final = {
    "channel": "telephone",
    "unit": "customer-service",
    "complainant": {"name": "李女士", "telephone": "139 0000 0000"},
    "statement": "相册封面开胶，取回来才三天。",
}


@dataclass(frozen=True, slots=True)
class Example:
    """A request to try."""

    says: str
    role: str
    target: str
    body: Mapping[str, object] | None = None
    organisation: str = "demo"

    def curl(self, base: str, token: str) -> str:
        """Write it for a shell."""
        lines = [f"curl -s '{base}{self.target}'", f"-H 'Authorization: Bearer {token}'"]
        if self.body is not None:
            lines += [
                "-H 'Idempotency-Key: my-first-complaint'",
                "-H 'Content-Type: application/json'",
                f"-d '{_json(self.body)}'",
            ]
        return " \\\n  ".join(lines)


EXAMPLES: Final = (
    Example("Open complaints, as the handler sees them", "handler", "/v1/complaints?status=open"),
    Example(
        "Audit copies that lie with finance", "finance", "/v1/copies/audit?custody=with-finance"
    ),
    Example("Receive a complaint", "handler", "/v1/complaints", _RECEIPT),
    Example(
        "What the wedding studio's store supervisor answers for today",
        "store-supervisor",
        "/v1/worklist?kind=promised-today",
        organisation="wedding-studio",
    ),
    Example(
        "What its shop desk says while nobody knows the cause yet",
        "shop-desk",
        "/v1/guidance?stage=apology&situation=cause-unclear",
        organisation="wedding-studio",
    ),
)


def show(settings: Settings, tokens: Tokens, console: Console) -> None:
    """Say where to look, with tokens only where nobody else can reach the service."""
    base = f"http://{_reached_at(settings.host)}:{settings.port}"
    page = "/docs" if settings.docs else ""
    console.print(f"\n[bold]Triplicate[/bold]  {base}{page}\n", highlight=False)
    path = settings.data_dir / FILE
    if _is_loopback(settings.host):
        console.print(
            "A demo on this machine only; its tokens are good for nothing else.\n"
            f"They are kept in {path}.",
            highlight=False,
        )
        demo = scenarios()[0]
        people = _people(demo, tokens[demo.organisation])
        console.print(people, markup=False, highlight=False, soft_wrap=True)
        shown = tokens
    else:
        console.print(
            f"This address can be reached from elsewhere, so no tokens are shown: see {path}.\n"
            "Put the token of the role in the place of $TOKEN.\n",
            highlight=False,
        )
        shown = {
            scenario.organisation: {person.role: "$TOKEN" for person in scenario.people}
            for scenario in scenarios()
        }
    console.print(_organisations(), markup=False, highlight=False, soft_wrap=True)
    for text in _examples(base, shown):
        console.print(text, markup=False, highlight=False, soft_wrap=True)


def _people(scenario: Scenario, tokens: Mapping[str, str]) -> str:
    """Write a line for everybody; a token is never cut, however narrow the window."""
    lines = (
        f"  {set_cell_size(person.name, 8)}{person.role:<17}{tokens[person.role]}"
        for person in scenario.people
    )
    return "\n" + "\n".join(lines) + "\n"


def _organisations() -> str:
    """Write a line for each other organisation: its number of complaints, and its tokens."""
    lines = (
        f"  {set_cell_size(scenario.title, 16)}{len(scenario.stories)} complaints   "
        f'.houses["{scenario.organisation}"].tokens'
        for scenario in scenarios()[1:]
    )
    return "One house for each policy of a trade, with its tokens in that file under\n\n" + (
        "\n".join(lines) + "\n"
    )


def _examples(base: str, tokens: Tokens) -> Iterator[str]:
    for example in EXAMPLES:
        token = tokens[example.organisation][example.role]
        yield f"# {example.says}\n{example.curl(base, token)}\n"


def _json(body: Mapping[str, object]) -> str:
    """Write a body with a line for each member."""
    members = (f'"{key}": {json.dumps(it, ensure_ascii=False)}' for key, it in body.items())
    return "{" + ",\n      ".join(members) + "}"


def _reached_at(host: str) -> str:
    """Name the host as a client on this machine would."""
    if host in {"0.0.0.0", "::"}:  # noqa: S104 - compared, not bound
        return "127.0.0.1"
    return f"[{host}]" if ":" in host else host


def _is_loopback(host: str) -> bool:
    if host == "localhost":
        return True
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return False
