"""The judgement: one place, one day, one Oordeel.

REGELS is the policy as an ordered list: the first rule that has an answer gives the uitkomst.
"""

from collections.abc import Callable, Mapping
from datetime import date
from functools import cache
from typing import NamedTuple

from rules.aannames import Gekozen
from rules.antwoorden import Antwoorden, JaNee
from rules.bevingen import catalogus, som
from rules.criteria import CRITERIA, Bekend
from rules.kerngebied import Kerngebied, tel_op
from rules.model import (
    AannameWaarde,
    Antwoord,
    Beving,
    Grond,
    Officieel,
    Oordeel,
    Punt,
    Regelversie,
    Telling,
    Trilling,
    Uitkomst,
)
from rules.nederland import in_nederland
from rules.opmaat import GEEN, blijft, volg
from rules.regelversies import vind_regelversie
from rules.stappen import STAPPEN, UITWEGEN


class Feiten(NamedTuple):
    """What the rules look at.

    `telling`: None when there is nothing to count. `officieel`: None without an area of the IMG.
    """

    punt: Punt | None
    versie: Regelversie
    telling: Telling | None
    aantal_nodig: int
    officieel: Officieel | None = None


Uitslag = tuple[Uitkomst, Grond]


def volgens_het_img(f: Feiten) -> Uitslag | None:
    """Heeft het IMG bij deze regels zelf een gebied gemaakt en zegt dat iets over het adres, dan
    telt dat. [IMG]
    """
    if f.officieel is None:
        return None
    if f.officieel.antwoord is Antwoord.JA:
        return Uitkomst.BINNEN, Grond.OFFICIEEL_BINNEN
    return Uitkomst.BUITEN, Grond.OFFICIEEL_BUITEN


def zonder_plaats(f: Feiten) -> Uitslag | None:
    """Weten wij niet waar het adres ligt, dan is de uitkomst onbekend."""
    return (Uitkomst.ONBEKEND, Grond.GEEN_PLAATS) if f.punt is None else None


def niet_in_nederland(f: Feiten) -> Uitslag | None:
    """Ligt de plek zeker niet op het land in Nederland, dan oordelen wij niet: onbekend.
    [eigen ruime lijn, data/nederland.csv]
    """
    if f.punt is None or in_nederland(f.punt):
        return None
    return Uitkomst.ONBEKEND, Grond.NIET_IN_NEDERLAND


def zonder_berekenbaar_gebied(f: Feiten) -> Uitslag | None:
    """De gebieden van 2023 en 2024 zijn niet als kaart of lijst bekend: onbekend.
    [Stcrt 2023, 17664; IMG]
    """
    return (
        None if f.versie.gebied_berekenbaar else (Uitkomst.ONBEKEND, Grond.GEBIED_NIET_BEREKENBAAR)
    )


def zonder_bevingen(f: Feiten) -> Uitslag | None:
    """Zonder lijst van bevingen is de uitkomst onbekend, nooit “nul bevingen”."""
    return (Uitkomst.ONBEKEND, Grond.GEEN_BEVINGEN) if f.telling is None else None


def ruim_genoeg(f: Feiten) -> Uitslag | None:
    """Binnen: minimaal vier, ook als elke magnitude 0,05 lager is.
    [brief; aanname magnitude_marge]
    """
    if f.telling is not None and f.telling.aantal_laag >= f.aantal_nodig:
        return Uitkomst.BINNEN, Grond.RUIM_GENOEG
    return None


def ruim_te_weinig(f: Feiten) -> Uitslag | None:
    """Buiten: minder dan vier, ook als elke magnitude 0,05 hoger is en kleine bevingen meetellen.
    [brief; aannames]
    """
    if f.telling is not None and f.telling.aantal_hoog < f.aantal_nodig:
        return Uitkomst.BUITEN, Grond.RUIM_TE_WEINIG
    return None


def aan_de_grens(f: Feiten) -> Uitslag | None:
    """Grensgeval: alles daartussen. De marge in de magnitudes, of een kleine beving, maakt dan het
    verschil.
    """
    return (Uitkomst.GRENSGEVAL, Grond.AAN_DE_GRENS)


REGELS: tuple[Callable[[Feiten], Uitslag | None], ...] = (
    volgens_het_img,
    zonder_plaats,
    niet_in_nederland,
    zonder_berekenbaar_gebied,
    zonder_bevingen,
    ruim_genoeg,
    ruim_te_weinig,
    aan_de_grens,
)


def bepaal_uitkomst(feiten: Feiten) -> Uitslag:
    """The answer of the first rule in REGELS that has one."""
    return next(antwoord for regel in REGELS if (antwoord := regel(feiten)) is not None)


@cache
def standaard_kerngebied() -> tuple[Gekozen, Kerngebied]:
    """The calculation with the shipped catalogue and the AANNAMES as they are, made once."""
    gekozen = Gekozen.uit({})
    return gekozen, Kerngebied(catalogus(), gekozen)


def beoordeel(
    punt: Punt | None,
    *,
    peildatum: date,
    antwoorden: Antwoorden | None = None,
    aannames: Mapping[str, AannameWaarde] | None = None,
    bevingen: tuple[Beving, ...] | None = None,
    later: tuple[Beving, ...] = (),
    officieel: Officieel | None = None,
) -> Oordeel:
    """The Oordeel for one place on one day.

    `antwoorden`: choose the steps, and never change an uitkomst or a count. None: no answers.
    `aannames`: values to replace in AANNAMES, by name.
    `bevingen`: replaces the shipped catalogue; an empty one gives onbekend.
    `later`: bevingen after the venster that the catalogue does not hold (yet). They are shown, and
    count for nothing.
    `officieel`: wins over the calculation, which is done all the same. It is ignored when its day
    has other rules than the peildatum: an area of 2026 says nothing about 2023.

    Raises GeenRegelversie for a peildatum before the first rule, OnbekendeAanname, CatalogusFout,
    and ValueError when a beving of `later` is not after the venster.
    """
    versie = vind_regelversie(peildatum)
    if officieel is not None and not versie.geldt_op(officieel.datum):
        officieel = None
    if aannames or bevingen is not None:
        catalogus_ = catalogus() if bevingen is None else bevingen
        gekozen = Gekozen.uit(aannames or {})
        gebied = Kerngebied(catalogus_, gekozen)
    else:
        catalogus_ = catalogus()
        gekozen, gebied = standaard_kerngebied()

    trillingen: tuple[Trilling, ...] = ()
    telling: Telling | None = None
    is_te_tellen = versie.gebied_berekenbaar and bool(catalogus_)
    if punt is not None and is_te_tellen and in_nederland(punt):
        trillingen = gebied.trillingen(punt, later)
        telling = tel_op(trillingen)
    feiten = Feiten(punt, versie, telling, gekozen.aantal_nodig)
    berekend, berekende_grond = bepaal_uitkomst(feiten)
    uitkomst, grond = berekend, berekende_grond
    if officieel is not None:
        uitkomst, grond = bepaal_uitkomst(feiten._replace(officieel=officieel))
    antwoorden = antwoorden or GEEN
    bekend = Bekend(versie, telling, uitkomst, officieel, peildatum, antwoorden)
    op_maat = volg(antwoorden, versie, uitkomst)
    # A running file is past these steps or among them; only the IMG knows where.
    stappen = () if antwoorden.lopend_dossier is JaNee.JA else STAPPEN[uitkomst]
    return Oordeel(
        uitkomst=uitkomst,
        grond=grond,
        officieel=officieel,
        berekend=berekend,
        berekende_grond=berekende_grond,
        aantal=None if telling is None else telling.aantal,
        aantal_laag=None if telling is None else telling.aantal_laag,
        aantal_hoog=None if telling is None else telling.aantal_hoog,
        aantal_nodig=gekozen.aantal_nodig,
        drempel_mm_s=gekozen.drempel_mm_s,
        magnitude_vanaf=gekozen.magnitude_vanaf,
        trillingen=trillingen,
        bevindingen=tuple(criterium(bekend) for criterium in CRITERIA),
        antwoorden=antwoorden,
        op_maat=op_maat,
        stappen=blijft(stappen, antwoorden, op_maat),
        uitwegen=blijft(UITWEGEN, antwoorden, op_maat),
        punt=punt,
        peildatum=peildatum,
        regelversie=versie,
        aannames=gekozen.rijen,
        catalogus_sha256=som(catalogus_),
    )
