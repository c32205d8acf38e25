"""From an answer of portal/adressen/zoeken.py that is a choice to its page, and from what was
chosen to a question.
"""

import re
from collections import Counter
from dataclasses import replace
from datetime import date

from portal.adressen.invoer import toon_postcode
from portal.adressen.vraag import Straatvraag, Vraag, Zoekvraag
from portal.adressen.zoeken import (
    Antwoord,
    Bedoelt,
    KiesNummer,
    KiesStraat,
    Kiezen,
    Rijen,
    precies_een,
)
from portal.crypto.kenmerk import Purpose
from portal.web.i18n.language import _
from portal.zelfcheck.beoordeeld import zelfde_uitkomst
from portal.zelfcheck.diensten import Diensten
from portal.zelfcheck.keuzepage import Groep, KeuzePage, Optie
from portal.zelfcheck.verwijzing import Verwijzer

PER_GROEP = 50  # numbers that are shown at once


def maak_keuze(diensten: Diensten, keuze: Antwoord, vandaag: date, getypt: str) -> KeuzePage:
    """The page for an answer of portal/adressen/zoeken.py that is a choice."""
    verwijzer = diensten.verwijzer
    match keuze:
        case Kiezen((vraag,), adressen, precies=True) if (
            len(adressen) > 1 or vraag.achter
        ) and not precies_een(vraag, adressen):
            bestaat = any(rijen[0].achter == vraag.achter for rijen in adressen)
            return KeuzePage(
                "adres",
                toon_plek(vraag),
                vraag.nummer,
                precies=bestaat or not vraag.achter,
                groepen=(Groep("", maak_opties(diensten, adressen, vandaag)),),
                niet_bij=_niet_bij(diensten, vraag),
                getypt=getypt,
            )
        case Kiezen(vragen, adressen, precies):
            opties = maak_opties(diensten, adressen, vandaag, met_plaats=True)
            niet_bij = _niet_bij(diensten, vragen[0])
            groepen = (Groep("", opties),)
            return KeuzePage("adressen", "", "", precies, groepen, niet_bij=niet_bij, getypt=getypt)
        case KiesNummer(vraag, nummers):
            return KeuzePage(
                "nummer",
                toon_plek(vraag),
                vraag.nummer,
                precies=not vraag.huisnummer,
                nummers=tuple(
                    nummers[i : i + PER_GROEP] for i in range(0, len(nummers), PER_GROEP)
                ),
                hier=verwijzer.keuze(vraag),
                niet_bij=_niet_bij(diensten, vraag),
                getypt=getypt,
            )
        case KiesStraat(vragen, precies):
            return KeuzePage("straat", "", "", precies, _groepen(diensten, vragen), getypt=getypt)
        case Bedoelt(vraag):
            groep = Groep("", (Optie(Purpose.KIES, verwijzer.keuze(vraag), toon(vraag)),))
            return KeuzePage("bedoelt", toon_plek(vraag), "", True, (groep,), getypt=getypt)
    raise TypeError


def maak_opties(
    diensten: Diensten, adressen: tuple[Rijen, ...], vandaag: date, *, met_plaats: bool = False
) -> tuple[Optie, ...]:
    """An option for each address, or for each of its rows when those have different uitkomsten."""
    verwijzer, meer = diensten.verwijzer, sum(map(len, adressen)) > 1
    opties = []
    for rijen in adressen:
        eerste = rijen[0]
        naam = f"{eerste.regel_1}, {eerste.regel_2}" if met_plaats else eerste.regel_1
        if zelfde_uitkomst(diensten, rijen, vandaag):
            opties.append(Optie(Purpose.UITKOMST, verwijzer.uitkomst(eerste, meer=meer), naam))
            continue
        van_noord = sorted(rijen, key=lambda rij: -rij.punt.lat)
        for plek, rij in enumerate(van_noord, start=1):
            gebouw = _(
                "%(adres)s: gebouw %(plek)s van %(aantal)s, geteld vanaf het noorden",
                adres=naam,
                plek=plek,
                aantal=len(rijen),
            )
            kenmerk = verwijzer.uitkomst(rij, met_punt=True, meer=meer)
            opties.append(Optie(Purpose.UITKOMST, kenmerk, gebouw))
    return tuple(opties)


def _groepen(diensten: Diensten, vragen: tuple[Straatvraag, ...]) -> tuple[Groep, ...]:
    """Streets by place, in their order; in one list when each is in another place."""
    plaatsen = {(vraag.plek.woonplaats, vraag.plek.gemeente) for vraag in vragen}
    dubbel = Counter(plaats for plaats, _gemeente in plaatsen)
    per_plaats: dict[str, list[Optie]] = {}
    for vraag in vragen:
        straat = vraag.plek
        gemeente = f" ({straat.gemeente})" if dubbel[straat.woonplaats] > 1 else ""
        naam = f"{straat.naam} {vraag.nummer}".rstrip()
        optie = Optie(Purpose.KIES, diensten.verwijzer.keuze(vraag), naam)
        per_plaats.setdefault(straat.woonplaats + gemeente, []).append(optie)
    if len(per_plaats) < len(vragen):
        return tuple(Groep(plaats, tuple(opties)) for plaats, opties in per_plaats.items())
    met_plaats = (replace(o, naam=f"{o.naam}, {plaats}") for plaats, (o,) in per_plaats.items())
    return (Groep("", tuple(met_plaats)),) if vragen else ()


def _niet_bij(diensten: Diensten, vraag: Vraag) -> str:
    if isinstance(vraag, Zoekvraag) and vraag.huisnummer:
        return diensten.verwijzer.zonder_plaats(vraag)
    return ""


def met_nummer(verwijzer: Verwijzer, kenmerk: str, nummer: str) -> str:
    """The kenmerk of the question with the number that was pressed; as it was when that is no
    number. Raises KenmerkError.
    """
    if not (re.fullmatch("[0-9]{1,5}", nummer) and int(nummer)):
        return kenmerk
    vraag = verwijzer.lees_keuze(kenmerk)
    return verwijzer.keuze(replace(vraag, huisnummer=int(nummer), achter=""))


def toon_plek(vraag: Vraag) -> str:
    """`9951 AD`, or `Kerkstraat, Winsum`."""
    if isinstance(vraag, Zoekvraag):
        return toon_postcode(vraag.postcode)
    return f"{vraag.plek.naam}, {vraag.plek.woonplaats}"


def toon(vraag: Vraag) -> str:
    """`9951 AD 14`, or `Kerkstraat 14, Winsum`: as somebody could type it."""
    if isinstance(vraag, Zoekvraag):
        return f"{toon_postcode(vraag.postcode)} {vraag.nummer}".rstrip()
    return f"{f'{vraag.plek.naam} {vraag.nummer}'.rstrip()}, {vraag.plek.woonplaats}"
