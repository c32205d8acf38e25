"""A terugbelverzoek as values: what a resident entrusts to us, and where the request stands. Knows no database and no Flask."""

from dataclasses import dataclass, fields
from datetime import datetime
from enum import StrEnum
from typing import Any, Self

from portal.terugbellen.tijdvakken import Tijdvak

MAX_NAAM = 80  # characters
MAX_EMAIL = 120
MAX_RELATIE = 60
MAX_OPMERKING = 300


class Gesprekstaal(StrEnum):
    """In which language we phone."""

    NEDERLANDS = "nl"
    GRONINGS = "gos"
    ENGELS = "en"


class Onderwerp(StrEnum):
    """What the conversation is about."""

    UITKOMST = "uitkomst"
    VERDER = "verder"
    SCHADE = "schade"
    VERSTERKING = "versterking"
    DOSSIER = "dossier"
    HUUR = "huur"
    KLOPT_NIET = "klopt_niet"
    ANDERS = "anders"


class Status(StrEnum):
    """INGETROKKEN: by the resident. GESLOTEN: by a colleague, with a Sluitreden."""

    OPEN = "open"
    GESLOTEN = "gesloten"
    INGETROKKEN = "ingetrokken"


class Sluitreden(StrEnum):
    """Why a colleague closed a request."""

    GESPROKEN = "gesproken"
    NIET_BEREIKT = "niet_bereikt"
    VERKEERD_NUMMER = "verkeerd_nummer"
    BELT_ZELF = "belt_zelf"
    DUBBEL = "dubbel"
    GEEN_VRAAG = "geen_vraag"  # spam, or a joke


class Via(StrEnum):
    """Who filed it: the resident, or a colleague for somebody on the phone."""

    BEWONER = "bewoner"
    HELPDESK = "helpdesk"


@dataclass(frozen=True, slots=True)
class MeeAdres:
    """The address that came along from the self-check, with its uitkomst of that moment.

    `delen` are the parts of its kenmerk: the same page can be opened with them later.
    """

    regel_1: str
    regel_2: str
    uitkomst: str
    delen: tuple[str | int | float, ...]


@dataclass(frozen=True, slots=True)
class Gegevens:
    """What a resident entrusts to us; encrypted as one whole. `telefoon`: E.164, the number we phone.

    `ander_naam`: who is to be phoned when that is not the resident, and `ander_relatie` what they are to each other.
    `inspreken`: whether we may leave a message and say what it is about. `tekst`: rather a message than a conversation.
    """

    naam: str
    telefoon: str
    email: str = ""
    inspreken: bool = False
    ander_naam: str = ""
    ander_relatie: str = ""
    gesprekstaal: Gesprekstaal = Gesprekstaal.NEDERLANDS
    rustig: bool = False
    tekst: bool = False
    onderwerpen: tuple[Onderwerp, ...] = ()
    opmerking: str = ""
    adres: MeeAdres | None = None

    def als_json(self) -> dict[str, Any]:
        """Plain values."""
        return {**_velden(self), "adres": self.adres and _velden(self.adres)}

    @classmethod
    def uit_json(cls, waarden: dict[str, Any]) -> Self:
        """From plain values. Raises KeyError, TypeError or ValueError when they are not ours."""
        adres = waarden["adres"]
        return cls(
            **{
                **waarden,
                "gesprekstaal": Gesprekstaal(waarden["gesprekstaal"]),
                "onderwerpen": tuple(map(Onderwerp, waarden["onderwerpen"])),
                "adres": MeeAdres(**{**adres, "delen": tuple(adres["delen"])}) if adres else None,
            }
        )


NAMEN = {soort: tuple(veld.name for veld in fields(soort)) for soort in (Gegevens, MeeAdres)}


def _velden(van: Gegevens | MeeAdres) -> dict[str, Any]:
    """As `asdict`, which copies each value: 15 us for the two, of which this takes 2."""
    return {naam: getattr(van, naam) for naam in NAMEN[type(van)]}


@dataclass(frozen=True, slots=True)
class Verzoek:
    """One request. `uid` names it in our own URLs and log; `code` is what the resident keeps. Moments in Dutch time.

    `versie` goes up with every change: who changes an older version is told so. `medewerker`: the id of who has it, or None.
    """

    id: int
    uid: str
    code: str
    gegevens: Gegevens
    tijdvak: Tijdvak
    status: Status
    sluitreden: Sluitreden | None
    uitkomst: str
    taal: str
    via: Via
    versie: int
    medewerker: int | None
    gemaakt_op: datetime
    gesloten_op: datetime | None
