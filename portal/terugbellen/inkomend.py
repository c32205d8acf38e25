"""The calls that come in, counted: about what, and how each ended. Nobody can be traced by it."""

from datetime import datetime
from enum import StrEnum

from portal.clock import to_text
from portal.storage.database import PortalDatabase
from portal.terugbellen.rijen.weektelling import Telsoort, tel
from portal.terugbellen.waarden.verzoek import Onderwerp


class Afloop(StrEnum):
    """How a call that came in ended."""

    BEANTWOORD = "beantwoord"
    AFSPRAAK = "afspraak"  # we phone back
    VERWEZEN = "verwezen"
    AFGEBROKEN = "afgebroken"


class Inkomend:
    """Safe to share between threads. Every method raises StorageUnavailable."""

    def __init__(self, bestand: PortalDatabase) -> None:
        self._bestand = bestand

    def tel(self, uid: str, onderwerp: Onderwerp | None, afloop: Afloop, nu: datetime) -> None:
        """One more. `uid` came with the form: sent twice, it is one call.

        No `onderwerp`: nobody chose one.
        """
        with self._bestand.write() as db:
            nieuw = db.execute(
                "insert into inkomend (uid, op) values (?, ?) on conflict do nothing returning uid",
                [uid, to_text(nu)],
            ).fetchone()
            if nieuw:
                tel(db, Telsoort.INKOMEND, afloop.value, nu)
                tel(db, Telsoort.INKOMEND_OVER, onderwerp.value if onderwerp else "", nu)
