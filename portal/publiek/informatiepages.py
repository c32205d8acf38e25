"""What the pages that tell show, as frozen values. Knows no Flask.

A figure of the regulation or of the formula comes from `rules`. Where a sentence holds one itself (an amount, a
threshold), a test holds it equal to `rules`.
"""

from dataclasses import dataclass
from datetime import date
from typing import Self

from portal.adressen.register import RegisterInfo
from portal.adressen.voorbeeld import Voorbeeld
from portal.zelfcheck.uitkomstpage import TrillingRij
from rules import AANNAMES, Oordeel, trilling
from rules.aannames import Gekozen
from rules.controle import HOOGSTE_METING_WIRDUM_MM_S, SNELHEDEN, STRALEN, WIRDUM_MM_S, Controle
from rules.model import Aanname, Bron, Regelversie, Stap
from rules.trilling import Som, bereken

TOON_BEVINGEN = 5  # of the worked example: those that count, and the near misses


@dataclass(frozen=True, slots=True)
class TekstPage:
    """A page of nothing but text."""


@dataclass(frozen=True, slots=True)
class OverPage:
    """Who made the site, and why. `gebied_datum`: the day of the IMG's own area, None when none is loaded."""

    gebied_datum: date | None


@dataclass(frozen=True, slots=True)
class ZoGaatHetPage:
    """The steps as a story. `nu`: the rule of today; `uitwegen`: what there is beside them."""

    nu: Regelversie
    uitwegen: tuple[Stap, ...]


@dataclass(frozen=True, slots=True)
class VeranderdPage:
    """The rule through the years."""

    versies: tuple[Regelversie, ...]


@dataclass(frozen=True, slots=True)
class VragenPage:
    """What people ask. `nu`: the rule of today."""

    nu: Regelversie


@dataclass(frozen=True, slots=True)
class Nagekeken:
    """A source, and the day somebody last held the rules against it; None when nobody wrote that down."""

    bron: Bron
    gecontroleerd: date | None


@dataclass(frozen=True, slots=True)
class BronnenPage:
    """Every source: of the rules themselves, and the others."""

    van_de_regels: tuple[Nagekeken, ...]
    andere: tuple[Nagekeken, ...]
    register: RegisterInfo | None
    gebied_datum: date | None
    met_pdok: bool

    @classmethod
    def uit(
        cls, bronnen: tuple[Bron, ...], versies: tuple[Regelversie, ...], register: RegisterInfo | None,
        gebied_datum: date | None, *, met_pdok: bool,
    ) -> Self:  # fmt: skip
        """A source of a rule version carries the day that version was checked."""
        gezien: dict[Bron, date] = {}
        for versie in versies:
            waarden = (versie.gebied, versie.schade, versie.maximum)
            gezien |= {waarde.bron: waarde.gecontroleerd for waarde in waarden}
            gezien |= dict.fromkeys(versie.grondslag, versie.gecontroleerd)
        rijen = tuple(Nagekeken(bron, gezien.get(bron)) for bron in bronnen)
        return cls(
            tuple(rij for rij in rijen if rij.gecontroleerd), tuple(rij for rij in rijen if not rij.gecontroleerd),
            register, gebied_datum, met_pdok,
        )  # fmt: skip


@dataclass(frozen=True, slots=True)
class Formule:
    """The constants of `rules.trilling` by name, so that no template types one. `factor`: what the overschrijdingskans does."""

    h_m: float = trilling.H_M
    h_0: float = trilling.H_0
    c_m: float = trilling.C_M
    c_0: float = trilling.C_0
    r_1: float = trilling.R_1
    r_2: float = trilling.R_2
    g_1: float = trilling.G_1
    g_2: float = trilling.G_2
    g_3: float = trilling.G_3
    factor: float = trilling.opslagfactor(Gekozen.uit({}).overschrijdingskans)


@dataclass(frozen=True, slots=True)
class Voorbeeldsom:
    """One public building, calculated. `sterkste` is the first of `rijen`; `som`: its steps; `kenmerk`: of its uitkomst."""

    naam: str
    kenmerk: str
    sterkste: TrillingRij
    som: Som
    rijen: tuple[TrillingRij, ...]
    vierde: TrillingRij
    aantal: int
    aantal_laag: int
    aantal_hoog: int
    uitkomst: str

    @classmethod
    def uit(cls, voorbeeld: Voorbeeld, kenmerk: str, oordeel: Oordeel) -> Self:
        """Of an example where at least four bevingen were strong enough to be shown. Raises ValueError elsewhere."""
        vierde = oordeel.beslissend
        if (
            vierde is None
            or oordeel.aantal is None
            or oordeel.aantal_laag is None
            or oordeel.aantal_hoog is None
        ):
            raise ValueError(f"{voorbeeld.naam} is geen voorbeeld om mee te rekenen")
        rijen = tuple(
            TrillingRij.uit(t, oordeel.drempel_mm_s) for t in oordeel.telbaar[:TOON_BEVINGEN]
        )
        sterkste = oordeel.telbaar[0]
        return cls(
            naam=voorbeeld.naam,
            kenmerk=kenmerk,
            sterkste=rijen[0],
            som=bereken(
                sterkste.magnitude, sterkste.afstand_km, Gekozen.uit({}).overschrijdingskans
            ),
            rijen=rijen,
            vierde=TrillingRij.uit(vierde, oordeel.drempel_mm_s),
            aantal=oordeel.aantal,
            aantal_laag=oordeel.aantal_laag,
            aantal_hoog=oordeel.aantal_hoog,
            uitkomst=oordeel.berekend.value,
        )


@dataclass(frozen=True, slots=True)
class BerekeningPage:
    """How we calculate: the formula, what it reproduces, and a sum.

    `wirdum_mm_s` and `wirdum_gemeten_mm_s`: calculated and measured in one place. A model is no measurement.
    """

    voorbeeld: Voorbeeldsom
    formule: Formule = Formule()
    aannames: tuple[Aanname, ...] = AANNAMES
    stralen: tuple[Controle, ...] = STRALEN
    snelheden: tuple[Controle, ...] = SNELHEDEN
    wirdum_mm_s: float = WIRDUM_MM_S
    wirdum_gemeten_mm_s: float = HOOGSTE_METING_WIRDUM_MM_S


@dataclass(frozen=True, slots=True)
class TrillingstoolPage:
    """Why the tool of the IMG says something else, with one building as the example. `bron`: where the IMG tells of it."""

    voorbeeld: Voorbeeldsom
    bron: Bron


@dataclass(frozen=True, slots=True)
class KloptNietPage:
    """What to check first, and who can mend it. `hier`: the kenmerk of the uitkomst that it is about; empty without one."""

    hier: str
