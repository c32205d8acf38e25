"""Which addresses of the register would get another uitkomst with another catalogue."""

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
from rules.model import Beving, Punt, Regelversie, Telling
from rules.regelversies import vind_regelversie
from rules.trilling import bereik_km

KM_PER_GRAAD = 111.0  # of latitude; the shortest in the Netherlands is 111.2
RUIM_KM = 0.1  # more than all rounding together


@dataclass(frozen=True, slots=True)
class Gevolg:
    """One address whose uitkomst changes, with the counts by the catalogue as it is and as it would be."""

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
    """Reads only the addresses in the box around what differs, one by one. Raises RegisterOntbreekt."""
    versie = vind_regelversie(peildatum)
    vak = _vak(set(nu) ^ set(straks), gekozen)
    if vak is None or not versie.gebied_berekenbaar:
        return
    gebied_nu, gebied_straks = Kerngebied(nu, gekozen), Kerngebied(straks, gekozen)
    for adres in store.in_vak(*vak):
        tellingen = gebied_nu.tel(adres.punt), gebied_straks.tel(adres.punt)
        if tellingen[0] == tellingen[1]:
            continue
        was, wordt = (_uitkomst(adres.punt, versie, telling, gekozen) for telling in tellingen)
        if was is not wordt:
            yield Gevolg(adres, was, wordt, *tellingen)


def _uitkomst(punt: Punt, versie: Regelversie, telling: Telling, gekozen: Gekozen) -> Uitkomst:
    return bepaal_uitkomst(Feiten(punt, versie, telling, gekozen.aantal_nodig))[0]


def _vak(anders: set[Beving], gekozen: Gekozen) -> tuple[float, float, float, float] | None:
    """South, west, north, east in degrees, around every place where one of these can count; None when there is none."""
    vakken = []
    for b in anders:
        bereik = bereik_km(
            b.magnitude + gekozen.magnitude_marge, gekozen.drempel_mm_s, gekozen.overschrijdingskans
        )
        if b.tijd_utc >= gekozen.venster_tot_utc or bereik < 0:
            continue
        noord = (bereik + RUIM_KM) / KM_PER_GRAAD
        oost = noord / cos(radians(b.lat + noord))
        vakken.append((b.lat - noord, b.lon - oost, b.lat + noord, b.lon + oost))
    if not vakken:
        return None
    zuid, west, noorden, oosten = zip(*vakken, strict=True)
    return min(zuid), min(west), max(noorden), max(oosten)
