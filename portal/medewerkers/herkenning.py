"""Whether somebody is who they say: name, password and second factor, all or nothing.

Neither the answer nor its time tells which of the three was wrong: each step is taken for every
name, also for one that nobody has.
"""

from dataclasses import dataclass
from datetime import datetime

from portal.crypto.vault import Vault
from portal.medewerkers import tweedefactor, wachtwoord
from portal.medewerkers.medewerker import Medewerker, Medewerkerrol, naamsleutel
from portal.medewerkers.medewerkerstore import plek_totp
from portal.storage import audit_log
from portal.storage.audit_log import UNKNOWN, Action
from portal.storage.connection import Connection
from portal.storage.database import PortalDatabase

# Codes are calculated for an account that is not set up too.
GEHEIM_VAN_NIEMAND = "A" * 32
# A code that was used so much later was used while the clock ran ahead. Until the clock gets there
# again, no code would work; in less time somebody may have seen it.
VOORUIT_STAPPEN = 60  # half an hour


@dataclass(frozen=True, slots=True)
class _Slot:
    """What somebody must know. `geheim`: "" when the account is not set up. `medewerker`: None:
    nobody.
    """

    medewerker: Medewerker | None
    hash: str
    geheim: str


class Herkenning:
    """Safe to share between threads. Every method raises StorageUnavailable."""

    def __init__(self, bestand: PortalDatabase, kluis: Vault) -> None:
        self._bestand, self._kluis = bestand, kluis

    def herken(self, naam: str, getypt: str, code: str, nu: datetime) -> Medewerker | None:
        """Who this is, or None. `code`, from the app or a herstelcode, works once.

        Logs a failure.
        """
        slot = self._slot(naam)
        klopt = wachtwoord.klopt(slot.hash, getypt)
        stap = tweedefactor.passende_stap(slot.geheim or GEHEIM_VAN_NIEMAND, code, nu)
        verouderd = klopt and wachtwoord.is_verouderd(slot.hash)
        nieuwe_hash = wachtwoord.maak_hash(getypt) if verouderd else slot.hash
        wie = slot.medewerker
        with self._bestand.write() as db:
            if (
                wie
                and klopt
                and _is_nog_zo(db, wie.id, slot.hash, nieuwe_hash)
                and _verbruik(db, wie.id, slot, stap, code)
            ):
                return wie
            in_log = audit_log.medewerker(wie.id) if wie else UNKNOWN
            audit_log.write_counted(db, Action.INLOGGEN_MISLUKT, who=in_log, at=nu)
        return None

    def is_wachtwoord(self, medewerker: Medewerker, getypt: str) -> bool:
        """Whether this is the password of a colleague who is logged in."""
        slot = self._slot(medewerker.naam)
        return slot.medewerker is not None and wachtwoord.klopt(slot.hash, getypt)

    def _slot(self, naam: str) -> _Slot:
        with self._bestand.read() as db:
            rijen = db.execute(
                "select id, naam, rol, wachtwoord, totp from medewerker"
                " where gesloten_op is null and geschorst_op is null"
            ).fetchall()
        for id_, van_wie, rol, hash_, totp in rijen:
            if naamsleutel(van_wie) == naamsleutel(naam):
                geheim = self._kluis.decrypt(totp, plek_totp(id_)).decode() if totp else ""
                return _Slot(Medewerker(id_, van_wie, Medewerkerrol(rol)), hash_, geheim)
        return _Slot(None, wachtwoord.NIEMAND, "")


def _is_nog_zo(db: Connection, id_: int, hash_: str, nieuwe_hash: str) -> bool:
    """Whether the account is open and has the password we saw; then the hash is kept up to date."""
    vraag = (
        "update medewerker set wachtwoord = ?"
        " where id = ? and wachtwoord = ? and gesloten_op is null and geschorst_op is null"
        " returning id"
    )
    return bool(db.execute(vraag, [nieuwe_hash, id_, hash_]).fetchall())


def _verbruik(db: Connection, id_: int, slot: _Slot, stap: int | None, code: str) -> bool:
    """Whether the second factor is right. It will not be right a second time."""
    if not slot.geheim:
        return False
    if stap is None:
        vraag = "delete from herstelcode where medewerker = ? and hash = ? returning medewerker"
        return bool(db.execute(vraag, [id_, tweedefactor.herstelhash(code)]).fetchall())
    vraag = (
        "update medewerker set totp_laatst = ?"
        " where id = ? and (totp_laatst < ? or totp_laatst > ?) returning id"
    )
    return bool(db.execute(vraag, [stap, id_, stap, stap + VOORUIT_STAPPEN]).fetchall())
