"""A copy of portal.sqlite, made while the site runs, and put back while the site runs.

Everything in it is encrypted as in the file itself. A copy never goes where another file stands, and a bad one is never put back.
"""

import shutil
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path

from sqlite_utils import Database

from portal.crypto.vault import Kluis
from portal.medewerkers.medewerkerstore import laat_verzoeken_los
from portal.onderhoud.opschonen import schoon_op
from portal.storage.audit_log import SYSTEEM, Daad
from portal.storage.database import OpslagKanNiet, Portaalbestand
from portal.storage.engine import LEESFOUTEN, open_onveranderlijk
from portal.storage.key_check import controleer_sleutel
from portal.storage.migrations import migreer
from portal.storage.replacement import klaarzetten, kladmap, vervang
from portal.terugbellen import verwijderen

VOOR = ".voor-terugzetten-"
BEWAARD = timedelta(days=30)  # the file of before; by then somebody has looked whether all is well


class KopieFout(Exception):
    """No copy was made, or it cannot be put back: a sentence that says why. Nothing changed."""


@dataclass(frozen=True, slots=True)
class Teruggezet:
    """What putting back did. `bewaard`: where the file of before is now; `verloren`: how many requests are only in there.

    `opnieuw_verwijderd`: requests of the copy that were deleted since it was made.
    """

    verzoeken: int
    bewaard: Path
    verloren: int
    opnieuw_verwijderd: int


def maak(bestand: Portaalbestand, doel: Path) -> int:
    """Writes a copy of this moment, on the disk and checked when it returns; how many requests it holds. Raises KopieFout."""
    if doel.exists():
        raise KopieFout(f"{doel} bestaat al")
    if not doel.parent.is_dir():
        raise KopieFout(f"de map {doel.parent} is er niet")
    try:
        with vervang(doel) as deel:
            deel.unlink(missing_ok=True)
            deel.touch(mode=0o600)
            bestand.kopieer(deel)
            return _controleer(deel)
    except (OSError, OpslagKanNiet) as fout:
        raise KopieFout(f"{doel} is niet te maken: {fout}") from fout


def zet_terug(
    bestand: Portaalbestand, kluis: Kluis, bron: Path, *, bewaardagen: int, nu: datetime
) -> Teruggezet:
    """Puts a copy in the place of the file, for the running site too. What was deleted since stays deleted.

    Raises KopieFout, SleutelPastNiet, AlBezig, OpslagKanNiet, OSError; then nothing changed.
    """
    with klaarzetten(_werkplek(bestand)) as klad:
        kopie = Portaalbestand(klad / bestand.pad.name)
        shutil.copyfile(bron, kopie.pad)
        _controleer(kopie.pad)
        try:
            migreer(kopie)
            controleer_sleutel(kopie, kluis)
            with bestand.alleen():  # from here nobody files anything in the file that goes
                return _wissel(bestand, kopie, bewaardagen, nu)
        finally:
            kopie.sluit()


def vergeten(bestand: Portaalbestand, nu: datetime) -> list[Path]:
    """Files of before a copy was put back, older than BEWAARD: they hold what has long been deleted."""
    grens = _bewaard(bestand, nu - BEWAARD).name
    return sorted(
        pad for pad in bestand.pad.parent.glob(f"{bestand.pad.name}{VOOR}*") if pad.name < grens
    )


def ruim_afgebroken(bestand: Portaalbestand) -> None:
    """Removes the copy that a power cut left while it was being put back. Raises AlBezig, OSError."""
    if kladmap(_werkplek(bestand)).exists():
        with klaarzetten(_werkplek(bestand)):
            pass


def _werkplek(bestand: Portaalbestand) -> Path:
    return bestand.pad.with_name("terugzetten")


def _bewaard(bestand: Portaalbestand, nu: datetime) -> Path:
    return bestand.pad.with_name(f"{bestand.pad.name}{VOOR}{nu:%Y%m%d-%H%M%S}")


def _wissel(
    bestand: Portaalbestand, kopie: Portaalbestand, bewaardagen: int, nu: datetime
) -> Teruggezet:
    bewaard = _bewaard(bestand, nu)
    maak(bestand, bewaard)
    try:
        with bestand.lees() as van_nu, kopie.schrijf() as db:
            verloren = len(_uids(van_nu) - _uids(db))
            verwijderd = _verwijder_opnieuw(van_nu, db, nu)
            _houd_accounts(van_nu, db, nu)
        schoon_op(kopie, bewaardagen, nu)
        with kopie.lees() as db:
            verzoeken = len(_uids(db))
        bestand.neem_over(kopie)
    except BaseException:
        bewaard.unlink()
        raise
    bestand.leeg_wal()
    return Teruggezet(verzoeken, bewaard, verloren, verwijderd)


def _controleer(pad: Path) -> int:
    """How many requests a copy holds. Raises KopieFout when it is damaged, or no copy of ours."""
    try:
        db = open_onveranderlijk(pad)
        try:
            heel = db.execute("PRAGMA integrity_check").fetchone() == ("ok",)
            ((aantal, van_ons),) = db.execute(
                "select count(*), exists (select 1 from proef) from verzoek"
            ).fetchall()
        finally:
            db.close()
    except LEESFOUTEN as fout:
        raise KopieFout("dit is geen reservekopie van deze site, of hij is beschadigd") from fout
    if not heel or not van_ons:
        raise KopieFout("de reservekopie is beschadigd")
    return int(aantal)


def _uids(db: Database) -> set[str]:
    return {uid for (uid,) in db.execute("select uid from verzoek")}


def _verwijder_opnieuw(van_nu: Database, db: Database, nu: datetime) -> int:
    """Deletes from the copy what the file of now says was deleted; the copy remembers all of it for a next time."""
    vraag, gevraagd = (
        "select op, wie, wat, waarop from logboek where wat = ?",
        [Daad.VERZOEK_VERWIJDERD.value],
    )
    daden = set(van_nu.execute(vraag, gevraagd)) - set(db.execute(vraag, gevraagd))
    db.conn.executemany(
        "insert into logboek (op, wie, wat, waarop) values (?, ?, ?, ?)", sorted(daden)
    )
    weg = {uid for *_, uid in daden}
    uids = {id_: uid for id_, uid in db.execute("select id, uid from verzoek") if uid in weg}
    verwijderen.verwijder(db, uids, wie=SYSTEEM, nu=nu, waarom="opnieuw, na terugzetten")
    return len(uids)


def _houd_accounts(van_nu: Database, db: Database, nu: datetime) -> None:
    """An account that was closed since stays closed and has no request; a role stays what it is; all log in again."""
    accounts = list(van_nu.execute("select gesloten_op, rol, id, naam from medewerker"))
    db.conn.executemany(
        "update medewerker set gesloten_op = ?, rol = ? where id = ? and naam = ?", accounts
    )
    for (id_,) in db.execute("select id from medewerker where gesloten_op is not null").fetchall():
        laat_verzoeken_los(db, id_, nu=nu, wie=SYSTEEM)
    db.execute("delete from sessie")
