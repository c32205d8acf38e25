"""From an old key to a new one, while the site runs with both.

Each row is read with the old key, written with the new one, and found by the new one. The steps
are small and each is whole: a run that was cut off goes on where it was, and does nothing twice.
"""

import json
from collections.abc import Callable, Iterator
from typing import Any, NamedTuple

from portal.crypto.vault import Vault
from portal.doorgeven.doorgave import plek as plek_doorgave
from portal.medewerkers.medewerkerstore import plek_totp
from portal.meekijken.meekijkstore import PLEK as MEEKIJKPLEK
from portal.storage.connection import Connection
from portal.storage.database import PortalDatabase
from portal.storage.key_check import KNOWN_TEXT
from portal.terugbellen.rijen import herschrijven, verzoeksleutel

STAPEL = 100  # rows in one transaction: a resident who files something waits some tens of ms


class Rijsoort(NamedTuple):
    """A table with encrypted values. `alle`: what names each row, and that value.

    `herschrijf` writes the row of this name again.
    """

    tabel: str
    alle: str
    herschrijf: Callable[[Connection, Vault, Any], None]


def wissel(bestand: PortalDatabase, kluis: Vault) -> Iterator[tuple[str, int]]:
    """Writes every old row again; yields each table with the number of those rows.

    Raises VaultError (none of our keys opens a row), StorageUnavailable.
    """
    for soort in SOORTEN:
        namen = _oud(bestand, kluis, soort)
        for begin in range(0, len(namen), STAPEL):
            with bestand.write() as db:
                for naam in namen[begin : begin + STAPEL]:
                    soort.herschrijf(db, kluis, naam)
        yield soort.tabel, len(namen)
    bestand.clear_deleted()


def hoeveel_oud(bestand: PortalDatabase, kluis: Vault) -> int:
    """How many rows still need an older key. Raises StorageUnavailable."""
    return sum(len(_oud(bestand, kluis, soort)) for soort in SOORTEN)


def _oud(bestand: PortalDatabase, kluis: Vault, soort: Rijsoort) -> list[Any]:
    with bestand.read() as db:
        return [rij for rij, waarde in db.execute(soort.alle) if not kluis.is_current(waarde)]


def _meekijkcode(db: Connection, kluis: Vault, hash_: bytes) -> None:
    vraag = "select inhoud from meekijkcode where code_hash = ?"
    for (gesloten,) in db.execute(vraag, [hash_]).fetchall():
        inhoud = kluis.decrypt(gesloten, MEEKIJKPLEK)
        nieuwe_hash = kluis.hash(MEEKIJKPLEK, json.loads(inhoud)["code"])
        db.execute(
            "update meekijkcode set code_hash = ?, inhoud = ? where code_hash = ?",
            [nieuwe_hash, kluis.encrypt(inhoud, MEEKIJKPLEK), hash_],
        )


def _doorgave(db: Connection, kluis: Vault, id_: int) -> None:
    vraag = "select merk, sporen from doorgave where id = ?"
    for merk, sporen in db.execute(vraag, [id_]).fetchall():
        nieuw = _opnieuw(kluis, sporen, plek_doorgave(merk))
        db.execute("update doorgave set sporen = ? where id = ?", [nieuw, id_])


def _totp(db: Connection, kluis: Vault, id_: int) -> None:
    for (totp,) in db.execute("select totp from medewerker where id = ?", [id_]).fetchall():
        nieuw = _opnieuw(kluis, totp, plek_totp(id_))
        db.execute("update medewerker set totp = ? where id = ?", [nieuw, id_])


def _proef(db: Connection, kluis: Vault, oud: bytes) -> None:
    nieuw = kluis.encrypt(KNOWN_TEXT, "proef")
    db.execute("update proef set gesloten = ? where gesloten = ?", [nieuw, oud])


def _opnieuw(kluis: Vault, gesloten: bytes, plek: str) -> bytes:
    return kluis.encrypt(kluis.decrypt(gesloten, plek), plek)


SOORTEN = (
    Rijsoort(
        "verzoek",
        f"select id, coalesce({verzoeksleutel.VAN_VERZOEK}, gegevens) from verzoek",  # noqa: S608 - our own
        herschrijven.herschrijf,
    ),
    Rijsoort("meekijkcode", "select code_hash, inhoud from meekijkcode", _meekijkcode),
    Rijsoort("doorgave", "select id, sporen from doorgave where sporen is not null", _doorgave),
    Rijsoort("medewerker", "select id, totp from medewerker where totp is not null", _totp),
    # Last: until then the site does not start with the new key alone.
    Rijsoort("proef", "select gesloten, gesloten from proef", _proef),
)
