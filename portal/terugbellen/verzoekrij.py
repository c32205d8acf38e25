"""One request in the table `verzoek`: encrypted when it is written, a Verzoek when it is read. In somebody else's transaction."""

import json
import logging
from collections.abc import Collection, Iterator, Sequence
from datetime import datetime
from typing import Any

from sqlite_utils import Database

from portal.clock import from_text, to_text
from portal.crypto.vault import Vault, VaultError
from portal.storage.audit_log import BEWONER
from portal.terugbellen import zoekwoorden
from portal.terugbellen.telefoon import laatste_drie
from portal.terugbellen.tijdvakken import Tijdvak
from portal.terugbellen.verzoek import Gegevens, Sluitreden, Status, Verzoek, Via

log = logging.getLogger(__name__)

KOLOMMEN = "id, uid, gegevens, begin, eind, status, sluitreden, uitkomst, taal, via, versie, medewerker, gemaakt_op, gesloten_op"
_als_json = json.JSONEncoder(ensure_ascii=False).encode
NAMEN = KOLOMMEN.split(", ")


def plek(uid: str) -> str:
    """Where the gegevens of a request stand, for the kluis."""
    return f"verzoek:{uid}"


def vraagtekens(waarden: Collection[object]) -> str:
    """`?, ?, ?` for `in (...)`."""
    return ", ".join("?" * len(waarden))


def lees(db: Database, kluis: Vault, waar: str, waarden: Sequence[Any]) -> list[Verzoek]:
    """The requests for which this condition holds, the earliest tijdvak first. Raises KluisFout."""
    return [_verzoek(kluis, rij) for rij in _rijen(db, waar, waarden)]


def lees_leesbare(
    db: Database, kluis: Vault, waar: str, waarden: Sequence[Any]
) -> tuple[list[Verzoek], int]:
    """Those of them that can be read, and how many cannot: a row of a key that is gone must not hide the others."""
    gevonden, onleesbaar = [], 0
    for rij in _rijen(db, waar, waarden):
        try:
            gevonden.append(_verzoek(kluis, rij))
        except VaultError:
            onleesbaar += 1
    if onleesbaar:
        log.error("portal.sqlite: %d verzoeken zijn met deze sleutels niet te lezen", onleesbaar)
    return gevonden, onleesbaar


def _rijen(db: Database, waar: str, waarden: Sequence[Any]) -> Iterator[dict[str, Any]]:
    vraag = f"select {KOLOMMEN} from verzoek where {waar} order by begin, id"  # noqa: S608 - our own
    # `db.query` takes a savepoint: two statements more.
    return (dict(zip(NAMEN, rij, strict=True)) for rij in db.execute(vraag, waarden).fetchall())


def met_hash(kolom: str, kluis: Vault, tekst: str) -> tuple[str, tuple[bytes, ...]]:
    """The condition that the column `<kolom>_hash` is of this text, under any of our keys."""
    hashes = kluis.hashes(kolom, tekst)
    return f"{kolom}_hash in ({vraagtekens(hashes)})", hashes


def toegang(code: str, drie: str) -> str:
    """Code and last three digits as one: who has one of the two wrong takes the same way, and the same time."""
    return f"{code}|{drie}"


def schrijf(
    db: Database,
    kluis: Vault,
    gegevens: Gegevens,
    tijdvak: Tijdvak,
    *,
    uid: str,
    code: str,
    taal: str,
    nu: datetime,
    wie: str,
) -> Verzoek:
    """A new request, as `lees` would give it."""
    uitkomst = gegevens.adres.uitkomst if gegevens.adres else ""
    via = Via.BEWONER if wie == BEWONER else Via.HELPDESK
    rij = {
        "uid": uid,
        **_gesloten(kluis, uid, gegevens, code),
        "begin": to_text(tijdvak.begin),
        "eind": to_text(tijdvak.eind),
        "status": Status.OPEN.value,
        "uitkomst": uitkomst,
        "taal": taal,
        "via": via.value,
        "gemaakt_op": to_text(nu),
    }
    # Question marks: at each name Python's SQLite lets another thread go first (docs/snelheid.md).
    vraag = f"insert into verzoek ({', '.join(rij)}) values ({vraagtekens(rij)}) returning id"  # noqa: S608 - our own columns
    id_: int = db.execute(vraag, list(rij.values())).fetchone()[0]
    zoekwoorden.zet(db, kluis, id_, gegevens)
    return Verzoek(
        id=id_, uid=uid, code=code, gegevens=gegevens, tijdvak=tijdvak, status=Status.OPEN, sluitreden=None,
        uitkomst=uitkomst, taal=taal, via=via, versie=1, medewerker=None,
        gemaakt_op=from_text(to_text(nu)), gesloten_op=None,
    )  # fmt: skip


def wijzig(db: Database, verzoek: Verzoek, **velden: Any) -> None:
    """Sets columns and raises the versie. Moments are written in UTC."""
    waarden = {naam: to_text(w) if isinstance(w, datetime) else w for naam, w in velden.items()}
    zetten = "".join(f"{naam} = :{naam}, " for naam in waarden)
    db.execute(
        f"update verzoek set {zetten} versie = versie + 1 where id = :id",
        {**waarden, "id": verzoek.id},
    )  # noqa: S608 - our own columns


def herschrijf(db: Database, kluis: Vault, id_: int) -> None:
    """With the newest key, what it is found by too. Not a change of the request. Raises KluisFout."""
    for verzoek in lees(db, kluis, "id = ?", [id_]):
        kolommen = _gesloten(kluis, verzoek.uid, verzoek.gegevens, verzoek.code)
        zetten = ", ".join(f"{naam} = :{naam}" for naam in kolommen)
        db.execute(f"update verzoek set {zetten} where id = :id", {**kolommen, "id": id_})  # noqa: S608 - our own
        db.execute("delete from zoekwoord where verzoek = ?", [id_])
        zoekwoorden.zet(db, kluis, id_, verzoek.gegevens)


def _gesloten(kluis: Vault, uid: str, gegevens: Gegevens, code: str) -> dict[str, bytes]:
    """The columns that nobody can read or make without a key."""
    inhoud = _als_json({**gegevens.als_json(), "code": code}).encode()
    return {
        "toegang_hash": kluis.hash("toegang", toegang(code, laatste_drie(gegevens.telefoon))),
        "code_hash": kluis.hash("code", code),
        "telefoon_hash": kluis.hash("telefoon", gegevens.telefoon),
        "gegevens": kluis.encrypt(inhoud, plek(uid)),
    }


def _verzoek(kluis: Vault, rij: dict[str, Any]) -> Verzoek:
    inhoud = json.loads(kluis.decrypt(rij["gegevens"], plek(rij["uid"])))
    return Verzoek(
        id=rij["id"],
        uid=rij["uid"],
        code=inhoud.pop("code"),
        gegevens=Gegevens.uit_json(inhoud),
        tijdvak=Tijdvak(from_text(rij["begin"]), from_text(rij["eind"])),
        status=Status(rij["status"]),
        sluitreden=Sluitreden(rij["sluitreden"]) if rij["sluitreden"] else None,
        uitkomst=rij["uitkomst"],
        taal=rij["taal"],
        via=Via(rij["via"]),
        versie=rij["versie"],
        medewerker=rij["medewerker"],
        gemaakt_op=from_text(rij["gemaakt_op"]),
        gesloten_op=from_text(rij["gesloten_op"]) if rij["gesloten_op"] else None,
    )
