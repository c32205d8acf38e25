"""Headers on every response of the site, whoever makes it: Flask, what stands before it, or the worker of gunicorn."""

from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

from flask import Flask

from portal.waarden import is_naam

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse, WSGIEnvironment

# What each part is for, and what was left out: docs/beslissingen/0030-koppen-cookies-en-hosts.md.
# connect-src: our scripts ask nothing. Lighthouse fetches robots.txt from inside the page, and calls it broken when it may not.
# Permissions-Policy: what Chromium asks leave for or hands out, and we do not use. Copying a code (clipboard-write) stays.
HEADERS = {
    "Content-Security-Policy": (
        "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self';"
        " form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
    ),
    "Strict-Transport-Security": "max-age=31536000; includeSubDomains",
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
    "Permissions-Policy": (
        "accelerometer=(), browsing-topics=(), camera=(), clipboard-read=(), display-capture=(), fullscreen=(), geolocation=(),"
        " gyroscope=(), hid=(), idle-detection=(), local-fonts=(), magnetometer=(), microphone=(), midi=(), payment=(),"
        " publickey-credentials-get=(), screen-wake-lock=(), serial=(), storage-access=(), usb=(), window-management=(),"
        " xr-spatial-tracking=()"
    ),
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
}


def omhul(app: Flask) -> None:
    """HEADERS on every response, also on those that Flask never sees. The outermost layer: call it last."""
    binnen = app.wsgi_app

    def met_headers(omgeving: "WSGIEnvironment", begin: "StartResponse") -> Iterable[bytes]:
        def begin_met_headers(status: str, headers: list[tuple[str, str]], *rest: Any) -> Any:
            if not any(naam.lower() == "cache-control" for naam, _ in headers):
                headers = [*headers, ("Cache-Control", "no-store")]
            return begin(status, [*headers, *HEADERS.items()], *rest)

        if not is_naam(omgeving.get("HTTP_HOST", "")):
            begin_met_headers("400 Bad Request", [("Content-Type", "text/plain; charset=utf-8")])
            return [] if omgeving["REQUEST_METHOD"] == "HEAD" else [b"Dit is geen naam van een site.\n"]
        return binnen(omgeving, begin_met_headers)

    app.wsgi_app = met_headers  # type: ignore[method-assign, assignment]  # Flask's own way to wrap
