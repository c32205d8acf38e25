"""Who is logged in, in a table: logging out ends a session here, not in the browser alone.

A token is random and only its keyed hash is kept. A session ends after RUST without a page, and
always after LANGST. One from the future is over: the clock was set back since.
"""

import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from portal.clock import around, elapsed, from_text, later, to_text
from portal.crypto.vault import Vault
from portal.medewerkers.medewerker import Medewerker, Medewerkerrol
from portal.oidc.tokens import LOGOUT_TAKES_S, Logout
from portal.storage import audit_log
from portal.storage.audit_log import Action
from portal.storage.connection import Connection
from portal.storage.database import PortalDatabase

RUST = timedelta(minutes=30)
LANGST = timedelta(hours=10)
BIJWERKEN = timedelta(minutes=1)  # no write for each page: it may end this much too early
BLIJFT = timedelta(days=1)  # after its last page we still know whose draft it was
BEVESTIGD = timedelta(minutes=5)  # long enough for one form
ONTHOUDEN = timedelta(seconds=LOGOUT_TAKES_S)  # that the provider said this before
MAX_APPARAAT = 80  # characters of what the browser calls itself


@dataclass(frozen=True, slots=True)
class Sessie:
    """One login of a colleague. `sleutel` names it in a form, and nobody can log in with it.

    Moments are in Dutch time.
    """

    sleutel: str
    begonnen_op: datetime
    laatst_op: datetime
    apparaat: str


class SessieStore:
    """Safe to share between threads. Every method raises StorageUnavailable."""

    def __init__(self, bestand: PortalDatabase, kluis: Vault) -> None:
        self._bestand, self._kluis = bestand, kluis

    def begin(
        self, medewerker_id: int, *, apparaat: str, nu: datetime, dienst_sid: str = ""
    ) -> str:
        """Starts a session and returns the token for the cookie. Forgets those long ended.

        `dienst_sid`: of the session at the provider, with which this one ends.
        """
        token, op = secrets.token_urlsafe(32), to_text(nu)
        with self._bestand.write() as db:
            db.execute(
                "delete from sessie where laatst_op <= ? or laatst_op >= ?",
                [to_text(later(nu, -BLIJFT)), to_text(later(nu, RUST))],
            )
            db.execute(
                "insert into sessie"
                " (hash, medewerker, begonnen_op, laatst_op, apparaat, dienst_sid)"
                " values (?, ?, ?, ?, ?, ?)",
                [self._hash(token), medewerker_id, op, op, apparaat[:MAX_APPARAAT], dienst_sid],
            )
            audit_log.write(db, Action.INGELOGD, who=audit_log.medewerker(medewerker_id), at=nu)
        return token

    def lees(self, token: str, nu: datetime, *, telt: bool = True) -> Medewerker | None:
        """Whose session this is, if it has not ended. `telt`: somebody did something."""
        hash_ = self._hash(token)
        with self._bestand.read() as db:
            rij = db.execute(
                "select m.id, m.naam, m.rol, s.laatst_op from sessie s"
                " join medewerker m on m.id = s.medewerker where s.hash = ?"
                " and s.laatst_op > ? and s.laatst_op < ? and s.begonnen_op > ?"
                " and m.gesloten_op is null and m.geschorst_op is null"
                " and (m.totp is not null or m.onderwerp is not null)",
                [hash_, *_grenzen(nu)],
            ).fetchone()
        if rij is None:
            return None
        id_, naam, rol, laatst_op = rij
        if telt and elapsed(from_text(laatst_op), nu) >= BIJWERKEN:
            with self._bestand.write() as db:
                db.execute("update sessie set laatst_op = ? where hash = ?", [to_text(nu), hash_])
        return Medewerker(id_, naam, Medewerkerrol(rol))

    def eigenaar(self, token: str, nu: datetime) -> int | None:
        """Whose session this is or was, ended less than BLIJFT ago; nobody logged it out."""
        vraag = (
            "select m.id from sessie s join medewerker m on m.id = s.medewerker"
            " where s.hash = ? and s.laatst_op > ? and m.gesloten_op is null"
        )
        with self._bestand.read() as db:
            rij = db.execute(vraag, [self._hash(token), to_text(later(nu, -BLIJFT))]).fetchone()
        return int(rij[0]) if rij else None

    def bevestig(self, token: str, nu: datetime) -> None:
        """In this session, password and code were just given again."""
        vraag = "update sessie set bevestigd_op = ? where hash = ?"
        with self._bestand.write() as db:
            db.execute(vraag, [to_text(nu), self._hash(token)])

    def bevestig_van(self, medewerker_id: int, sleutel: str, nu: datetime) -> None:
        """The provider says it of the session with this Sessie.sleutel, when it is theirs."""
        vraag = "update sessie set bevestigd_op = ? where medewerker = ? and hash = ?"
        with self._bestand.write() as db:
            db.execute(vraag, [to_text(nu), medewerker_id, bytes.fromhex(sleutel)])

    def is_bevestigd(self, token: str, nu: datetime) -> bool:
        """Whether that is less than BEVESTIGD ago. Logging in does not count."""
        vraag = "select 1 from sessie where hash = ? and bevestigd_op > ? and bevestigd_op < ?"
        grenzen = map(to_text, around(nu, BEVESTIGD))
        with self._bestand.read() as db:
            return db.execute(vraag, [self._hash(token), *grenzen]).fetchone() is not None

    def eindig(self, token: str, nu: datetime) -> None:
        """Logs out."""
        self._eindig("hash = ?", [self._hash(token)], nu)

    def van(self, medewerker_id: int, nu: datetime) -> tuple[Sessie, ...]:
        """The sessions of a colleague that have not ended, the last used first."""
        with self._bestand.read() as db:
            rijen = db.execute(
                "select hash, begonnen_op, laatst_op, apparaat from sessie"
                " where medewerker = ? and laatst_op > ? and laatst_op < ? and begonnen_op > ?"
                " order by laatst_op desc, begonnen_op desc",
                [medewerker_id, *_grenzen(nu)],
            ).fetchall()
        return tuple(
            Sessie(hash_.hex(), from_text(begin), from_text(laatst), waar)
            for hash_, begin, laatst, waar in rijen
        )

    def eindig_een(self, medewerker_id: int, sleutel: str, nu: datetime) -> None:
        """Ends one session of this colleague; does nothing when it is somebody else's, or over."""
        self._eindig("medewerker = ? and hash = ?", [medewerker_id, _hash_van(sleutel)], nu)

    def eindig_andere(self, medewerker_id: int, sleutel: str, nu: datetime) -> None:
        """Ends every session of this colleague but this one."""
        self._eindig("medewerker = ? and hash <> ?", [medewerker_id, _hash_van(sleutel)], nu)

    def meld_af(self, van: Logout, uitgever: str, nu: datetime) -> bool:
        """Ends the sessions that the provider ended; False when it said so before."""
        waar, waarden = "uitgever = ?", [uitgever]
        if van.subject:
            waar, waarden = f"{waar} and onderwerp = ?", [*waarden, van.subject]
        waar = f"medewerker in (select id from medewerker where {waar})"  # noqa: S608 - our own
        if van.sid:
            waar, waarden = f"{waar} and dienst_sid = ?", [*waarden, van.sid]
        eenmalig = [self._kluis.hash("afmelding", van.jti), to_text(later(nu, ONTHOUDEN))]
        with self._bestand.write() as db:
            db.execute("delete from afmelding where tot < ?", [to_text(nu)])
            vraag = "insert into afmelding (hash, tot) values (?, ?) on conflict do nothing"
            is_nieuw = bool(db.execute(f"{vraag} returning hash", eenmalig).fetchall())
            if is_nieuw:
                _eindig(db, waar, waarden, nu)
        return is_nieuw

    def sleutel(self, token: str) -> str:
        """The `Sessie.sleutel` of this token."""
        return self._hash(token).hex()

    def formulierteken(self, token: str) -> str:
        """What the forms of this session carry, so that no other site can send one."""
        return self._kluis.hash("formulier", token).hex()

    def _eindig(self, waar: str, waarden: list[Any], nu: datetime) -> None:
        with self._bestand.write() as db:
            _eindig(db, waar, waarden, nu)

    def _hash(self, token: str) -> bytes:
        return self._kluis.hash("sessie", token)


def _hash_van(sleutel: str) -> bytes:
    """That of a Sessie.sleutel; no session has the one of anything else."""
    try:
        return bytes.fromhex(sleutel)
    except ValueError:
        return b""


def _eindig(db: Connection, waar: str, waarden: list[Any], nu: datetime) -> None:
    vraag = f"delete from sessie where {waar} returning medewerker"  # noqa: S608 - our own
    for (id_,) in db.execute(vraag, waarden).fetchall():
        audit_log.write(db, Action.UITGELOGD, who=audit_log.medewerker(id_), at=nu)


def _grenzen(nu: datetime) -> list[str]:
    """A session is last used between the first two moments, and begun after the third."""
    return list(map(to_text, (*around(nu, RUST), later(nu, -LANGST))))
