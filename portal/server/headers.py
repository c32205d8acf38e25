"""Headers on every response of the site, whoever makes it: Flask, what stands before it, or the worker of gunicorn."""

from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

from portal.config.values import is_host_header

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse, WSGIApplication, WSGIEnvironment

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


def headers_layer(inner: "WSGIApplication") -> "WSGIApplication":
    """HEADERS on every response, also on those that Flask never sees."""

    def with_headers(
        environ: "WSGIEnvironment", start_response: "StartResponse"
    ) -> Iterable[bytes]:
        def start_with_headers(status: str, headers: list[tuple[str, str]], *rest: Any) -> Any:
            if not any(name.lower() == "cache-control" for name, _ in headers):
                headers = [*headers, ("Cache-Control", "no-store")]
            return start_response(status, [*headers, *HEADERS.items()], *rest)

        if not is_host_header(environ.get("HTTP_HOST", "")):
            start_with_headers("400 Bad Request", [("Content-Type", "text/plain; charset=utf-8")])
            return (
                [] if environ["REQUEST_METHOD"] == "HEAD" else [b"Dit is geen naam van een site.\n"]
            )
        return inner(environ, start_with_headers)

    return with_headers
