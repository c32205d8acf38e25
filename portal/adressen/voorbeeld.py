"""The embedded examples: public buildings all over the province, to try the site with."""

import csv
from datetime import datetime
from functools import cache
from pathlib import Path
from typing import NamedTuple

from portal.adressen.adres import Adres
from portal.adressen.laden.bouwen import vul
from portal.adressen.laden.csvbron import lees_csv
from portal.adressen.laden.lading import vorige
from portal.adressen.laden.rij import GeweigerdeRij, lees_adres
from portal.adressen.register import AdresStore
from portal.storage.replacement import prepare, put_in_place

BESTAND = Path(__file__).parent / "voorbeeld.csv"
BRON = "voorbeelden van openbare gebouwen, juni 2026"

# To begin with: each gives another uitkomst (a test holds them to that).
OM_TE_BEGINNEN = ("Voormalig gemeentehuis Loppersum", "Torenkerk Winsum", "Stadhuis Groningen")
# Worked out step by step: three quakes count, and a fourth is just too weak.
OM_TE_REKENEN = "Torenkerk Winsum"


class Voorbeeld(NamedTuple):
    """One public building and its address."""

    naam: str
    adres: Adres


@cache
def voorbeelden() -> tuple[Voorbeeld, ...]:
    """Every example, in the order of the file: by place, then by street."""
    regels = BESTAND.read_text(encoding="utf-8").splitlines()
    namen = [rij["naam"] for rij in csv.DictReader(regels)]
    adressen = [lees_adres(rij) for rij in lees_csv(BESTAND) if not isinstance(rij, GeweigerdeRij)]
    return tuple(Voorbeeld(naam, adres) for naam, adres in zip(namen, adressen, strict=True))


def zorg_voor_register(pad: Path, nu: datetime) -> None:
    """Puts the examples there if there never was a register, or only an older version's examples.

    A register that is lost is not replaced by them: the site must say so, not pretend to be a
    trial. Raises OSError, BestandFout.
    """
    if not _is_nodig(pad):
        return
    with prepare(pad, wait=True) as klad:
        if _is_nodig(pad):  # still: another process may have been loading
            over = {"bron": BRON, "geladen_op": nu.isoformat(timespec="minutes"), "voorbeeld": "ja"}
            vul(klad, lees_csv(BESTAND), pad, over, lambda _: None)
            put_in_place(klad / pad.name, pad)


def _is_nodig(pad: Path) -> bool:
    return AdresStore(pad).is_oud_voorbeeld() if pad.exists() else not vorige(pad).exists()
