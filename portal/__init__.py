"""The website: `create_app(settings)` puts it together, one line for each concern."""

from functools import partial
from secrets import token_urlsafe

from flask import Flask

from portal import api, cli, clock, helpdesk, publiek, services
from portal.adressen.bron import Adresbron
from portal.adressen.opzoeken import OpzoekenKanNiet, meld_geen_antwoord
from portal.adressen.pdok import Pdok
from portal.adressen.register import AdresStore
from portal.adressen.voorbeeld import zorg_voor_register
from portal.bevingen.later import LATER, LatereBevingen
from portal.config.paths import ROOT, TEMPLATES
from portal.config.settings import GEBIED_DB, REGISTER_DB, Settings
from portal.crypto.kenmerk import Kenmerken, KenmerkError
from portal.gebied.gebiedstore import GebiedStore
from portal.medewerkers.medewerkerstore import GeenMedewerker, VanInlogdienst
from portal.onderhoud.gezondheid import Gezondheid
from portal.server.headers import headers_layer
from portal.server.metrics import metrics_layer
from portal.server.proxies import proxies_layer
from portal.services import Loket
from portal.storage.engine import check_sqlite
from portal.storage.key_check import check_without_key
from portal.terugbellen.waarden import weergave
from portal.web import access, errors, monitoring, page_cache, requests, static_files
from portal.web.i18n import environments, notation
from portal.web.i18n.language import language_layer
from portal.web.installation import check_code, check_writable
from portal.zelfcheck.diensten import Diensten
from portal.zelfcheck.verwijzing import Verwijzer
from rules.bevingen import catalogus


def create_app(settings: Settings) -> Flask:
    """The application.

    Raises SqliteTooOld, CatalogusFout, WrongKey, StorageUnavailable, CannotStart, ThemeError;
    OSError when there is no register and none can be written.
    """
    check_sqlite()
    check_code()
    catalogus()  # a site that cannot count does not start
    zorg_voor_register(settings.data / REGISTER_DB, clock.now())
    loket = _open_loket(settings)
    register = AdresStore(settings.data / REGISTER_DB)
    gebied = GebiedStore(settings.data / GEBIED_DB)
    pdok = Pdok(settings.pdok, vandaag=clock.today, monotoon=clock.monotonic)
    bron = Adresbron(register, pdok, settings.adresbron)
    kenmerken = Kenmerken(*(settings.secrets or (token_urlsafe(),)))
    zelfcheck = Diensten(bron, gebied, Verwijzer(kenmerken), LatereBevingen(settings.data / LATER))
    bestand, kluis = (loket.bestand, loket.kluis) if loket else (None, None)
    limieten = loket.limieten if loket else None
    gezondheid = Gezondheid(
        settings.data, register, gebied, bestand, kluis, limieten, bron.met_pdok
    )
    # Its own name for the log: what Flask itself says holds a URL, and only our words are logged.
    app = Flask(
        "zelfcheck", root_path=str(ROOT), template_folder=str(TEMPLATES), static_folder=None
    )
    requests.init_app(app, settings.known_hosts)
    access.init_app(app)
    environments.init_app(app, [notation.filters, weergave.filters])
    gone = [KenmerkError, GeenMedewerker, VanInlogdienst]
    errors.init_app(app, gone, OpzoekenKanNiet, meld_geen_antwoord)
    static_layer = static_files.init_app(app, settings.thema)
    page_cache_layer = page_cache.init_app(app, lambda: (clock.today(), zelfcheck.geladen()))
    services.init_app(app, services.Services(zelfcheck, kenmerken, loket, bool(settings.afzender)))
    publiek.init_app(app, settings)
    api.init_app(app, settings)
    if loket:
        helpdesk.init_app(app, met_inlogdienst=bool(loket.inlogdienst))
    monitoring.init_app(app, settings.toezicht, gezondheid)
    cli.init_app(app, settings, register, gebied, loket)
    layers = (  # the outermost first
        metrics_layer,
        partial(headers_layer, subdomains=settings.subdomeinen),
        static_layer,
        language_layer,
        partial(proxies_layer, proxies=settings.proxies),
        page_cache_layer,
    )
    for layer in reversed(layers):
        app.wsgi_app = layer(app.wsgi_app)  # type: ignore[method-assign]  # Flask's own way to wrap
    return app


def _open_loket(settings: Settings) -> Loket | None:
    if not settings.sleutel:
        check_without_key(settings)
        return None
    check_writable(settings.data)
    return Loket.open(settings)
