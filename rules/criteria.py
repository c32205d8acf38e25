"""De voorwaarden van de regeling, elk als één functie. Lees ze van boven naar beneden: dat is de regeling.

Eén voorwaarde kunnen wij narekenen: het kerngebied. De andere beoordeelt het IMG; daar zeggen wij “onbekend”.
"""

from collections.abc import Callable
from datetime import date

from rules.bronnen import BRIEF, EIGEN_BEREKENING, NIET_BEKEND
from rules.model import Antwoord, Bevinding, Criterium, Merk, Regelversie, Telling, Uitkomst

ANTWOORD_KERNGEBIED: dict[Uitkomst, Antwoord] = {
    Uitkomst.BINNEN: Antwoord.JA,
    Uitkomst.BUITEN: Antwoord.NEE,
    Uitkomst.GRENSGEVAL: Antwoord.ONBEKEND,
    Uitkomst.ONBEKEND: Antwoord.ONBEKEND,
}


def kerngebied(versie: Regelversie, telling: Telling | None, uitkomst: Uitkomst, peildatum: date) -> Bevinding:
    """Het adres ligt in het gebied van de regeling. [brief; vanaf 2026 door ons berekend]"""
    return Bevinding(
        Criterium.KERNGEBIED,
        versie.gebied.tekst,
        None if telling is None else telling.aantal,
        ANTWOORD_KERNGEBIED[uitkomst],
        Merk.BEREKEND if versie.gebied_berekenbaar else versie.gebied.merk,
        EIGEN_BEREKENING if versie.gebied_berekenbaar else versie.gebied.bron,
    )


def schade(versie: Regelversie, telling: Telling | None, uitkomst: Uitkomst, peildatum: date) -> Bevinding:
    """Er is genoeg schade; vanaf 2026 telt alleen schade die samenhangt met het gebrek. [Staatscourant]"""
    return Bevinding(
        Criterium.SCHADE, versie.schade.tekst, None, Antwoord.ONBEKEND, versie.schade.merk, versie.schade.bron
    )


def gebrek(versie: Regelversie, telling: Telling | None, uitkomst: Uitkomst, peildatum: date) -> Bevinding:
    """Het gebouw heeft een constructief gebrek waardoor schade terug blijft komen. [brief]"""
    return Bevinding(
        Criterium.GEBREK,
        "het gebouw heeft een constructief gebrek waardoor schade terug kan komen",
        None,
        Antwoord.ONBEKEND,
        Merk.REGEL,
        BRIEF,
    )


def eigenaar(versie: Regelversie, telling: Telling | None, uitkomst: Uitkomst, peildatum: date) -> Bevinding:
    """Voor welke eigenaren de regeling geldt, weten wij voor 2026 niet: dat weet het IMG."""
    return Bevinding(
        Criterium.EIGENAAR,
        "voor welke eigenaren de regeling geldt, is ons niet bekend",
        None,
        Antwoord.ONBEKEND,
        None,
        NIET_BEKEND,
    )


def regels_nagekeken(versie: Regelversie, telling: Telling | None, uitkomst: Uitkomst, peildatum: date) -> Bevinding:
    """De regels zijn in het laatste jaar nagekeken; anders kunnen ze veranderd zijn zonder dat wij het weten."""
    op_tijd = (peildatum - versie.gecontroleerd).days <= 365
    return Bevinding(
        Criterium.REGELS_NAGEKEKEN,
        "de regels op deze site zijn in het laatste jaar nagekeken",
        versie.gecontroleerd.isoformat(),
        Antwoord.JA if op_tijd else Antwoord.ONBEKEND,
        Merk.BEREKEND,
        EIGEN_BEREKENING,
    )


CRITERIA: tuple[Callable[[Regelversie, Telling | None, Uitkomst, date], Bevinding], ...] = (
    kerngebied,
    schade,
    gebrek,
    eigenaar,
    regels_nagekeken,
)
