"""What programs look for: `/robots.txt`, and `/.well-known/security.txt` (RFC 9116)."""

from datetime import timedelta

from flask import Flask, Response, abort, current_app

from portal import clock
from portal.config.settings import Settings
from portal.publiek.zelfcheck import bp
from portal.terugbellen.waarden.telefoon import TelefoonFout, lees_telefoon
from portal.web.access import PUBLIC, access

MELDEN = "portal.melden"
GELDIG = timedelta(days=90)  # from the day it is asked for; RFC 9116 advises less than a year
# Nothing is forbidden: a search engine that may not fetch a page misses its noindex, and may then
# list its URL all the same.
ROBOTS = "User-agent: *\nDisallow:\n"


def init_app(app: Flask, settings: Settings) -> None:
    """Keeps the fixed lines of security.txt; none when the operator named no place to report to."""
    vast = [f"Contact: {waar}" for waar in _meldpunten(settings)]
    if vast:
        vast.append("Preferred-Languages: nl, en")
        if settings.site:
            vast.append(f"Canonical: {settings.site}/.well-known/security.txt")
    app.extensions[MELDEN] = vast


@bp.get("/robots.txt")
@access(PUBLIC)
def robots() -> Response:
    """Search engines may fetch everything; each page says itself whether it may be found."""
    return _tekst(ROBOTS)


@bp.get("/.well-known/security.txt")
@access(PUBLIC)
def security_txt() -> Response:
    """Where to report a weakness. 404 when the operator named no place."""
    vast = current_app.extensions[MELDEN]
    if not vast:
        abort(404)
    tot = clock.now().replace(hour=0, minute=0, second=0, microsecond=0) + GELDIG
    return _tekst("\n".join([*vast, f"Expires: {tot.isoformat()}", ""]))


def _meldpunten(settings: Settings) -> list[str]:
    """What was set for it, or else what the foot of each page has, as far as it is an address."""
    if settings.beveiliging:
        return [settings.beveiliging]
    try:
        telefoon = [f"tel:{lees_telefoon(settings.telefoon)}"]
    except TelefoonFout:  # empty, or a service number, which has no international form
        telefoon = []
    return [*filter(None, [settings.website]), *telefoon]


def _tekst(inhoud: str) -> Response:
    return Response(inhoud, content_type="text/plain; charset=utf-8")
