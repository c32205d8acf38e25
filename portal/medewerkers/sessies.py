"""Who is logged in, in a table: logging out ends it here, not in the browser alone.

A token is random and only its keyed hash is kept. A session ends after RUST without a page, and always after LANGST.
"""

import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from portal.clock import elapsed, from_text, later, to_text
from portal.crypto.vault import Vault
from portal.medewerkers.medewerker import Medewerker, Medewerkerrol
from portal.storage import audit_log
from portal.storage.audit_log import Action
from portal.storage.database import PortalDatabase

RUST = timedelta(minutes=30)
LANGST = timedelta(hours=10)
BIJWERKEN = timedelta(
    minutes=1
)  # not a write for each page: a session ends at most this much early
MAX_APPARAAT = 80  # characters of what the browser calls itself


@dataclass(frozen=True, slots=True)
class Sessie:
    """One log-in of a colleague. `sleutel` names it in a form; it cannot be used to log in. Moments in Dutch time."""

    sleutel: str
    begonnen_op: datetime
    laatst_op: datetime
    apparaat: str


class SessieStore:
    """Safe to share between threads. Everything raises OpslagKanNiet when the file cannot be used."""

    def __init__(self, bestand: PortalDatabase, kluis: Vault) -> None:
        self._bestand, self._kluis = bestand, kluis

    def begin(self, medewerker_id: int, *, apparaat: str, nu: datetime) -> str:
        """A new session; the token for the cookie. What is over, of anybody, is forgotten here."""
        token = secrets.token_urlsafe(32)
        with self._bestand.write() as db:
            db.execute(
                "delete from sessie where laatst_op <= ? or begonnen_op <= ?",
                [to_text(later(nu, -RUST)), to_text(later(nu, -LANGST))],
            )
            db.execute(
                "insert into sessie (hash, medewerker, begonnen_op, laatst_op, apparaat) values (?, ?, ?, ?, ?)",
                [
                    self._hash(token),
                    medewerker_id,
                    to_text(nu),
                    to_text(nu),
                    apparaat[:MAX_APPARAAT],
                ],
            )
            audit_log.write(db, Action.INGELOGD, who=audit_log.medewerker(medewerker_id), at=nu)
        return token

    def lees(self, token: str, nu: datetime) -> Medewerker | None:
        """Whose session this is, when it is still going on."""
        hash_ = self._hash(token)
        with self._bestand.read() as db:
            rij = db.execute(
                "select m.id, m.naam, m.rol, s.laatst_op from sessie s join medewerker m on m.id = s.medewerker"
                " where s.hash = ? and s.laatst_op > ? and s.begonnen_op > ? and m.gesloten_op is null",
                [hash_, to_text(later(nu, -RUST)), to_text(later(nu, -LANGST))],
            ).fetchone()
        if rij is None:
            return None
        id_, naam, rol, laatst_op = rij
        if elapsed(from_text(laatst_op), nu) >= BIJWERKEN:
            with self._bestand.write() as db:
                db.execute("update sessie set laatst_op = ? where hash = ?", [to_text(nu), hash_])
        return Medewerker(id_, naam, Medewerkerrol(rol))

    def eindig(self, token: str, nu: datetime) -> None:
        """Logged out."""
        self._eindig("hash = ?", [self._hash(token)], nu)

    def van(self, medewerker_id: int, nu: datetime) -> tuple[Sessie, ...]:
        """The sessions of a colleague that are going on, the last used first."""
        with self._bestand.read() as db:
            rijen = db.execute(
                "select hash, begonnen_op, laatst_op, apparaat from sessie"
                " where medewerker = ? and laatst_op > ? and begonnen_op > ? order by laatst_op desc, begonnen_op desc",
                [medewerker_id, to_text(later(nu, -RUST)), to_text(later(nu, -LANGST))],
            ).fetchall()
        return tuple(
            Sessie(hash_.hex(), from_text(begin), from_text(laatst), waar)
            for hash_, begin, laatst, waar in rijen
        )

    def eindig_een(self, medewerker_id: int, sleutel: str, nu: datetime) -> None:
        """Ends one session of this colleague; nothing when it is somebody else's, or over."""
        self._eindig("medewerker = ? and lower(hex(hash)) = ?", [medewerker_id, sleutel], nu)

    def eindig_andere(self, medewerker_id: int, sleutel: str, nu: datetime) -> None:
        """Ends every session of this colleague but this one."""
        self._eindig("medewerker = ? and lower(hex(hash)) <> ?", [medewerker_id, sleutel], nu)

    def sleutel(self, token: str) -> str:
        """The `Sessie.sleutel` of this token."""
        return self._hash(token).hex()

    def formulierteken(self, token: str) -> str:
        """What a form of this session carries, so that no other site can send one in this colleague's name."""
        return self._kluis.hash("formulier", token).hex()

    def _eindig(self, waar: str, waarden: list[Any], nu: datetime) -> None:
        with self._bestand.write() as db:
            geeindigd = db.execute(
                f"delete from sessie where {waar} returning medewerker", waarden
            ).fetchall()  # noqa: S608 - our own
            for (medewerker_id,) in geeindigd:
                audit_log.write(
                    db, Action.UITGELOGD, who=audit_log.medewerker(medewerker_id), at=nu
                )

    def _hash(self, token: str) -> bytes:
        return self._kluis.hash("sessie", token)
