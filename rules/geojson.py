"""The area as GeoJSON (RFC 7946): the core area, and the band around it of which we are not sure.

Each of the two says itself what it is, by which rules, and what may be done with it: a map program
shows the properties of what one clicks on, and nothing of the file around it.
"""

import json
from collections.abc import Iterable, Mapping
from datetime import date
from itertools import groupby
from typing import Any

from rules.aannames import Gekozen, OnbekendeAanname
from rules.bevingen import catalogus, som
from rules.kerngebied import Kerngebied
from rules.model import Aanname, AannameWaarde, Regelversie, Uitkomst
from rules.omtrek import Cirkel, Ring, omtrek, oppervlakte_km2, vlakken
from rules.regelversies import vind_regelversie
from rules.versie import VERSIE
from rules.vlak import naar_graden, naar_vlak_km

FOUT_KM = 0.002  # how far a line may be off from its circles
NAUWKEURIG_M = 5  # that, the plane (1 m), and five decimals (1 m), rounded up
CIJFERS = 5
KLEINST_KM2 = 0.005  # a patch of 70 by 70 m is left out
# With less, the two edges lie nearer to each other than they are exact, and would cross.
MARGE_VANAF = 0.01
# With every magnitude lower, and with every magnitude higher: what `beoordeel` counts.
STRALEN = {"kern": "laag_km", "ruim": "hoog_km"}

LICENTIE = "CC BY 4.0 (https://creativecommons.org/licenses/by/4.0/deed.nl)"
BRONVERMELDING = "Zelfcheck Duurzaam herstel; bevingen: KNMI (CC BY 4.0)"
WAT_IS_DIT = (
    "Onze berekening van het kerngebied van Duurzaam herstel, met een rekenmodel. Dit is geen kaart"
    " van het IMG. Alleen het IMG beslist. Op zee en over de grens zegt het vlak niets."
)
BETEKENIS = {
    Uitkomst.BINNEN: "genoeg bevingen, ook als elke magnitude iets lager is",
    Uitkomst.GRENSGEVAL: "geen ja en geen nee: de marge in de magnitudes maakt hier het verschil",
}
NAAM = {Uitkomst.BINNEN: "kerngebied", Uitkomst.GRENSGEVAL: "grensstrook"}


class GeenGebied(LookupError):
    """The rules of this day have no area that can be calculated."""

    def __init__(self, versie: Regelversie) -> None:
        super().__init__(f"het gebied van de regels van {versie.code} is niet te berekenen")


def randen(gebied: Kerngebied, nodig: int) -> dict[str, list[Ring]]:
    """The lines around `kern` and around `ruim`, in km on the plane. Also out at sea."""
    plekken = [(naar_vlak_km(b.beving.lat, b.beving.lon), b) for b in gebied.in_venster]
    return {
        welk: _zonder_kruimels(
            omtrek((Cirkel(*plek, getattr(b, straal)) for plek, b in plekken), nodig, FOUT_KM)
        )
        for welk, straal in STRALEN.items()
    }


def gebied_geojson(
    peildatum: date, aannames: Mapping[str, AannameWaarde] | None = None
) -> dict[str, Any]:
    """The two areas of the rules of this day, ready for json.

    `aannames`: values to replace in AANNAMES, by name. Raises GeenRegelversie, GeenGebied,
    OnbekendeAanname, CatalogusFout.
    """
    versie, gekozen = vind_regelversie(peildatum), Gekozen.uit(aannames or {})
    if not versie.gebied_berekenbaar:
        raise GeenGebied(versie)
    if gekozen.magnitude_marge < MARGE_VANAF:
        raise OnbekendeAanname(f"magnitude_marge: voor een kaart minstens {MARGE_VANAF}")
    lijnen = randen(Kerngebied(catalogus(), gekozen), gekozen.aantal_nodig)
    # What is inside the one and outside the other: the lines of the core area, walked back.
    strook = [*lijnen["ruim"], *(ring[::-1] for ring in lijnen["kern"])]
    herkomst = {
        "wat_is_dit": WAT_IS_DIT,
        "peildatum": peildatum.isoformat(),
        "regelversie": versie.code,
        "versie": VERSIE,
        "aannames": _aannames(gekozen.rijen),
        "catalogus_sha256": som(catalogus()),
        "nauwkeurig_m": NAUWKEURIG_M,
        "licentie": LICENTIE,
        "bronvermelding": BRONVERMELDING,
    }
    delen = {Uitkomst.BINNEN: lijnen["kern"], Uitkomst.GRENSGEVAL: strook}
    return {
        "type": "FeatureCollection",
        "name": "kerngebied",
        "description": WAT_IS_DIT,
        "features": [_feature(uitkomst, deel, herkomst) for uitkomst, deel in delen.items()],
    }


def als_tekst(verzameling: dict[str, Any]) -> str:
    """The text of a file: each feature on a line of its own."""
    compact = json.JSONEncoder(ensure_ascii=False, separators=(",", ":")).encode
    features = ",\n".join(map(compact, verzameling["features"]))
    kop = compact({naam: deel for naam, deel in verzameling.items() if naam != "features"})
    return f'{kop[:-1]},"features":[\n{features}\n]}}\n'


def _zonder_kruimels(ringen: Iterable[Ring]) -> list[Ring]:
    return [ring for ring in ringen if abs(oppervlakte_km2(ring)) >= KLEINST_KM2]


def _feature(uitkomst: Uitkomst, ringen: list[Ring], herkomst: dict[str, Any]) -> dict[str, Any]:
    return {
        "type": "Feature",
        "id": NAAM[uitkomst],
        "properties": {
            "naam": NAAM[uitkomst],
            "uitkomst": uitkomst.value,
            "betekenis": BETEKENIS[uitkomst],
            "oppervlakte_met_zee_km2": round(sum(map(oppervlakte_km2, ringen)), 1),
            **herkomst,
        },
        "geometry": {
            "type": "MultiPolygon",
            "coordinates": [[_graden(ring) for ring in vlak] for vlak in vlakken(ringen)],
        },
    }


def _graden(ring: Ring) -> list[list[float]]:
    """lon before lat, as GeoJSON has it; two places that became the same one are one."""
    plekken = (naar_graden(*plek) for plek in ring)
    rond = ([round(lon, CIJFERS), round(lat, CIJFERS)] for lat, lon in plekken)
    return [plek for plek, _ in groupby(rond)]


def _aannames(rijen: tuple[Aanname, ...]) -> str:
    """As `python -m rules --aanname` reads them."""
    return "; ".join(f"{rij.code}={rij.waarde}" for rij in rijen)
