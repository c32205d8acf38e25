"""Where an address leads that was typed: to an answer, to a choice, or back. Knows no URL."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from portal.adressen.adresregel import Adresregel, lijkt_op_postcode
from portal.adressen.bron import Adresbron
from portal.adressen.opzoeken import MoetWachten, OpzoekenKanNiet, meld_geen_antwoord
from portal.adressen.streek import ligt_ver
from portal.adressen.vraag import Vraag
from portal.adressen.zoeken import (
    Antwoord,
    Gevonden,
    KiesNummer,
    Kiezen,
    PostcodeOnbekend,
    StraatOnbekend,
    precies_een,
    zoek,
    zoek_adres,
)
from portal.crypto.kenmerk import Purpose
from portal.zelfcheck.adresform import (
    LIGT_VER,
    POSTCODE_ONLEESBAAR,
    STRAAT_ONBEKEND,
    AdresForm,
    postcode_onbekend,
)
from portal.zelfcheck.beoordeeld import Doorverwijzing, zelfde_uitkomst
from portal.zelfcheck.diensten import Diensten


@dataclass(frozen=True, slots=True)
class Vervolg:
    """Where a question leads: to `naar`, which is a choice when there is a `keuze`; or back.

    A `keuze` without `naar` can only be made on the page of what was typed. `kan_niet`: back
    because we cannot tell now. `naar_onbekend`: the kenmerk of the uitkomst for an address that we
    do not have; empty where that makes no sense.
    """

    naar: Doorverwijzing | None = None
    keuze: Antwoord | None = None
    kan_niet: bool = False
    naar_onbekend: str = ""


def zoek_vervolg(
    diensten: Diensten,
    form: AdresForm,
    regel: Adresregel,
    vandaag: date,
    *,
    mag_wachten: bool = True,
) -> Vervolg:
    """Looks up what was typed, and tells the form what is wrong.

    Without `mag_wachten` PDOK, which can take seconds, is not asked: then it leads nowhere yet.
    """
    bron = diensten.bron if mag_wachten else diensten.bron.zonder_wachten()
    ver = bool(regel.postcode) and ligt_ver(regel.postcode)
    try:
        return _vervolg(diensten, zoek(bron, regel), vandaag)
    except PostcodeOnbekend as fout:
        form.add_error("adres", waarom_niet(bron, fout, form.getypt))
        bekend = fout.vraag.huisnummer
        return Vervolg(naar_onbekend=diensten.verwijzer.zonder_plaats(fout.vraag) if bekend else "")
    except StraatOnbekend as fout:
        form.add_error("adres", waarom_niet(bron, fout, form.getypt))
    except MoetWachten:
        return Vervolg()
    except OpzoekenKanNiet as fout:
        meld_geen_antwoord(fout)
        if not ver:
            return Vervolg(kan_niet=True)
        form.add_error("adres", LIGT_VER)
    return Vervolg()


def waarom_niet(bron: Adresbron, fout: PostcodeOnbekend | StraatOnbekend, getypt: str) -> Any:
    """The sentence for what was looked for and is not there."""
    if isinstance(fout, StraatOnbekend):
        return POSTCODE_ONLEESBAAR if lijkt_op_postcode(getypt) else STRAAT_ONBEKEND
    if ligt_ver(fout.vraag.postcode) and not bron.met_pdok:
        return LIGT_VER
    return postcode_onbekend(bron.info(), met_pdok=bron.met_pdok)


def kies_vervolg(diensten: Diensten, vraag: Vraag, vandaag: date) -> Vervolg:
    """The same for what was chosen. Raises OpzoekenKanNiet, GebiedOnleesbaar.

    An old link may lead to an address that nobody has today.
    """
    try:
        antwoord = zoek_adres(diensten.bron.voor(vraag.plek), vraag)
    except PostcodeOnbekend as fout:
        if not fout.vraag.huisnummer:
            return Vervolg()
        kenmerk = diensten.verwijzer.zonder_plaats(fout.vraag)
        return Vervolg(Doorverwijzing(Purpose.UITKOMST, kenmerk))
    return _vervolg(diensten, antwoord, vandaag)


def _vervolg(diensten: Diensten, antwoord: Antwoord, vandaag: date) -> Vervolg:
    verwijzer = diensten.verwijzer
    match antwoord:
        case Gevonden(vraag, rijen, opties):
            if zelfde_uitkomst(diensten, rijen, vandaag):
                kenmerk = verwijzer.uitkomst(rijen[0], meer=len(opties) > 1)
                return Vervolg(Doorverwijzing(Purpose.UITKOMST, kenmerk))
            antwoord = Kiezen((vraag,), opties)
        case KiesNummer(vraag):
            pass
        # Asked again, anything else is another answer: it would be picked for the resident.
        case Kiezen((vraag,), opties, precies=True) if not precies_een(vraag, opties):
            pass
        case _:
            return Vervolg(keuze=antwoord)
    return Vervolg(Doorverwijzing(Purpose.KIES, verwijzer.keuze(vraag)), antwoord)
