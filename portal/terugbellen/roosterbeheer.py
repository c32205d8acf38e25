"""Changing the opening hours: what stands now and since when, what a change would do, and keeping it. Knows no Flask."""

from dataclasses import dataclass
from datetime import datetime

from sqlite_utils import Database

from portal.clock import from_text
from portal.crypto.vault import Vault
from portal.storage.database import PortalDatabase
from portal.terugbellen import roosterstore, verzoekrij
from portal.terugbellen.rooster import Rooster
from portal.terugbellen.roosterwijziging import Roosterwijziging, vergelijk

MAX_WIJZIGINGEN = 20  # that a beheerder is shown; all of them are kept


class RoosterVeranderd(Exception):
    """Somebody else changed the opening hours since this beheerder saw them."""


@dataclass(frozen=True, slots=True)
class Wijziging:
    """Who changed the opening hours and when, in Dutch time; `door` is empty when it was no colleague."""

    op: datetime
    door: str


@dataclass(frozen=True, slots=True)
class Roosterstand:
    """The opening hours of now. `id` names this version: 0 is the standard one. The latest change stands first."""

    id: int
    rooster: Rooster
    wijzigingen: tuple[Wijziging, ...]


class RoosterBeheer:
    """Safe to share between threads. Everything raises OpslagKanNiet when the file cannot be used."""

    def __init__(self, bestand: PortalDatabase, kluis: Vault) -> None:
        self._bestand, self._kluis = bestand, kluis

    def stand(self) -> Roosterstand:
        """What stands now."""
        with self._bestand.read() as db:
            rijen = db.execute(
                "select r.op, coalesce(m.naam, '') from rooster r left join medewerker m on m.id = r.medewerker"
                " order by r.id desc limit ?",
                [MAX_WIJZIGINGEN],
            ).fetchall()
            wijzigingen = tuple(Wijziging(from_text(op), door) for op, door in rijen)
            return Roosterstand(_id(db), roosterstore.lees(db), wijzigingen)

    def voorbeeld(self, nieuw: Rooster, basis: int, nu: datetime) -> Roosterwijziging:
        """What keeping it would change now: nothing, once it has been kept. `basis`: the id of what it was made from.

        Raises RoosterVeranderd.
        """
        with self._bestand.read() as db:
            oud = roosterstore.lees(db)
            if _id(db) != basis and oud != nieuw:
                raise RoosterVeranderd
            open_verzoeken = verzoekrij.lees(db, self._kluis, "status = 'open'", [])
            return vergelijk(oud, nieuw, open_verzoeken, nu)

    def bewaar(self, nieuw: Rooster, basis: int, *, medewerker: int, nu: datetime) -> None:
        """From now on this one; nothing when it is so already (the button pressed twice). Raises RoosterVeranderd."""
        with self._bestand.write() as db:
            if roosterstore.lees(db) == nieuw:
                return
            if _id(db) != basis:
                raise RoosterVeranderd
            roosterstore.bewaar(db, nieuw, medewerker=medewerker, nu=nu)


def _id(db: Database) -> int:
    ((id_,),) = db.execute("select coalesce(max(id), 0) from rooster").fetchall()
    return int(id_)
