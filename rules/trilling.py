"""How hard the ground shook: the ground-motion formula, and its inverse.

Source: Bommer, Stafford & Ntinalexis (2019), PGV, larger horizontal component (MaxRot), the model
that the IMG names for its trillingstool. The constants were transcribed from a public posting said
to be the tool's source, not from the report itself; `tests/rules/formule.csv` holds the published
figures that they reproduce. Say "nagerekend".

    R      = sqrt(Repi^2 + exp(0.4233*M - 0.6083)^2)       km, Repi = distance to the epicentre
    ln PGV = -5.0006 + 2.2770*M + g(R)                     PGV in cm/s
    g(R)   = a broken straight line in ln R: steep, then flatter, then steep again (see G_STUKKEN)
    value at overschrijdingskans p = 10 * exp(ln PGV + z*0.5777) mm/s,  z = normal quantile of 1 - p

Range: M 1.8 to 3.6. Below 1.8 the formula is used only for the careful upper count (see aannames).
"""

from collections.abc import Callable
from functools import cache
from math import exp, log, sqrt
from statistics import NormalDist
from typing import NamedTuple

MODEL = "Bommer, Stafford & Ntinalexis 2019, PGV MaxRot"

C_0 = -5.0006  # ln cm/s
C_M = 2.2770  # ln cm/s per unit of magnitude
H_M = 0.4233  # magnitude term of the "effective depth" h(M), ln km per unit of magnitude
H_0 = -0.6083  # ln km
SIGMA = 0.5777  # total standard deviation of ln PGV
R_1, R_2 = 6.32, 11.62  # km, where the slope of g changes
G_1, G_2, G_3 = -1.9446, -1.2077, -1.6533  # slopes of g in ln R
G_BIJ_R_1 = G_1 * log(R_1)
G_BIJ_R_2 = G_BIJ_R_1 + G_2 * log(R_2 / R_1)
MM_PER_CM = 10
AFRONDING_KM_2 = 1e-12  # a millimetre, squared


@cache  # magnitudes have one decimal; with the marge there are three times as many
def _diepte_km(magnitude: float) -> float:
    """The effective depth h(M) in km, which keeps R above 0 at the epicentre."""
    return exp(H_M * magnitude + H_0)


@cache
def _opslag(overschrijdingskans: float) -> float:
    """What the overschrijdingskans adds to ln PGV. Raises ValueError unless 0 < kans < 1."""
    if not 0 < overschrijdingskans < 1:
        raise ValueError(f"overschrijdingskans {overschrijdingskans} ligt niet tussen 0 en 1")
    return NormalDist().inv_cdf(1 - overschrijdingskans) * SIGMA


class Som(NamedTuple):
    """The steps from a beving to its speed; `g` and `ln_pgv` as in the formula (ln cm/s)."""

    diepte_km: float
    r_km: float
    g: float
    ln_pgv: float
    snelheid_mm_s: float


def bereken(magnitude: float, afstand_km: float, overschrijdingskans: float) -> Som:
    """Every step of the formula, to show. Raises ValueError unless 0 < overschrijdingskans < 1."""
    diepte_km = _diepte_km(magnitude)
    r = sqrt(afstand_km**2 + diepte_km**2)
    g = _g(r)
    ln_pgv = C_0 + C_M * magnitude + g
    return Som(diepte_km, r, g, ln_pgv, MM_PER_CM * exp(ln_pgv + _opslag(overschrijdingskans)))


def _g(r: float) -> float:
    """How the speed falls with the distance: g(R)."""
    if r <= R_1:
        return G_1 * log(r)
    if r <= R_2:
        return G_BIJ_R_1 + G_2 * log(r / R_1)
    return G_BIJ_R_2 + G_3 * log(r / R_2)


Snelheid = Callable[[float], float]


def snelheid_van(magnitude: float, overschrijdingskans: float) -> Snelheid:
    """For one magnitude: from a distance in km to the speed in mm/s, exceeded with this kans."""
    # `bereken` in one line, with what all distances share worked out; a test keeps the two equal.
    diepte_2, begin, opslag = (
        _diepte_km(magnitude) ** 2,
        C_0 + C_M * magnitude,
        _opslag(overschrijdingskans),
    )
    return lambda afstand_km: MM_PER_CM * exp(begin + _g(sqrt(afstand_km**2 + diepte_2)) + opslag)


def trillingssnelheid_mm_s(
    magnitude: float, afstand_km: float, overschrijdingskans: float
) -> float:
    """The speed in mm/s that is exceeded with this kans, at afstand_km from the epicentre."""
    return snelheid_van(magnitude, overschrijdingskans)(afstand_km)


def opslagfactor(overschrijdingskans: float) -> float:
    """The speed at this kans as a multiple of the model's middle estimate.

    Raises ValueError unless 0 < kans < 1.
    """
    return exp(_opslag(overschrijdingskans))


def bereik_km(magnitude: float, snelheid_mm_s: float, overschrijdingskans: float) -> float:
    """The distance in km up to which the speed is at least snelheid_mm_s; negative for nowhere.

    The exact inverse of `trillingssnelheid_mm_s`: the speed falls steadily with the distance.
    """
    g = log(snelheid_mm_s / MM_PER_CM) - C_0 - C_M * magnitude - _opslag(overschrijdingskans)
    if g >= G_BIJ_R_1:
        r = exp(g / G_1)
    elif g >= G_BIJ_R_2:
        r = R_1 * exp((g - G_BIJ_R_1) / G_2)
    else:
        r = R_2 * exp((g - G_BIJ_R_2) / G_3)
    horizontaal_2 = r**2 - _diepte_km(magnitude) ** 2
    # A speed that is reached only at the epicentre counts; rounding would lose it half of the time.
    return sqrt(max(horizontaal_2, 0.0)) if horizontaal_2 > -AFRONDING_KM_2 else -1.0
