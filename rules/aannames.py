"""What we had to choose because nobody published it: one row for each choice.

To try another value, edit its row or pass `aannames={"overschrijdingskans": 0.25}` to `beoordeel`.
Every `Oordeel` and its bewijs hold the values that were used. A row that is changed for good is a
new version: tests/rules/test_pakket.py says how, `make docs kaart` makes anew what follows from it,
and the tables in tests/rules say what becomes different.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime
from typing import Self

from rules.model import NEDERLANDSE_TIJD, Aanname, AannameWaarde
from rules.trilling import MODEL

IMG = "het IMG"

AANNAMES: tuple[Aanname, ...] = (
    Aanname(
        "model",
        "Rekenmodel",
        MODEL,
        "",
        "Het IMG noemt voor zijn trillingstool het model van Bommer en anderen uit 2019."
        " PGV is de hoogste snelheid van de grond."
        " MaxRot is de richting waarin die het grootst is.",
        IMG,
    ),
    Aanname(
        "overschrijdingskans",
        "Kans dat het in het echt harder trilde (overschrijdingskans)",
        0.01,
        "",
        "Dat is 1 op 100. Het IMG noemt zijn trillingssnelheden bij een kans van 1 procent."
        " De brief noemt een gebied bij de beving van Zeerijp (14 november 2025)."
        " Dat past daar ook bij.",
        IMG,
    ),
    Aanname(
        "drempel_mm_s",
        "Trillingssnelheid die meetelt, vanaf",
        5.00,
        "mm/s",
        "In de brief staat “bevingen van 5mm/s”. Wij lezen dat als: precies 5,00 of meer.",
        IMG,
    ),
    Aanname(
        "aantal_nodig",
        "Aantal bevingen, minimaal",
        4,
        "bevingen",
        "In de brief staat “minimaal vier”. Wij lezen dat als: vier of meer.",
        IMG,
    ),
    Aanname(
        "veld",
        "Welke bevingen",
        "Groningenveld",
        "",
        "De trillingstool telt alle bevingen in het Groningenveld."
        " Bevingen daarbuiten horen bij een andere organisatie.",
        IMG,
    ),
    Aanname(
        "magnitude_vanaf",
        "Magnitude, vanaf",
        1.8,
        "",
        "Het rekenmodel is gemaakt voor bevingen vanaf magnitude 1,8."
        " Wij gebruiken de magnitude die het KNMI publiceert.",
        IMG,
    ),
    Aanname(
        "venster_tot",
        "Bevingen tellen tot",
        date(2026, 1, 1),
        "",
        "In de brief staat “tot 1 januari 2026”. Wij lezen dat als: tot 0.00 uur Nederlandse tijd.",
        IMG,
    ),
    Aanname(
        "plaats",
        "Plaats van het adres",
        "punt in de BAG",
        "",
        "De brief zegt niet welk punt van een gebouw of erf telt.",
        IMG,
    ),
    Aanname(
        "magnitude_marge",
        "Marge in de magnitude",
        0.05,
        "",
        "Het KNMI publiceert één cijfer achter de komma. Een 3,4 kan dus 3,35 zijn, of bijna 3,45.",
        "het KNMI",
    ),
    Aanname(
        "magnitude_vanaf_ruim",
        "Magnitude in de ruime telling, vanaf",
        1.2,
        "",
        "Voordat wij “buiten” zeggen, tellen wij ook kleinere bevingen mee."
        " Onder 1,2 komt het model nergens op 5 mm/s.",
        IMG,
    ),
)


# What the calculation can work with: the lowest and highest value of each number.
GRENZEN: dict[str, tuple[float, float]] = {
    "overschrijdingskans": (0.000_001, 0.999_999),
    "drempel_mm_s": (0.1, 1000),
    "aantal_nodig": (1, 1000),
    "magnitude_vanaf": (0, 7),
    "magnitude_vanaf_ruim": (0, 7),
    "magnitude_marge": (0, 1),
}
VENSTER_JAREN = (1900, 2200)


class OnbekendeAanname(ValueError):
    """A name that is no row of AANNAMES, or a value that the rule cannot work with."""


@dataclass(frozen=True, slots=True)
class Gekozen:
    """The rows of AANNAMES as typed values for the calculation, and as rows for the reader."""

    rijen: tuple[Aanname, ...]
    overschrijdingskans: float
    drempel_mm_s: float
    aantal_nodig: int
    magnitude_vanaf: float
    magnitude_vanaf_ruim: float
    magnitude_marge: float
    venster_tot_utc: datetime

    @classmethod
    def uit(cls, anders: Mapping[str, AannameWaarde]) -> Self:
        """AANNAMES with some values replaced.

        Raises OnbekendeAanname for a name that does not exist or a value it cannot use.
        """
        codes = {rij.code for rij in AANNAMES}
        if vreemd := set(anders) - codes:
            raise OnbekendeAanname(
                f"geen aanname: {', '.join(sorted(vreemd))}; wel: {', '.join(sorted(codes))}"
            )
        rijen = tuple(replace(rij, waarde=anders.get(rij.code, rij.waarde)) for rij in AANNAMES)
        waarden = {rij.code: rij.waarde for rij in rijen}
        for vast in ("model", "veld", "plaats"):
            if vast in anders and anders[vast] != next(
                r.waarde for r in AANNAMES if r.code == vast
            ):
                raise OnbekendeAanname(f"{vast}: hier is maar één keuze uitgewerkt")
        tot = waarden["venster_tot"]
        if type(tot) is not date or not VENSTER_JAREN[0] <= tot.year <= VENSTER_JAREN[1]:
            raise OnbekendeAanname(
                f"venster_tot: {tot!r} is geen datum van {VENSTER_JAREN[0]} tot {VENSTER_JAREN[1]}"
            )
        getal = {code: _getal(code, waarden[code]) for code in GRENZEN}
        if getal["magnitude_vanaf_ruim"] > getal["magnitude_vanaf"]:
            raise OnbekendeAanname(
                "magnitude_vanaf_ruim: hoger dan magnitude_vanaf;"
                " de ruime telling is nooit de kleinste"
            )
        return cls(
            rijen=rijen,
            overschrijdingskans=getal["overschrijdingskans"],
            drempel_mm_s=getal["drempel_mm_s"],
            aantal_nodig=int(getal["aantal_nodig"]),
            magnitude_vanaf=getal["magnitude_vanaf"],
            magnitude_vanaf_ruim=getal["magnitude_vanaf_ruim"],
            magnitude_marge=getal["magnitude_marge"],
            venster_tot_utc=datetime(
                tot.year, tot.month, tot.day, tzinfo=NEDERLANDSE_TIJD
            ).astimezone(UTC),
        )


def _getal(code: str, waarde: AannameWaarde) -> float:
    laagst, hoogst = GRENZEN[code]
    if (
        isinstance(waarde, bool)
        or not isinstance(waarde, int | float)
        or not laagst <= waarde <= hoogst
    ):
        raise OnbekendeAanname(f"{code}: {waarde!r} is geen getal van {laagst} tot {hoogst}")
    if code == "aantal_nodig" and waarde != int(waarde):
        raise OnbekendeAanname(f"{code}: {waarde!r} is geen heel getal")
    return waarde
