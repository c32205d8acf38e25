"""The rows of the table `verzoek`: encrypted when written, a Verzoek when read, deleted one way.

Everything here but `werk_zoekwoorden_bij` runs in the caller's transaction.
"""

import json
import logging
from collections.abc import Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import replace
from datetime import datetime
from typing import Any

from sqlite_utils import Database

from portal.clock import from_text, to_text
from portal.crypto.vault import Vault, VaultError
from portal.storage import audit_log
from portal.storage.audit_log import Action
from portal.storage.database import PortalDatabase
from portal.storage.rows import question_marks, update
from portal.terugbellen import telling, weektelling, zoeken
from portal.terugbellen.telefoon import is_heel, laatste_drie
from portal.terugbellen.tijdvakken import Tijdvak
from portal.terugbellen.verzoek import Gegevens, Sluitreden, Status, Verzoek, Via

log = logging.getLogger(__name__)

KOLOMMEN = (
    "id, uid, gegevens, begin, eind, status, sluitreden, uitkomst, taal, via, versie, medewerker,"
    " gemaakt_op, gesloten_op, email_bevestigd, overgedragen"
)
WOORDEN_STAPEL = 100  # in one transaction: a resident who files something waits some tens of ms
STAPEL = 500  # question marks in one statement; SQLite takes 32,766


def plek(uid: str) -> str:
    """Where the gegevens of a request stand, for the kluis."""
    return f"verzoek:{uid}"


def lees(db: Database, kluis: Vault, waar: str, waarden: Sequence[Any]) -> list[Verzoek]:
    """The requests that meet this condition, the earliest tijdvak first. Raises VaultError."""
    return [_verzoek(kluis, rij) for rij in _rijen(db, waar, waarden)]


def lees_leesbare(
    db: Database, kluis: Vault, waar: str, waarden: Sequence[Any]
) -> tuple[list[Verzoek], int]:
    """Those that can be read, and how many cannot: a damaged row must not hide others."""
    gevonden, onleesbaar = [], 0
    for rij in _rijen(db, waar, waarden):
        try:
            gevonden.append(_verzoek(kluis, rij))
        except VaultError:
            onleesbaar += 1
    if onleesbaar:
        log.error("portal.sqlite: %d verzoeken zijn niet te lezen", onleesbaar)
    return gevonden, onleesbaar


def met_hash(kolom: str, kluis: Vault, tekst: str) -> tuple[str, tuple[bytes, ...]]:
    """The condition that the column `<kolom>_hash` is of this text, under any of our keys."""
    hashes = kluis.hashes(kolom, tekst)
    return f"{kolom}_hash in ({question_marks(hashes)})", hashes


def met_toegang(kluis: Vault, code: str, cijfers: str) -> tuple[str, tuple[bytes, ...]]:
    """The condition that it is of this code, and of this phone number or these last three digits.

    Whichever is wrong, the answer takes the same time.
    """
    waar, hashes = met_hash("toegang", kluis, _toegang(code, cijfers))
    if not is_heel(cijfers):
        return waar, hashes
    nummer, van_nummer = met_hash("telefoon", kluis, cijfers)
    return f"{waar} and {nummer}", (*hashes, *van_nummer)


def _toegang(code: str, telefoon: str) -> str:
    """Code and last three digits as one."""
    return f"{code}|{laatste_drie(telefoon)}"


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
    """Writes and counts a new request, and reads it back."""
    via = Via.BEWONER if audit_log.is_resident(wie) else Via.HELPDESK
    rij = {
        "uid": uid,
        **_gesloten(kluis, uid, gegevens, code),
        "begin": to_text(tijdvak.begin),
        "eind": to_text(tijdvak.eind),
        "status": Status.OPEN.value,
        "uitkomst": gegevens.adres.uitkomst if gegevens.adres else "",
        "taal": taal,
        "via": via.value,
        "gemaakt_op": to_text(nu),
        "email_bevestigd": False,
    }
    vraag = f"insert into verzoek ({', '.join(rij)}) values ({question_marks(rij)}) returning id"  # noqa: S608 - our own columns
    ((id_,),) = db.execute(vraag, list(rij.values())).fetchall()
    zoeken.zet(db, kluis, id_, gegevens, code)
    weektelling.tel_verzoek(db, gegevens, via, nu)
    return lees(db, kluis, "id = ?", [id_])[0]


def wijzig(db: Database, verzoek: Verzoek, **velden: Any) -> None:
    """Sets columns and raises the versie. Moments are written in UTC."""
    waarden = {naam: to_text(w) if isinstance(w, datetime) else w for naam, w in velden.items()}
    update(db, "verzoek", verzoek.id, waarden, "versie = versie + 1")


def vervang(db: Database, kluis: Vault, verzoek: Verzoek, gegevens: Gegevens) -> None:
    """Other gegevens in the place of these. Raises the versie."""
    uitkomst = gegevens.adres.uitkomst if gegevens.adres else ""
    gesloten = _gesloten(kluis, verzoek.uid, gegevens, verzoek.code)
    update(db, "verzoek", verzoek.id, {**gesloten, "uitkomst": uitkomst}, "versie = versie + 1")
    zoeken.zet(db, kluis, verzoek.id, gegevens, verzoek.code)


def sluit(db: Database, kluis: Vault, verzoek: Verzoek, **velden: Any) -> None:
    """`wijzig`, of a request that closes: what its gegevens were before goes."""
    if verzoek.gegevens.eerder:
        vervang(db, kluis, verzoek, replace(verzoek.gegevens, eerder=()))
    wijzig(db, verzoek, **velden)


def herschrijf(db: Database, kluis: Vault, id_: int) -> None:
    """Encrypts and hashes it again with the newest key. No change of the request: same versie.

    Raises VaultError.
    """
    for verzoek in lees(db, kluis, "id = ?", [id_]):
        gesloten = _gesloten(kluis, verzoek.uid, verzoek.gegevens, verzoek.code)
        update(db, "verzoek", id_, gesloten)
        zoeken.zet(db, kluis, id_, verzoek.gegevens, verzoek.code)


def werk_zoekwoorden_bij(bestand: PortalDatabase, kluis: Vault) -> None:
    """Writes the words to search by of each request that has those of an earlier version.

    At every start, also that of a command: what an older site still filed is found soon. A request
    that none of our keys opens waits for its key. Raises StorageUnavailable.
    """
    with bestand.read() as db:
        oud = db.execute("select id from verzoek where zoekversie < ?", [zoeken.VERSIE])
        ids = [id_ for (id_,) in oud]
    for begin in range(0, len(ids), WOORDEN_STAPEL):
        stapel = ids[begin : begin + WOORDEN_STAPEL]
        waar = f"zoekversie < ? and id in ({question_marks(stapel)})"
        with bestand.write() as db:
            for rij in _rijen(db, waar, [zoeken.VERSIE, *stapel]):
                with suppress(VaultError):
                    verzoek = _verzoek(kluis, rij)
                    zoeken.zet(db, kluis, verzoek.id, verzoek.gegevens, verzoek.code)


def verwijder(
    db: Database, uids: Mapping[int, str], *, wie: str, nu: datetime, waarom: str
) -> None:
    """Deletes these requests (id -> uid) with their notes, attempts and mail. Counts them first.

    The log keeps the uid: a backup that is put back must not bring back what was deleted since.
    """
    ids = list(uids)
    for begin in range(0, len(ids), STAPEL):
        stapel = ids[begin : begin + STAPEL]
        telling.bewaar(db, stapel)
        weektelling.breek(db, stapel, nu)
        db.execute(f"delete from verzoek where id in ({question_marks(stapel)})", stapel)  # noqa: S608 - question marks
    for uid in uids.values():
        audit_log.write(db, Action.VERZOEK_VERWIJDERD, who=wie, at=nu, about=uid)
    telling.tel_verwijderd(db, "verzoek", len(uids), waarom, nu)


def _rijen(db: Database, waar: str, waarden: Sequence[Any]) -> Iterator[dict[str, Any]]:
    vraag = f"select {KOLOMMEN} from verzoek where {waar} order by begin, id"  # noqa: S608 - our own
    namen = KOLOMMEN.split(", ")
    return (dict(zip(namen, rij, strict=True)) for rij in db.execute(vraag, waarden).fetchall())


def _gesloten(kluis: Vault, uid: str, gegevens: Gegevens, code: str) -> dict[str, bytes]:
    """The columns that nobody can read or make without a key."""
    inhoud = json.dumps({**gegevens.als_json(), "code": code}, ensure_ascii=False).encode()
    return {
        "toegang_hash": kluis.hash("toegang", _toegang(code, gegevens.telefoon)),
        "code_hash": kluis.hash("code", code),
        "telefoon_hash": kluis.hash("telefoon", gegevens.telefoon),
        "gegevens": kluis.encrypt(inhoud, plek(uid)),
    }


def _verzoek(kluis: Vault, rij: dict[str, Any]) -> Verzoek:
    try:
        return _ontsleuteld(kluis, rij)
    except (ValueError, KeyError, TypeError) as fout:  # a moment or a word that is none
        raise VaultError("een kolom is niet te lezen") from fout


def _ontsleuteld(kluis: Vault, rij: dict[str, Any]) -> Verzoek:
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
        email_bevestigd=bool(rij["email_bevestigd"]),
        overgedragen=bool(rij["overgedragen"]),
    )
