"""The headers of every response, whoever makes it: Flask, a layer around it, gunicorn's worker."""

from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

from portal.config.values import is_host_header

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse, WSGIApplication, WSGIEnvironment

HSTS = "Strict-Transport-Security"
# What each is for, and what was left out: docs/beslissingen/0030-koppen-cookies-en-hosts.md.
HEADERS = {
    # connect-src: the script of the helpdesk asks for parts of its pages. Lighthouse fetches
    # robots.txt from inside a page and calls it broken when it may not.
    "Content-Security-Policy": (
        "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; "
        "connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
    ),
    HSTS: "max-age=31536000",
    "X-Content-Type-Options": "nosniff",
    # Not no-referrer: then browsers say `Origin: null` of our own forms too.
    "Referrer-Policy": "same-origin",
    # What Chromium asks permission for or hands out, and we do not use. Not clipboard-write: it
    # copies a code.
    "Permissions-Policy": (
        "accelerometer=(), browsing-topics=(), camera=(), clipboard-read=(), display-capture=(), "
        "fullscreen=(), geolocation=(), gyroscope=(), hid=(), idle-detection=(), local-fonts=(), "
        "magnetometer=(), microphone=(), midi=(), payment=(), publickey-credentials-get=(), "
        "screen-wake-lock=(), serial=(), storage-access=(), usb=(), window-management=(), "
        "xr-spatial-tracking=()"
    ),
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
}
BAD_HOST = b"Dit is geen naam van een site.\n"


def headers_layer(inner: "WSGIApplication", *, subdomains: bool) -> "WSGIApplication":
    """Puts HEADERS on every response, also when Flask is not asked; 400 for an impossible Host.

    `subdomains`: every name under ours has https too.
    """
    ours = {**HEADERS, HSTS: HEADERS[HSTS] + ("; includeSubDomains" if subdomains else "")}

    def layer(environ: "WSGIEnvironment", start_response: "StartResponse") -> Iterable[bytes]:
        def start(status: str, headers: list[tuple[str, str]], *rest: Any) -> Any:
            if not any(name.lower() == "cache-control" for name, _ in headers):
                headers = [*headers, ("Cache-Control", "no-store")]
            return start_response(status, [*headers, *ours.items()], *rest)

        if not is_host_header(environ.get("HTTP_HOST", "")):
            start("400 Bad Request", [("Content-Type", "text/plain; charset=utf-8")])
            return [] if environ["REQUEST_METHOD"] == "HEAD" else [BAD_HOST]
        return inner(environ, start)

    return layer
