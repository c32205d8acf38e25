"""Which views are open to whom, and which requests are let in at all. A view that is not listed is closed."""

from flask import Flask, Response, abort, request
from werkzeug.exceptions import Forbidden
from werkzeug.middleware.proxy_fix import ProxyFix

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
TOEZICHT = frozenset({"toezicht.gezond", "toezicht.klaar", "toezicht.metrics"})  # what programs of the operator ask
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


def _alleen_genoemde_views() -> None:
    if (view := request.endpoint) is not None and view not in ALLE:
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


def _alleen_een_bekende_lengte() -> None:
    """A body in chunks has no length to check beforehand, and a broken one ends up, with what was typed, in an error."""
    if "HTTP_TRANSFER_ENCODING" in request.environ:  # in `request.headers` each "no" costs an exception: 3 us
        abort(411)


def _zet_bewaren(antwoord: Response) -> Response:
    view = request.endpoint
    if antwoord.status_code >= 400 or view in NIET_BEWAREN or view not in VRIJ:
        antwoord.headers["Cache-Control"] = "no-store"
        antwoord.headers["X-Robots-Tag"] = "noindex"
    else:
        antwoord.headers["Cache-Control"] = "no-cache"
    return antwoord
