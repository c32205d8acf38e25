"""The conditions of the scheme, one function each. Read from top to bottom, they are the scheme.

One condition can be calculated: the kerngebied. What the IMG judges with its experts is `img`. What
no source known to us says is `onbekend`.
"""

from collections.abc import Callable
from datetime import date
from typing import NamedTuple

from rules.antwoorden import Antwoorden, Gebouw, Rol
from rules.bronnen import BRIEF, EIGEN_BEREKENING, NIET_BEKEND
from rules.model import (
    Antwoord,
    Bevinding,
    Criterium,
    Merk,
    Officieel,
    Regelversie,
    Telling,
    Uitkomst,
)

ANTWOORD_KERNGEBIED: dict[Uitkomst, Antwoord] = {
    Uitkomst.BINNEN: Antwoord.JA,
    Uitkomst.BUITEN: Antwoord.NEE,
    Uitkomst.GRENSGEVAL: Antwoord.ONBEKEND,
    Uitkomst.ONBEKEND: Antwoord.ONBEKEND,
}


class Bekend(NamedTuple):
    """What the criteria look at. `officieel`: None when no area of the IMG applies."""

    versie: Regelversie
    telling: Telling | None
    uitkomst: Uitkomst
    officieel: Officieel | None
    peildatum: date
    antwoorden: Antwoorden


def kerngebied(b: Bekend) -> Bevinding:
    """Het adres ligt in het gebied van de regeling.
    [brief; vanaf 2026 een gebied van het IMG, of door ons berekend]
    """
    if b.officieel is not None:
        merk, bron = Merk.REGEL, b.officieel.bron
    elif b.versie.gebied_berekenbaar:
        merk, bron = Merk.BEREKEND, EIGEN_BEREKENING
    else:
        merk, bron = b.versie.gebied.merk, b.versie.gebied.bron
    aantal = None if b.telling is None else b.telling.aantal
    return Bevinding(
        Criterium.KERNGEBIED,
        b.versie.gebied.tekst,
        aantal,
        ANTWOORD_KERNGEBIED[b.uitkomst],
        merk,
        bron,
    )


def schade(b: Bekend) -> Bevinding:
    """Er is genoeg schade; vanaf 2026 telt alleen schade die samenhangt met het gebrek.
    Het IMG beoordeelt dat. [Stcrt]
    """
    return Bevinding(
        Criterium.SCHADE,
        b.versie.schade.tekst,
        None,
        Antwoord.IMG,
        b.versie.schade.merk,
        b.versie.schade.bron,
    )


def gebrek(b: Bekend) -> Bevinding:
    """Het gebouw heeft een constructief gebrek waardoor schade terug blijft komen.
    Deskundigen onderzoeken dat. [brief]
    """
    return Bevinding(
        Criterium.GEBREK,
        "het gebouw heeft een constructief gebrek waardoor schade terug kan komen",
        None,
        Antwoord.IMG,
        Merk.REGEL,
        BRIEF,
    )


def eigenaar(b: Bekend) -> Bevinding:
    """Het IMG kijkt naar huizen en belt de eigenaar. [brief]
    Bij huur, bedrijf, VvE of boerderij: niet bekend, bel het IMG.
    """
    if b.antwoorden.rol is Rol.EIGENAAR and b.antwoorden.gebouw is Gebouw.WONING:
        regel = "het IMG kijkt naar huizen en belt de eigenaar"
        return Bevinding(Criterium.EIGENAAR, regel, None, Antwoord.IMG, Merk.REGEL, BRIEF)
    return Bevinding(
        Criterium.EIGENAAR,
        "voor welke eigenaren de regeling geldt, is ons niet bekend",
        None,
        Antwoord.ONBEKEND,
        None,
        NIET_BEKEND,
    )


def regels_nagekeken(b: Bekend) -> Bevinding:
    """De regels zijn in het laatste jaar nagekeken; anders kunnen ze veranderd zijn zonder dat wij
    het weten.
    """
    op_tijd = (b.peildatum - b.versie.gecontroleerd).days <= 365
    return Bevinding(
        Criterium.REGELS_NAGEKEKEN,
        "de regels op deze site zijn in het laatste jaar nagekeken",
        b.versie.gecontroleerd.isoformat(),
        Antwoord.JA if op_tijd else Antwoord.ONBEKEND,
        Merk.BEREKEND,
        EIGEN_BEREKENING,
    )


CRITERIA: tuple[Callable[[Bekend], Bevinding], ...] = (
    kerngebied,
    schade,
    gebrek,
    eigenaar,
    regels_nagekeken,
)
