"""`triplicate ...`: commands for operators.

Exit codes: 0 done, 1 refused or failed (the message says what to do), 2 wrong usage; those of
`triplicate verify` are its own. Every command with `--output` writes through `output`.
"""

from importlib import import_module
from typing import Any, NamedTuple

import typer
from typer.core import TyperCommand, TyperGroup
from typer.main import get_group


class _Entry(NamedTuple):
    module: str
    summary: str


COMMANDS = {
    "serve": _Entry(
        "serving",
        "Serve the API (TRIPLICATE_HOST, TRIPLICATE_PORT, TRIPLICATE_DATABASE_URL).",
    ),
    "migrate": _Entry(
        "serving",
        "Bring the database to this program's schema or leave a newer one; make missing keys.",
    ),
    "demo": _Entry(
        "serving",
        "Set up demo organisations, one for each policy, say where to look, and serve.",
    ),
    "project": _Entry(
        "serving",
        "Run projections, deadlines, seals and the log scrub, where the API runs without them.",
    ),
    "openapi": _Entry("serving", "Write the contract (OpenAPI 3.1)."),
    "rebuild": _Entry(
        "projections",
        "Fill projections again from the log, beside the ones in use, then switch over.",
    ),
    "status": _Entry(
        "projections",
        "Show projection lag. Exits 1 if a projection lags more than a second, has parked events"
        " or stale rows, or if a log is not what was signed.",
    ),
    "print": _Entry("printing", "Print forms, in the order of their receipt."),
    "export": _Entry(
        "proof", "Write the whole log of an organisation with all that proves it: see `verify`."
    ),
    "proof": _Entry(
        "proof", "Write the events of one complaint with what proves them: see `verify`."
    ),
    "verify": _Entry(
        "verification",
        "Check an archive or a proof, without a database: 0 sound, 1 tampered, 2 cannot tell.",
    ),
    "review": _Entry(
        "reviews", "Write the review of a span of time for its meeting (WS-43, PC-43, AS-26)."
    ),
    "sheet": _Entry(
        "sheets",
        "Write the audit copies as a workbook or as CSV; days are those of the organisation.",
    ),
    "organisation": _Entry("organisations", "Organisations: tenants with a policy."),
    "policy": _Entry("policies", "Policies: what an organisation decides for itself."),
    "retention": _Entry("retention", "Keeping the copies of the form, and their end."),
    "token": _Entry("tokens", "Access tokens: who may ask."),
    "parked": _Entry("parked", "Events that a projection could not take."),
    "seal": _Entry("sealing", "Signed checkpoints of the log."),
}
"""Every command, with the module of `app.cli` that holds it: imported when the command is run, so
that `--help` does not wait for databases, the web and fonts."""


class LazyGroup(TyperGroup):
    """Lists commands by name and summary, and imports the one that is run."""

    def __init__(self, **attributes: Any) -> None:  # noqa: ANN401 - typer's own
        """List the commands."""
        super().__init__(**attributes)
        for name, entry in COMMANDS.items():
            self.add_command(TyperCommand(name, help=entry.summary))

    def resolve_command(self, ctx: Any, args: list[str]) -> Any:  # noqa: ANN401 - click's own, which typer hides
        """Import a command before it is found."""
        if args and args[0] in COMMANDS:
            self.add_command(load(args[0]), args[0])
        return super().resolve_command(ctx, args)


def load(name: str) -> Any:  # noqa: ANN401 - a command of click, which typer hides
    """Import a command, or the group of commands of that name."""
    found = get_group(import_module(f"app.cli.{COMMANDS[name].module}").app)
    return found.commands.get(name, found)


app = typer.Typer(cls=LazyGroup, no_args_is_help=True, add_completion=False)


@app.callback()
def triplicate() -> None:
    """Complaints, on the record."""
