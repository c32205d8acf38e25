"""What colleagues do with a request, as values: attempts, the next step, notes, lookers-on."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from portal.storage.audit_log import AuditLine
from portal.terugbellen.verzoek import Sluitreden, Verzoek

MAX_VERGEEFS = 3  # calls that reach nobody, before we stop
MAX_NOTITIE = 1000  # characters


class Resultaat(StrEnum):
    """How a call ended."""

    GESPROKEN = "gesproken"
    GEEN_GEHOOR = "geen_gehoor"
    VOICEMAIL = "voicemail"
    VERKEERD_NUMMER = "verkeerd_nummer"
    BELT_ZELF = "belt_zelf"  # the resident phones us, when it suits


VERGEEFS = frozenset({Resultaat.GEEN_GEHOOR, Resultaat.VOICEMAIL})


class Vervolgstap(StrEnum):
    """What to do now with an open request."""

    BELLEN = "bellen"
    OPNIEUW_BELLEN = "opnieuw_bellen"
    SLUITEN = "sluiten"


@dataclass(frozen=True, slots=True)
class Volgende:
    """The next step, and with SLUITEN the reason to close with."""

    stap: Vervolgstap
    reden: Sluitreden | None = None


_SLUITREDEN = {
    Resultaat.GESPROKEN: Sluitreden.GESPROKEN,
    Resultaat.VERKEERD_NUMMER: Sluitreden.VERKEERD_NUMMER,
    Resultaat.BELT_ZELF: Sluitreden.BELT_ZELF,
}


def volgende_stap(resultaten: Sequence[Resultaat]) -> Volgende:
    """What comes after these attempts since the request was last opened, the oldest first."""
    if not resultaten:
        return Volgende(Vervolgstap.BELLEN)
    if reden := _SLUITREDEN.get(resultaten[-1]):
        return Volgende(Vervolgstap.SLUITEN, reden)
    if tel_vergeefs(resultaten) < MAX_VERGEEFS:
        return Volgende(Vervolgstap.OPNIEUW_BELLEN)
    return Volgende(Vervolgstap.SLUITEN, Sluitreden.NIET_BEREIKT)


def tel_vergeefs(resultaten: Sequence[Resultaat]) -> int:
    """How many times nobody was reached."""
    return sum(resultaat in VERGEEFS for resultaat in resultaten)


class Standaardzin(StrEnum):
    """A sentence that many notes begin with: chosen beside the text, it is put before it."""

    NIET_OPGENOMEN = "niet_opgenomen"
    INGESPROKEN = "ingesproken"
    UITGELEGD = "uitgelegd"
    NAAR_IMG = "naar_img"
    SCHADE_MELDEN = "schade_melden"
    NAAR_NCG = "naar_ncg"
    NAAR_GEMEENTE = "naar_gemeente"
    DUIDELIJK = "duidelijk"


@dataclass(frozen=True, slots=True)
class Collega:
    """A colleague by id and name; `open`: still has an account."""

    id: int
    naam: str
    open: bool


@dataclass(frozen=True, slots=True)
class Poging:
    """One call. `nu`: made since the request was last opened, so that it counts."""

    op: datetime
    wie: str
    resultaat: Resultaat
    nu: bool


@dataclass(frozen=True, slots=True)
class Notitie:
    """A note as it reads now. `eerder`: its older versions, the newest first."""

    id: int
    op: datetime
    wie: str
    tekst: str
    eerder: tuple["Notitie", ...] = ()


@dataclass(frozen=True, slots=True)
class Kijker:
    """A colleague who has the request on the screen, and when they last loaded it."""

    wie: str
    op: datetime


@dataclass(frozen=True, slots=True)
class Dossier:
    """All that a colleague sees of one request.

    `ook_gevraagd`: other requests to phone the same number. `log`: the newest deed first.
    `code_dicht`: wrong digits were tried with its code too often.
    """

    verzoek: Verzoek
    pogingen: tuple[Poging, ...]
    notities: tuple[Notitie, ...]
    kijkers: tuple[Kijker, ...]
    ook_gevraagd: tuple[Verzoek, ...]
    collegas: tuple[Collega, ...]
    log: tuple[AuditLine, ...]
    code_dicht: bool

    @property
    def resultaten(self) -> tuple[Resultaat, ...]:
        """The results of the attempts that count."""
        return tuple(poging.resultaat for poging in self.pogingen if poging.nu)
