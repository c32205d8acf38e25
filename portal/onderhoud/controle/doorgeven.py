"""Whether what goes to another desk, and word of it, arrives."""

from collections.abc import Iterator
from datetime import datetime

from portal.config.settings import Settings
from portal.doorgeven.stand import Doorgeefstand, lees_stand
from portal.onderhoud.controle.regel import Controleregel, fout, goed, let_op
from portal.storage.database import PortalDatabase
from portal.web.i18n.notation import day

PAGINA = "Kijk in de helpdesk bij Doorgeven."


def kijk(settings: Settings, bestand: PortalDatabase, nu: datetime) -> Iterator[Controleregel]:
    """Portal.sqlite is good. Raises StorageUnavailable."""
    stand = lees_stand(bestand)
    yield from _balie(stand, nu) if settings.klant else _balie_uit(stand)
    if settings.webhook:
        yield from _webhook(stand, nu)


def _balie(stand: Doorgeefstand, nu: datetime) -> Iterator[Controleregel]:
    if stand.wacht_sinds and stand.is_laat(nu):
        waarom = f" Het laatste antwoord: {stand.fout}." if stand.fout else ""
        zin = f"Er wachten {stand.wacht} verzoeken, sinds {_moment(stand.wacht_sinds)}.{waarom}"
        yield fout("doorgeven", f"{zin} Draai `doorgeven versturen` met de hand.")
    if stand.geweigerd:
        waarom = stand.geweigerd[0][1]
        zin = f"De balie weigert {len(stand.geweigerd)} verzoeken: {waarom}."
        yield fout("doorgeven", f"{zin} Kijk welke: flask --app wsgi doorgeven lijst")
    if stand.verdwenen:
        zin = f"Bij de balie verwijderde iemand {stand.verdwenen} verzoeken."
        yield let_op("doorgeven", f"{zin} Uw eigen helpdesk belt ze. {PAGINA}")
    if not (stand.is_laat(nu) or stand.geweigerd):
        yield goed("doorgeven", f"Bij de balie staan {stand.staat} verzoeken.")


def _balie_uit(stand: Doorgeefstand) -> Iterator[Controleregel]:
    """Nothing is handed on, but something stands there of when it was."""
    if stand.elders:
        zin = f"{stand.elders} verzoeken staan bij een andere balie, maar PORTAL_KLANT is leeg."
        yield fout("doorgeven", f"{zin} Neem ze terug: flask --app wsgi doorgeven terugnemen")
    if stand.wacht:
        zin = f"{stand.wacht} verzoeken wachten om doorgegeven of daar gewist te worden, maar"
        yield fout("doorgeven", f"{zin} PORTAL_KLANT is leeg.")


def _webhook(stand: Doorgeefstand, nu: datetime) -> Iterator[Controleregel]:
    if stand.berichten_mislukt:
        zin = f"{stand.berichten_mislukt} berichten worden niet meer geprobeerd."
        yield fout("webhook", f"{zin} {PAGINA}")
    if stand.berichten_sinds and stand.berichten_zijn_laat(nu):
        zin = f"Er wachten {stand.berichten} berichten, sinds {_moment(stand.berichten_sinds)}."
        yield fout("webhook", f"{zin} Neemt de ontvanger op? {PAGINA}")
    elif not stand.berichten_mislukt:
        yield goed("webhook", "Alle berichten komen aan.")


def _moment(toen: datetime) -> str:
    return f"{day(toen.date())}, {toen:%H:%M} uur"
