"""What we had to choose, because nobody published it: one row for each choice.

To try another value, edit its row, or pass `aannames={"overschrijdingskans": 0.25}` to `beoordeel`. The values used
stand in every `Oordeel` and in its bewijs.
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
        "Het IMG noemt voor zijn trillingstool het model van Bommer en anderen uit 2019. PGV is de hoogste snelheid van de"
        " grond; MaxRot is de richting waarin die het grootst is.",
        IMG,
    ),
    Aanname(
        "overschrijdingskans",
        "Kans dat het in het echt harder trilde (overschrijdingskans)",
        0.01,
        "",
        "Dat is 1 op 100. Het IMG noemt zijn trillingssnelheden bij een kans van 1 procent."
        " De opmerking in de brief over de beving bij"
        " Zeerijp van 14 november 2025 past daarbij.",
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
        "De trillingstool telt alle bevingen in het Groningenveld. Bevingen daarbuiten horen bij een andere organisatie.",
        IMG,
    ),
    Aanname(
        "magnitude_vanaf",
        "Magnitude, vanaf",
        1.8,
        "",
        "Het rekenmodel is gemaakt voor bevingen vanaf magnitude 1,8. Wij gebruiken de magnitude die het KNMI publiceert.",
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
        "Voordat wij “buiten” zeggen, tellen wij ook kleinere bevingen mee. Onder 1,2 haalt geen beving 5 mm/s.",
        IMG,
    ),
)


class OnbekendeAanname(ValueError):
    """A name that is no row of AANNAMES, or a value that the rule cannot work with."""


@dataclass(frozen=True, slots=True)
class Gekozen:
    """The rows of AANNAMES as typed values for the calculation, and the rows themselves for the reader."""

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
        """AANNAMES with some values replaced. Raises OnbekendeAanname for a name or a value it cannot use."""
        codes = {rij.code for rij in AANNAMES}
        if vreemd := set(anders) - codes:
            raise OnbekendeAanname(f"geen aanname: {', '.join(sorted(vreemd))}; wel: {', '.join(sorted(codes))}")
        rijen = tuple(replace(rij, waarde=anders.get(rij.code, rij.waarde)) for rij in AANNAMES)
        waarden = {rij.code: rij.waarde for rij in rijen}
        for vast in ("model", "veld", "plaats"):
            if vast in anders and anders[vast] != next(r.waarde for r in AANNAMES if r.code == vast):
                raise OnbekendeAanname(f"{vast}: hier is maar één keuze uitgewerkt")
        tot = waarden["venster_tot"]
        if not isinstance(tot, date):
            raise OnbekendeAanname(f"venster_tot: {tot!r} is geen datum")
        return cls(
            rijen=rijen,
            overschrijdingskans=_getal(waarden, "overschrijdingskans", 1),
            drempel_mm_s=_getal(waarden, "drempel_mm_s"),
            aantal_nodig=_geheel(waarden, "aantal_nodig"),
            magnitude_vanaf=_getal(waarden, "magnitude_vanaf"),
            magnitude_vanaf_ruim=_getal(waarden, "magnitude_vanaf_ruim"),
            magnitude_marge=_getal(waarden, "magnitude_marge"),
            venster_tot_utc=datetime(tot.year, tot.month, tot.day, tzinfo=NEDERLANDSE_TIJD).astimezone(UTC),
        )


def _geheel(waarden: Mapping[str, AannameWaarde], code: str) -> int:
    getal = _getal(waarden, code)
    if getal != int(getal):
        raise OnbekendeAanname(f"{code}: {getal} is geen heel getal")
    return int(getal)


def _getal(waarden: Mapping[str, AannameWaarde], code: str, onder: float = float("inf")) -> float:
    waarde = waarden[code]
    if isinstance(waarde, bool) or not isinstance(waarde, int | float) or not 0 < waarde < onder:
        raise OnbekendeAanname(f"{code}: {waarde!r} is geen getal boven 0 en onder {onder}")
    return waarde
