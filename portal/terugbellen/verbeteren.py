"""What a resident told us is put right, by a colleague on the phone or by the resident.

What it was stays readable for colleagues while the request is open, and goes when it closes. Which
fields it were stays in the log. Of another number its resident hears by mail: who phones that one
may not be who asked for it.
"""

from dataclasses import fields, replace
from datetime import datetime

from portal.crypto.vault import Vault
from portal.storage import audit_log
from portal.storage.audit_log import BEWONER, Action
from portal.storage.database import PortalDatabase
from portal.terugbellen.rijen import daden, openstaand, verzoekrij
from portal.terugbellen.rijen.mailrij import Mailsoort
from portal.terugbellen.verzoekstore import VerzoekStore
from portal.terugbellen.waarden.verzoek import Gegevens, Verzoek

# What colleagues want to see as it was: a number that was misheard, a name.
TOON_EERDER = ("naam", "telefoon", "ander_naam", "opmerking")


class Verbeteren:
    """Safe to share between threads. Raises StorageUnavailable and what VerzoekStore raises."""

    def __init__(self, bestand: PortalDatabase, kluis: Vault, verzoeken: VerzoekStore) -> None:
        self._bestand, self._kluis, self._verzoeken = bestand, kluis, verzoeken

    def verbeter(
        self, uid: str, versie: int, nieuw: Gegevens, *, nu: datetime, wie: str = BEWONER
    ) -> Verzoek:
        """Puts these in the place of what stood there; nothing when they are the same.

        Raises AlDrie when a resident has MAX_OPEN for the new number already, and TeVaak.
        """
        with self._bestand.write() as db:
            verzoek = self._verzoeken.een(db, uid)
            oud = verzoek.gegevens
            if not _anders(oud, nieuw):
                return verzoek
            verzoek = self._verzoeken.open_versie(db, uid, versie)
            if wie == BEWONER:
                daden.controleer_vaak(db, uid, Action.VERZOEK_VERBETERD, nu)
            if wie == BEWONER and nieuw.telefoon != oud.telefoon:
                op_nummer = openstaand.op_nummer(db, self._kluis, nieuw.telefoon)
                openstaand.controleer(db, self._kluis, replace(nieuw, adres=None), op_nummer)
            verzoekrij.vervang(db, self._kluis, verzoek, replace(nieuw, eerder=_eerder(oud, nieuw)))
            velden = _anders(oud, nieuw)
            audit_log.write(db, Action.VERZOEK_VERBETERD, who=wie, at=nu, about=uid, fields=velden)
            if "telefoon" in velden and verzoek.email_bevestigd:
                self._verzoeken.mail(db, verzoek, Mailsoort.NUMMER, nu)
            return self._verzoeken.een(db, uid)


def _anders(oud: Gegevens, nieuw: Gegevens) -> tuple[str, ...]:
    """The names of the fields that are another one now."""
    namen = (veld.name for veld in fields(Gegevens) if veld.name != "eerder")
    return tuple(naam for naam in namen if getattr(oud, naam) != getattr(nieuw, naam))


def _eerder(oud: Gegevens, nieuw: Gegevens) -> tuple[tuple[str, str], ...]:
    """What it was at first, of each field that is another one now."""
    was = {veld: getattr(oud, veld) for veld in TOON_EERDER} | dict(oud.eerder)
    return tuple((veld, w) for veld, w in was.items() if w and w != getattr(nieuw, veld))
