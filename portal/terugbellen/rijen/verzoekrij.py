"""The rows of the table `verzoek`: encrypted when written, a Verzoek when read, deleted one way.

In the caller's transaction.
"""

import json
import logging
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from typing import Any

from portal.clock import from_text, to_text
from portal.crypto.codes import new_code
from portal.crypto.vault import Cipher, Vault, VaultError
from portal.storage import audit_log
from portal.storage.audit_log import Action
from portal.storage.connection import Connection
from portal.storage.rows import insertion, question_marks, update
from portal.terugbellen.rijen import telling, verzoeksleutel, weektelling, zoeken
from portal.terugbellen.waarden.telefoon import is_heel, laatste_drie
from portal.terugbellen.waarden.tijdvakken import Tijdvak
from portal.terugbellen.waarden.verzoek import Gegevens, Sluitreden, Status, Verzoek, Via

log = logging.getLogger(__name__)

KOLOMMEN = (
    "id, uid, gegevens, begin, eind, status, sluitreden, uitkomst, taal, via, versie, medewerker,"
    " gemaakt_op, gesloten_op, email_bevestigd, overgedragen, elders"
)
NAMEN = [*KOLOMMEN.split(", "), "sleutel"]
STAPEL = 500  # question marks in one statement; SQLite takes 32,766


def plek(uid: str) -> str:
    """Where the gegevens of a request stand, for the kluis."""
    return f"verzoek:{uid}"


def lees(db: Connection, kluis: Vault, waar: str, waarden: Sequence[Any]) -> list[Verzoek]:
    """The requests that meet this condition, the earliest tijdvak first. Raises VaultError."""
    return [_verzoek(kluis, rij) for rij in _rijen(db, waar, waarden)]


def lees_leesbare(
    db: Connection, kluis: Vault, waar: str, waarden: Sequence[Any]
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


def nieuwe_code(db: Connection, kluis: Vault) -> str:
    """A code that no request has."""
    while True:
        code = new_code()
        waar, hashes = met_hash("code", kluis, code)
        vraag = f"select 1 from verzoek where {waar}"  # noqa: S608 - question marks
        if not db.execute(vraag, hashes).fetchone():
            return code


def schrijf(
    db: Connection,
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
    sleutel = verzoeksleutel.nieuw(kluis, uid)
    rij = {
        "uid": uid,
        **versleuteld(kluis, verzoeksleutel.open_(kluis, sleutel, uid), uid, gegevens, code),
        "begin": to_text(tijdvak.begin),
        "eind": to_text(tijdvak.eind),
        "status": Status.OPEN.value,
        "uitkomst": gegevens.adres.uitkomst if gegevens.adres else "",
        "taal": taal,
        "via": via.value,
        "gemaakt_op": to_text(nu),
        "email_bevestigd": False,
        "zoekversie": zoeken.VERSIE,
    }
    vraag = f"{insertion('verzoek', rij)} returning {KOLOMMEN}"
    (geschreven,) = db.execute(vraag, list(rij.values())).fetchall()
    verzoek = _verzoek(kluis, dict(zip(NAMEN, (*geschreven, sleutel), strict=True)))
    verzoeksleutel.zet(db, verzoek.id, sleutel)
    zoeken.zet_eerste(db, kluis, verzoek.id, gegevens, code)
    weektelling.tel_verzoek(db, gegevens, via, nu)
    return verzoek


def wijzig(db: Connection, verzoek: Verzoek, **velden: Any) -> None:
    """Sets columns and raises the versie. Moments are written in UTC."""
    waarden = {naam: to_text(w) if isinstance(w, datetime) else w for naam, w in velden.items()}
    update(db, "verzoek", verzoek.id, waarden, "versie = versie + 1")


def vervang(db: Connection, kluis: Vault, verzoek: Verzoek, gegevens: Gegevens) -> None:
    """Other gegevens in the place of these. Raises the versie."""
    uitkomst = gegevens.adres.uitkomst if gegevens.adres else ""
    sleutel = verzoeksleutel.van(db, kluis, verzoek.id, verzoek.uid)
    kolommen = versleuteld(kluis, sleutel, verzoek.uid, gegevens, verzoek.code)
    update(db, "verzoek", verzoek.id, {**kolommen, "uitkomst": uitkomst}, "versie = versie + 1")
    zoeken.zet(db, kluis, verzoek.id, gegevens, verzoek.code)


def sluit(db: Connection, kluis: Vault, verzoek: Verzoek, **velden: Any) -> None:
    """`wijzig`, of a request that closes: what its gegevens were before goes."""
    if verzoek.gegevens.eerder:
        vervang(db, kluis, verzoek, replace(verzoek.gegevens, eerder=()))
    wijzig(db, verzoek, **velden)


def verwijder(
    db: Connection, uids: Mapping[int, str], *, wie: str, nu: datetime, waarom: str
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


def _rijen(db: Connection, waar: str, waarden: Sequence[Any]) -> Iterator[dict[str, Any]]:
    vraag = (
        f"select {KOLOMMEN}, {verzoeksleutel.VAN_VERZOEK} from verzoek"  # noqa: S608 - our own
        f" where {waar} order by begin, id"
    )
    return (dict(zip(NAMEN, rij, strict=True)) for rij in db.execute(vraag, waarden).fetchall())


def versleuteld(
    kluis: Vault, sleutel: Cipher, uid: str, gegevens: Gegevens, code: str
) -> dict[str, bytes]:
    """The columns that nobody can read or make without a key."""
    inhoud = json.dumps({**gegevens.als_json(), "code": code}, ensure_ascii=False).encode()
    return {
        "toegang_hash": kluis.hash("toegang", _toegang(code, gegevens.telefoon)),
        "code_hash": kluis.hash("code", code),
        "telefoon_hash": kluis.hash("telefoon", gegevens.telefoon),
        "gegevens": sleutel.encrypt(inhoud, plek(uid)),
    }


def _verzoek(kluis: Vault, rij: dict[str, Any]) -> Verzoek:
    try:
        return _ontsleuteld(kluis, rij)
    except (ValueError, KeyError, TypeError) as fout:  # a moment or a word that is none
        raise VaultError("een kolom is niet te lezen") from fout


def _ontsleuteld(kluis: Vault, rij: dict[str, Any]) -> Verzoek:
    sleutel = verzoeksleutel.open_(kluis, rij["sleutel"], rij["uid"])
    inhoud = json.loads(sleutel.decrypt(rij["gegevens"], plek(rij["uid"])))
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
        elders=bool(rij["elders"]),
    )
