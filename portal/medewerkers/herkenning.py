"""Whether somebody is who they say: name, password and second factor, all or nothing. Knows no Flask and asks no clock.

The answer tells nobody which of the three was wrong, nor does its time: each step is taken for every name, also for none.
"""

from dataclasses import dataclass
from datetime import datetime

from sqlite_utils import Database

from portal.crypto.vault import Vault
from portal.medewerkers import tweedefactor, wachtwoord
from portal.medewerkers.medewerker import Medewerker, Medewerkerrol, naamsleutel
from portal.medewerkers.medewerkerstore import plek_totp
from portal.storage import audit_log
from portal.storage.audit_log import UNKNOWN, Action
from portal.storage.database import PortalDatabase

GEHEIM_VAN_NIEMAND = (
    "A" * 32
)  # the codes of an account without a second factor are calculated all the same


@dataclass(frozen=True, slots=True)
class _Slot:
    """What somebody must know. `geheim` is empty without a second factor; `medewerker` is None for nobody's name."""

    medewerker: Medewerker | None
    hash: str
    geheim: str


class Herkenning:
    """Safe to share between threads. Everything raises OpslagKanNiet when the file cannot be used."""

    def __init__(self, bestand: PortalDatabase, kluis: Vault) -> None:
        self._bestand, self._kluis = bestand, kluis

    def herken(self, naam: str, getypt: str, code: str, nu: datetime) -> Medewerker | None:
        """Who this is, or None. `code`: of the app, or a herstelcode; each of them is used up. A failure is logged."""
        slot = self._slot(naam)
        klopt = wachtwoord.klopt(slot.hash, getypt)
        stap = tweedefactor.passende_stap(slot.geheim or GEHEIM_VAN_NIEMAND, code, nu)
        nieuwe_hash = (
            wachtwoord.maak_hash(getypt)
            if klopt and wachtwoord.is_verouderd(slot.hash)
            else slot.hash
        )
        with self._bestand.write() as db:
            wie = slot.medewerker
            if (
                wie
                and klopt
                and _is_nog_zo(db, wie.id, slot.hash, nieuwe_hash)
                and _verbruik(db, wie.id, slot, stap, code)
            ):
                return wie
            in_log = audit_log.medewerker(wie.id) if wie else UNKNOWN
            audit_log.write(db, Action.INLOGGEN_MISLUKT, who=in_log, at=nu)
        return None

    def is_wachtwoord(self, medewerker: Medewerker, getypt: str) -> bool:
        """Whether this is the password of who is logged in."""
        slot = self._slot(medewerker.naam)
        return slot.medewerker is not None and wachtwoord.klopt(slot.hash, getypt)

    def _slot(self, naam: str) -> _Slot:
        with self._bestand.read() as db:
            rijen = db.execute(
                "select id, naam, rol, wachtwoord, totp from medewerker where gesloten_op is null"
            ).fetchall()
        for id_, van_wie, rol, hash_, totp in rijen:
            if naamsleutel(van_wie) == naamsleutel(naam):
                geheim = self._kluis.decrypt(totp, plek_totp(id_)).decode() if totp else ""
                return _Slot(Medewerker(id_, van_wie, Medewerkerrol(rol)), hash_, geheim)
        return _Slot(None, wachtwoord.NIEMAND, "")


def _is_nog_zo(db: Database, id_: int, hash_: str, nieuwe_hash: str) -> bool:
    """Whether account and password are what they were when we looked; then the hash is kept up to date."""
    vraag = "update medewerker set wachtwoord = ? where id = ? and wachtwoord = ? and gesloten_op is null returning id"
    return bool(db.execute(vraag, [nieuwe_hash, id_, hash_]).fetchall())


def _verbruik(db: Database, id_: int, slot: _Slot, stap: int | None, code: str) -> bool:
    """Whether the second factor is right; it is not right again."""
    if not slot.geheim:
        return True
    if stap is not None:
        vraag = (
            "update medewerker set totp_laatst = ? where id = ? and totp_laatst < ? returning id"
        )
        return bool(db.execute(vraag, [stap, id_, stap]).fetchall())
    vraag = "delete from herstelcode where medewerker = ? and hash = ? returning medewerker"
    return bool(db.execute(vraag, [id_, tweedefactor.herstelhash(code)]).fetchall())
