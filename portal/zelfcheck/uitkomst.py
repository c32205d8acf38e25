"""From what we find for an address to the page with the answer."""

from dataclasses import replace
from datetime import datetime

from portal.adressen.buren import stap
from portal.zelfcheck.beoordeeld import (
    Doorverwijzing,
    beoordeel_verwijzing,
    uitkomst_van_postcode,
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
    adres, verwijzing, verwijzer = beoordeeld.adres, beoordeeld.verwijzing, diensten.verwijzer
    zonder_dag = replace(verwijzing.keuzes, peildatum=None)
    register, gebied_datum = diensten.geladen()
    return UitkomstPage.uit(
        beoordeeld,
        hier=kenmerk,
        van_postcode="" if adres else uitkomst_van_postcode(diensten, verwijzing.vraag, nu.date()),
        buur=stap(adres.buren, adres.punt, beoordeeld.oordeel.berekend) if adres else None,
        opgesteld=nu,
        # An address that nobody has is not from the register.
        register=register if adres or not diensten.bron.met_pdok else None,
        gebied_datum=gebied_datum,
        naar_keuze=verwijzer.keuze(verwijzing.vraag) if beoordeeld.meer else "",
        naar_nu=verwijzer.met_keuzes(kenmerk, zonder_dag) if verwijzing.keuzes.peildatum else "",
    )
