"""A copy of portal.sqlite, made while the site runs, and put back while the site runs.

Everything in it is encrypted as in the file itself. A copy never replaces another file, and a bad
one is never put back.
"""

import shutil
from contextlib import closing
from datetime import datetime, timedelta
from pathlib import Path

from portal.crypto.vault import Vault
from portal.onderhoud.teruggezet import Teruggezet, breng_bij, controleer_beide
from portal.storage.database import StorageUnavailable
from portal.storage.databases.embedded import EmbeddedDatabase
from portal.storage.engine import READ_ERRORS, open_immutable
from portal.storage.key_check import check_key
from portal.storage.replacement import prepare, replace_file, scratch_folder

VOOR, VERHUISD = ".voor-terugzetten-", ".verhuisd-"
BEWAARD = timedelta(days=30)  # the earlier file: by then somebody has looked whether all is well


class KopieFout(Exception):
    """No copy was made, or it cannot be put back, and why. Nothing changed."""


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
) -> tuple[Teruggezet, Path]:
    """Puts a copy in the place of the file, while the site runs. What was deleted since stays so.

    Says what that did, and where the earlier file is.
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
                controleer_beide(bestand, kopie, nu)
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


def _wissel(
    bestand: EmbeddedDatabase, kopie: EmbeddedDatabase, bewaardagen: int, nu: datetime
) -> tuple[Teruggezet, Path]:
    bewaard = opzij(bestand.path, VOOR, nu)
    maak(bestand, bewaard)
    try:
        teruggezet = breng_bij(bestand, kopie, bewaardagen, nu)
        bestand.take_over(kopie)
    except BaseException:
        bewaard.unlink()
        raise
    bestand.clear_deleted()
    return teruggezet, bewaard


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
