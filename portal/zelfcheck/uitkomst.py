"""From what we find for an address to the page with the answer."""

from dataclasses import replace
from datetime import datetime

from portal.adressen.buren import stap
from portal.zelfcheck.beoordeeld import Beoordeeld, Doorverwijzing, beoordeel_verwijzing
from portal.zelfcheck.diensten import Diensten
from portal.zelfcheck.uitkomstpage import UitkomstPage


def maak_uitkomst(diensten: Diensten, kenmerk: str, nu: datetime) -> UitkomstPage | Doorverwijzing:
    """The page of this kenmerk, calculated now. Raises KenmerkFout, OpzoekenKanNiet, GebiedOnleesbaar."""
    beoordeeld = beoordeel_verwijzing(diensten, diensten.verwijzer.lees_uitkomst(kenmerk), nu)
    if isinstance(beoordeeld, Doorverwijzing):
        return beoordeeld
    return _maak_page(diensten, beoordeeld, nu, hier=kenmerk)


def _maak_page(
    diensten: Diensten, beoordeeld: Beoordeeld, nu: datetime, *, hier: str
) -> UitkomstPage:
    adres, keuzes, verwijzer = beoordeeld.adres, beoordeeld.verwijzing.keuzes, diensten.verwijzer
    register, gebied_datum = diensten.geladen()
    return UitkomstPage.uit(
        beoordeeld,
        hier=hier,
        buur=stap(adres.buren, adres.punt, beoordeeld.oordeel.berekend) if adres else None,
        opgesteld=nu,
        # What nobody has, is not from the register.
        register=register if adres or not diensten.bron.met_pdok else None,
        gebied_datum=gebied_datum,
        naar_keuze=verwijzer.keuze(beoordeeld.verwijzing.vraag) if beoordeeld.meer else "",
        naar_nu=verwijzer.met_keuzes(hier, replace(keuzes, peildatum=None))
        if keuzes.peildatum
        else "",
    )
