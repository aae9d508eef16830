"""`triplicate ...`: running the service and looking after its record.

Exit codes: 0 done, 1 refused or failed (the message says what to do), 2 wrong usage; those of
`triplicate verify` are its own. Every command with `--output` writes through `output`.
"""

import typer

from app.cli import (
    organisations,
    policies,
    printing,
    projections,
    proof,
    retention,
    reviews,
    sealing,
    serving,
    sheets,
    tokens,
    verification,
)

app = typer.Typer(no_args_is_help=True, add_completion=False, help="Complaints, on the record.")
app.add_typer(serving.app)
app.add_typer(projections.app)
app.add_typer(printing.app)
app.add_typer(proof.app)
app.add_typer(verification.app)
app.add_typer(reviews.app)
app.add_typer(sheets.app)
app.add_typer(organisations.app, name="organisation")
app.add_typer(policies.app, name="policy")
app.add_typer(retention.app, name="retention")
app.add_typer(tokens.app, name="token")
app.add_typer(projections.parked_app, name="parked")
app.add_typer(sealing.app, name="seal")
