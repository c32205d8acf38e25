"""Which addresses of the register get another uitkomst from another catalogue."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from math import cos, radians

from portal.adressen.adres import Adres
from portal.adressen.register import AdresStore
from rules import Uitkomst
from rules.aannames import Gekozen
from rules.beoordeel import Feiten, bepaal_uitkomst
from rules.kerngebied import Kerngebied
from rules.model import Beving, Telling
from rules.regelversies import vind_regelversie
from rules.trilling import bereik_km

KM_PER_GRAAD = 111.0  # of latitude; the shortest in the Netherlands is 111.2
RUIM_KM = 0.1  # more than all rounding together


@dataclass(frozen=True, slots=True)
class Gevolg:
    """One address whose uitkomst changes, with the counts by either catalogue."""

    adres: Adres
    nu: Uitkomst
    straks: Uitkomst
    telling_nu: Telling
    telling_straks: Telling


def gevolgen(
    store: AdresStore,
    nu: tuple[Beving, ...],
    straks: tuple[Beving, ...],
    gekozen: Gekozen,
    peildatum: date,
) -> Iterator[Gevolg]:
    """The addresses whose uitkomst changes, one by one. Raises RegisterOntbreekt.

    Reads only the addresses in the box around what differs.
    """
    versie = vind_regelversie(peildatum)
    vak = _vak(set(nu) ^ set(straks), gekozen)
    if vak is None or not versie.gebied_berekenbaar:
        return
    gebied_nu, gebied_straks = Kerngebied(nu, gekozen), Kerngebied(straks, gekozen)
    for adres in store.in_vak(*vak):
        tellingen = gebied_nu.tel(adres.punt), gebied_straks.tel(adres.punt)
        if tellingen[0] == tellingen[1]:
            continue
        feiten = (Feiten(adres.punt, versie, t, gekozen.aantal_nodig) for t in tellingen)
        was, wordt = (bepaal_uitkomst(f)[0] for f in feiten)
        if was is not wordt:
            yield Gevolg(adres, was, wordt, *tellingen)


def _vak(anders: set[Beving], gekozen: Gekozen) -> tuple[float, float, float, float] | None:
    """South, west, north, east in degrees around all places where one of these quakes can count.

    None when there is no such place.
    """
    vakken = [vak for b in anders if (vak := _bereik(b, gekozen))]
    if not vakken:
        return None
    zuid, west, noord, oost = zip(*vakken, strict=True)
    return min(zuid), min(west), max(noord), max(oost)


def _bereik(b: Beving, gekozen: Gekozen) -> tuple[float, float, float, float] | None:
    """The same box, around one quake."""
    magnitude = b.magnitude + gekozen.magnitude_marge
    bereik = bereik_km(magnitude, gekozen.drempel_mm_s, gekozen.overschrijdingskans)
    if b.tijd_utc >= gekozen.venster_tot_utc or bereik < 0:
        return None
    noord = (bereik + RUIM_KM) / KM_PER_GRAAD
    oost = noord / cos(radians(b.lat + noord))
    return b.lat - noord, b.lon - oost, b.lat + noord, b.lon + oost
