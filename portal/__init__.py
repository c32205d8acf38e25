"""The website: `create_app(settings)` puts it together, one line for each concern."""

from pathlib import Path
from secrets import token_urlsafe

from flask import Flask

from portal import (
    algemeen,
    balie,
    cli,
    errors,
    helpdesk,
    i18n,
    klok,
    koppen,
    publiek,
    security,
    statisch,
    toezicht,
    zelfcheck,
)
from portal.adressen.bron import Adresbron
from portal.adressen.pdok import Pdok
from portal.adressen.store import AdresStore
from portal.adressen.voorbeeld import zorg_voor_register
from portal.config import GEBIED as GEBIED
from portal.config import REGISTER as REGISTER
from portal.config import Settings
from portal.db import controleer_sqlite
from portal.gebied.store import GebiedStore
from portal.gezondheid import Gezondheid
from portal.installatie import controleer_code, controleer_schrijfbaar
from portal.kenmerk import Kenmerken
from portal.loket import Loket, controleer_zonder_sleutel
from portal.metingen import Meetlaag
from rules.bevingen import catalogus

TEMPLATES = Path(__file__).parent.parent / "templates"


def create_app(settings: Settings) -> Flask:
    """The application.

    Raises SqliteTeOud, CatalogusFout, SleutelPastNiet, OpslagKanNiet, StartKanNiet, ThemaFout; OSError when there is no
    register and none can be written.
    """
    controleer_sqlite()
    controleer_code()
    catalogus()  # a site that cannot count does not start
    app = errors.ZonderUrlInHetLog("portal", template_folder=str(TEMPLATES), static_folder=None)
    zorg_voor_register(settings.data / REGISTER, klok.nu())
    if settings.sleutel:
        controleer_schrijfbaar(settings.data)
    loket = Loket.open(settings) if settings.sleutel else None
    if not loket:
        controleer_zonder_sleutel(settings)
    security.init_app(app, proxies=settings.proxies, hosts=settings.bekende_hosts)
    i18n.init_app(app)
    statisch.init_app(app, settings.thema)
    algemeen.init_app(app)
    errors.init_app(app)
    register, gebied = AdresStore(settings.data / REGISTER), GebiedStore(settings.data / GEBIED)
    pdok = Pdok(settings.pdok, vandaag=klok.vandaag, monotoon=klok.monotoon)
    bron = Adresbron(register, pdok, settings.adresbron)
    kenmerken = Kenmerken(*(settings.geheimen or (token_urlsafe(),)))
    zelfcheck.init_app(app, settings, bron, gebied, kenmerken)
    balie.init_app(app, loket, kenmerken)
    publiek.init_app(app, settings)
    if loket:
        helpdesk.init_app(app)
    toezicht.init_app(app, settings.toezicht, Gezondheid(settings.data, register, gebied, loket, bron.met_pdok))
    cli.init_app(app, settings, register, gebied, loket)
    koppen.omhul(app)
    app.wsgi_app = Meetlaag(app.wsgi_app)  # type: ignore[method-assign, assignment]  # as above
    return app
