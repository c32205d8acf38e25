"""Headers on every response, and the list of views that are open to everybody. A view that is not listed is closed."""

from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

from flask import Flask, Response, abort, request

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse, WSGIEnvironment

# Every view of the site stands in exactly one list; a test holds this equal to the routes.
VRIJ = frozenset(
    {
        "publiek.start",
        "publiek.adres",
        "publiek.terug_naar_start",
        "publiek.invoer",
        "publiek.kies",
        "publiek.gekozen",
        "publiek.uitkomst",
        "publiek.voorbeelden",
        "publiek.over",
        "publiek.privacy",
    }
)
# Views whose pages hold somebody's address or answer; errors are treated the same.
NIET_BEWAREN = frozenset({"publiek.adres", "publiek.invoer", "publiek.kies", "publiek.gekozen", "publiek.uitkomst"})

HEADERS = {
    "Content-Security-Policy": (
        "default-src 'none'; style-src 'self'; img-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
    ),
    "Strict-Transport-Security": "max-age=31536000",
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=(), payment=(), usb=()",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
}


def init_app(app: Flask) -> None:
    """Closes what is not listed, limits what may be sent, and says what may be kept."""
    app.config["MAX_CONTENT_LENGTH"] = 16 * 1024  # our largest form is under 1 kB
    app.config["MAX_FORM_MEMORY_SIZE"] = 16 * 1024
    app.config["MAX_FORM_PARTS"] = 20
    app.before_request(_alleen_genoemde_views)
    app.before_request(_alleen_een_bekende_lengte)
    app.after_request(_zet_bewaren)


def omhul(app: Flask) -> None:
    """HEADERS on every response, also on those that Flask never sees. The outermost layer: call it last."""
    binnen = app.wsgi_app

    def met_headers(omgeving: "WSGIEnvironment", begin: "StartResponse") -> Iterable[bytes]:
        def begin_met_headers(status: str, headers: list[tuple[str, str]], *rest: Any) -> Any:
            if not any(naam.lower() == "cache-control" for naam, _ in headers):
                headers = [*headers, ("Cache-Control", "no-store")]
            return begin(status, [*headers, *HEADERS.items()], *rest)

        return binnen(omgeving, begin_met_headers)

    app.wsgi_app = met_headers  # type: ignore[method-assign, assignment]  # Flask's own way to wrap


def _alleen_genoemde_views() -> None:
    if request.endpoint is not None and request.endpoint not in VRIJ:
        abort(404)


def _alleen_een_bekende_lengte() -> None:
    """A body in chunks has no length to check beforehand, and a broken one ends up, with what was typed, in an error."""
    if "Transfer-Encoding" in request.headers:
        abort(411)


def _zet_bewaren(antwoord: Response) -> Response:
    if antwoord.status_code >= 400 or request.endpoint in NIET_BEWAREN:
        antwoord.headers["Cache-Control"] = "no-store"
        antwoord.headers["X-Robots-Tag"] = "noindex"
    else:
        antwoord.headers["Cache-Control"] = "no-cache"
    return antwoord
