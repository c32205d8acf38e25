"""Where a form leads: to an answer, to a choice, or back with what is wrong. Knows no URL."""

from dataclasses import dataclass
from datetime import date

from portal.adressen.invoer import Zoekvraag
from portal.adressen.opzoeken import OpzoekenKanNiet, meld_geen_antwoord
from portal.adressen.zoeken import Kiezen, NummerOnbekend, PostcodeOnbekend, Rijen, zoek_adres
from portal.crypto.kenmerk import Purpose
from portal.web.i18n.language import _
from portal.zelfcheck.adresform import AdresForm, Optie, nummer_onbekend, postcode_onbekend
from portal.zelfcheck.beoordeeld import Doorverwijzing, zelfde_uitkomst
from portal.zelfcheck.diensten import Diensten


@dataclass(frozen=True, slots=True)
class Vervolg:
    """Where a question leads: to `naar`, which is a choice when there are `opties`; or back.

    `kan_niet`: back because we cannot tell now. `naar_onbekend`: the kenmerk of the uitkomst for an
    address that we do not have; empty where that makes no sense.
    """

    naar: Doorverwijzing | None = None
    opties: tuple[Rijen, ...] = ()
    kan_niet: bool = False
    naar_onbekend: str = ""


def zoek_vervolg(
    diensten: Diensten,
    form: AdresForm,
    vraag: Zoekvraag,
    vandaag: date,
    *,
    mag_wachten: bool = True,
) -> Vervolg:
    """Looks up what was typed, and tells the form what is wrong. Raises GebiedOnleesbaar.

    Without `mag_wachten` PDOK, which can take seconds, is not asked: then it leads nowhere yet.
    """
    bron, verwijzer = diensten.bron, diensten.verwijzer
    opzoeker = bron.voor(vraag.postcode)
    if opzoeker.kan_duren and not mag_wachten:
        return Vervolg()
    try:
        gevonden = zoek_adres(opzoeker, vraag)
    except PostcodeOnbekend:
        form.add_error("postcode", postcode_onbekend(bron.info(), met_pdok=bron.met_pdok))
        return Vervolg(naar_onbekend=verwijzer.zonder_plaats(vraag))
    except NummerOnbekend as fout:
        form.add_error("huisnummer", nummer_onbekend(vraag, fout.dichtbij))
        return Vervolg(naar_onbekend=verwijzer.zonder_plaats(vraag))
    except OpzoekenKanNiet as fout:
        meld_geen_antwoord(fout)
        return Vervolg(kan_niet=True)
    if isinstance(gevonden, Kiezen) or not zelfde_uitkomst(diensten, gevonden.rijen, vandaag):
        return Vervolg(Doorverwijzing(Purpose.KIES, verwijzer.keuze(vraag)), gevonden.opties)
    kenmerk = verwijzer.uitkomst(gevonden.rijen[0], meer=len(gevonden.opties) > 1)
    return Vervolg(Doorverwijzing(Purpose.UITKOMST, kenmerk))


def maak_opties(
    diensten: Diensten, adressen: tuple[Rijen, ...], vandaag: date
) -> tuple[Optie, ...]:
    """An option for each address, or for each of its rows when those have different uitkomsten."""
    verwijzer, meer = diensten.verwijzer, sum(map(len, adressen)) > 1
    opties = []
    for rijen in adressen:
        if zelfde_uitkomst(diensten, rijen, vandaag):
            opties.append(Optie(verwijzer.uitkomst(rijen[0], meer=meer), rijen[0].regel_1))
            continue
        van_noord = sorted(rijen, key=lambda rij: -rij.punt.lat)
        for plek, rij in enumerate(van_noord, start=1):
            naam = _(
                "%(adres)s: gebouw %(plek)s van %(aantal)s, geteld vanaf het noorden",
                adres=rij.regel_1,
                plek=plek,
                aantal=len(rijen),
            )
            opties.append(Optie(verwijzer.uitkomst(rij, met_punt=True, meer=meer), naam))
    return tuple(opties)
