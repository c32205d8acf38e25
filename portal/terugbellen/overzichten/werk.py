"""What there is to do now: who is late, who is to be phoned now and later today, and what is mine.

In the caller's transaction. Late first: that promise is broken already.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from portal.crypto.vault import Vault
from portal.storage.connection import Connection
from portal.terugbellen.overzichten import lijsten
from portal.terugbellen.overzichten.lijsten import Wachtrijlijst, Wachtrijregel
from portal.terugbellen.waarden.behandeling import Vervolgstap
from portal.terugbellen.waarden.tijdvakken import Tijdvak
from portal.terugbellen.waarden.verzoek import Gesprekstaal, Onderwerp
from rules.model import NEDERLANDSE_TIJD

# The parts of the first page, in this order, with the rows of each; the rest is one press away.
TOON = {
    Wachtrijlijst.TE_LAAT: 3,
    Wachtrijlijst.NU: 25,
    Wachtrijlijst.STRAKS: 25,
    Wachtrijlijst.NOG_EENS: 10,
    Wachtrijlijst.MIJN: 10,
}


@dataclass(frozen=True, slots=True)
class Werkfilter:
    """Which requests a colleague wants to see; None is all. `medewerker` 0: those of nobody."""

    taal: Gesprekstaal | None = None
    onderwerp: Onderwerp | None = None
    medewerker: int | None = None

    def neemt(self, regel: Wachtrijregel) -> bool:
        """Whether this one is wanted."""
        gegevens, wie = regel.verzoek.gegevens, regel.verzoek.medewerker or 0
        return (
            self.taal in (None, gegevens.gesprekstaal)
            and (self.onderwerp is None or self.onderwerp in gegevens.onderwerpen)
            and self.medewerker in (None, wie)
        )


@dataclass(frozen=True, slots=True)
class Werkdeel:
    """One part of the work: the rows to show, the first to phone first, and how many there are.

    `meer`: there are even more than were counted. `eerste`: the earliest tijdvak, if any; `tot`:
    when the first of those shown ends.
    """

    lijst: Wachtrijlijst
    rijen: tuple[Wachtrijregel, ...]
    aantal: int
    meer: bool
    onleesbaar: int
    eerste: Tijdvak | None

    @property
    def tot(self) -> datetime | None:
        """In Dutch time."""
        einden = [rij.verzoek.tijdvak.eind for rij in self.rijen]
        return min(einden).astimezone(NEDERLANDSE_TIJD) if einden else None


@dataclass(frozen=True, slots=True)
class Werk:
    """All of it. `tellingen`: of the lists that are one press away."""

    delen: tuple[Werkdeel, ...]
    tellingen: dict[Wachtrijlijst, int]

    @property
    def rijen(self) -> tuple[Wachtrijregel, ...]:
        """Every row that is shown."""
        return tuple(rij for deel in self.delen for rij in deel.rijen)

    @property
    def aan_de_beurt(self) -> int:
        """How many wait now."""
        nu = (Wachtrijlijst.TE_LAAT, Wachtrijlijst.NU)
        return sum(deel.aantal for deel in self.delen if deel.lijst in nu)


def lees(db: Connection, kluis: Vault, wil: Werkfilter, *, wie: int, nu: datetime) -> Werk:
    """`wie`: the id of who looks. What a row of another part shows already, MIJN leaves out."""
    delen: list[Werkdeel] = []
    for lijst in TOON:
        gezien = {rij.verzoek.id for deel in delen for rij in deel.rijen}
        delen.append(_deel(db, kluis, lijst, wil, gezien, wie=wie, nu=nu))
    anders = [lijst for lijst in Wachtrijlijst if lijst not in TOON]
    tellingen = {lijst: lijsten.tel(db, lijst, wie, nu) for lijst in anders}
    return Werk(tuple(delen), tellingen)


def _deel(
    db: Connection,
    kluis: Vault,
    lijst: Wachtrijlijst,
    wil: Werkfilter,
    gezien: set[int],
    *,
    wie: int,
    nu: datetime,
) -> Werkdeel:
    gevonden = lijsten.lees(db, kluis, *lijsten.voorwaarde(lijst, wie, nu), nu=nu)
    rijen = [rij for rij in gevonden.rijen if wil.neemt(rij) and rij.verzoek.id not in gezien]
    eerste = min((rij.verzoek.tijdvak for rij in rijen), default=None)
    rijen.sort(key=_beurt(wie))
    getoond = tuple(rijen[: TOON[lijst]])
    return Werkdeel(lijst, getoond, len(rijen), gevonden.meer, gevonden.onleesbaar, eerste)


def _beurt(wie: int) -> Callable[[Wachtrijregel], tuple[bool, bool]]:
    """Those that a colleague has, and those who were just tried, come after the others."""

    def beurt(rij: Wachtrijregel) -> tuple[bool, bool]:
        van_ander = rij.verzoek.medewerker not in (None, wie)
        return van_ander, rij.volgende.stap is Vervolgstap.STRAKS_OPNIEUW

    return beurt
