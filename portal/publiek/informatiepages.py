"""What the pages that tell show, as frozen values.

Figures of the regulation and of the formula come from `rules`. Where a sentence itself holds one
(an amount, a threshold), a test keeps it equal to `rules`.
"""

from dataclasses import dataclass
from datetime import date
from typing import Self

from portal.adressen.register import RegisterInfo
from portal.adressen.voorbeeld import Voorbeeld
from portal.zelfcheck.bevingenpage import TrillingRij
from rules import AANNAMES, REGELVERSIES, Oordeel, trilling
from rules.aannames import Gekozen
from rules.bronnen import BRONNEN, EIGEN_BEREKENING, IMG_TRILLINGSTOOL, NIET_BEKEND
from rules.controle import HOOGSTE_METING_WIRDUM_MM_S, SNELHEDEN, STRALEN, WIRDUM_MM_S, Controle
from rules.model import Aanname, Bron, Regelversie, Stap
from rules.stappen import UITWEGEN
from rules.trilling import Som, bereken

TOON_BEVINGEN = 5  # of the worked example: those that count, and the near misses


@dataclass(frozen=True, slots=True)
class TekstPage:
    """A page of nothing but text."""


@dataclass(frozen=True, slots=True)
class OverPage:
    """Who made the site, and why. `gebied_datum`: the day of the IMG's own area, or None."""

    gebied_datum: date | None


@dataclass(frozen=True, slots=True)
class ZoGaatHetPage:
    """The steps as a story. `nu`: the rule of today; `uitwegen`: what else one can do."""

    nu: Regelversie
    uitwegen: tuple[Stap, ...] = UITWEGEN


@dataclass(frozen=True, slots=True)
class VeranderdPage:
    """The rule through the years."""

    versies: tuple[Regelversie, ...] = REGELVERSIES


@dataclass(frozen=True, slots=True)
class VragenPage:
    """What people ask. `nu`: the rule of today."""

    nu: Regelversie


@dataclass(frozen=True, slots=True)
class Nagekeken:
    """A source, and the day somebody last checked the rules against it; None when not recorded."""

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
        cls, register: RegisterInfo | None, gebied_datum: date | None, *, met_pdok: bool
    ) -> Self:
        """A source of a rule version carries the day that version was checked."""
        gezien: dict[Bron, date] = {}
        for versie in REGELVERSIES:
            waarden = (versie.gebied, versie.schade, versie.maximum)
            gezien |= {waarde.bron: waarde.gecontroleerd for waarde in waarden}
            gezien |= dict.fromkeys(versie.grondslag, versie.gecontroleerd)
        echte = (bron for bron in BRONNEN if bron not in (EIGEN_BEREKENING, NIET_BEKEND))
        rijen = [Nagekeken(bron, gezien.get(bron)) for bron in echte]
        van_de_regels = tuple(rij for rij in rijen if rij.gecontroleerd)
        andere = tuple(rij for rij in rijen if not rij.gecontroleerd)
        return cls(van_de_regels, andere, register, gebied_datum, met_pdok)


@dataclass(frozen=True, slots=True)
class Formule:
    """The constants of `rules.trilling`, so that no template types one.

    `factor`: how many times the middle estimate the speed is at our overschrijdingskans.
    """

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
    """One public building, calculated.

    `kenmerk`: of its uitkomst. `sterkste`: the first of `rijen`; `som`: its calculation.
    """

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
        """Raises ValueError where fewer than four bevingen were strong enough to be shown."""
        vierde, drempel = oordeel.beslissend, oordeel.drempel_mm_s
        aantal, laag, hoog = oordeel.aantal, oordeel.aantal_laag, oordeel.aantal_hoog
        if vierde is None or aantal is None or laag is None or hoog is None:
            raise ValueError(f"{voorbeeld.naam} is geen voorbeeld om mee te rekenen")
        rijen = tuple(TrillingRij.uit(t, drempel) for t in oordeel.telbaar[:TOON_BEVINGEN])
        sterkste, kans = rijen[0], Gekozen.uit({}).overschrijdingskans
        return cls(
            naam=voorbeeld.naam,
            kenmerk=kenmerk,
            sterkste=sterkste,
            som=bereken(sterkste.magnitude, sterkste.afstand_km, kans),
            rijen=rijen,
            vierde=TrillingRij.uit(vierde, drempel),
            aantal=aantal,
            aantal_laag=laag,
            aantal_hoog=hoog,
            uitkomst=oordeel.berekend.value,
        )


@dataclass(frozen=True, slots=True)
class BerekeningPage:
    """How we calculate: the formula, the published figures it reproduces, and a worked example.

    `wirdum_mm_s` and `wirdum_gemeten_mm_s`: calculated and measured at one place.
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
    """Why the tool of the IMG says something else. `bron`: where the IMG describes its tool."""

    voorbeeld: Voorbeeldsom
    bron: Bron = IMG_TRILLINGSTOOL


@dataclass(frozen=True, slots=True)
class ApiPage:
    """For who writes a program. `waar`: the address of the API; `beschrijving`: of openapi.json.

    `per_uur`, `met_sleutel`: how many may be asked from a network and with a key; 0: no limit.
    `verzoeken_per_uur`: how many requests to be phoned a key may file.
    """

    waar: str
    beschrijving: str
    per_uur: int
    met_sleutel: int
    verzoeken_per_uur: int
    met_pdok: bool


@dataclass(frozen=True, slots=True)
class KloptNietPage:
    """What to check first, and who can mend it. `hier`: the kenmerk of the uitkomst, or empty."""

    hier: str
