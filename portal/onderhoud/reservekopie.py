"""A copy of portal.sqlite, made while the site runs, and put back while the site runs.

Everything in it is encrypted as in the file itself. A copy never replaces another file, and a bad
one is never put back.
"""

import secrets
import shutil
from contextlib import closing
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from portal.clock import from_text
from portal.crypto.vault import Vault
from portal.medewerkers import wachtwoord
from portal.medewerkers.medewerkerstore import laat_verzoeken_los
from portal.onderhoud.opschonen import controleer_klok, schoon_op
from portal.storage import audit_log
from portal.storage.audit_log import SYSTEM, Action
from portal.storage.connection import Connection
from portal.storage.database import StorageUnavailable
from portal.storage.databases.embedded import EmbeddedDatabase
from portal.storage.engine import READ_ERRORS, open_immutable
from portal.storage.jobs import Job
from portal.storage.key_check import check_key
from portal.storage.replacement import prepare, replace_file, scratch_folder
from portal.terugbellen import verzoekrij

VOOR, VERHUISD = ".voor-terugzetten-", ".verhuisd-"
BEWAARD = timedelta(days=30)  # the earlier file: by then somebody has looked whether all is well


class KopieFout(Exception):
    """No copy was made, or it cannot be put back, and why. Nothing changed."""


@dataclass(frozen=True, slots=True)
class Teruggezet:
    """What putting a copy back did. `verzoeken`: the number of requests there are now.

    `bewaard`: where the earlier file is; `verloren`: how many requests only that file has.
    `opnieuw_verwijderd`: how many requests of the copy had been deleted since it was made.
    `zonder_wachtwoord`: the open accounts, by name, that only the copy has.
    """

    verzoeken: int
    bewaard: Path
    verloren: int
    opnieuw_verwijderd: int
    zonder_wachtwoord: tuple[str, ...]


def maak(bestand: EmbeddedDatabase, doel: Path) -> int:
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
    bestand: EmbeddedDatabase,
    kluis: Vault,
    bron: Path,
    *,
    bewaardagen: int,
    nu: datetime,
    toch: bool = False,
) -> Teruggezet:
    """Puts a copy in the place of the file, while the site runs. What was deleted since stays so.

    Raises KopieFout, WrongKey, AlreadyRunning, StorageUnavailable, OSError and, but with `toch`,
    KlokSpringt; then nothing changed.
    """
    with prepare(_werkplek(bestand.path)) as klad:
        kopie = EmbeddedDatabase(klad / bestand.path.name)
        shutil.copyfile(bron, kopie.path)
        _controleer(kopie.path)
        try:
            kopie.migrate()
            check_key(kopie, kluis)
            if not toch:
                _controleer_klok(bestand, kopie, nu)
            with bestand.exclusively():  # from here on nothing is filed in the file that goes
                return _wissel(bestand, kopie, bewaardagen, nu)
        finally:
            kopie.close()


def vergeten(bestand: Path, nu: datetime) -> list[Path]:
    """Earlier files, set aside longer than BEWAARD ago: they hold what has long been deleted."""
    return sorted(
        pad
        for waarvoor in (VOOR, VERHUISD)
        for pad in bestand.parent.glob(f"{bestand.name}{waarvoor}*")
        if pad.name < opzij(bestand, waarvoor, nu - BEWAARD).name
    )


def ruim_afgebroken(bestand: Path) -> None:
    """Removes a copy that a power cut left half put back. Raises AlreadyRunning, OSError."""
    if scratch_folder(_werkplek(bestand)).exists():
        with prepare(_werkplek(bestand)):
            pass


def _werkplek(bestand: Path) -> Path:
    return bestand.with_name("terugzetten")


def opzij(bestand: Path, waarvoor: str, nu: datetime) -> Path:
    """Where it is kept for BEWAARD. `waarvoor`: VOOR or VERHUISD."""
    return bestand.with_name(f"{bestand.name}{waarvoor}{nu:%Y%m%d-%H%M%S}")


def _controleer_klok(bestand: EmbeddedDatabase, kopie: EmbeddedDatabase, nu: datetime) -> None:
    """By what was done here and by what is in the copy: a new machine has done nothing yet."""
    vorige = bestand.last_run(Job.OPSCHONEN)
    controleer_klok(nu, vorige, "de vorige keer opschonen was op")
    with kopie.read() as db:
        ((op,),) = db.execute("select max(op) from logboek").fetchall()
    controleer_klok(nu, from_text(op) if op else None, "de laatste regel in de kopie is van")


def _wissel(
    bestand: EmbeddedDatabase, kopie: EmbeddedDatabase, bewaardagen: int, nu: datetime
) -> Teruggezet:
    bewaard = opzij(bestand.path, VOOR, nu)
    maak(bestand, bewaard)
    try:
        with bestand.read() as van_nu, kopie.write() as db:
            verloren = len(_uids(van_nu) - _uids(db))
            verwijderd = _verwijder_opnieuw(van_nu, db, nu)
            zonder = _houd_accounts(van_nu, db, nu)
        schoon_op(kopie, bewaardagen, nu)
        with kopie.read() as db:
            verzoeken = len(_uids(db))
        bestand.take_over(kopie)
    except BaseException:
        bewaard.unlink()
        raise
    bestand.clear_deleted()
    return Teruggezet(verzoeken, bewaard, verloren, verwijderd, zonder)


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


def _uids(db: Connection) -> set[str]:
    return {uid for (uid,) in db.execute("select uid from verzoek")}


def _verwijder_opnieuw(van_nu: Connection, db: Connection, nu: datetime) -> int:
    """Deletes from the copy what the present file says was deleted.

    The copy takes over those lines of the log, so that it remembers them the next time.
    """
    vraag = "select op, wie, wat, waarop from logboek where wat = ?"
    wat = [Action.VERZOEK_VERWIJDERD.value]
    daden = set(van_nu.execute(vraag, wat)) - set(db.execute(vraag, wat))
    db.executemany("insert into logboek (op, wie, wat, waarop) values (?, ?, ?, ?)", sorted(daden))
    weg = {uid for *_, uid in daden}
    uids = {id_: uid for id_, uid in db.execute("select id, uid from verzoek") if uid in weg}
    verzoekrij.verwijder(db, uids, wie=SYSTEM, nu=nu, waarom="opnieuw, na terugzetten")
    return len(uids)


def _houd_accounts(van_nu: Connection, db: Connection, nu: datetime) -> tuple[str, ...]:
    """Accounts are as they are now: role, closed or suspended, and all that one logs in with.

    What only the copy has to log in with may be in the wrong hands since: it no longer works. Gives
    the names of those accounts. Everybody logs in again.
    """
    niemands = wachtwoord.maak_hash(secrets.token_urlsafe())
    # A link of then, to set up an account, opens nothing either.
    weg = "update medewerker set wachtwoord = ?, uitnodiging = null, uitgenodigd_op = ''"
    db.execute(weg, [niemands])
    db.execute("delete from herstelcode")
    db.execute("delete from sessie")
    van_wie = (
        "select gesloten_op, geschorst_op, rol, wachtwoord, totp, totp_laatst, id, naam"
        " from medewerker"
    )
    for rij in van_nu.execute(van_wie).fetchall():
        _neem_over(van_nu, db, rij)
    dicht = "select id from medewerker where gesloten_op is not null or geschorst_op is not null"
    for (id_,) in db.execute(dicht).fetchall():
        laat_verzoeken_los(db, id_, nu=nu, wie=SYSTEM)
    zonder = db.execute(
        "select id, naam from medewerker"
        " where wachtwoord = ? and gesloten_op is null order by naam",
        [niemands],
    ).fetchall()
    for id_, _ in zonder:
        audit_log.write(db, Action.WACHTWOORD_GEWIJZIGD, who=SYSTEM, at=nu, about=str(id_))
    return tuple(naam for _, naam in zonder)


def _neem_over(van_nu: Connection, db: Connection, rij: tuple[Any, ...]) -> None:
    """One account of now, if the copy has it under the same number and name."""
    vraag = (
        "update medewerker set gesloten_op = ?, geschorst_op = ?, rol = ?, wachtwoord = ?,"
        " totp = ?, totp_laatst = ? where id = ? and naam = ? returning id"
    )
    for van_wie in db.execute(vraag, rij).fetchall():
        codes = van_nu.execute(
            "select medewerker, hash from herstelcode where medewerker = ?", van_wie
        )
        db.executemany("insert into herstelcode (medewerker, hash) values (?, ?)", codes)
