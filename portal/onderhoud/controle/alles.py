"""All checks of an installation, in the order in which an operator mends things.

They need no application, so they work where the site does not start.
"""

from collections.abc import Callable, Iterator, Mapping
from datetime import datetime

from portal.bevingen.later import LATER
from portal.config.settings import (
    GEBIED_DB,
    RATE_LIMITS_DB,
    REGISTER_DB,
    Settings,
    SettingsError,
)
from portal.crypto.vault import Vault
from portal.onderhoud.controle import bestanden, doorgeven, werking
from portal.onderhoud.controle.regel import Controleregel, Ernst, fout, goed
from portal.storage.database import StorageUnavailable
from portal.storage.databases.embedded import EmbeddedDatabase
from portal.storage.databases.opening import open_counters, open_database
from portal.storage.engine import SqliteTooOld, check_sqlite
from portal.storage.rate_limits import RateLimits
from portal.web.assets import assets
from portal.web.installation import CannotStart, check_code
from portal.web.theme import ThemeError
from rules import CatalogusFout
from rules.bevingen import catalogus


def controleer(
    omgeving: Mapping[str, str], *, met_buiten: bool, nu: datetime
) -> Iterator[Controleregel]:
    """Every line. `omgeving`: the settings as the site gets them.

    `met_buiten`: asks PDOK, the mail server and the provider to log in at too.
    """
    yield from _poging("SQLite", check_sqlite, SqliteTooOld)
    yield from _poging("code", check_code, CannotStart)
    yield from _poging("regels", catalogus, CatalogusFout)
    # Flask marks a command in here; what is looked at is the site, which needs its secret.
    van_de_site = {k: v for k, v in omgeving.items() if k != "FLASK_RUN_FROM_CLI"}
    try:
        settings = Settings.from_env(van_de_site)
    except SettingsError as waarom:
        yield from (fout("instellingen", probleem) for probleem in waarom.problems)
        yield fout("gegevens", "Nog niet nagekeken. Herstel eerst de instellingen.")
        return
    yield goed("instellingen", "Kloppen.")
    yield from werking.site(settings)
    yield from _poging("thema", lambda: assets(settings.thema), ThemeError)
    yield from bestanden.klok_(settings, nu)
    yield from _gegevens(settings, nu)
    if met_buiten:
        yield from werking.buiten(settings)


def _poging(
    wat: str, toets: Callable[[], object], soort: type[Exception]
) -> Iterator[Controleregel]:
    """A check that the site does at its start, which raises a sentence."""
    try:
        toets()
    except soort as waarom:
        yield fout(wat, f"{waarom}".rstrip(".") + ".")
    else:
        yield goed(wat, "In orde.")


def _gegevens(settings: Settings, nu: datetime) -> Iterator[Controleregel]:
    data = settings.data
    yield from bestanden.map_(data)
    if not data.is_dir():
        return
    yield from bestanden.register(data / REGISTER_DB, settings.adresbron, nu)
    yield from bestanden.gebied(data / GEBIED_DB)
    yield from bestanden.bevingen(data / LATER)
    bestand, kluis = open_database(settings), Vault(settings.sleutel)
    if isinstance(bestand, EmbeddedDatabase):
        regels = list(bestanden.opslag(settings, bestand, kluis))
    else:
        regels = list(werking.postgres(settings, bestand, kluis))
    yield from regels
    if not any(regel.stand is Ernst.GOED for regel in regels):
        return
    tellers = RateLimits(open_counters(settings, bestand), kluis)
    if isinstance(bestand, EmbeddedDatabase):
        yield from bestanden.limieten(data / RATE_LIMITS_DB, tellers, nu)
    else:
        yield from bestanden.geraden(tellers, nu)
    try:
        yield from werking.helpdesk(settings, bestand, kluis, nu)
        yield from doorgeven.kijk(settings, bestand, nu)
    except StorageUnavailable as waarom:
        yield fout(waarom.where, f"Niet te lezen: {waarom}.")
        return
    yield from werking.klussen(settings, bestand, nu)
