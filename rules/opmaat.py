"""What follows from what a resident tells us: an ordered list of rules that give one stap or none,
and which question is worth asking.

No rule looks at more than its docstring says, and none makes a promise: a stap says what happens,
or what one can do.
"""

from collections.abc import Callable
from typing import NamedTuple

from rules.antwoorden import SOORTEN, Antwoorden, Gebouw, JaNee, Rol
from rules.bronnen import BRIEF, IMG_INTERVENTIETEAM, IMG_NCG, NIET_BEKEND, STCRT_2025
from rules.model import Regelversie, Stap, StapCode, Uitkomst

ANDERE_GEBOUWEN = (Gebouw.BEDRIJF, Gebouw.VVE, Gebouw.BOERDERIJ)


class Geval(NamedTuple):
    """What the rules look at."""

    antwoorden: Antwoorden
    versie: Regelversie
    uitkomst: Uitkomst


def lopend_dossier(g: Geval) -> Stap | None:
    """Loopt er al een dossier Duurzaam herstel? Dat gaat gewoon door, met het hogere maximum.
    [brief]
    """
    return Stap(StapCode.LOPEND_DOSSIER, BRIEF) if g.antwoorden.lopend_dossier is JaNee.JA else None


def vastgelopen(g: Geval) -> Stap | None:
    """Vastgelopen, ook buiten het gebied: gemeente, Interventieteam, Commissie Bijzondere
    Situaties. [brief; IMG]
    """
    return (
        Stap(StapCode.SCHRIJNEND, IMG_INTERVENTIETEAM)
        if g.antwoorden.vastgelopen is JaNee.JA
        else None
    )


def schade_gemeld(g: Geval) -> Stap | None:
    """Is er schade gemeld die nog niet is afgehandeld? Het IMG bekijkt zelf de meldingen en oude
    dossiers. [brief]
    """
    return Stap(StapCode.GEMELDE_SCHADE, BRIEF) if g.antwoorden.schade_gemeld is JaNee.JA else None


def schade_melden(g: Geval) -> Stap | None:
    """Is er niets gemeld dat nog loopt? Schade altijd melden: dan kent het IMG de gegevens.
    [brief]
    """
    return Stap(StapCode.SCHADE_MELDEN, BRIEF) if g.antwoorden.schade_gemeld is JaNee.NEE else None


def huurder(g: Geval) -> Stap | None:
    """Een huurder: het IMG belt de eigenaar. Of de regeling voor een huurhuis geldt, is niet
    bekend. [brief]
    """
    return Stap(StapCode.HUURDER, BRIEF) if g.antwoorden.rol is Rol.HUURDER else None


def ander_gebouw(g: Geval) -> Stap | None:
    """Een bedrijf, een VvE of een boerderij: of de regeling daarvoor geldt, is niet bekend.
    Bel het IMG. Waar al een dossier loopt, is dat de vraag niet meer.
    """
    if g.antwoorden.gebouw in ANDERE_GEBOUWEN and g.antwoorden.lopend_dossier is not JaNee.JA:
        return Stap(StapCode.ANDER_GEBOUW, NIET_BEKEND)
    return None


def rijksmonument(g: Geval) -> Stap | None:
    """Een Rijksmonument: het maximum van 2026 geldt daarvoor niet. [Stcrt 2025, 40634]"""
    if g.antwoorden.rijksmonument is JaNee.JA and g.versie.rijksmonument_zonder_maximum:
        return Stap(StapCode.RIJKSMONUMENT, STCRT_2025)
    return None


def samenloop(g: Geval) -> Stap | None:
    """Samenloop met de versterking: waar dat kan de keuze om het tegelijk te doen; dat kan langer
    duren. Buiten het gebied alleen bij een lopend dossier. [IMG, NCG]
    """
    hier = g.uitkomst is not Uitkomst.BUITEN or g.antwoorden.lopend_dossier is JaNee.JA
    if g.antwoorden.versterking is JaNee.JA and hier:
        return Stap(StapCode.SAMENLOOP, IMG_NCG)
    return None


def versterking(g: Geval) -> Stap | None:
    """Over de versterking gaat de NCG. [brief]"""
    return Stap(StapCode.VERSTERKING, BRIEF) if g.antwoorden.versterking is JaNee.JA else None


OP_MAAT: tuple[Callable[[Geval], Stap | None], ...] = (
    lopend_dossier,
    vastgelopen,
    schade_gemeld,
    schade_melden,
    huurder,
    ander_gebouw,
    rijksmonument,
    samenloop,
    versterking,
)

GEEN = Antwoorden()  # what most people give

# The question behind a stap that starts with "als": after a nee it need not be read.
ALLEEN_ALS: dict[StapCode, str] = {
    StapCode.LOPEND_DOSSIER: "lopend_dossier",
    StapCode.SCHRIJNEND: "vastgelopen",
    StapCode.SAMENLOOP: "versterking",
    StapCode.VERSTERKING: "versterking",
}


def open_vragen(antwoorden: Antwoorden, uitkomst: Uitkomst) -> tuple[str, ...]:
    """The questions worth asking, in order: no earlier answer settles them, nor the uitkomst.

    Buiten het gebied: van wie het gebouw is, wat het is en wat er gemeld is, verandert niets. Een
    huurder kiest niet over dossier, versterking en maximum: dat doet de eigenaar. Over het maximum
    gaat het alleen waar de regeling voor geldt; van bedrijf, VvE en boerderij is dat niet bekend.
    """
    dicht: set[str] = set()
    if uitkomst is Uitkomst.BUITEN:
        dicht |= {"rol", "gebouw", "rijksmonument", "schade_gemeld"}
    elif antwoorden.rol is Rol.HUURDER:
        dicht |= {"rijksmonument", "lopend_dossier", "versterking", "schade_gemeld"}
    if antwoorden.gebouw in ANDERE_GEBOUWEN:
        dicht.add("rijksmonument")
    return tuple(vraag for vraag in SOORTEN if vraag not in dicht)


def zonder_dichte(antwoorden: Antwoorden, uitkomst: Uitkomst) -> Antwoorden:
    """The answers to the questions that are open; the others count as not given."""
    open_ = open_vragen(antwoorden, uitkomst)
    return Antwoorden.uit({vraag: w for vraag, w in antwoorden.gegeven.items() if vraag in open_})


def volg(antwoorden: Antwoorden, versie: Regelversie, uitkomst: Uitkomst) -> tuple[Stap, ...]:
    """What follows from the answers, the most pressing first; nothing when nothing was answered."""
    if antwoorden == GEEN:
        return ()
    geval = Geval(antwoorden, versie, uitkomst)
    return tuple(stap for regel in OP_MAAT if (stap := regel(geval)) is not None)


def blijft(
    stappen: tuple[Stap, ...], antwoorden: Antwoorden, op_maat: tuple[Stap, ...]
) -> tuple[Stap, ...]:
    """The stappen still to read: without those of `op_maat`, or ruled out by a "nee"."""
    if antwoorden == GEEN:
        return stappen
    al_genoemd = {stap.code for stap in op_maat}
    niet_nodig = {
        code for code, vraag in ALLEEN_ALS.items() if getattr(antwoorden, vraag) is JaNee.NEE
    }
    return tuple(stap for stap in stappen if stap.code not in al_genoemd | niet_nodig)
