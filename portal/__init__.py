"""The website: `create_app(settings)` puts it together, one line for each concern."""

from functools import partial
from pathlib import Path
from secrets import token_urlsafe

from flask import Flask
from werkzeug.middleware.proxy_fix import ProxyFix

from portal import cli, helpdesk, klok, publiek, services, statisch, toezicht
from portal.adressen.bron import Adresbron
from portal.adressen.opzoeken import OpzoekenKanNiet, meld_geen_antwoord
from portal.adressen.pdok import Pdok
from portal.adressen.store import AdresStore
from portal.adressen.voorbeeld import zorg_voor_register
from portal.bevingen.later import LATER, LatereBevingen
from portal.config import GEBIED, REGISTER, Settings
from portal.db import controleer_sqlite
from portal.gebied.store import GebiedStore
from portal.gezondheid import Gezondheid
from portal.installatie import controleer_code, controleer_schrijfbaar
from portal.kenmerk import Kenmerken, KenmerkFout
from portal.koppen import headers_layer
from portal.loket import Loket, controleer_zonder_sleutel
from portal.medewerkers.store import GeenMedewerker
from portal.metingen import Meetlaag
from portal.terugbellen import notatie
from portal.web import access, errors, page_cache, requests
from portal.web.i18n import environments, notation
from portal.web.i18n.language import LanguageLayer
from portal.zelfcheck.diensten import Diensten
from portal.zelfcheck.verwijzing import Verwijzer
from rules.bevingen import catalogus

TEMPLATES = Path(__file__).parent.parent / "templates"


def create_app(settings: Settings) -> Flask:
    """The application.

    Raises SqliteTeOud, CatalogusFout, SleutelPastNiet, OpslagKanNiet, StartKanNiet, ThemaFout;
    OSError when there is no register and none can be written.
    """
    controleer_sqlite()
    controleer_code()
    catalogus()  # a site that cannot count does not start
    zorg_voor_register(settings.data / REGISTER, klok.nu())
    loket = _open_loket(settings)
    # Its own name for the log: what Flask itself says holds a URL, and only our own words are written out.
    app = Flask("zelfcheck", root_path=str(Path(__file__).parent), template_folder=str(TEMPLATES), static_folder=None)
    requests.init_app(app, settings.bekende_hosts)
    access.init_app(app)
    environments.init_app(app, [notation.filters, notatie.filters])
    page_cache.init_app(app)
    errors.init_app(app, gone=[KenmerkFout, GeenMedewerker], unanswered=OpzoekenKanNiet, report=meld_geen_antwoord)
    static_layer = statisch.init_app(app, settings.thema)
    register, gebied = AdresStore(settings.data / REGISTER), GebiedStore(settings.data / GEBIED)
    pdok = Pdok(settings.pdok, vandaag=klok.vandaag, monotoon=klok.monotoon)
    bron = Adresbron(register, pdok, settings.adresbron)
    kenmerken = Kenmerken(*(settings.geheimen or (token_urlsafe(),)))
    zelfcheck = Diensten(bron, gebied, Verwijzer(kenmerken), LatereBevingen(settings.data / LATER))
    services.init_app(app, services.Services(zelfcheck, kenmerken, loket))
    publiek.init_app(app, settings)
    if loket:
        helpdesk.init_app(app)
    toezicht.init_app(app, settings.toezicht, Gezondheid(settings.data, register, gebied, loket, bron.met_pdok))
    cli.init_app(app, settings, register, gebied, loket)
    layers = (  # the outermost first
        Meetlaag,
        headers_layer,
        static_layer,
        LanguageLayer,
        partial(ProxyFix, x_for=settings.proxies, x_proto=settings.proxies),
    )
    for layer in reversed(layers):
        app.wsgi_app = layer(app.wsgi_app)  # type: ignore[method-assign]  # Flask's own way to wrap
    return app


def _open_loket(settings: Settings) -> Loket | None:
    if not settings.sleutel:
        controleer_zonder_sleutel(settings)
        return None
    controleer_schrijfbaar(settings.data)
    return Loket.open(settings)
