"""The folder of PORTAL_DATA and each file in it. Opens them as the site does, and makes none."""

import os
import pwd
import stat
from collections.abc import Callable, Iterator
from contextlib import closing, suppress
from datetime import datetime, timedelta
from pathlib import Path

from sqlite_utils import Database

from portal.adressen.register import AdresStore, RegisterOntbreekt
from portal.bevingen.later import LATER, MAX_BYTES, lees_later
from portal.config.settings import PORTAL_DB, RATE_LIMITS_DB, Settings
from portal.config.values import Bronkeuze
from portal.crypto.vault import Vault
from portal.gebied.gebiedstore import GebiedOnleesbaar, GebiedStore
from portal.onderhoud.controle.regel import Controleregel, fout, goed, let_op
from portal.onderhoud.gezondheid import schijfgebrek
from portal.storage.database import StorageUnavailable
from portal.storage.databases.embedded import EmbeddedDatabase
from portal.storage.engine import SqliteError, open_immutable, open_relaxed
from portal.storage.key_check import WrongKey, check_without_key, read_mark
from portal.storage.rate_limits import EVERYBODY, LIMITS, Counted, RateLimits
from portal.web.i18n.notation import day
from rules import CatalogusFout

REGISTER_OUD = timedelta(days=62)  # each month there is a new one
RUIM = 1_000_000_000  # bytes; a load of the province needs some 100 MB, of the whole country 5 GB
ZET_TERUG = "Stop de site, zet het bestand opzij en zet een reservekopie terug (docs/beheer.md)."


def in_map(data: Path) -> dict[str, os.stat_result]:
    """What lies in a folder, by name. A file that has just gone, as the site runs, is left out."""
    gevonden = {}
    for pad in data.iterdir():
        with suppress(FileNotFoundError):
            gevonden[pad.name] = pad.stat()
    return gevonden


def map_(data: Path) -> Iterator[Controleregel]:
    """Whose the folder is, who can read it, whether it can be written."""
    if not data.is_dir():
        if data.parent.is_dir() and not schijfgebrek(data.parent):
            yield let_op(
                "gegevens", f"De map {data} is er nog niet. De site maakt hem bij de start."
            )
        else:
            yield fout(
                "gegevens",
                f"De map {data} is er niet. Maak hem, voor de gebruiker waaronder de site draait.",
            )
        return
    if gebrek := schijfgebrek(data):
        raad = "Maak ruimte, of geef de map aan de gebruiker van de site."
        yield fout("gegevens", f"{data}: {gebrek}. {raad}")
    schijf = os.statvfs(data)
    if (vrij := schijf.f_bavail * schijf.f_frsize) < RUIM:
        raad = "Maak ruimte voor een register of reservekopie."
        yield let_op("schijf", f"Er is nog {vrij // 1_000_000} MB vrij. {raad}")
    else:
        yield goed("schijf", f"{vrij / 1e9:.0f} GB vrij.")
    eigenaar = data.stat().st_uid
    if os.geteuid() != eigenaar:
        wie = _naam(eigenaar)
        raad = f"Draai deze opdracht als {wie}: sudo -u {wie}."
        yield let_op("gebruiker", f"De map is van {wie}, en u bent dat niet. {raad}")
    vreemd = ", ".join(sorted(n for n, stat_ in in_map(data).items() if stat_.st_uid != eigenaar))
    if vreemd:
        zin = f"Van een andere gebruiker dan de map: {vreemd}. Herstel het met chown."
        yield fout("eigenaar", zin)
    if data.stat().st_mode & (stat.S_IRWXG | stat.S_IRWXO):
        yield let_op("rechten", f"Andere gebruikers kunnen in {data} kijken. Geef hem chmod 700.")
    else:
        yield goed("gegevens", f"{data}, alleen voor {_naam(eigenaar)}.")


def klok_(settings: Settings, nu: datetime) -> Iterator[Controleregel]:
    """A clock that is behind: then what was written last is in the future."""
    bestanden = in_map(settings.data) if settings.data.is_dir() else {}
    laatste = max((bestand.st_mtime for bestand in bestanden.values()), default=0)
    if laatste > nu.timestamp() + 60:
        hier = f"Het is hier {nu:%H:%M} uur op {day(nu.date())}"
        yield fout("klok", f"{hier}, en er is iets van later. Zet de klok gelijk.")
    else:
        yield goed("klok", f"{day(nu.date())}, {nu:%H:%M} uur.")


def register(pad: Path, keuze: Bronkeuze, nu: datetime) -> Iterator[Controleregel]:
    """The addresses."""
    if not pad.exists():
        yield let_op(
            "register",
            "Er is nog geen register. De site maakt er bij de start een met voorbeelden.",
        )
        return
    try:
        info = AdresStore(pad).info()
    except RegisterOntbreekt as waarom:
        yield fout("register", f"{waarom}. Laad het register opnieuw, of haal het bestand weg.")
        return
    alleen_voorbeelden = "Er zijn alleen voorbeelden geladen"
    geladen = day(info.geladen_op.date())
    if gebrek := _beschadigd(pad):
        yield fout("register", f"{pad.name} is beschadigd ({gebrek}). Laad het register opnieuw.")
    elif info.is_voorbeeld and keuze is Bronkeuze.REGISTER:
        gevolg = "bewoners vinden hun adres niet"
        yield fout("register", f"{alleen_voorbeelden}, en PDOK mag niet: {gevolg}.")
    elif info.is_voorbeeld:
        gevolg = "elk adres wordt bij PDOK opgezocht"
        yield let_op("register", f"{alleen_voorbeelden}: {gevolg}. Laad een register.")
    elif nu - info.geladen_op > REGISTER_OUD:
        yield let_op("register", f"Geladen op {geladen}: nieuwe huizen ontbreken. Laad een nieuw.")
    else:
        yield goed("register", f"{info.aantal} adressen, geladen op {geladen}.")


def gebied(pad: Path) -> Iterator[Controleregel]:
    """The area of the IMG."""
    try:
        info = GebiedStore(pad).info()
    except GebiedOnleesbaar as waarom:
        yield fout("gebied", f"{waarom}. Laad het gebied opnieuw, of haal het bestand weg.")
        return
    if info and (gebrek := _beschadigd(pad)):
        yield fout("gebied", f"{pad.name} is beschadigd ({gebrek}). Laad het gebied opnieuw.")
    else:
        van = f"Van het IMG, van {day(info.datum)}." if info else "Geen gebied van het IMG geladen."
        yield goed("gebied", van)


def bevingen(pad: Path) -> Iterator[Controleregel]:
    """The quakes after the venster."""
    try:
        with pad.open("rb") as bestand:
            aantal = len(lees_later(bestand.read(MAX_BYTES + 1)))
    except FileNotFoundError:
        yield goed("bevingen", f"Er is geen {LATER}: er zijn geen latere bevingen bekend.")
    except (CatalogusFout, OSError) as waarom:
        raad = "Haal het weg en draai: bevingen controleren --schrijf."
        yield fout("bevingen", f"{LATER}: {waarom}. {raad}")
    else:
        yield goed("bevingen", f"{aantal} latere bevingen.")


def opslag(settings: Settings, bestand: EmbeddedDatabase, kluis: Vault) -> Iterator[Controleregel]:
    """What residents entrusted to us. The other checks of it run only when this one is good."""
    if not settings.sleutel:
        try:
            check_without_key(settings)
        except WrongKey as waarom:
            yield fout(PORTAL_DB, f"{waarom}. Zet de sleutel terug in PORTAL_SLEUTEL.")
        return
    if not bestand.path.exists():
        yield let_op(PORTAL_DB, "Er is nog geen bestand. De site maakt het bij de start.")
        return
    try:
        with bestand.read() as db:
            gebrek = "; ".join(rij[0] for rij in db.execute("pragma quick_check(3)"))
            if gebrek == "ok":
                read_mark(db, kluis)
        achter = gebrek == "ok" and bestand.is_outdated()
    except WrongKey as waarom:
        yield fout(PORTAL_DB, f"{waarom}. Zet de goede sleutel in PORTAL_SLEUTEL.")
        return
    except StorageUnavailable as waarom:
        yield fout(PORTAL_DB, f"Niet te lezen: {waarom}. {ZET_TERUG}")
        return
    if gebrek != "ok":
        yield fout(PORTAL_DB, f"Beschadigd: {gebrek}. {ZET_TERUG}")
    elif achter:
        zin = "Van een oudere versie van de site. Start de site opnieuw: dan werkt zij het bij."
        yield let_op(PORTAL_DB, zin)
    else:
        yield goed(PORTAL_DB, "Heel, en de sleutel past.")
    if bestand.path.stat().st_mode & (stat.S_IRWXG | stat.S_IRWXO):
        yield fout(PORTAL_DB, f"Andere gebruikers kunnen het lezen. Geef {bestand.path} chmod 600.")


def limieten(pad: Path, tellers: RateLimits, nu: datetime) -> Iterator[Controleregel]:
    """The counters of how often somebody tried. The site puts a damaged file aside by itself."""
    if pad.exists() and (gebrek := _beschadigd(pad, open_relaxed)):
        raad = "De site zet het opzij zodra zij telt, en begint een nieuw. Kijk de schijf na."
        yield let_op(RATE_LIMITS_DB, f"Beschadigd ({gebrek}). {raad}")
    else:
        yield goed(RATE_LIMITS_DB, "In orde.")
        if pad.exists():
            yield from geraden(tellers, nu)


def geraden(limieten: RateLimits, nu: datetime) -> Iterator[Controleregel]:
    """Too many wrong codes today."""
    overal = Counted.MIJN_VERZOEK_OVERAL
    if limieten.is_reached(overal, EVERYBODY, nu):
        keer = f"Er zijn vandaag {LIMITS[overal].times} verkeerde codes geprobeerd"
        yield let_op("afspraakcodes", f"{keer}. Kijk in docs/storingen.md.")


def _beschadigd(pad: Path, open_: Callable[[Path], Database] = open_immutable) -> str:
    """What SQLite says against a file, or empty."""
    try:
        with closing(open_(pad)) as db:
            gezegd = "; ".join(rij[0] for rij in db.execute("pragma quick_check(3)"))
    except SqliteError as waarom:
        return str(waarom)
    return "" if gezegd == "ok" else gezegd


def _naam(uid: int) -> str:
    try:
        return pwd.getpwuid(uid).pw_name
    except KeyError:
        return f"gebruiker {uid}"
