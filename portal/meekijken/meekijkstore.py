"""The meekijkcode: what a resident reads aloud, so that a colleague sees the same page.

A code leads to an address and to what its page rested on, and to nothing about a person. Without
the key nobody reads either from the file.
"""

import json
from dataclasses import dataclass
from datetime import datetime, timedelta

from portal.clock import from_text, to_text
from portal.crypto.codes import new_code
from portal.crypto.vault import Vault
from portal.storage import audit_log
from portal.storage.audit_log import Action
from portal.storage.connection import Connection
from portal.storage.database import PortalDatabase

GELDIG = timedelta(days=30)
PLEK = "meekijkcode"  # for the kluis: the hash, and the column `inhoud`
# Characters of the hash: enough to see that a code was opened twice, useless to find it.
IN_HET_LOG = 8

Deel = str | int | float | None


class CodeNietGevonden(Exception):
    """Never made, forgotten or expired; nobody is told which."""


@dataclass(frozen=True, slots=True)
class Meekijk:
    """What a code leads to, until `verloopt_op`, no longer included. Moments are in Dutch time.

    `delen`: the parts of the kenmerk of the uitkomst. `versies`: what its page rested on, by name.
    """

    delen: tuple[Deel, ...]
    taal: str
    versies: dict[str, str]
    gemaakt_op: datetime
    verloopt_op: datetime


class MeekijkStore:
    """Safe to share between threads. Every method raises StorageUnavailable."""

    def __init__(self, bestand: PortalDatabase, kluis: Vault) -> None:
        self._bestand, self._kluis = bestand, kluis

    def maak(
        self, delen: tuple[Deel, ...], *, taal: str, versies: dict[str, str], nu: datetime
    ) -> str:
        """A new code for this page. It is kept, encrypted, for a change of key."""
        with self._bestand.write() as db:
            code = self._nieuwe_code(db)
            wat = {"code": code, "delen": delen, "taal": taal, "versies": versies}
            inhoud = self._kluis.encrypt(json.dumps(wat, ensure_ascii=False).encode(), PLEK)
            db.execute(
                "insert into meekijkcode (code_hash, inhoud, gemaakt_op, verloopt_op)"
                " values (?, ?, ?, ?)",
                [self._kluis.hash(PLEK, code), inhoud, to_text(nu), to_text(nu + GELDIG)],
            )
        return code

    def lees(self, code: str, nu: datetime) -> Meekijk:
        """What this code leads to. Raises CodeNietGevonden, VaultError."""
        with self._bestand.read() as db:
            return self._lees(db, code, nu)

    def open(self, code: str, nu: datetime, *, wie: str) -> None:
        """Logs that a colleague opens the code. Raises CodeNietGevonden, VaultError."""
        with self._bestand.write() as db:
            self._lees(db, code, nu)
            waarop = self._kluis.hash(PLEK, code).hex()[:IN_HET_LOG]
            audit_log.write(db, Action.MEEKIJKCODE_GEOPEND, who=wie, at=nu, about=waarop)

    def vergeet(self, code: str) -> None:
        """Deletes it for the resident; does nothing when it is gone."""
        with self._bestand.write() as db:
            for hash_ in self._kluis.hashes(PLEK, code):
                db.execute("delete from meekijkcode where code_hash = ?", [hash_])

    def _lees(self, db: Connection, code: str, nu: datetime) -> Meekijk:
        for hash_ in self._kluis.hashes(PLEK, code):
            rij = db.execute(
                "select inhoud, gemaakt_op, verloopt_op from meekijkcode"
                " where code_hash = ? and verloopt_op > ?",
                [hash_, to_text(nu)],
            ).fetchone()
            if rij:
                wat, momenten = (
                    json.loads(self._kluis.decrypt(rij[0], PLEK)),
                    map(from_text, rij[1:]),
                )
                return Meekijk(tuple(wat["delen"]), wat["taal"], wat["versies"], *momenten)
        raise CodeNietGevonden

    def _nieuwe_code(self, db: Connection) -> str:
        while True:
            code = new_code()
            hashes = self._kluis.hashes(PLEK, code)
            vraag = "select 1 from meekijkcode where code_hash = ?"
            if not any(db.execute(vraag, [hash_]).fetchone() for hash_ in hashes):
                return code
