"""What the page with the answer shows: the contract between an Oordeel and its template."""

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from typing import Self

from portal.adressen.register import RegisterInfo
from portal.beeld.beeld import Beeld
from portal.beeld.kaart import Rand
from portal.zelfcheck.beoordeeld import Beoordeeld
from portal.zelfcheck.bevingenpage import TrillingRij, beslissende_rijen
from rules import Antwoord, Antwoorden, Officieel, Reden, Uitkomst
from rules.model import Criterium, Regelversie, Stap

DICHTBIJ_KM = 1.0  # nearer than this, neighbours can have another uitkomst


class Terugblik(StrEnum):
    """Which rules a chosen day shows: EERDER those of then, ZELFDE of both, LATER those of now."""

    EERDER = "eerder"
    ZELFDE = "zelfde"
    LATER = "later"  # the day is still to come


@dataclass(frozen=True, slots=True)
class UitkomstPage:
    """The answer for one address. The counts are None when they are not known.

    `hier`: the kenmerk of this page.
    `officieel`: the IMG's own area gave the uitkomst; `berekend` and `berekende_grond` are then
    what we would have said. `ander_gebruik`: what the BAG says the address is used for, when nobody
    lives there. `bijna` and `klein`: how many count only with a higher magnitude. `balken`: the
    bevingen that decide, drawn on a scale up to `schaal_mm_s`. `nabij`: the nearest place where the
    uitkomst can be another, when that is near. `van_postcode`: for an address that we do not have,
    the uitkomst that all those we have with its postcode share, or empty. `opgezocht`: the day
    the address was looked up at PDOK; None when it is from the register, or not known.
    `gekozen_dag`: the day whose rules were asked for, with its `terugblik` and the kenmerk of the
    same page of today (`naar_nu`); None and empty on the page of today.
    """

    hier: str
    uitkomst: str
    officieel: Officieel | None
    berekend: str
    grond: str
    berekende_grond: str
    adres_1: str
    adres_2: str
    ander_gebruik: tuple[str, ...]
    aantal: int | None
    aantal_laag: int | None
    aantal_hoog: int | None
    aantal_nodig: int
    drempel_mm_s: float
    bijna: int
    klein: int
    balken: tuple[TrillingRij, ...]
    schaal_mm_s: float
    beeld: Beeld | None
    nabij: Rand | None
    van_postcode: str
    antwoorden: Antwoorden
    stappen: tuple[Stap, ...]
    regelversie: Regelversie
    regels_oud: bool
    opgesteld: datetime
    register: RegisterInfo | None
    opgezocht: date | None
    gebied_datum: date | None
    naar_keuze: str
    gekozen_dag: date | None
    terugblik: str
    naar_nu: str

    @classmethod
    def uit(
        cls,
        beoordeeld: Beoordeeld,
        *,
        hier: str,
        buur: tuple[float, float] | None,
        van_postcode: str,
        opgesteld: datetime,
        register: RegisterInfo | None,
        gebied_datum: date | None,
        naar_keuze: str,
        naar_nu: str,
    ) -> Self:
        """From what we found.

        `naar_keuze`: the kenmerk of the choice, when this number has more addresses.
        `buur`: the step (km east, km north) to the nearest address with another uitkomst.
        """
        oordeel, adres = beoordeeld.oordeel, beoordeeld.adres
        gekozen_dag = beoordeeld.verwijzing.keuzes.peildatum
        balken = beslissende_rijen(oordeel)
        is_geteld = oordeel.aantal is not None
        beeld = Beeld.uit(oordeel, oordeel.punt, buur) if oordeel.punt and is_geteld else None
        redenen = [t.reden for t in oordeel.trillingen]
        zijn_nagekeken = Criterium.REGELS_NAGEKEKEN
        (nagekeken,) = (b.antwoord for b in oordeel.bevindingen if b.criterium is zijn_nagekeken)
        terugblik = _terugblik(oordeel.regelversie, gekozen_dag, opgesteld.date())
        return cls(
            hier=hier,
            uitkomst=oordeel.uitkomst.value,
            officieel=oordeel.officieel,
            berekend=oordeel.berekend.value,
            grond=oordeel.grond.value,
            berekende_grond=oordeel.berekende_grond.value,
            adres_1=beoordeeld.adres_1,
            adres_2=beoordeeld.adres_2,
            ander_gebruik=adres.ander_gebruik if adres else (),
            aantal=oordeel.aantal,
            aantal_laag=oordeel.aantal_laag,
            aantal_hoog=oordeel.aantal_hoog,
            aantal_nodig=oordeel.aantal_nodig,
            drempel_mm_s=oordeel.drempel_mm_s,
            bijna=redenen.count(Reden.BIJNA),
            klein=redenen.count(Reden.TE_KLEIN),
            balken=balken,
            schaal_mm_s=max([2 * oordeel.drempel_mm_s, *(r.snelheid_mm_s for r in balken)]),
            beeld=beeld,
            nabij=_nabij(beeld, oordeel.berekend) if beeld and not oordeel.officieel else None,
            van_postcode=van_postcode,
            antwoorden=oordeel.antwoorden,
            stappen=oordeel.stappen,
            regelversie=oordeel.regelversie,
            regels_oud=nagekeken is not Antwoord.JA,
            opgesteld=opgesteld,
            register=register,
            opgezocht=adres.opgezocht if adres else None,
            # The area of the IMG says nothing about the rules of before.
            gebied_datum=None if terugblik == Terugblik.EERDER else gebied_datum,
            naar_keuze=naar_keuze,
            gekozen_dag=gekozen_dag,
            terugblik=terugblik,
            naar_nu=naar_nu,
        )


def _nabij(beeld: Beeld, berekend: Uitkomst) -> Rand | None:
    """The nearest address with another uitkomst, or the nearest edge; None when that is not near.

    The register has no neighbour for an example or for an address from PDOK.
    """
    randen = (beeld.buur, beeld.kern if berekend is not Uitkomst.BUITEN else None, beeld.ruim)
    dichtst = min((r for r in randen if r), key=lambda r: r.km)
    return dichtst if dichtst.km < DICHTBIJ_KM else None


def _terugblik(versie: Regelversie, gekozen_dag: date | None, vandaag: date) -> str:
    if gekozen_dag is None:
        return ""
    if gekozen_dag > vandaag:
        return Terugblik.LATER.value
    return (Terugblik.ZELFDE if versie.geldt_op(vandaag) else Terugblik.EERDER).value
