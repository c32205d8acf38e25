"""From an old key to a new one while the site runs with both: read with the old, written with the new, and found by the new.

In small steps, each whole. What was cut off goes on where it was; what is done is not done twice.
"""

import json
from collections.abc import Callable, Iterator
from typing import Any, NamedTuple

from sqlite_utils import Database

from portal.crypto.vault import Vault
from portal.medewerkers.medewerkerstore import plek_totp
from portal.meekijken.meekijkstore import PLEK as MEEKIJKPLEK
from portal.storage.database import PortalDatabase
from portal.storage.key_check import KNOWN_TEXT
from portal.terugbellen import verzoekrij
from portal.terugbellen.dossier import notitieplek

STAPEL = 100  # rows in one transaction: who files something waits some tens of milliseconds


class Rijsoort(NamedTuple):
    """A table with encrypted values: the column that names a row, the one that is encrypted, and how to write it again."""

    tabel: str
    naam: str
    gesloten: str
    herschrijf: Callable[[Database, Vault, Any], None]


def wissel(bestand: PortalDatabase, kluis: Vault) -> Iterator[tuple[str, int]]:
    """Each table with how many of its rows were written again.

    Raises KluisFout (none of our keys opens a row), OpslagKanNiet.
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
    """How many rows still need an older key. Raises OpslagKanNiet."""
    return sum(len(_oud(bestand, kluis, soort)) for soort in SOORTEN)


def _oud(bestand: PortalDatabase, kluis: Vault, soort: Rijsoort) -> list[Any]:
    vraag = f"select {soort.naam}, {soort.gesloten} from {soort.tabel} where {soort.gesloten} is not null"  # noqa: S608 - our own
    with bestand.read() as db:
        return [naam for naam, gesloten in db.execute(vraag) if not kluis.is_current(gesloten)]


def _notitie(db: Database, kluis: Vault, id_: int) -> None:
    vraag = "select v.uid, n.tekst from notitie n join verzoek v on v.id = n.verzoek where n.id = ?"
    for uid, tekst in db.execute(vraag, [id_]).fetchall():
        nieuw = _opnieuw(kluis, tekst, notitieplek(uid, id_))
        db.execute("update notitie set tekst = ? where id = ?", [nieuw, id_])


def _meekijkcode(db: Database, kluis: Vault, hash_: bytes) -> None:
    for (gesloten,) in db.execute(
        "select inhoud from meekijkcode where code_hash = ?", [hash_]
    ).fetchall():
        inhoud = kluis.decrypt(gesloten, MEEKIJKPLEK)
        db.execute(
            "update meekijkcode set code_hash = ?, inhoud = ? where code_hash = ?",
            [
                kluis.hash(MEEKIJKPLEK, json.loads(inhoud)["code"]),
                kluis.encrypt(inhoud, MEEKIJKPLEK),
                hash_,
            ],
        )


def _totp(db: Database, kluis: Vault, id_: int) -> None:
    for (totp,) in db.execute("select totp from medewerker where id = ?", [id_]).fetchall():
        db.execute(
            "update medewerker set totp = ? where id = ?",
            [_opnieuw(kluis, totp, plek_totp(id_)), id_],
        )


def _proef(db: Database, kluis: Vault, rowid: int) -> None:
    db.execute(
        "update proef set gesloten = ? where rowid = ?", [kluis.encrypt(KNOWN_TEXT, "proef"), rowid]
    )


def _opnieuw(kluis: Vault, gesloten: bytes, plek: str) -> bytes:
    return kluis.encrypt(kluis.decrypt(gesloten, plek), plek)


SOORTEN = (
    Rijsoort("verzoek", "id", "gegevens", verzoekrij.herschrijf),
    Rijsoort("notitie", "id", "tekst", _notitie),
    Rijsoort("meekijkcode", "code_hash", "inhoud", _meekijkcode),
    Rijsoort("medewerker", "id", "totp", _totp),
    Rijsoort(
        "proef", "rowid", "gesloten", _proef
    ),  # last: until then the site does not start with the new key alone
)
