"""A copy of portal.sqlite, made while the site runs, and put back while the site runs.

Everything in it is encrypted as in the file itself. A copy never replaces another file, and a bad
one is never put back.
"""

import shutil
from contextlib import closing
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path

from sqlite_utils import Database

from portal.crypto.vault import Vault
from portal.medewerkers.medewerkerstore import laat_verzoeken_los
from portal.onderhoud.opschonen import schoon_op
from portal.storage.audit_log import SYSTEM, Action
from portal.storage.database import PortalDatabase, StorageUnavailable
from portal.storage.engine import READ_ERRORS, open_immutable
from portal.storage.key_check import check_key
from portal.storage.migrations import migrate
from portal.storage.replacement import prepare, replace_file, scratch_folder
from portal.terugbellen import verzoekrij

VOOR = ".voor-terugzetten-"
BEWAARD = timedelta(days=30)  # the earlier file: by then somebody has looked whether all is well


class KopieFout(Exception):
    """No copy was made, or it cannot be put back, and why. Nothing changed."""


@dataclass(frozen=True, slots=True)
class Teruggezet:
    """What putting a copy back did. `verzoeken`: the number of requests there are now.

    `bewaard`: where the earlier file is; `verloren`: how many requests only that file has.
    `opnieuw_verwijderd`: how many requests of the copy had been deleted since it was made.
    """

    verzoeken: int
    bewaard: Path
    verloren: int
    opnieuw_verwijderd: int


def maak(bestand: PortalDatabase, doel: Path) -> int:
    """Writes a copy of this moment, synced and checked, and says how many requests it holds.

    Raises KopieFout.
    """
    if doel.exists():
        raise KopieFout(f"{doel} bestaat al")
    if not doel.parent.is_dir():
        raise KopieFout(f"de map {doel.parent} is er niet")
    try:
        with replace_file(doel) as deel:
            deel.unlink(missing_ok=True)
            deel.touch(mode=0o600)
            bestand.copy_to(deel)
            return _controleer(deel)
    except (OSError, StorageUnavailable) as fout:
        raise KopieFout(f"{doel} is niet te maken: {fout}") from fout


def zet_terug(
    bestand: PortalDatabase, kluis: Vault, bron: Path, *, bewaardagen: int, nu: datetime
) -> Teruggezet:
    """Puts a copy in the place of the file, while the site runs. What was deleted since stays so.

    Raises KopieFout, WrongKey, AlreadyRunning, StorageUnavailable, OSError; then nothing changed.
    """
    with prepare(_werkplek(bestand)) as klad:
        kopie = PortalDatabase(klad / bestand.path.name)
        shutil.copyfile(bron, kopie.path)
        _controleer(kopie.path)
        try:
            migrate(kopie)
            check_key(kopie, kluis)
            with bestand.exclusively():  # from here on nothing is filed in the file that goes
                return _wissel(bestand, kopie, bewaardagen, nu)
        finally:
            kopie.close()


def vergeten(bestand: PortalDatabase, nu: datetime) -> list[Path]:
    """Earlier files, set aside longer than BEWAARD ago: they hold what has long been deleted."""
    grens = _bewaard(bestand, nu - BEWAARD).name
    return sorted(
        pad for pad in bestand.path.parent.glob(f"{bestand.path.name}{VOOR}*") if pad.name < grens
    )


def ruim_afgebroken(bestand: PortalDatabase) -> None:
    """Removes a copy that a power cut left half put back. Raises AlreadyRunning, OSError."""
    if scratch_folder(_werkplek(bestand)).exists():
        with prepare(_werkplek(bestand)):
            pass


def _werkplek(bestand: PortalDatabase) -> Path:
    return bestand.path.with_name("terugzetten")


def _bewaard(bestand: PortalDatabase, nu: datetime) -> Path:
    return bestand.path.with_name(f"{bestand.path.name}{VOOR}{nu:%Y%m%d-%H%M%S}")


def _wissel(
    bestand: PortalDatabase, kopie: PortalDatabase, bewaardagen: int, nu: datetime
) -> Teruggezet:
    bewaard = _bewaard(bestand, nu)
    maak(bestand, bewaard)
    try:
        with bestand.read() as van_nu, kopie.write() as db:
            verloren = len(_uids(van_nu) - _uids(db))
            verwijderd = _verwijder_opnieuw(van_nu, db, nu)
            _houd_accounts(van_nu, db, nu)
        schoon_op(kopie, bewaardagen, nu)
        with kopie.read() as db:
            verzoeken = len(_uids(db))
        bestand.take_over(kopie)
    except BaseException:
        bewaard.unlink()
        raise
    bestand.empty_wal()
    return Teruggezet(verzoeken, bewaard, verloren, verwijderd)


def _controleer(pad: Path) -> int:
    """How many requests a copy holds. Raises KopieFout when it is damaged, or no copy of ours."""
    vraag = "select count(*), exists (select 1 from proef) from verzoek"
    try:
        with closing(open_immutable(pad)) as db:
            heel = db.execute("PRAGMA integrity_check").fetchone() == ("ok",)
            ((aantal, van_ons),) = db.execute(vraag).fetchall()
    except READ_ERRORS as fout:
        raise KopieFout("dit is geen reservekopie van deze site, of hij is beschadigd") from fout
    if not heel or not van_ons:
        raise KopieFout("de reservekopie is beschadigd")
    return int(aantal)


def _uids(db: Database) -> set[str]:
    return {uid for (uid,) in db.execute("select uid from verzoek")}


def _verwijder_opnieuw(van_nu: Database, db: Database, nu: datetime) -> int:
    """Deletes from the copy what the present file says was deleted.

    The copy takes over those lines of the log, so that it remembers them the next time.
    """
    vraag = "select op, wie, wat, waarop from logboek where wat = ?"
    wat = [Action.VERZOEK_VERWIJDERD.value]
    daden = set(van_nu.execute(vraag, wat)) - set(db.execute(vraag, wat))
    db.conn.executemany(
        "insert into logboek (op, wie, wat, waarop) values (?, ?, ?, ?)", sorted(daden)
    )
    weg = {uid for *_, uid in daden}
    uids = {id_: uid for id_, uid in db.execute("select id, uid from verzoek") if uid in weg}
    verzoekrij.verwijder(db, uids, wie=SYSTEM, nu=nu, waarom="opnieuw, na terugzetten")
    return len(uids)


def _houd_accounts(van_nu: Database, db: Database, nu: datetime) -> None:
    """Accounts closed since stay closed, with no request. Roles stay. Everybody logs in again."""
    accounts = list(van_nu.execute("select gesloten_op, rol, id, naam from medewerker"))
    db.conn.executemany(
        "update medewerker set gesloten_op = ?, rol = ? where id = ? and naam = ?", accounts
    )
    for (id_,) in db.execute("select id from medewerker where gesloten_op is not null").fetchall():
        laat_verzoeken_los(db, id_, nu=nu, wie=SYSTEM)
    db.execute("delete from sessie")
