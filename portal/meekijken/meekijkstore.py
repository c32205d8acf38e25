"""The meekijkcode: what a resident reads aloud, so that a colleague sees the same page. Knows no Flask and asks no clock.

A code leads to an address and to what its page rested on; nothing about a person. Who has the file but not the key reads neither.
"""

import json
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlite_utils import Database

from portal.clock import als_tekst, uit_tekst
from portal.crypto.codes import maak_code
from portal.crypto.vault import Kluis
from portal.storage import audit_log
from portal.storage.audit_log import Daad
from portal.storage.database import Portaalbestand

GELDIG = timedelta(days=30)
PLEK = "meekijkcode"  # for the kluis: of the hash, and of what stands in the column `inhoud`
IN_HET_LOG = (
    8  # signs of the hash: enough to see that it was the same code twice, useless to find the code
)

Deel = str | int | float | None


class NietGevonden(Exception):
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

    def __init__(self, bestand: Portaalbestand, kluis: Kluis) -> None:
        self._bestand, self._kluis = bestand, kluis

    def maak(
        self, delen: tuple[Deel, ...], *, taal: str, versies: dict[str, str], nu: datetime
    ) -> str:
        """A new code for this page; each press of the button has its own. The code itself is kept for a change of key."""
        with self._bestand.schrijf() as db:
            code = self._nieuwe_code(db)
            inhoud = json.dumps(
                {"code": code, "delen": delen, "taal": taal, "versies": versies}, ensure_ascii=False
            )
            db.execute(
                "insert into meekijkcode (code_hash, inhoud, gemaakt_op, verloopt_op) values (?, ?, ?, ?)",
                [
                    self._kluis.hash(PLEK, code),
                    self._kluis.versleutel(inhoud.encode(), PLEK),
                    als_tekst(nu),
                    als_tekst(nu + GELDIG),
                ],
            )
        return code

    def lees(self, code: str, nu: datetime) -> Meekijk:
        """What this code leads to. Raises NietGevonden, KluisFout."""
        with self._bestand.lees() as db:
            return self._lees(db, code, nu)

    def open(self, code: str, nu: datetime, *, wie: str) -> None:
        """A colleague opens the code: that stands in the log. Raises NietGevonden, KluisFout."""
        with self._bestand.schrijf() as db:
            self._lees(db, code, nu)
            waarop = self._kluis.hash(PLEK, code).hex()[:IN_HET_LOG]
            audit_log.schrijf(db, Daad.MEEKIJKCODE_GEOPEND, wie=wie, op=nu, waarop=waarop)

    def vergeet(self, code: str) -> None:
        """The resident wants it gone; nothing happens when it is."""
        with self._bestand.schrijf() as db:
            hashes = self._kluis.hashes(PLEK, code)
            db.conn.executemany(
                "delete from meekijkcode where code_hash = ?", [(hash_,) for hash_ in hashes]
            )

    def _lees(self, db: Database, code: str, nu: datetime) -> Meekijk:
        for hash_ in self._kluis.hashes(PLEK, code):
            rij = db.execute(
                "select inhoud, gemaakt_op, verloopt_op from meekijkcode where code_hash = ? and verloopt_op > ?",
                [hash_, als_tekst(nu)],
            ).fetchone()
            if rij:
                inhoud = json.loads(self._kluis.ontsleutel(rij[0], PLEK))
                return Meekijk(
                    delen=tuple(inhoud["delen"]),
                    taal=inhoud["taal"],
                    versies=inhoud["versies"],
                    gemaakt_op=uit_tekst(rij[1]),
                    verloopt_op=uit_tekst(rij[2]),
                )
        raise NietGevonden

    def _nieuwe_code(self, db: Database) -> str:
        while True:
            code = maak_code()
            hashes = self._kluis.hashes(PLEK, code)
            if not any(
                db.execute("select 1 from meekijkcode where code_hash = ?", [h]).fetchone()
                for h in hashes
            ):
                return code
