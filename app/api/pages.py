"""The page that shows the contract. Its scripts lie here: it works without the internet."""

from pathlib import Path
from typing import Final

from fastapi import FastAPI
from starlette.requests import Request
from starlette.responses import FileResponse, RedirectResponse, Response
from starlette.staticfiles import StaticFiles

ASSETS: Final = Path(__file__).parent / "static"
"""The page; and Swagger UI 5.35.0 (Apache License 2.0), without its source maps."""

HEADERS: Final = {
    # Swagger UI writes styles into its elements and draws its icons from data: addresses.
    "Content-Security-Policy": "default-src 'none'; script-src 'self'; connect-src 'self'; "
    "style-src 'self' 'unsafe-inline'; img-src 'self' data:; base-uri 'none'; "
    "form-action 'none'; frame-ancestors 'none'",
    "Cache-Control": "no-cache",
}


def install(app: FastAPI) -> None:
    """Put the page at /docs, and send those who come to / there."""
    app.mount("/docs/assets", _Assets(directory=ASSETS), name="docs-assets")
    app.router.add_route("/docs", _contract, include_in_schema=False)
    app.router.add_route("/", _to_contract, include_in_schema=False)


class _Assets(StaticFiles):
    """Public files, which a browser may keep and ask about."""

    def file_response(self, *args: object, **kwargs: object) -> Response:
        response = super().file_response(*args, **kwargs)  # type: ignore[arg-type] # as in the base
        response.headers["Cache-Control"] = HEADERS["Cache-Control"]
        return response


async def _contract(_: Request) -> Response:
    return FileResponse(ASSETS / "docs" / "index.html", headers=HEADERS)


async def _to_contract(_: Request) -> Response:
    return RedirectResponse("/docs")
