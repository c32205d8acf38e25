"""What a view may call: one set of services for each application.

A view asks here and hands on as arguments what code below it needs; nothing below a view asks for
itself. Without a Loket (no key) the pages that need one do not exist: 404. Nor, without the name
of the sender, do those that ask who somebody is or where they live: nobody would know whom they
tell it.
"""

import logging
from collections.abc import Callable
from dataclasses import dataclass
from typing import Self

from flask import Flask, abort, current_app, request

from portal import clock
from portal.afnemers.afnemerstore import AfnemerStore
from portal.cijfers.duidelijk import DuidelijkStore
from portal.cijfers.periodecijfers import CijferStore
from portal.config.settings import Settings
from portal.config.values import Grondslag, Network
from portal.crypto.kenmerk import Kenmerken
from portal.crypto.vault import Vault
from portal.doorgeven import leveringen
from portal.doorgeven.balie import Balie
from portal.doorgeven.voorval import Webhook
from portal.medewerkers.herkenning import Herkenning
from portal.medewerkers.inlogdienst import Inlogdienst
from portal.medewerkers.medewerkerstore import MedewerkerStore
from portal.medewerkers.sessies import SessieStore
from portal.medewerkers.uitnodiging import Uitnodigingen
from portal.meekijken.meekijkstore import MeekijkStore
from portal.storage.audit_log import AuditLog
from portal.storage.database import PortalDatabase
from portal.storage.databases.opening import open_counters, open_database
from portal.storage.key_check import check_key
from portal.storage.rate_limits import Counted, RateLimits, around, network
from portal.terugbellen.behandelen import Behandelen
from portal.terugbellen.eigenteksten import TekstStore
from portal.terugbellen.inkomend import Inkomend
from portal.terugbellen.overzichten.overzicht import Overzicht
from portal.terugbellen.rijen import herschrijven
from portal.terugbellen.rijen.roosterstore import RoosterBeheer
from portal.terugbellen.verbeteren import Verbeteren
from portal.terugbellen.verzoekstore import VerzoekStore
from portal.web.access import View
from portal.zelfcheck.diensten import Diensten

KEY = "portal.services"

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Loket:
    """Everything that needs the operator's key.

    `eigen_netwerken`: whose tries are not counted; `bewaardagen`: how long a closed request stays,
    and `grondslag` why we may keep it; `balie`: which other desk gets each request, and `webhook`:
    which program hears of it.
    """

    bestand: PortalDatabase
    kluis: Vault
    limieten: RateLimits
    verzoeken: VerzoekStore
    behandelen: Behandelen
    verbeteren: Verbeteren
    overzicht: Overzicht
    inkomend: Inkomend
    teksten: TekstStore
    medewerkers: MedewerkerStore
    uitnodigingen: Uitnodigingen
    herkenning: Herkenning
    inlogdienst: Inlogdienst | None
    meekijken: MeekijkStore
    sessies: SessieStore
    logboek: AuditLog
    roosters: RoosterBeheer
    cijfers: CijferStore
    afnemers: AfnemerStore
    duidelijk: DuidelijkStore
    balie: Balie | None
    webhook: Webhook | None
    eigen_netwerken: tuple[Network, ...]
    bewaardagen: int
    grondslag: Grondslag

    @classmethod
    def open(cls, settings: Settings) -> Self:
        """Makes the file or brings it up to date. Raises StorageUnavailable, WrongKey.

        With a damaged file, or a server that does not answer, each page that needs it says so; the
        self-check goes on.
        """
        bestand, kluis = open_database(settings), Vault(settings.sleutel)
        balie, webhook = Balie.uit(settings), Webhook.uit(settings)
        if bestand.prepare():
            check_key(bestand, kluis)
            herschrijven.werk_bij(bestand, kluis)
            if webhook:
                leveringen.begin(bestand)
        verzoeken = VerzoekStore(
            bestand, kluis, met_mail=bool(settings.smtp), doorgeven=balie is not None
        )
        bestand.close()  # the connection must not go through a fork
        return cls(
            bestand=bestand,
            kluis=kluis,
            limieten=RateLimits(open_counters(settings, bestand), kluis),
            verzoeken=verzoeken,
            behandelen=Behandelen(bestand, kluis, verzoeken),
            verbeteren=Verbeteren(bestand, kluis, verzoeken),
            overzicht=Overzicht(bestand, kluis),
            inkomend=Inkomend(bestand),
            teksten=TekstStore(bestand),
            medewerkers=MedewerkerStore(bestand),
            uitnodigingen=Uitnodigingen(bestand, kluis),
            herkenning=Herkenning(bestand, kluis),
            inlogdienst=Inlogdienst.open(settings, bestand),
            meekijken=MeekijkStore(bestand, kluis),
            sessies=SessieStore(bestand, kluis),
            logboek=AuditLog(bestand),
            roosters=RoosterBeheer(bestand, kluis, met_mail=verzoeken.met_mail),
            cijfers=CijferStore(bestand),
            afnemers=AfnemerStore(bestand),
            duidelijk=DuidelijkStore(bestand),
            balie=balie,
            webhook=webhook,
            eigen_netwerken=settings.eigen_netwerken,
            bewaardagen=settings.bewaardagen,
            grondslag=settings.grondslag,
        )


@dataclass(frozen=True, slots=True)
class Services:
    """The self-check, kenmerken, and the Loket where there is one."""

    zelfcheck: Diensten
    kenmerken: Kenmerken
    loket: Loket | None
    heeft_afzender: bool

    @property
    def terugbellen_kan(self) -> bool:
        """Whether residents may entrust something to us."""
        return self.loket is not None and self.heeft_afzender


def init_app(app: Flask, services: Services) -> None:
    """`terugbellen_kan` in every template: whether residents can be phoned back."""
    app.extensions[KEY] = services
    app.jinja_env.globals["terugbellen_kan"] = services.terugbellen_kan
    app.before_request(_only_when_possible)


def report(app: Flask) -> None:
    """Logs, when the server starts, that there is a key but no sender.

    Does nothing for an application that is not ours.
    """
    services: Services | None = app.extensions.get(KEY)
    if services and services.loket and not services.heeft_afzender:
        log.warning("terugbellen staat uit: PORTAL_AFZENDER ontbreekt")


def needs_loket(view: View) -> View:
    """Declares a view that does not exist on a site without a Loket: 404."""
    return _needs(view, heeft_loket)


def needs_afzender(view: View) -> View:
    """The same for a view that asks for personal data: it needs a Loket, and a sender."""
    return _needs(view, terugbellen_kan)


def _needs(view: View, condition: Callable[[], bool]) -> View:
    view.needs = condition  # type: ignore[attr-defined]  # mypy knows no attributes of functions
    return view


def zelfcheck() -> Diensten:
    """What the self-check works with."""
    return _services().zelfcheck


def kenmerken() -> Kenmerken:
    """Makes and reads the kenmerken of forms."""
    return _services().kenmerken


def heeft_loket() -> bool:
    """Whether there is a Loket."""
    return _services().loket is not None


def terugbellen_kan() -> bool:
    """Whether residents may entrust something to us."""
    return _services().terugbellen_kan


def loket() -> Loket:
    """The Loket, or 404."""
    return _services().loket or abort(404)


def count(what: Counted) -> None:
    """One more try from this network. Raises TooOften."""
    if who := from_network():
        loket().limieten.count_all(around(what, who), clock.now())


def from_network() -> str:
    """Whose tries are counted together; empty for the networks of the operator."""
    return network(request.remote_addr or "", loket().eigen_netwerken)


def _only_when_possible() -> None:
    view = current_app.view_functions.get(request.endpoint or "")
    needs = getattr(view, "needs", None)
    if needs and not needs():
        abort(404)


def _services() -> Services:
    services: Services = current_app.extensions[KEY]
    return services
