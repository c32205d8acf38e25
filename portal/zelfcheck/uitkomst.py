"""From what a kenmerk points to, to the page with the answer. It knows no URL: where to go instead is a kenmerk."""

from dataclasses import dataclass, replace
from datetime import date, datetime

from portal.adressen.adres import Adres
from portal.adressen.buren import stap
from portal.adressen.invoer import Zoekvraag
from portal.adressen.zoeken import Rijen
from portal.kenmerk import Doel
from portal.zelfcheck.diensten import diensten, geladen
from portal.zelfcheck.uitkomstpage import UitkomstPage
from portal.zelfcheck.verwijzing import NIETS_GEKOZEN, Keuzes, Opgezocht, Verwijzing
from rules import Oordeel, beoordeel


@dataclass(frozen=True, slots=True)
class Doorverwijzing:
    """Another page must be gone to: the kenmerk for it, and which one."""

    doel: Doel
    kenmerk: str


def maak_uitkomst(verwijzing: Verwijzing, nu: datetime, *, hier: str) -> UitkomstPage | Doorverwijzing:
    """The answer for one address, calculated now. Raises OpzoekenKanNiet, GebiedOnleesbaar. `hier`: its kenmerk.

    A Doorverwijzing for an old link whose address must be chosen again (KIES) or is typed again as it were (INVOER).
    """
    wie, vraag, keuzes = verwijzing.wie, verwijzing.vraag, verwijzing.keuzes
    zaak = diensten()
    bron, verwijzer = zaak.bron, zaak.verwijzer
    if isinstance(wie, Zoekvraag):
        return _maak_page(_oordeel(wie, nu.date(), keuzes), None, verwijzing, nu, hier=hier)
    if isinstance(wie, Opgezocht):
        oordeel = _oordeel(wie.adres, nu.date(), keuzes)
        return _maak_page(oordeel, wie.adres, verwijzing, nu, hier=hier, meer=wie.meer)
    op_nummer = bron.van_register(wie.postcode, wie.huisnummer)
    rijen = tuple(rij for rij in op_nummer if wie.past(rij))
    if not rijen and bron.vraagt_pdok(wie.postcode):  # an old link; from here on as if it was typed today
        getypt = (wie.postcode, str(wie.huisnummer), vraag.achter)
        return Doorverwijzing(Doel.INVOER, verwijzer.invoer(getypt))
    if not rijen:  # an old link; the register of today does not have this address
        return _maak_page(_oordeel(vraag, nu.date(), keuzes), None, verwijzing, nu, hier=hier)
    oordelen = [_oordeel(rij, nu.date(), keuzes) for rij in rijen]
    if len({oordeel.uitkomst for oordeel in oordelen}) > 1:
        return Doorverwijzing(Doel.KIES, verwijzer.keuze(vraag))
    adres = next((rij for rij in rijen if not rij.ander_gebruik), rijen[0])  # a house and its shed may share an address
    return _maak_page(oordelen[0], adres, verwijzing, nu, hier=hier, meer=len(rijen) < len(op_nummer))


def zelfde_uitkomst(rijen: Rijen, vandaag: date) -> bool:
    """Whether it does not matter which of these rows is meant. Raises GebiedOnleesbaar."""
    return len(rijen) == 1 or len({_oordeel(rij, vandaag).uitkomst for rij in rijen}) == 1


def _oordeel(wie: Adres | Zoekvraag, vandaag: date, keuzes: Keuzes = NIETS_GEKOZEN) -> Oordeel:
    """A Zoekvraag has no place, but may stand on a list of the IMG. A day that is still to come has the rules of today."""
    punt = wie.punt if isinstance(wie, Adres) else None
    zaak = diensten()
    later, officieel = zaak.later.bevingen(), zaak.gebied.officieel(wie)
    peildatum = min(keuzes.peildatum or vandaag, vandaag)
    return beoordeel(punt, peildatum=peildatum, antwoorden=keuzes.antwoorden, later=later, officieel=officieel)


def _maak_page(
    oordeel: Oordeel, adres: Adres | None, verwijzing: Verwijzing, nu: datetime, *, hier: str, meer: bool = False
) -> UitkomstPage:
    """Without `adres` it is an address that we do not have. `meer`: there are other addresses at this number."""
    register, gebied_datum = geladen()
    zaak = diensten()
    bron, verwijzer = zaak.bron, zaak.verwijzer
    if not adres and bron.met_pdok:
        register = None  # what nobody has, is not from the register
    gekozen = verwijzing.keuzes
    naar_nu = verwijzer.met_keuzes(hier, replace(gekozen, peildatum=None)) if gekozen.peildatum else ""
    buur = stap(adres.buren, adres.punt, oordeel.berekend) if adres else None
    return UitkomstPage.uit(
        oordeel,
        hier=hier,
        adres=adres,
        vraag=verwijzing.vraag,
        buur=buur,
        opgesteld=nu,
        register=register,
        gebied_datum=gebied_datum,
        naar_keuze=verwijzer.keuze(verwijzing.vraag) if meer else "",
        gekozen_dag=gekozen.peildatum,
        naar_nu=naar_nu,
    )
