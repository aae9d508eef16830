"""The page that shows the contract. Its scripts lie here: it works without the internet."""

from pathlib import Path
from typing import Final

from fastapi import FastAPI
from fastapi.openapi.docs import get_swagger_ui_html
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.staticfiles import StaticFiles

ASSETS: Final = Path(__file__).parent / "static" / "swagger-ui"
"""Swagger UI 5.35.0 (Apache License 2.0), without its source maps."""


def install(app: FastAPI) -> None:
    """Put the page at /docs, and send those who come to / there."""
    app.mount("/docs/assets", StaticFiles(directory=ASSETS), name="docs-assets")
    app.router.add_route("/docs", _contract, include_in_schema=False)
    app.router.add_route("/", _to_contract, include_in_schema=False)


async def _contract(request: Request) -> Response:
    app: FastAPI = request.app
    return get_swagger_ui_html(
        openapi_url=app.openapi_url or "",
        title=app.title,
        swagger_js_url="/docs/assets/swagger-ui-bundle.js",
        swagger_css_url="/docs/assets/swagger-ui.css",
        swagger_favicon_url="/docs/assets/favicon-32x32.png",
        swagger_ui_parameters={"docExpansion": "none"},
    )


async def _to_contract(_: Request) -> Response:
    return RedirectResponse("/docs")
