"""What colleagues do with a request, as values: attempts, the next step, notes, lookers-on."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from portal.storage.audit_log import AuditLine
from portal.terugbellen.waarden.tijdvakken import Tijdvak
from portal.terugbellen.waarden.verzoek import Sluitreden, Status, Verzoek

MAX_VERGEEFS = 3  # calls that reach nobody, before we stop
TUSSEN = timedelta(hours=1)  # three calls in a row are one try
MAX_NOTITIE = 1000  # characters
Keer = tuple[datetime, "Resultaat"]


class Resultaat(StrEnum):
    """How a call ended."""

    GESPROKEN = "gesproken"
    GEEN_GEHOOR = "geen_gehoor"
    VOICEMAIL = "voicemail"
    BEZET = "bezet"
    ANDER_NAM_OP = "ander_nam_op"
    LATER = "later"  # the resident asked for another moment
    AFGEBROKEN = "afgebroken"
    BERICHT = "bericht"  # sent, in the place of a call
    BELT_ZELF = "belt_zelf"  # the resident phones us, when it suits
    VERKEERD_NUMMER = "verkeerd_nummer"


VERGEEFS = frozenset({Resultaat.GEEN_GEHOOR, Resultaat.VOICEMAIL, Resultaat.BEZET})
# What ends a request, with the reason.
SLUIT = {
    Resultaat.GESPROKEN: Sluitreden.GESPROKEN,
    Resultaat.BERICHT: Sluitreden.BERICHT,
    Resultaat.VERKEERD_NUMMER: Sluitreden.VERKEERD_NUMMER,
    Resultaat.BELT_ZELF: Sluitreden.BELT_ZELF,
}


class Verwezen(StrEnum):
    """To whom the resident was sent on."""

    IMG = "img"
    NCG = "ncg"
    GEMEENTE = "gemeente"
    COMMISSIE = "commissie"  # the Commissie Mijnbouwschade


@dataclass(frozen=True, slots=True)
class Gesprek:
    """A call, as it is written down in one go.

    `opnieuw`: the tijdvak for the next call; None keeps the one it has. `buiten_mag`: the colleague
    knows that the tijdvak has not begun. `mail`: the resident wants to read to whom we sent them.
    """

    resultaat: Resultaat
    notitie: str = ""
    opnieuw: Tijdvak | None = None
    verwezen: tuple[Verwezen, ...] = ()
    buiten_mag: bool = False
    mail: bool = False


class Vervolgstap(StrEnum):
    """What to do now with an open request."""

    WACHTEN = "wachten"  # the tijdvak has not begun
    BELLEN = "bellen"
    TE_LAAT = "te_laat"  # nobody phoned within the tijdvak
    STRAKS_OPNIEUW = "straks_opnieuw"  # tried less than TUSSEN ago
    OPNIEUW = "opnieuw"
    SLUITEN = "sluiten"


@dataclass(frozen=True, slots=True)
class Volgende:
    """The next step; with SLUITEN the reason to close with.

    `minuten`: until the tijdvak begins (WACHTEN), or ends (BELLEN), or until a next try counts
    (STRAKS_OPNIEUW).
    """

    stap: Vervolgstap
    reden: Sluitreden | None = None
    minuten: int = 0


def volgende_stap(keren: Sequence[Keer], tijdvak: Tijdvak, nu: datetime) -> Volgende:
    """What comes after these attempts since the request was last opened, the oldest first."""
    if keren and (reden := SLUIT.get(keren[-1][1])):
        return Volgende(Vervolgstap.SLUITEN, reden)
    if tel_vergeefs(keren) >= MAX_VERGEEFS:
        return Volgende(Vervolgstap.SLUITEN, Sluitreden.NIET_BEREIKT)
    if nu < tijdvak.begin:
        return Volgende(Vervolgstap.WACHTEN, minuten=_minuten(tijdvak.begin - nu))
    in_tijdvak = [op for op, _ in keren if op >= tijdvak.begin]
    if in_tijdvak and (wacht := in_tijdvak[-1] + TUSSEN - nu) > timedelta():
        return Volgende(Vervolgstap.STRAKS_OPNIEUW, minuten=_minuten(wacht))
    if nu < tijdvak.eind:
        return Volgende(Vervolgstap.BELLEN, minuten=_minuten(tijdvak.eind - nu))
    return Volgende(Vervolgstap.OPNIEUW if in_tijdvak else Vervolgstap.TE_LAAT)


def heeft_voorrang(verzoek: Verzoek, nu: datetime, *, gebeld: bool) -> bool:
    """Whether a colleague may put it in any tijdvak that is not over, also a full one.

    Its tijdvak ended, or we phoned (`gebeld`) since it was last opened and phone again: whom we
    keep waiting does not read that it is full.
    """
    return verzoek.status is Status.OPEN and (gebeld or verzoek.tijdvak.eind <= nu)


def tel_vergeefs(keren: Iterable[Keer]) -> int:
    """How many times nobody was reached; of those within TUSSEN of a counted one, none."""
    geteld: list[datetime] = []
    for op, resultaat in keren:
        if resultaat in VERGEEFS and (not geteld or op - geteld[-1] >= TUSSEN):
            geteld.append(op)
    return len(geteld)


def _minuten(duur: timedelta) -> int:
    """Whole ones, upwards: with half a minute left there is one."""
    return -(-duur // timedelta(minutes=1))


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
    """A colleague by id and name; `open`: may log in now."""

    id: int
    naam: str
    open: bool


@dataclass(frozen=True, slots=True)
class Poging:
    """One call. `nu`: made since the request was last opened, so that it counts.

    `buiten`: not within the tijdvak of then; None when that was not written down.
    """

    op: datetime
    wie: str
    resultaat: Resultaat
    nu: bool
    buiten: bool | None = None
    verwezen: tuple[Verwezen, ...] = ()


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

    `concept`: what who looks was typing, by field. `ook_gevraagd`: other requests to phone the same
    number. `log`: the newest deed first. `code_dicht`: wrong digits were tried with its code too
    often.
    """

    verzoek: Verzoek
    pogingen: tuple[Poging, ...]
    notities: tuple[Notitie, ...]
    concept: dict[str, str]
    kijkers: tuple[Kijker, ...]
    ook_gevraagd: tuple[Verzoek, ...]
    collegas: tuple[Collega, ...]
    log: tuple[AuditLine, ...]
    code_dicht: bool

    @property
    def keren(self) -> tuple[Keer, ...]:
        """The attempts that count."""
        return tuple((poging.op, poging.resultaat) for poging in self.pogingen if poging.nu)
