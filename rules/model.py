"""The words of the rule as types: what goes into `beoordeel` and what comes out.

Everything here is frozen. A missing fact is `None` or an `onbekend` value, never 0 and never "nee".
This module knows no rule, no formula and no catalogue.
"""

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from functools import cached_property
from math import isfinite
from typing import NamedTuple
from zoneinfo import ZoneInfo

from rules.antwoorden import Antwoorden

NEDERLANDSE_TIJD = ZoneInfo("Europe/Amsterdam")

# A box around the European Netherlands (degrees, WGS84). It catches a swapped lat and lon, RD
# metres and (0, 0): places that would otherwise quietly get "0 quakes, buiten".
LAT_VAN, LAT_TOT = 50.7, 53.8
LON_VAN, LON_TOT = 3.2, 7.4


class Uitkomst(StrEnum):
    """What we say of one place."""

    BINNEN = "binnen"
    GRENSGEVAL = "grensgeval"
    BUITEN = "buiten"
    ONBEKEND = "onbekend"


class Antwoord(StrEnum):
    """The answer to one criterium. IMG: the IMG judges it. ONBEKEND: no source known to us says."""

    JA = "ja"
    NEE = "nee"
    IMG = "img"
    ONBEKEND = "onbekend"


class Merk(StrEnum):
    """How firm a value is: published, calculated by us, or chosen by us for want of a source."""

    REGEL = "regel"
    BEREKEND = "berekend"
    AANNAME = "aanname"


class Reden(StrEnum):
    """Why a beving counts here or not."""

    NA_VENSTER = "na_venster"  # on or after the first day that no longer counts
    TELT_MEE = "telt_mee"  # reaches the drempel, also when its magnitude is the marge lower
    TELT_NIPT_MEE = "telt_nipt_mee"  # reaches it, but not when its magnitude is the marge lower
    TE_KLEIN = "te_klein"  # below the model's magnitudes; would reach it with the marge added
    BIJNA = "bijna"  # reaches it only when its magnitude is the marge higher
    TE_ZWAK = "te_zwak"  # does not reach it


class Grond(StrEnum):
    """Why the uitkomst is what it is: one value for each rule of `beoordeel`, two for the first."""

    OFFICIEEL_BINNEN = "officieel_binnen"
    OFFICIEEL_BUITEN = "officieel_buiten"
    GEEN_PLAATS = "geen_plaats"
    NIET_IN_NEDERLAND = "niet_in_nederland"
    GEBIED_NIET_BEREKENBAAR = "gebied_niet_berekenbaar"
    GEEN_BEVINGEN = "geen_bevingen"
    RUIM_GENOEG = "ruim_genoeg"
    RUIM_TE_WEINIG = "ruim_te_weinig"
    AAN_DE_GRENS = "aan_de_grens"


class Criterium(StrEnum):
    """The conditions of the scheme that a resident may ask about."""

    KERNGEBIED = "kerngebied"
    SCHADE = "schade"
    GEBREK = "gebrek"
    EIGENAAR = "eigenaar"
    REGELS_NAGEKEKEN = "regels_nagekeken"


class StapCode(StrEnum):
    """What happens, or what a resident can do. The website has one partial with text for each."""

    IMG_CONTROLEERT = "img_controleert"
    IMG_BELT = "img_belt"
    KEUKENTAFELGESPREK = "keukentafelgesprek"
    ONDERZOEK = "onderzoek"
    PLAN = "plan"
    SAMENLOOP = "samenloop"
    IMG_VRAGEN = "img_vragen"
    SCHADE_MELDEN = "schade_melden"
    LOPEND_DOSSIER = "lopend_dossier"
    VERSTERKING = "versterking"
    SCHRIJNEND = "schrijnend"
    ANDER_VELD = "ander_veld"
    GEMELDE_SCHADE = "gemelde_schade"
    HUURDER = "huurder"
    ANDER_GEBOUW = "ander_gebouw"
    RIJKSMONUMENT = "rijksmonument"


class PuntFout(ValueError):
    """The coordinates are no place in the Netherlands: infinite, swapped, in metres, elsewhere."""

    def __init__(self, lat: float, lon: float) -> None:
        super().__init__(f"lat {lat}, lon {lon} is geen plaats in Nederland (graden, WGS84)")
        self.lat, self.lon = lat, lon


@dataclass(frozen=True, slots=True)
class Punt:
    """A place: lat and lon in degrees, WGS84. Raises PuntFout outside the Netherlands."""

    lat: float
    lon: float

    def __post_init__(self) -> None:
        lat, lon = self.lat, self.lon
        # The comparisons are False for nan; isfinite keeps the intention readable.
        if not (
            isfinite(lat)
            and isfinite(lon)
            and LAT_VAN <= lat <= LAT_TOT
            and LON_VAN <= lon <= LON_TOT
        ):
            raise PuntFout(lat, lon)


@dataclass(frozen=True, slots=True)
class Bron:
    """Where a value comes from. `adres` is a web address, empty where we know of none."""

    code: str
    naam: str
    datum: str
    adres: str


AannameWaarde = float | int | str | date


@dataclass(frozen=True, slots=True)
class Aanname:
    """A value we had to choose. `waarde`: a number, a text or a date. `wie`: who can settle it."""

    code: str
    naam: str
    waarde: AannameWaarde
    eenheid: str
    waarom: str
    wie: str


@dataclass(frozen=True, slots=True)
class Waarde:
    """One value of a rule version, in the words of its source; `gecontroleerd`: the last check."""

    tekst: str
    bedrag_euro: int | None
    merk: Merk
    bron: Bron
    gecontroleerd: date


@dataclass(frozen=True, slots=True)
class Regelversie:
    """The rule from `vanaf` (included) to `tot` (not included; None: no end has been published).

    `lopend`: what holds for a file that was already running; None where no source known to us says.
    `rijksmonument_zonder_maximum`: `maximum` does not hold for a Rijksmonument. `grondslag`: the
    law and the research behind the rule. `gebied_berekenbaar`: whether we can calculate the area.
    """

    code: str
    naam: str
    vanaf: date
    tot: date | None
    gebied: Waarde
    schade: Waarde
    maximum: Waarde
    lopend: Waarde | None
    rijksmonument_zonder_maximum: bool
    grondslag: tuple[Bron, ...]
    gebied_berekenbaar: bool
    gecontroleerd: date

    def geldt_op(self, dag: date) -> bool:
        """Whether this is the rule of that day."""
        return self.vanaf <= dag and (self.tot is None or dag < self.tot)


@dataclass(frozen=True, slots=True)
class Officieel:
    """What an area of the IMG itself says of one address: JA or NEE, its day, and its source.

    An area that says nothing of an address is no Officieel. Raises ValueError for another Antwoord.
    """

    antwoord: Antwoord
    datum: date
    bron: Bron

    def __post_init__(self) -> None:
        if self.antwoord not in (Antwoord.JA, Antwoord.NEE):
            raise ValueError("een officieel gebied zegt ja of nee")


@dataclass(frozen=True)  # no slots: cached_property needs a __dict__
class Beving:
    """One quake of the catalogue. `tijd_utc` is aware, `lat` and `lon` are in degrees."""

    event_id: str
    tijd_utc: datetime
    plaats: str
    lat: float
    lon: float
    diepte_km: float
    magnitude: float

    @cached_property
    def datum(self) -> date:
        """The day in Dutch time: the catalogue is in UTC, the rule is not."""
        return self.tijd_utc.astimezone(NEDERLANDSE_TIJD).date()


class Trilling(NamedTuple):
    """What one beving did at one place.

    `afstand_km`: to the epicentre. `snelheid_mm_s`: calculated. `reden`: why it counts or not.
    """

    event_id: str
    plaats: str
    datum: date
    magnitude: float
    afstand_km: float
    snelheid_mm_s: float
    reden: Reden

    @property
    def telt_mee(self) -> bool:
        """Whether this beving is one of the `aantal`."""
        return self.reden is Reden.TELT_MEE or self.reden is Reden.TELT_NIPT_MEE


@dataclass(frozen=True, slots=True)
class Telling:
    """Three counts for one place: with the published magnitudes, all lower, and all higher."""

    aantal: int
    aantal_laag: int
    aantal_hoog: int


@dataclass(frozen=True, slots=True)
class Bevinding:
    """What we found for one criterium: the rule in words, the value found, the answer, the source.

    `waarde`: None when not known. `merk`: None where no source known to us says; the bron then says
    just that.
    """

    criterium: Criterium
    regel: str
    waarde: int | str | None
    antwoord: Antwoord
    merk: Merk | None
    bron: Bron


@dataclass(frozen=True, slots=True)
class Stap:
    """A step or a way out, with the source that says so."""

    code: StapCode
    bron: Bron


@dataclass(frozen=True)  # no slots: cached_property needs a __dict__
class Oordeel:
    """The whole answer for one place on one day. The three counts are None when they are not known.

    `berekend` and `berekende_grond`: what our calculation says. The uitkomst is the same, unless
    there is an `officieel`: then the IMG's own area gave the uitkomst.

    `op_maat` follows from the `antwoorden`; `stappen` and `uitwegen` leave out what it says.

    `trillingen` holds, strongest first, every beving that by the calculation gave at least
    `kerngebied.TOON_VANAF_MM_S` here, every one that any of the three counts could include, and
    every one of the catalogue after the venster. No other beving can change the uitkomst.
    """

    uitkomst: Uitkomst
    grond: Grond
    officieel: Officieel | None
    berekend: Uitkomst
    berekende_grond: Grond
    aantal: int | None
    aantal_laag: int | None
    aantal_hoog: int | None
    aantal_nodig: int
    drempel_mm_s: float
    magnitude_vanaf: float
    trillingen: tuple[Trilling, ...]
    bevindingen: tuple[Bevinding, ...]
    antwoorden: Antwoorden
    op_maat: tuple[Stap, ...]
    stappen: tuple[Stap, ...]
    uitwegen: tuple[Stap, ...]
    punt: Punt | None
    peildatum: date
    regelversie: Regelversie
    aannames: tuple[Aanname, ...]
    catalogus_sha256: str

    @cached_property
    def telbaar(self) -> tuple[Trilling, ...]:
        """The trillingen in the venster with a magnitude that the model covers, strongest first."""
        vanaf = self.magnitude_vanaf
        return tuple(
            [t for t in self.trillingen if t.magnitude >= vanaf and t.reden is not Reden.NA_VENSTER]
        )

    @property
    def beslissend(self) -> Trilling | None:
        """The last of the `aantal_nodig` strongest (the fourth); None when fewer are telbaar."""
        return (
            self.telbaar[self.aantal_nodig - 1] if len(self.telbaar) >= self.aantal_nodig else None
        )
