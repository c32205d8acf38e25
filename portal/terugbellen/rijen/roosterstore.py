"""The opening hours in portal.sqlite: reading them, what a change would do, and keeping it.

What stands there is what a beheerder decided last, or the standard rooster. Each change is kept.
"""

import json
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date, datetime
from functools import lru_cache

from portal.clock import from_text, to_text
from portal.crypto.vault import Vault
from portal.storage import audit_log
from portal.storage.audit_log import Action
from portal.storage.connection import Connection
from portal.storage.database import PortalDatabase
from portal.terugbellen.rijen import mailrij, verzoekrij
from portal.terugbellen.rijen.mailrij import Mailsoort
from portal.terugbellen.waarden.rooster import STANDAARD, Rooster, als_json, uit_json
from portal.terugbellen.waarden.roosterwijziging import Buiten, Roosterwijziging, vergelijk
from portal.terugbellen.waarden.tijdvakken import gesloten_dagen, in_openingstijd
from portal.terugbellen.waarden.verzoek import Verzoek

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

    def __init__(self, bestand: PortalDatabase, kluis: Vault, *, met_mail: bool) -> None:
        """`met_mail`: we write to residents who gave a mail address."""
        self._bestand, self._kluis, self.met_mail = bestand, kluis, met_mail

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

    def gesloten(self, nu: datetime) -> tuple[tuple[date, str], ...]:
        """The coming days on which we are closed but normally open, each with the reason."""
        with self._bestand.read() as db:
            return gesloten_dagen(lees(db), nu)

    def voorbeeld(self, nieuw: Rooster, basis: int, nu: datetime) -> Roosterwijziging:
        """What keeping this rooster would change; nothing once it has been kept."""
        with self._bestand.read() as db:
            oud = lees(db)
            if _id(db) != basis and oud != nieuw:
                raise RoosterVeranderd
            wijziging = vergelijk(oud, nieuw, self._open(db), nu)
        return _met_mail(wijziging, lambda b: self._krijgt_mail(b, oud))

    def past_niet(self, nu: datetime) -> Roosterwijziging:
        """What does not fit in the opening hours of now; no day changes."""
        with self._bestand.read() as db:
            rooster, gemaild = lees(db), mailrij.verzonden_over(db, Mailsoort.PAST_NIET)
            wijziging = vergelijk(rooster, rooster, self._open(db), nu)
        return _met_mail(wijziging, lambda b: b.verzoek.id in gemaild)

    def bewaar(self, nieuw: Rooster, basis: int, *, medewerker: int, nu: datetime) -> None:
        """Keeps it; does nothing when it stands already (the button pressed twice).

        Whose conversation no longer fits hears so by mail. Moves nothing.
        """
        with self._bestand.write() as db:
            if (oud := lees(db)) == nieuw:
                return
            if _id(db) != basis:
                raise RoosterVeranderd
            bewaar(db, nieuw, medewerker=medewerker, nu=nu)
            for buiten in vergelijk(oud, nieuw, self._open(db), nu).buiten:
                if self._krijgt_mail(buiten, oud):
                    mailrij.zet(db, buiten.verzoek.id, Mailsoort.PAST_NIET, nu)

    def _open(self, db: Connection) -> list[Verzoek]:
        return verzoekrij.lees(db, self._kluis, "status = 'open'", [])

    def _krijgt_mail(self, buiten: Buiten, oud: Rooster) -> bool:
        """Once, when it fits no longer, to an address that its reader confirmed."""
        verzoek = buiten.verzoek
        adres = verzoek.gegevens.email and verzoek.email_bevestigd
        return self.met_mail and bool(adres) and in_openingstijd(oud, verzoek.tijdvak)


def _met_mail(wijziging: Roosterwijziging, krijgt: Callable[[Buiten], bool]) -> Roosterwijziging:
    buiten = (replace(b, mail=krijgt(b)) for b in wijziging.buiten)
    return replace(wijziging, buiten=tuple(buiten))


def lees(db: Connection) -> Rooster:
    """The rooster of now."""
    rij = db.execute("select waarde from rooster order by id desc limit 1").fetchone()
    return _gelezen(rij[0]) if rij else STANDAARD


@lru_cache(maxsize=4)  # the same one at each request: what is known of its days is found at once
def _gelezen(waarde: str) -> Rooster:
    return uit_json(json.loads(waarde))


def alle(db: Connection) -> list[tuple[str, Rooster]]:
    """Every rooster that ever was, with the moment from which it held; the first one always did."""
    rijen = db.execute("select op, waarde from rooster order by id").fetchall()
    return [("", STANDAARD), *((op, uit_json(json.loads(waarde))) for op, waarde in rijen)]


def bewaar(db: Connection, rooster: Rooster, *, medewerker: int | None, nu: datetime) -> None:
    """From now on this one."""
    wie = audit_log.medewerker(medewerker) if medewerker else audit_log.SYSTEM
    db.execute(
        "insert into rooster (waarde, op, medewerker) values (?, ?, ?)",
        [json.dumps(als_json(rooster)), to_text(nu), medewerker],
    )
    audit_log.write(db, Action.ROOSTER_GEWIJZIGD, who=wie, at=nu)


def _id(db: Connection) -> int:
    ((id_,),) = db.execute("select coalesce(max(id), 0) from rooster").fetchall()
    return int(id_)
