"""The outline of the area: the lines around every place that lies in at least so many circles.

A beving counts up to its bereik, which is a circle. So the area is exact: its edge is made of arcs
of those circles, and an arc is edge where it lies in one circle fewer than are needed. The inside
is always on the left: the line around an area goes counterclockwise, the one around a hole in it
clockwise.
"""

from collections.abc import Iterable, Iterator, Sequence
from itertools import pairwise
from math import acos, atan2, ceil, cos, dist, pi, sin, tau
from typing import NamedTuple

from rules.veelhoek import ligt_binnen

# Two bevingen of one strength at one place would give the same circle twice, and arcs that are
# everywhere on each other's edge. So each next radius is a tenth of a micrometre longer.
EIGEN_KM = 1e-10

Plek = tuple[float, float]  # km on a plane
Ring = list[Plek]  # the last place is the first
# Where a circle begins to lie in another one: the numbers of the two. Both know it by this name.
Kruising = tuple[int, int]


class Cirkel(NamedTuple):
    """A circle on the plane, in km."""

    x: float
    y: float
    straal: float

    def plek(self, hoek: float) -> Plek:
        """The place on it in this direction."""
        return self.x + self.straal * cos(hoek), self.y + self.straal * sin(hoek)


class Boog(NamedTuple):
    """A part of a circle that is edge, from one crossing to the next, in radians."""

    cirkel: Cirkel
    van: float
    tot: float
    naar: Kruising


def omtrek(cirkels: Iterable[Cirkel], nodig: int, fout_km: float) -> list[Ring]:
    """The lines around where `nodig` circles or more overlap, off by at most `fout_km`."""
    alle = [
        cirkel._replace(straal=cirkel.straal + nummer * EIGEN_KM)
        for nummer, cirkel in enumerate(c for c in cirkels if c.straal > 0)
    ]
    bogen: dict[Kruising, Boog] = {}
    ringen: list[Ring] = []
    for nummer in range(len(alle)):
        binnen_in, kruisingen = _kruisingen(alle, nummer)
        if kruisingen:
            bogen |= _rand(alle[nummer], binnen_in, kruisingen, nodig)
        elif binnen_in == nodig - 1:
            ringen.append(_sluit(_punten(alle[nummer], 0.0, tau, fout_km)))
    return [*ringen, *_rijg(bogen, fout_km)]


def _kruisingen(
    alle: Sequence[Cirkel], nummer: int
) -> tuple[int, list[tuple[float, int, Kruising]]]:
    """In how many circles this one lies at angle 0; then each angle where that number changes."""
    hier, binnen_in, gevonden = alle[nummer], 0, []
    for ander, daar in enumerate(alle):
        afstand = dist(hier[:2], daar[:2])
        if ander == nummer or afstand >= hier.straal + daar.straal:
            continue
        if afstand <= abs(hier.straal - daar.straal):
            binnen_in += hier.straal < daar.straal
            continue
        richting = atan2(daar.y - hier.y, daar.x - hier.x)
        half = acos((afstand**2 + hier.straal**2 - daar.straal**2) / (2 * afstand * hier.straal))
        erin, eruit = (richting - half) % tau, (richting + half) % tau
        gevonden += [(erin, 1, (nummer, ander)), (eruit, -1, (ander, nummer))]
        binnen_in += erin > eruit
    return binnen_in, sorted(gevonden)


def _rand(
    cirkel: Cirkel, binnen_in: int, kruisingen: list[tuple[float, int, Kruising]], nodig: int
) -> dict[Kruising, Boog]:
    """The arcs that are edge, by where they begin."""
    eerste = kruisingen[0]
    rond = [*kruisingen, (eerste[0] + tau, *eerste[1:])]
    bogen = {}
    for (van, erbij, begin), (tot, _, naar) in pairwise(rond):
        binnen_in += erbij
        if binnen_in == nodig - 1:
            bogen[begin] = Boog(cirkel, van, tot, naar)
    return bogen


def _rijg(bogen: dict[Kruising, Boog], fout_km: float) -> Iterator[Ring]:
    """The arcs one after the other, until each line closes."""
    while bogen:
        ring: Ring = []
        begin = hier = next(iter(bogen))
        while not ring or hier != begin:
            cirkel, van, tot, hier = bogen.pop(hier)
            ring += _punten(cirkel, van, tot, fout_km)
        yield _sluit(ring)


def _punten(cirkel: Cirkel, van: float, tot: float, fout_km: float) -> Ring:
    """The corners of a line along the arc, without its end."""
    stap = 2 * acos(1 - fout_km / cirkel.straal) if cirkel.straal > fout_km else pi
    stukken = max(ceil((tot - van) / stap), 1)
    return [cirkel.plek(van + (tot - van) * n / stukken) for n in range(stukken)]


def _sluit(ring: Ring) -> Ring:
    return [*ring, ring[0]]


def oppervlakte_km2(ring: Ring) -> float:
    """What a line goes around; negative for a hole."""
    return sum(x * y_2 - x_2 * y for (x, y), (x_2, y_2) in pairwise(ring)) / 2


def vlakken(ringen: Iterable[Ring]) -> list[list[Ring]]:
    """Each area with its holes behind it, the largest first."""
    op_maat = sorted(ringen, key=lambda ring: -abs(oppervlakte_km2(ring)))
    uit = [[ring] for ring in op_maat if oppervlakte_km2(ring) > 0]
    for gat in (ring for ring in op_maat if oppervlakte_km2(ring) <= 0):
        # The smallest that has it inside: an island in a lake may have a lake of its own.
        next(vlak for vlak in reversed(uit) if ligt_binnen(tuple(vlak[0]), *gat[0])).append(gat)
    return uit
