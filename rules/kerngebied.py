"""From quakes to a count: which bevingen reached the drempel at one place.

A beving has a bereik: the distance up to which its speed is at least the drempel. It counts where
the epicentre is no farther away than that. Three bereiken of each beving give the three counts:
with the published magnitudes, with all of them lower, with all of them higher.

Only the bevingen whose bereik touches the 2 km cell around a place are examined. That is geometry,
not a cache of answers: each place is calculated afresh.
"""

from math import dist, floor
from typing import NamedTuple

from rules.aannames import Gekozen
from rules.afstand import Xyz, naar_xyz_km
from rules.model import Beving, Punt, Reden, Telling, Trilling
from rules.trilling import Snelheid, bereik_km, snelheid_van

TOON_VANAF_MM_S = 2.0  # the weakest trilling in a list: the IMG's own outer circle for a quake
NERGENS_KM = -1.0
CEL_LAT, CEL_LON = 0.02, 0.03  # degrees: about 2.2 by 2.0 km here


class Bereik(NamedTuple):
    """One beving with its bereiken in km (NERGENS_KM: counts nowhere). laag <= midden <= hoog."""

    xyz: Xyz
    laag_km: float
    midden_km: float
    hoog_km: float
    toon_km: float
    beving: Beving
    snelheid: Snelheid


class Raster:
    """Which bereiken can touch a cell of the map; found once for each cell, from its middle."""

    def __init__(self, bereiken: list[tuple[float, Bereik]]) -> None:
        self._bereiken = bereiken
        self._cellen: dict[tuple[int, int], tuple[Bereik, ...]] = {}

    def bij(self, punt: Punt) -> tuple[Bereik, ...]:
        """The bereiken that may hold punt, in the order of the catalogue."""
        cel = floor(punt.lat / CEL_LAT), floor(punt.lon / CEL_LON)
        gevonden = self._cellen.get(cel)
        if gevonden is None:
            gevonden = self._cellen[cel] = self._zoek(cel)
        return gevonden

    def _zoek(self, cel: tuple[int, int]) -> tuple[Bereik, ...]:
        rij, kolom = cel
        midden = naar_xyz_km((rij + 0.5) * CEL_LAT, (kolom + 0.5) * CEL_LON)
        hoeken = (
            naar_xyz_km((rij + i) * CEL_LAT, (kolom + j) * CEL_LON) for i in (0, 1) for j in (0, 1)
        )
        # 1 m extra: the farthest point of a cell is a corner, save for the curve of the earth (mm).
        straal = max(dist(midden, hoek) for hoek in hoeken) + 0.001
        return tuple(b for grens, b in self._bereiken if dist(midden, b.xyz) <= grens + straal)


class Kerngebied:
    """The calculation for one catalogue and one set of aannames.

    `in_venster`: the bereiken of every beving that could count.
    """

    def __init__(self, bevingen: tuple[Beving, ...], gekozen: Gekozen) -> None:
        self._gekozen = gekozen
        bereiken = [self._meet(beving) for beving in bevingen]
        self._te_laat = {b.beving.event_id: b for b in bereiken if self._na_venster(b.beving)}
        self.in_venster = tuple(b for b in bereiken if not self._na_venster(b.beving))
        self._telbaar = Raster([(b.hoog_km, b) for b in self.in_venster])
        self._toonbaar = Raster([(max(b.hoog_km, b.toon_km), b) for b in self.in_venster])

    def tel(self, punt: Punt) -> Telling:
        """The three counts alone: the quick way, for many places."""
        xyz = naar_xyz_km(punt.lat, punt.lon)
        laag = midden = hoog = 0
        for b in self._telbaar.bij(punt):
            afstand = dist(xyz, b.xyz)
            if afstand <= b.hoog_km:
                hoog += 1
                midden += afstand <= b.midden_km
                laag += afstand <= b.laag_km
        return Telling(midden, laag, hoog)

    def trillingen(self, punt: Punt, later: tuple[Beving, ...] = ()) -> tuple[Trilling, ...]:
        """What the bevingen did here, strongest first; see Oordeel.trillingen for which.

        `later`: bevingen after the venster; where the catalogue has the same one, `later` is shown.
        Raises ValueError when one of them is not after the venster.
        """
        if not all(self._na_venster(beving) for beving in later):
            raise ValueError("later: een beving van voor het einde van het venster")
        xyz = naar_xyz_km(punt.lat, punt.lon)
        gevoeld = [
            _trilling(b, afstand, self._reden(b, afstand))
            for b in self._toonbaar.bij(punt)
            if (afstand := dist(xyz, b.xyz)) <= b.toon_km or afstand <= b.hoog_km
        ]
        te_laat = self._te_laat | {beving.event_id: self._nergens(beving) for beving in later}
        gevoeld += [_trilling(b, dist(xyz, b.xyz), Reden.NA_VENSTER) for b in te_laat.values()]
        gevoeld.sort(key=lambda t: (-t.snelheid_mm_s, t.event_id))
        return tuple(gevoeld)

    def _reden(self, b: Bereik, afstand: float) -> Reden:
        if afstand <= b.laag_km:
            return Reden.TELT_MEE
        if afstand <= b.midden_km:
            return Reden.TELT_NIPT_MEE
        if afstand > b.hoog_km:
            return Reden.TE_ZWAK
        return Reden.BIJNA if self._in_model(b.beving) else Reden.TE_KLEIN

    def _na_venster(self, beving: Beving) -> bool:
        return beving.tijd_utc >= self._gekozen.venster_tot_utc

    def _in_model(self, beving: Beving) -> bool:
        return beving.magnitude >= self._gekozen.magnitude_vanaf

    def _meet(self, beving: Beving) -> Bereik:
        g, m = self._gekozen, beving.magnitude
        return Bereik(
            xyz=naar_xyz_km(beving.lat, beving.lon),
            laag_km=self._bereik(m - g.magnitude_marge) if self._in_model(beving) else NERGENS_KM,
            midden_km=self._bereik(m) if self._in_model(beving) else NERGENS_KM,
            hoog_km=self._bereik(m + g.magnitude_marge)
            if m >= g.magnitude_vanaf_ruim
            else NERGENS_KM,
            toon_km=bereik_km(m, TOON_VANAF_MM_S, g.overschrijdingskans),
            beving=beving,
            snelheid=snelheid_van(m, g.overschrijdingskans),
        )

    def _nergens(self, beving: Beving) -> Bereik:
        """A beving that counts nowhere, so without a bereik to work out."""
        xyz = naar_xyz_km(beving.lat, beving.lon)
        snelheid = snelheid_van(beving.magnitude, self._gekozen.overschrijdingskans)
        return Bereik(xyz, NERGENS_KM, NERGENS_KM, NERGENS_KM, NERGENS_KM, beving, snelheid)

    def _bereik(self, magnitude: float) -> float:
        return bereik_km(magnitude, self._gekozen.drempel_mm_s, self._gekozen.overschrijdingskans)


def _trilling(b: Bereik, afstand: float, reden: Reden) -> Trilling:
    beving = b.beving
    return Trilling(
        beving.event_id,
        beving.plaats,
        beving.datum,
        beving.magnitude,
        afstand,
        b.snelheid(afstand),
        reden,
    )


def tel_op(trillingen: tuple[Trilling, ...]) -> Telling:
    """The three counts of what `Kerngebied.trillingen` found; `Kerngebied.tel` gives the same."""
    redenen = [t.reden for t in trillingen]
    laag, nipt, bijna, klein = map(
        redenen.count, (Reden.TELT_MEE, Reden.TELT_NIPT_MEE, Reden.BIJNA, Reden.TE_KLEIN)
    )
    return Telling(laag + nipt, laag, laag + nipt + bijna + klein)
