"""From an old key to a new one, while the site runs with both.

Each row is read with the old key, written with the new one, and found by the new one. The steps
are small and each is whole: a run that was cut off goes on where it was, and does nothing twice.
"""

import json
from collections.abc import Callable, Iterator
from typing import Any, NamedTuple

from sqlite_utils import Database

from portal.crypto.vault import Vault
from portal.doorgeven.doorgave import plek as plek_doorgave
from portal.medewerkers.medewerkerstore import plek_totp
from portal.meekijken.meekijkstore import PLEK as MEEKIJKPLEK
from portal.storage.database import PortalDatabase
from portal.storage.key_check import KNOWN_TEXT
from portal.terugbellen import concept, notities, verzoekrij

STAPEL = 100  # rows in one transaction: a resident who files something waits some tens of ms


class Rijsoort(NamedTuple):
    """A table with encrypted values. `naam`: the column that names a row; `gesloten`: that value.

    `herschrijf` writes the row of this name again.
    """

    tabel: str
    naam: str
    gesloten: str
    herschrijf: Callable[[Database, Vault, Any], None]


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
    bestand.empty_wal()


def hoeveel_oud(bestand: PortalDatabase, kluis: Vault) -> int:
    """How many rows still need an older key. Raises StorageUnavailable."""
    return sum(len(_oud(bestand, kluis, soort)) for soort in SOORTEN)


def _oud(bestand: PortalDatabase, kluis: Vault, soort: Rijsoort) -> list[Any]:
    tabel, naam, gesloten, _ = soort
    vraag = f"select {naam}, {gesloten} from {tabel} where {gesloten} is not null"  # noqa: S608 - our own
    with bestand.read() as db:
        return [rij for rij, waarde in db.execute(vraag) if not kluis.is_current(waarde)]


def _notitie(db: Database, kluis: Vault, id_: int) -> None:
    vraag = "select v.uid, n.tekst from notitie n join verzoek v on v.id = n.verzoek where n.id = ?"
    for uid, tekst in db.execute(vraag, [id_]).fetchall():
        nieuw = _opnieuw(kluis, tekst, notities.plek(uid, id_))
        db.execute("update notitie set tekst = ? where id = ?", [nieuw, id_])


def _concept(db: Database, kluis: Vault, id_: int) -> None:
    vraag = (
        "select v.uid, c.medewerker, c.tekst from concept c join verzoek v on v.id = c.verzoek"
        " where c.id = ?"
    )
    for uid, wie, tekst in db.execute(vraag, [id_]).fetchall():
        nieuw = _opnieuw(kluis, tekst, concept.plek(uid, wie))
        db.execute("update concept set tekst = ? where id = ?", [nieuw, id_])


def _meekijkcode(db: Database, kluis: Vault, hash_: bytes) -> None:
    vraag = "select inhoud from meekijkcode where code_hash = ?"
    for (gesloten,) in db.execute(vraag, [hash_]).fetchall():
        inhoud = kluis.decrypt(gesloten, MEEKIJKPLEK)
        nieuwe_hash = kluis.hash(MEEKIJKPLEK, json.loads(inhoud)["code"])
        db.execute(
            "update meekijkcode set code_hash = ?, inhoud = ? where code_hash = ?",
            [nieuwe_hash, kluis.encrypt(inhoud, MEEKIJKPLEK), hash_],
        )


def _doorgave(db: Database, kluis: Vault, id_: int) -> None:
    vraag = "select merk, sporen from doorgave where id = ?"
    for merk, sporen in db.execute(vraag, [id_]).fetchall():
        nieuw = _opnieuw(kluis, sporen, plek_doorgave(merk))
        db.execute("update doorgave set sporen = ? where id = ?", [nieuw, id_])


def _totp(db: Database, kluis: Vault, id_: int) -> None:
    for (totp,) in db.execute("select totp from medewerker where id = ?", [id_]).fetchall():
        nieuw = _opnieuw(kluis, totp, plek_totp(id_))
        db.execute("update medewerker set totp = ? where id = ?", [nieuw, id_])


def _proef(db: Database, kluis: Vault, rowid: int) -> None:
    nieuw = kluis.encrypt(KNOWN_TEXT, "proef")
    db.execute("update proef set gesloten = ? where rowid = ?", [nieuw, rowid])


def _opnieuw(kluis: Vault, gesloten: bytes, plek: str) -> bytes:
    return kluis.encrypt(kluis.decrypt(gesloten, plek), plek)


SOORTEN = (
    Rijsoort("verzoek", "id", "gegevens", verzoekrij.herschrijf),
    Rijsoort("notitie", "id", "tekst", _notitie),
    Rijsoort("concept", "id", "tekst", _concept),
    Rijsoort("meekijkcode", "code_hash", "inhoud", _meekijkcode),
    Rijsoort("doorgave", "id", "sporen", _doorgave),
    Rijsoort("medewerker", "id", "totp", _totp),
    # Last: until then the site does not start with the new key alone.
    Rijsoort("proef", "rowid", "gesloten", _proef),
)
