"""`bevingen-later.csv`: quakes after the venster, shown to residents as "telt niet mee".

The operator's file, with the columns of the catalogue. It can never change an uitkomst: a row from
before the end of the venster is refused, and `beoordeel` keeps `later` out of every count.
"""

import logging
from collections.abc import Iterable
from pathlib import Path

from portal import clock
from portal.storage.engine import FileIdentity, identity
from portal.storage.replacement import replace_file
from rules import CatalogusFout, Punt, PuntFout
from rules.beoordeel import standaard_kerngebied
from rules.bevingen import KOLOMMEN, als_csv, lees_bevingen
from rules.model import Beving

log = logging.getLogger(__name__)

LATER = "bevingen-later.csv"
MAX_BYTES = 100_000  # a year has some ten quakes of 1.8 and more, of 70 bytes each
MAX_TEKST = 80
MAGNITUDES = (0.0, 7.0)
DIEPTES_KM = (0.0, 100.0)
BOM = b"\xef\xbb\xbf"  # some editors and Excel put it before UTF-8


def lees_later(inhoud: bytes) -> tuple[Beving, ...]:
    """The quakes in the file. Raises CatalogusFout for another file, or a row that is wrong."""
    if len(inhoud) > MAX_BYTES:
        raise CatalogusFout(f"het bestand is groter dan {MAX_BYTES} bytes")
    inhoud = inhoud.removeprefix(BOM)
    if inhoud.split(b"\n", 1)[0].rstrip(b"\r") != ",".join(KOLOMMEN).encode():
        raise CatalogusFout(f"de eerste regel is niet {','.join(KOLOMMEN)}")
    bevingen = lees_bevingen(inhoud)
    controleer_later(bevingen)
    return bevingen


def controleer_later(bevingen: Iterable[Beving]) -> None:
    """Raises CatalogusFout for the first row that does not belong in the file."""
    venster_tot = standaard_kerngebied()[0].venster_tot_utc
    gezien: set[str] = set()
    for regel, b in enumerate(bevingen, start=2):
        reden = _waarom_niet(b)
        if b.tijd_utc < venster_tot:
            reden = (
                f"deze beving is van voor {venster_tot:%Y-%m-%dT%H:%MZ};"
                " die hoort in de lijst van de regels zelf"
            )
        elif b.event_id in gezien:
            reden = f"{b.event_id} staat er twee keer in"
        if reden:
            raise CatalogusFout(f"regel {regel}: {reden}")
        gezien.add(b.event_id)


def _waarom_niet(b: Beving) -> str:
    """What a page cannot show or the formula cannot use, else empty; nan fails every comparison."""
    teksten = (b.event_id, b.plaats)
    if not all(0 < len(tekst) <= MAX_TEKST and tekst.isprintable() for tekst in teksten):
        return "event_id of plaats is leeg, te lang of geen gewone tekst"
    if not MAGNITUDES[0] <= b.magnitude <= MAGNITUDES[1]:
        return f"magnitude {b.magnitude} kan niet"
    if not DIEPTES_KM[0] <= b.diepte_km <= DIEPTES_KM[1]:
        return f"diepte {b.diepte_km} km kan niet"
    if b.tijd_utc > clock.now():
        return f"{b.tijd_utc:%Y-%m-%dT%H:%MZ} moet nog komen"
    try:
        Punt(b.lat, b.lon)
    except PuntFout as fout:
        return str(fout)
    return ""


def schrijf_later(pad: Path, bevingen: Iterable[Beving]) -> None:
    """Replaces the file. Raises CatalogusFout for a row that does not belong there, OSError."""
    geordend = sorted(bevingen, key=lambda b: b.tijd_utc)
    controleer_later(geordend)
    with replace_file(pad) as deel:
        deel.write_text(als_csv(geordend), encoding="utf-8", newline="")


class LatereBevingen:
    """The file as the site uses it; safe to share between threads. A new file is seen at once."""

    def __init__(self, pad: Path) -> None:
        self._pad = pad
        self._gelezen: tuple[FileIdentity | None, tuple[Beving, ...]] = (None, ())

    def bevingen(self) -> tuple[Beving, ...]:
        """The quakes; none without a file or with a damaged one, which the log mentions once."""
        stand, bevingen = self._gelezen
        nu = self._stand()
        if nu != stand:
            bevingen = self._lees() if nu else ()
            self._gelezen = (nu, bevingen)
        return bevingen

    def _stand(self) -> FileIdentity | None:
        try:
            return identity(self._pad)
        except OSError:
            return None

    def _lees(self) -> tuple[Beving, ...]:
        try:
            with self._pad.open("rb") as bestand:
                return lees_later(bestand.read(MAX_BYTES + 1))
        except (CatalogusFout, OSError) as fout:
            gevolg = "De site toont alleen de bevingen van de regels zelf."
            log.error("%s is niet te gebruiken: %s. %s", LATER, fout, gevolg)
            return ()
