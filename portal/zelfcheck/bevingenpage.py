"""The rows of the tables of bevingen, and the page that has them all."""

from dataclasses import dataclass
from datetime import date
from typing import NamedTuple, Self

from portal.zelfcheck.beoordeeld import Beoordeeld
from rules import Oordeel, Reden, Trilling

# The table that a beving is in. TE_ZWAK is in none: half of the bevingen, and nobody asks for them.
TABEL = {
    Reden.TELT_MEE: "tellend",
    Reden.TELT_NIPT_MEE: "tellend",
    Reden.BIJNA: "bijna",
    Reden.TE_KLEIN: "klein",
    Reden.NA_VENSTER: "na_venster",
}
BESLIST = {Reden.TELT_MEE, Reden.TELT_NIPT_MEE, Reden.BIJNA, Reden.TE_KLEIN}


class TrillingRij(NamedTuple):
    """One row of a table of bevingen. `snelheid_mm_s`: as `rond_snelheid` gives it."""

    plaats: str
    datum: date
    magnitude: float
    afstand_km: float
    snelheid_mm_s: float
    reden: str

    @classmethod
    def uit(cls, t: Trilling, drempel: float) -> Self:
        """A value just below the drempel is shown below it: 4.998 as 4,99, not as 5,00."""
        snelheid = rond_snelheid(t.snelheid_mm_s, drempel)
        return cls(t.plaats, t.datum, t.magnitude, t.afstand_km, snelheid, t.reden)


def rond_snelheid(snelheid_mm_s: float, drempel_mm_s: float) -> float:
    """The speed to show in hundredths; 4.998 is shown as 4.99, since 5.00 would be the drempel."""
    if not 0 < drempel_mm_s - snelheid_mm_s < 0.01:
        return snelheid_mm_s
    rond = round(snelheid_mm_s, 2)
    return rond - 0.01 if drempel_mm_s <= rond else rond


def beslissende_rijen(oordeel: Oordeel) -> tuple[TrillingRij, ...]:
    """The four bevingen that make the difference: the strongest that count, or that just do not."""
    nodig, drempel = oordeel.aantal_nodig, oordeel.drempel_mm_s
    gekozen = [t for t in oordeel.trillingen if t.reden in BESLIST][:nodig]
    if len(gekozen) < nodig:
        zwak = (t for t in oordeel.telbaar if t.reden is Reden.TE_ZWAK)
        gekozen += [t for t, _ in zip(zwak, range(nodig - len(gekozen)), strict=False)]
    return tuple(TrillingRij.uit(t, drempel) for t in gekozen)


@dataclass(frozen=True, slots=True)
class BevingenPage:
    """Every beving that can matter at one address, by table. `hier`: the kenmerk of its uitkomst.

    Without a count, because there is no place or no rule to count by, every table is empty.
    """

    hier: str
    adres_1: str
    adres_2: str
    is_geteld: bool
    drempel_mm_s: float
    tellend: tuple[TrillingRij, ...]
    bijna: tuple[TrillingRij, ...]
    klein: tuple[TrillingRij, ...]
    na_venster: tuple[TrillingRij, ...]

    @classmethod
    def uit(cls, beoordeeld: Beoordeeld, hier: str) -> Self:
        """From what we found."""
        oordeel = beoordeeld.oordeel
        rijen: dict[str, list[TrillingRij]] = {tabel: [] for tabel in TABEL.values()}
        for t in oordeel.trillingen:
            if tabel := TABEL.get(t.reden):
                rijen[tabel].append(TrillingRij.uit(t, oordeel.drempel_mm_s))
        return cls(
            hier=hier,
            adres_1=beoordeeld.adres_1,
            adres_2=beoordeeld.adres_2,
            is_geteld=oordeel.aantal is not None,
            drempel_mm_s=oordeel.drempel_mm_s,
            **{tabel: tuple(erin) for tabel, erin in rijen.items()},
        )
