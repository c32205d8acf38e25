"""What the page with the answer shows: the contract between an Oordeel and its template."""

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from typing import NamedTuple, Self

from portal.adressen.register import RegisterInfo
from portal.beeld.beeld import Beeld
from portal.beeld.tellen import rond_snelheid
from portal.zelfcheck.beoordeeld import Beoordeeld
from rules import Antwoord, Officieel, Oordeel, Reden, Trilling
from rules.bronnen import BAG, BOMMER_2019, EIGEN_BEREKENING, IMG_TRILLINGSTOOL, KNMI, NIET_BEKEND
from rules.model import Aanname, Bevinding, Bron, Criterium, Regelversie, Stap


class Blok(StrEnum):
    """The parts of the page, in their order. On the phone they go by their number."""

    ANTWOORD = "antwoord"
    VANDAAG = "vandaag"
    WAAROM = "waarom"
    ZEKER = "zeker"
    STAPPEN = "stappen"
    VOORWAARDEN = "voorwaarden"
    BRONNEN = "bronnen"


ALLE_BLOKKEN = tuple(Blok)
ZONDER_TELLING = tuple(blok for blok in Blok if blok not in (Blok.WAAROM, Blok.ZEKER))

# The table that a beving is in. TE_ZWAK is in none: half of the bevingen, and nobody asks for them.
TABEL = {
    Reden.TELT_MEE: "tellend",
    Reden.TELT_NIPT_MEE: "tellend",
    Reden.BIJNA: "bijna",
    Reden.TE_KLEIN: "klein",
    Reden.NA_VENSTER: "na_venster",
}
GEEN_BRON = (EIGEN_BEREKENING.code, NIET_BEKEND.code)


class Terugblik(StrEnum):
    """Which rules a chosen day shows: EERDER those of then, ZELFDE of both, LATER those of now."""

    EERDER = "eerder"
    ZELFDE = "zelfde"
    LATER = "later"  # the day is still to come


class TrillingRij(NamedTuple):
    """One row of a table of bevingen. `snelheid_mm_s`: as `rond_snelheid` gives it."""

    plaats: str
    datum: date
    magnitude: float
    afstand_km: float
    snelheid_mm_s: float
    reden: str

    @classmethod
    def uit(cls, t: Trilling, drempel: float) -> Self:
        """A value just below the drempel is shown below it: 4.998 as 4,99, not as 5,00."""
        snelheid = rond_snelheid(t.snelheid_mm_s, drempel)
        return cls(t.plaats, t.datum, t.magnitude, t.afstand_km, snelheid, t.reden)


@dataclass(frozen=True, slots=True)
class UitkomstPage:
    """The answer for one address. The counts are None when they are not known.

    `hier`: the kenmerk of this page. `blokken`: its parts; the number of one is its place, from 1.
    `officieel`: the IMG's own area gave the uitkomst; `berekend` and `berekende_grond` are then
    what we would have said. `ander_gebruik`: what the BAG says the address is used for, when nobody
    lives there. `antwoorden`: each as `rol=huurder`; `op_maat` follows from them. `opgezocht`: the
    day the address was looked up at PDOK; None when it is from the register, or not known.
    `gekozen_dag`: the day whose rules were asked for, with its `terugblik` and the kenmerk of the
    same page of today (`naar_nu`); None and empty on the page of today.
    """

    hier: str
    blokken: tuple[Blok, ...]
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
    tellend: tuple[TrillingRij, ...]
    bijna: tuple[TrillingRij, ...]
    klein: tuple[TrillingRij, ...]
    na_venster: tuple[TrillingRij, ...]
    vierde: TrillingRij | None
    antwoorden: tuple[str, ...]
    op_maat: tuple[Stap, ...]
    beeld: Beeld | None
    stappen: tuple[Stap, ...]
    uitwegen: tuple[Stap, ...]
    voorwaarden: tuple[Bevinding, ...]
    aannames: tuple[Aanname, ...]
    bronnen: tuple[Bron, ...]
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
        drempel, vierde, punt = oordeel.drempel_mm_s, oordeel.beslissend, oordeel.punt
        is_geteld = oordeel.aantal is not None
        bevindingen = {b.criterium: b for b in oordeel.bevindingen}
        nagekeken = bevindingen.pop(Criterium.REGELS_NAGEKEKEN)
        terugblik = _terugblik(oordeel.regelversie, gekozen_dag, opgesteld.date())
        return cls(
            hier=hier,
            blokken=ALLE_BLOKKEN if is_geteld else ZONDER_TELLING,
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
            drempel_mm_s=drempel,
            **_tabellen(oordeel),
            vierde=TrillingRij.uit(vierde, drempel) if vierde else None,
            antwoorden=tuple(map("=".join, oordeel.antwoorden.gegeven.items())),
            op_maat=oordeel.op_maat,
            beeld=Beeld.uit(oordeel, punt, buur) if punt and is_geteld else None,
            stappen=oordeel.stappen,
            uitwegen=oordeel.uitwegen,
            voorwaarden=tuple(bevindingen.values()),
            aannames=oordeel.aannames,
            bronnen=_bronnen(oordeel),
            regelversie=oordeel.regelversie,
            regels_oud=nagekeken.antwoord is not Antwoord.JA,
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


def _tabellen(oordeel: Oordeel) -> dict[str, tuple[TrillingRij, ...]]:
    """The rows of each table, by the name of its field."""
    rijen: dict[str, list[TrillingRij]] = {tabel: [] for tabel in TABEL.values()}
    for t in oordeel.trillingen:
        if tabel := TABEL.get(t.reden):
            rijen[tabel].append(TrillingRij.uit(t, oordeel.drempel_mm_s))
    return {tabel: tuple(erin) for tabel, erin in rijen.items()}


def _terugblik(versie: Regelversie, gekozen_dag: date | None, vandaag: date) -> str:
    if gekozen_dag is None:
        return ""
    if gekozen_dag > vandaag:
        return Terugblik.LATER.value
    return (Terugblik.ZELFDE if versie.geldt_op(vandaag) else Terugblik.EERDER).value


def _bronnen(oordeel: Oordeel) -> tuple[Bron, ...]:
    """Every source that this page rests on, once, in the order of the page."""
    versie = oordeel.regelversie
    gebruikt: tuple[Bron, ...] = (
        *(w.bron for w in (versie.gebied, versie.schade, versie.maximum)),
        *versie.grondslag,
        *(b.bron for b in oordeel.bevindingen),
        *(s.bron for s in (*oordeel.op_maat, *oordeel.stappen, *oordeel.uitwegen)),
        KNMI,
        BOMMER_2019,
        IMG_TRILLINGSTOOL,
        BAG,
    )
    per_code = {bron.code: bron for bron in gebruikt}
    return tuple(bron for code, bron in per_code.items() if code not in GEEN_BRON)
