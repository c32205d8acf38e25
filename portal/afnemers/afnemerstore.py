"""The keys of programs: made once, kept as a hash, withdrawn for good."""

from collections.abc import Iterable
from datetime import datetime
from hashlib import sha256
from secrets import token_urlsafe
from typing import Any

from portal.afnemers.afnemer import (
    Afnemer,
    AfnemerFout,
    Recht,
    lees_naam,
    lees_rechten,
    schrijf_rechten,
)
from portal.clock import from_text, to_text
from portal.storage import audit_log
from portal.storage.audit_log import Action
from portal.storage.database import PortalDatabase

VOORVOEGSEL = "zc_"  # by which a scanner of code knows one that was published by mistake
KOLOMMEN = "id, naam, rechten, gemaakt_op, ingetrokken_op"


class GeenAfnemer(Exception):
    """No program of this name has a key that works."""


class AfnemerStore:
    """Safe to share between threads. Every method raises StorageUnavailable."""

    def __init__(self, bestand: PortalDatabase) -> None:
        self._bestand = bestand

    def alle(self) -> tuple[Afnemer, ...]:
        """Every program by name, also those whose key was withdrawn."""
        with self._bestand.read() as db:
            rijen = db.execute(f"select {KOLOMMEN} from afnemer order by naam").fetchall()  # noqa: S608 - our own
        return tuple(map(_afnemer, rijen))

    def maak(self, naam: str, rechten: Iterable[Recht], *, nu: datetime, wie: str) -> str:
        """A new program. Returns its key, which nobody can read again. Raises AfnemerFout."""
        naam, sleutel = lees_naam(naam), VOORVOEGSEL + token_urlsafe(32)
        with self._bestand.write() as db:
            if db.execute("select 1 from afnemer where naam = ?", [naam]).fetchone():
                raise AfnemerFout("deze naam is er al, misschien van een ingetrokken sleutel")
            db.execute(
                "insert into afnemer (naam, sleutel_hash, rechten, gemaakt_op) values (?, ?, ?, ?)",
                [naam, _hash(sleutel), schrijf_rechten(rechten), to_text(nu)],
            )
            audit_log.write(db, Action.SLEUTEL_GEMAAKT, who=wie, at=nu, about=naam)
        return sleutel

    def trek_in(self, naam: str, *, nu: datetime, wie: str) -> None:
        """From now on its key opens nothing. Raises GeenAfnemer."""
        with self._bestand.write() as db:
            weg = db.execute(
                "update afnemer set ingetrokken_op = ?"
                " where naam = ? and ingetrokken_op is null returning id",
                [to_text(nu), naam],
            ).fetchall()
            if not weg:
                raise GeenAfnemer
            audit_log.write(db, Action.SLEUTEL_INGETROKKEN, who=wie, at=nu, about=naam)

    def met_sleutel(self, sleutel: str) -> Afnemer | None:
        """Whose key this is; None for one that is not ours, or not any more."""
        vraag = f"select {KOLOMMEN} from afnemer where sleutel_hash = ? and ingetrokken_op is null"  # noqa: S608 - our own
        with self._bestand.read() as db:
            rij = db.execute(vraag, [_hash(sleutel)]).fetchone()
        return _afnemer(rij) if rij else None


def _hash(sleutel: str) -> bytes:
    """Without the key of the operator, which changes: 256 random bits cannot be guessed from it."""
    return sha256(sleutel.encode()).digest()


def _afnemer(rij: tuple[Any, ...]) -> Afnemer:
    id_, naam, rechten, gemaakt_op, weg = rij
    ingetrokken_op = from_text(weg) if weg else None
    return Afnemer(id_, naam, lees_rechten(rechten), from_text(gemaakt_op), ingetrokken_op)
