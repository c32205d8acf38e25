"""A terugbelverzoek as values: what a resident entrusts to us, and where the request stands."""

from dataclasses import asdict, dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any, Self

from portal.terugbellen.waarden.tijdvakken import Tijdvak

MAX_NAAM = 80  # characters
MAX_EMAIL = 120
MAX_RELATIE = 60
MAX_OPMERKING = 300


class Gesprekstaal(StrEnum):
    """The language in which we phone."""

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
    """INGETROKKEN by the resident; GESLOTEN by a colleague, with a Sluitreden."""

    OPEN = "open"
    GESLOTEN = "gesloten"
    INGETROKKEN = "ingetrokken"


class Sluitreden(StrEnum):
    """Why a colleague closed a request."""

    GESPROKEN = "gesproken"
    NIET_BEREIKT = "niet_bereikt"
    VERKEERD_NUMMER = "verkeerd_nummer"
    BELT_ZELF = "belt_zelf"
    BERICHT = "bericht"
    DUBBEL = "dubbel"
    GEEN_VRAAG = "geen_vraag"  # spam, or a joke
    ELDERS = "elders"  # done at the desk it was handed to


class Via(StrEnum):
    """Who filed it: the resident, or a colleague for somebody on the phone."""

    BEWONER = "bewoner"
    HELPDESK = "helpdesk"


@dataclass(frozen=True, slots=True)
class MeeAdres:
    """The address that came along from the self-check, with its uitkomst of that moment.

    `delen`, the parts of its kenmerk, open the same page again later.
    """

    regel_1: str
    regel_2: str
    uitkomst: str
    delen: tuple[str | int | float, ...]


@dataclass(frozen=True, slots=True)
class Gegevens:
    """What a resident entrusts to us, encrypted as one whole. `telefoon`: whom we phone, in E.164.

    `ander_naam`: whom we phone when that is not the resident; `ander_relatie`: their relation.
    `inspreken`: we may leave a message that says what it is about. `tekst`: they would rather get
    a message than a conversation. `eerder`: fields as they were, while the request is open.
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
    eerder: tuple[tuple[str, str], ...] = ()

    def als_json(self) -> dict[str, Any]:
        """Plain values."""
        return asdict(self)

    @classmethod
    def uit_json(cls, waarden: dict[str, Any]) -> Self:
        """From what `als_json` made. Raises KeyError, TypeError or ValueError for anything else."""
        adres = waarden["adres"]
        anders = {
            "gesprekstaal": Gesprekstaal(waarden["gesprekstaal"]),
            "onderwerpen": tuple(map(Onderwerp, waarden["onderwerpen"])),
            "eerder": tuple((veld, was) for veld, was in waarden.get("eerder", ())),
            "adres": MeeAdres(**{**adres, "delen": tuple(adres["delen"])}) if adres else None,
        }
        return cls(**{**waarden, **anders})


@dataclass(frozen=True, slots=True)
class Verzoek:
    """One request. `uid` names it in our own URLs and log; the resident keeps `code`.

    `versie` goes up with every change: whoever changes an older version is told so. `medewerker`:
    the id of the colleague who has it, or None. Moments are in Dutch time. `email_bevestigd`: who
    reads the mail said so (`mailrij.bewijzen`). `overgedragen`: another colleague gave it to who
    has it, who has not opened it since. `elders`: it stands at the desk of another organisation,
    which phones.
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
    email_bevestigd: bool = False
    overgedragen: bool = False
    elders: bool = False
