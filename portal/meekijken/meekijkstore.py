"""The meekijkcode: what a resident reads aloud, so that a colleague sees the same page. Knows no Flask and asks no clock.

A code leads to an address and to what its page rested on; nothing about a person. Who has the file but not the key reads neither.
"""

import json
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlite_utils import Database

from portal.clock import from_text, to_text
from portal.crypto.codes import new_code
from portal.crypto.vault import Vault
from portal.storage import audit_log
from portal.storage.audit_log import Action
from portal.storage.database import PortalDatabase

GELDIG = timedelta(days=30)
PLEK = "meekijkcode"  # for the kluis: of the hash, and of what stands in the column `inhoud`
IN_HET_LOG = (
    8  # signs of the hash: enough to see that it was the same code twice, useless to find the code
)

Deel = str | int | float | None


class CodeNietGevonden(Exception):
    """Never made, forgotten, or expired. Which of the three, nobody is told."""


@dataclass(frozen=True, slots=True)
class Meekijk:
    """What a code leads to. `delen`: the parts of the kenmerk of the uitkomst. `versies`: what its page rested on, by name.

    It works until `verloopt_op`, no longer included. Moments in Dutch time.
    """

    delen: tuple[Deel, ...]
    taal: str
    versies: dict[str, str]
    gemaakt_op: datetime
    verloopt_op: datetime


class MeekijkStore:
    """Safe to share between threads. Everything raises OpslagKanNiet when the file cannot be used."""

    def __init__(self, bestand: PortalDatabase, kluis: Vault) -> None:
        self._bestand, self._kluis = bestand, kluis

    def maak(
        self, delen: tuple[Deel, ...], *, taal: str, versies: dict[str, str], nu: datetime
    ) -> str:
        """A new code for this page; each press of the button has its own. The code itself is kept for a change of key."""
        with self._bestand.write() as db:
            code = self._nieuwe_code(db)
            inhoud = json.dumps(
                {"code": code, "delen": delen, "taal": taal, "versies": versies}, ensure_ascii=False
            )
            db.execute(
                "insert into meekijkcode (code_hash, inhoud, gemaakt_op, verloopt_op) values (?, ?, ?, ?)",
                [
                    self._kluis.hash(PLEK, code),
                    self._kluis.encrypt(inhoud.encode(), PLEK),
                    to_text(nu),
                    to_text(nu + GELDIG),
                ],
            )
        return code

    def lees(self, code: str, nu: datetime) -> Meekijk:
        """What this code leads to. Raises NietGevonden, KluisFout."""
        with self._bestand.read() as db:
            return self._lees(db, code, nu)

    def open(self, code: str, nu: datetime, *, wie: str) -> None:
        """A colleague opens the code: that stands in the log. Raises NietGevonden, KluisFout."""
        with self._bestand.write() as db:
            self._lees(db, code, nu)
            waarop = self._kluis.hash(PLEK, code).hex()[:IN_HET_LOG]
            audit_log.write(db, Action.MEEKIJKCODE_GEOPEND, who=wie, at=nu, about=waarop)

    def vergeet(self, code: str) -> None:
        """The resident wants it gone; nothing happens when it is."""
        with self._bestand.write() as db:
            hashes = self._kluis.hashes(PLEK, code)
            db.conn.executemany(
                "delete from meekijkcode where code_hash = ?", [(hash_,) for hash_ in hashes]
            )

    def _lees(self, db: Database, code: str, nu: datetime) -> Meekijk:
        for hash_ in self._kluis.hashes(PLEK, code):
            rij = db.execute(
                "select inhoud, gemaakt_op, verloopt_op from meekijkcode where code_hash = ? and verloopt_op > ?",
                [hash_, to_text(nu)],
            ).fetchone()
            if rij:
                inhoud = json.loads(self._kluis.decrypt(rij[0], PLEK))
                return Meekijk(
                    delen=tuple(inhoud["delen"]),
                    taal=inhoud["taal"],
                    versies=inhoud["versies"],
                    gemaakt_op=from_text(rij[1]),
                    verloopt_op=from_text(rij[2]),
                )
        raise CodeNietGevonden

    def _nieuwe_code(self, db: Database) -> str:
        while True:
            code = new_code()
            hashes = self._kluis.hashes(PLEK, code)
            if not any(
                db.execute("select 1 from meekijkcode where code_hash = ?", [h]).fetchone()
                for h in hashes
            ):
                return code
