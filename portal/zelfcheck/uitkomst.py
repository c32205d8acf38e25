"""From what we find for an address to the page with the answer."""

from dataclasses import replace
from datetime import datetime

from portal.adressen.buren import stap
from portal.zelfcheck.beoordeeld import (
    Doorverwijzing,
    beoordeel_verwijzing,
    zelfde_berekening,
)
from portal.zelfcheck.diensten import Diensten
from portal.zelfcheck.uitkomstpage import UitkomstPage


def maak_uitkomst(diensten: Diensten, kenmerk: str, nu: datetime) -> UitkomstPage | Doorverwijzing:
    """The page of this kenmerk, calculated now.

    Raises KenmerkError, OpzoekenKanNiet, GebiedOnleesbaar.
    """
    beoordeeld = beoordeel_verwijzing(diensten, diensten.verwijzer.lees_uitkomst(kenmerk), nu)
    if isinstance(beoordeeld, Doorverwijzing):
        return beoordeeld
    adres, verwijzer = beoordeeld.adres, diensten.verwijzer
    vraag, keuzes = beoordeeld.verwijzing.vraag, beoordeeld.verwijzing.keuzes
    register, gebied_datum = diensten.geladen()
    # Of an address that we do not have: what its postcode tells, and the numbers that exist.
    buren = () if adres else diensten.bron.op_postcode(vraag.postcode)
    naar_keuze = naar_nu = ""
    if beoordeeld.meer or buren:
        nummer = vraag.huisnummer if adres else 0
        naar_keuze = verwijzer.keuze(replace(vraag, huisnummer=nummer, achter=""))
    if keuzes.peildatum:
        naar_nu = verwijzer.met_keuzes(kenmerk, replace(keuzes, peildatum=None))
    return UitkomstPage.uit(
        beoordeeld,
        hier=kenmerk,
        van_postcode=zelfde_berekening(diensten, buren, nu.date()) if buren else "",
        buur=stap(adres.buren, adres.punt, beoordeeld.oordeel.berekend) if adres else None,
        opgesteld=nu,
        # An address that nobody has is not from the register.
        register=register if adres or not diensten.bron.met_pdok else None,
        gebied_datum=gebied_datum,
        naar_keuze=naar_keuze,
        naar_nu=naar_nu,
    )
