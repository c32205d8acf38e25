"""The link by which a colleague sets up the own account: it works once, for an hour.

So nobody else ever sees the password or the second factor, not even who gave the link: the secret
for the app is made for the page, comes back with its form, and is stored only once a code proves
that the app has it. Of the token only a hash is kept.
"""

import hashlib
import secrets
from datetime import datetime, timedelta

from portal.clock import around, to_text
from portal.crypto.vault import Vault
from portal.medewerkers import tweedefactor, wachtwoord
from portal.medewerkers.medewerker import Medewerker, Medewerkerrol
from portal.medewerkers.medewerkerstore import (
    GeenMedewerker,
    eis_eigen,
    log_uit,
    plek_totp,
    schrijf_log,
    zet_herstelcodes,
)
from portal.storage.audit_log import Action, medewerker
from portal.storage.connection import Connection
from portal.storage.database import PortalDatabase
from portal.storage.rows import update

GELDT = timedelta(hours=1)


class CodeKloptNiet(ValueError):
    """The six digits are not those of the app at this moment."""


class Uitnodigingen:
    """Safe to share between threads. Every method raises StorageUnavailable and GeenMedewerker."""

    def __init__(self, bestand: PortalDatabase, kluis: Vault) -> None:
        self._bestand, self._kluis = bestand, kluis

    def geef(self, id_: int, *, nu: datetime, wie: str) -> str:
        """The token of a new link. What this colleague logged in with no longer works.

        Raises VanInlogdienst.
        """
        token = secrets.token_urlsafe(32)
        nieuw = {"uitnodiging": _hash(token), "uitgenodigd_op": to_text(nu)}
        with self._bestand.write() as db:
            eis_eigen(db, id_)
            update(db, "medewerker", id_, {"wachtwoord": wachtwoord.NIEMAND, "totp": None} | nieuw)
            zet_herstelcodes(db, id_, ())
            log_uit(db, id_)
            schrijf_log(db, Action.UITGENODIGD, id_, wie, nu)
        return token

    def van(self, token: str, nu: datetime) -> Medewerker:
        """For whom this link is, while it works."""
        with self._bestand.read() as db:
            return _van(db, token, nu)

    def stel_in(
        self, token: str, nieuw: str, geheim: str, code: str, *, nu: datetime
    ) -> tuple[Medewerker, tuple[str, ...]]:
        """Sets the password and the second factor; returns the herstelcodes.

        `geheim`: of the app. Raises WachtwoordFout and CodeKloptNiet.
        """
        wachtwoord.keur(nieuw, self.van(token, nu).naam)
        is_van_ons = tweedefactor.is_geheim(geheim)
        stap = tweedefactor.passende_stap(geheim, code, nu) if is_van_ons else None
        if stap is None:
            raise CodeKloptNiet
        hash_ = wachtwoord.maak_hash(nieuw)
        codes = tweedefactor.maak_herstelcodes()
        with self._bestand.write() as db:
            wie = _van(db, token, nu)  # again: two at the same time are one
            totp = self._kluis.encrypt(geheim.encode(), plek_totp(wie.id))
            nu_van = {"wachtwoord": hash_, "totp": totp, "totp_laatst": stap, "uitnodiging": None}
            update(db, "medewerker", wie.id, nu_van)
            zet_herstelcodes(db, wie.id, codes)
            for daad in (Action.WACHTWOORD_GEWIJZIGD, Action.TWEEDE_FACTOR_GEWIJZIGD):
                schrijf_log(db, daad, wie.id, medewerker(wie.id), nu)
        return wie, codes


def _hash(token: str) -> bytes:
    """A plain hash will do: a token is 256 random bits."""
    return hashlib.sha256(f"uitnodiging\0{token}".encode("utf-8", "surrogatepass")).digest()


def _van(db: Connection, token: str, nu: datetime) -> Medewerker:
    rij = db.execute(
        "select id, naam, rol from medewerker"
        " where uitnodiging = ? and uitgenodigd_op > ? and uitgenodigd_op < ?"
        " and gesloten_op is null and geschorst_op is null",
        [_hash(token), *map(to_text, around(nu, GELDT))],
    ).fetchone()
    if rij is None:
        raise GeenMedewerker
    id_, naam, rol = rij
    return Medewerker(id_, naam, Medewerkerrol(rol))
