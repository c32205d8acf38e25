"""Headers on every response, and the list of views that are open to everybody. A view that is not listed is closed."""

from collections.abc import Iterable
from ipaddress import IPv6Address, ip_address, ip_network
from typing import TYPE_CHECKING, Any

from flask import Flask, Response, abort, request
from werkzeug.exceptions import Forbidden
from werkzeug.middleware.proxy_fix import ProxyFix

from portal.config import Netwerk

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse, WSGIEnvironment

# Every view of the site stands in exactly one list; a test holds this equal to the routes. Open to everybody:
ALGEMEEN = frozenset(
    {
        "publiek.start",
        "publiek.terug_naar_start",
        "publiek.voorbeelden",
        "publiek.over",
        "publiek.privacy",
        "publiek.zo_gaat_het",
        "publiek.wat_is_er_veranderd",
        "publiek.vragen",
        "publiek.begrippen",
        "publiek.berekening",
        "publiek.trillingstool",
        "publiek.bronnen",
        "publiek.toegankelijkheid",
        "publiek.klopt_dit_niet",
        "publiek.robots",
        "publiek.security_txt",
    }
)
# Open too, but their pages hold somebody's address, answer or words: never kept by a browser; errors are treated the same.
NIET_BEWAREN = frozenset(
    {
        "publiek.adres",
        "publiek.invoer",
        "publiek.kies",
        "publiek.gekozen",
        "publiek.uitkomst",
        "publiek.klopt_dit_niet_hier",
        "publiek.voorbeeld",
        "publiek.stappen",
        "publiek.stappen_gekozen",
        "publiek.eerder",
        "publiek.eerder_gekozen",
        "helpdesk.inloggen",
        "helpdesk.log_in",
        "publiek.meekijkcode_maken",
        "publiek.meekijkcode",
        "publiek.meekijkcode_vergeten",
        "publiek.duidelijk",
        "publiek.bedankt",
        "publiek.terugbellen",
        "publiek.terugbellen_van",
        "publiek.terugbelformulier",
        "publiek.terugbellen_ingevuld",
        "publiek.nakijken",
        "publiek.indienen",
        "publiek.klaar",
        "publiek.klaar_afspraak",
        "publiek.mijn_verzoek",
        "publiek.zoek_verzoek",
        "publiek.mijn_invoer",
        "publiek.verzoek",
        "publiek.mijn_afspraak",
        "publiek.verplaats",
        "publiek.trek_in",
        "publiek.verwijderen",
        "publiek.verwijder",
        "publiek.verzoek_weg",
    }
)
VRIJ = ALGEMEEN | NIET_BEWAREN
# No pages: what programs of the operator ask (`portal.toezicht`). The counts it gives only to this machine or for a token.
TOEZICHT = frozenset({"toezicht.gezond", "toezicht.klaar", "toezicht.metrics"})
# Views for colleagues who are logged in, and for a beheerder alone (`portal.helpdesk.toegang`).
MEDEWERKER = frozenset(
    {
        "helpdesk.wachtrij",
        "helpdesk.zoeken",
        "helpdesk.gevonden",
        "helpdesk.verzoek",
        "helpdesk.pakken",
        "helpdesk.loslaten",
        "helpdesk.overdragen",
        "helpdesk.poging",
        "helpdesk.notitie",
        "helpdesk.verplaatsen",
        "helpdesk.sluiten",
        "helpdesk.heropenen",
        "helpdesk.intrekken",
        "helpdesk.verwijderen",
        "helpdesk.echt_verwijderen",
        "helpdesk.nieuw",
        "helpdesk.nieuw_gevonden",
        "helpdesk.dien_in",
        "helpdesk.nieuw_fout",
        "helpdesk.nieuw_klaar",
        "helpdesk.uitloggen",
        "helpdesk.uitgifte",
        "helpdesk.mijn_account",
        "helpdesk.wijzig_wachtwoord",
        "helpdesk.eindig_sessies",
        "helpdesk.maak_herstelcodes",
        "helpdesk.meekijken",
        "helpdesk.meekijken_open",
        "helpdesk.meekijken_code",
        "helpdesk.meekijken_zoek",
        "helpdesk.meekijken_invoer",
        "helpdesk.meekijken_kies",
        "helpdesk.meekijken_uitkomst",
        "helpdesk.meekijken_verzoek",
    }
)
BEHEERDER = frozenset(
    {
        "helpdesk.accounts",
        "helpdesk.voeg_account_toe",
        "helpdesk.account",
        "helpdesk.wijzig_rol",
        "helpdesk.geef_toegang",
        "helpdesk.sluit_account",
        "helpdesk.logboek",
        "helpdesk.openingstijden",
        "helpdesk.openingstijden_getypt",
        "helpdesk.openingstijden_invoer",
        "helpdesk.openingstijden_voorbeeld",
        "helpdesk.openingstijden_bewaar",
        "helpdesk.cijfers",
        "helpdesk.cijfers_csv",
        "helpdesk.duidelijk_csv",
    }
)
ALLE = VRIJ | TOEZICHT | MEDEWERKER | BEHEERDER
HELPDESK = "/helpdesk"  # where the pages for colleagues stand

# What each part is for, and what was left out: docs/beslissingen/0030-koppen-cookies-en-hosts.md.
# connect-src: our scripts ask nothing. Lighthouse fetches robots.txt from inside the page, and calls it broken when it may not.
# Permissions-Policy: what Chromium knows and we do not use; what is not there at all it does not ask for. Copying a code stays.
HEADERS = {
    "Content-Security-Policy": (
        "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self';"
        " form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
    ),
    "Strict-Transport-Security": "max-age=31536000; includeSubDomains",
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
    "Permissions-Policy": (
        "accelerometer=(), browsing-topics=(), camera=(), display-capture=(), geolocation=(), gyroscope=(), magnetometer=(),"
        " microphone=(), midi=(), payment=(), usb=()"
    ),
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
}


class AlleenBeheerder(Forbidden):
    """A page for a beheerder, asked by a medewerker."""


class OudFormulier(Forbidden):
    """A form of the helpdesk that does not belong to this session."""


def init_app(app: Flask, *, proxies: int, hosts: tuple[str, ...]) -> None:
    """Closes what is not listed, limits what may be sent, and says what may be kept.

    `proxies`: our own servers before it. `hosts`: the names of the site; under another name there is nothing. None: any name.
    """
    app.config["TRUSTED_HOSTS"] = list(hosts) or None
    if proxies:
        app.wsgi_app = ProxyFix(app.wsgi_app, x_for=proxies, x_proto=proxies)  # type: ignore[method-assign]  # Flask's own way to wrap
    app.url_map.merge_slashes = False  # a redirect to the name that the sender says is ours; we have no such links
    app.config["MAX_CONTENT_LENGTH"] = 16 * 1024  # our largest form, with nothing but emoji, is under 8 kB
    app.config["MAX_FORM_MEMORY_SIZE"] = 16 * 1024
    app.config["MAX_FORM_PARTS"] = 40
    app.before_request(_alleen_genoemde_views)
    app.before_request(_alleen_van_onze_eigen_paginas)
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
    if request.endpoint is not None and request.endpoint not in ALLE:
        abort(404)


def _alleen_van_onze_eigen_paginas() -> None:
    """A form on another site may not be sent here in somebody's name.

    Browsers before 2023 do not say where a form stands; they name the origin, which is `null` for ours too because of our
    Referrer-Policy. What has neither is no browser. Forms of the helpdesk carry a token besides.
    """
    if request.method in ("GET", "HEAD", "OPTIONS"):
        return
    herkomst = request.headers.get("Sec-Fetch-Site")
    if herkomst is None:
        origin = request.headers.get("Origin", "null")
        van_ons = origin == "null" or origin.partition("//")[2] == request.host
    else:
        van_ons = herkomst in ("same-origin", "none")
    if not van_ons:
        abort(403)


def netwerk(adres: str, eigen: Iterable[Netwerk]) -> str:
    """Whose tries are counted together: one IPv4 address, or a /64 of IPv6 (one household). Empty: these are not counted."""
    try:
        ip = ip_address(adres)
    except ValueError:  # a socket has no address
        return "onbekend"
    if isinstance(ip, IPv6Address) and ip.ipv4_mapped:
        ip = ip.ipv4_mapped
    if any(ip in net for net in eigen):
        return ""
    return str(ip) if ip.version == 4 else str(ip_network((int(ip) >> 64 << 64, 64)))


def _alleen_een_bekende_lengte() -> None:
    """A body in chunks has no length to check beforehand, and a broken one ends up, with what was typed, in an error."""
    if "Transfer-Encoding" in request.headers:
        abort(411)


def _zet_bewaren(antwoord: Response) -> Response:
    if antwoord.status_code >= 400 or request.endpoint in NIET_BEWAREN or request.endpoint not in VRIJ:
        antwoord.headers["Cache-Control"] = "no-store"
        antwoord.headers["X-Robots-Tag"] = "noindex"
    else:
        antwoord.headers["Cache-Control"] = "no-cache"
    return antwoord
