"""The opening hours in portal.sqlite: reading them, what a change would do, and keeping it.

What stands there is what a beheerder decided last, or the standard rooster. Each change is kept.
"""

import json
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache

from sqlite_utils import Database

from portal.clock import from_text, to_text
from portal.crypto.vault import Vault
from portal.storage import audit_log
from portal.storage.audit_log import Action
from portal.storage.database import PortalDatabase
from portal.terugbellen import verzoekrij
from portal.terugbellen.rooster import STANDAARD, Rooster, als_json, uit_json
from portal.terugbellen.roosterwijziging import Roosterwijziging, vergelijk

MAX_WIJZIGINGEN = 20  # shown to a beheerder; all of them are kept


class RoosterVeranderd(Exception):
    """Somebody else changed the opening hours since this beheerder saw them."""


@dataclass(frozen=True, slots=True)
class Wijziging:
    """When the opening hours changed, in Dutch time; `door` is empty when no colleague did it."""

    op: datetime
    door: str


@dataclass(frozen=True, slots=True)
class Roosterstand:
    """The opening hours of now. `id` names this version; 0 is the standard one.

    The latest of `wijzigingen` comes first.
    """

    id: int
    rooster: Rooster
    wijzigingen: tuple[Wijziging, ...]


class RoosterBeheer:
    """Safe to share between threads. Every method raises StorageUnavailable.

    `basis`: the id of the version that a new rooster was made from; raises RoosterVeranderd when
    another one stands now.
    """

    def __init__(self, bestand: PortalDatabase, kluis: Vault) -> None:
        self._bestand, self._kluis = bestand, kluis

    def stand(self) -> Roosterstand:
        """The opening hours of now."""
        with self._bestand.read() as db:
            rijen = db.execute(
                "select r.op, coalesce(m.naam, '') from rooster r"
                " left join medewerker m on m.id = r.medewerker order by r.id desc limit ?",
                [MAX_WIJZIGINGEN],
            ).fetchall()
            wijzigingen = tuple(Wijziging(from_text(op), door) for op, door in rijen)
            return Roosterstand(_id(db), lees(db), wijzigingen)

    def voorbeeld(self, nieuw: Rooster, basis: int, nu: datetime) -> Roosterwijziging:
        """What keeping this rooster would change; nothing once it has been kept."""
        with self._bestand.read() as db:
            oud = lees(db)
            if _id(db) != basis and oud != nieuw:
                raise RoosterVeranderd
            open_verzoeken = verzoekrij.lees(db, self._kluis, "status = 'open'", [])
            return vergelijk(oud, nieuw, open_verzoeken, nu)

    def bewaar(self, nieuw: Rooster, basis: int, *, medewerker: int, nu: datetime) -> None:
        """Keeps it; does nothing when it stands already (the button pressed twice)."""
        with self._bestand.write() as db:
            if lees(db) == nieuw:
                return
            if _id(db) != basis:
                raise RoosterVeranderd
            bewaar(db, nieuw, medewerker=medewerker, nu=nu)


def lees(db: Database) -> Rooster:
    """The rooster of now."""
    rij = db.execute("select waarde from rooster order by id desc limit 1").fetchone()
    return _gelezen(rij[0]) if rij else STANDAARD


@lru_cache(maxsize=4)  # the same one at each request: what is known of its days is found at once
def _gelezen(waarde: str) -> Rooster:
    return uit_json(json.loads(waarde))


def bewaar(db: Database, rooster: Rooster, *, medewerker: int | None, nu: datetime) -> None:
    """From now on this one."""
    wie = audit_log.medewerker(medewerker) if medewerker else audit_log.SYSTEM
    db.execute(
        "insert into rooster (waarde, op, medewerker) values (?, ?, ?)",
        [json.dumps(als_json(rooster)), to_text(nu), medewerker],
    )
    audit_log.write(db, Action.ROOSTER_GEWIJZIGD, who=wie, at=nu)


def _id(db: Database) -> int:
    ((id_,),) = db.execute("select coalesce(max(id), 0) from rooster").fetchall()
    return int(id_)
