"""The counts of some weeks, of requests still here and deleted ones. No personal data."""

from collections import Counter
from dataclasses import dataclass, field
from datetime import date, datetime, time
from operator import itemgetter

from portal.cijfers import uren
from portal.cijfers.periode import Periode
from portal.clock import to_text
from portal.storage.database import PortalDatabase
from portal.terugbellen.rijen import weektelling
from portal.terugbellen.rijen.telling import KOLOMMEN, Aantallen, Plek, tel_op, van_verzoeken
from portal.terugbellen.rijen.weektelling import GEBROKEN, Belofte, Telsoort, Weekcijfers
from portal.terugbellen.waarden.verzoek import Sluitreden
from rules.model import NEDERLANDSE_TIJD


@dataclass(frozen=True, slots=True)
class Periodecijfers:
    """The days and the uitkomsten that had requests, in order, and all of them together.

    Days are not split by uitkomst: the only request of a day could be traced to whoever was phoned.
    `weken`: what is counted by the week, from `sinds` on (None: always); `plaatsen`: in each hour.
    """

    periode: Periode
    per_dag: tuple[tuple[date, Aantallen], ...]
    per_uitkomst: tuple[tuple[str, Aantallen], ...]
    totaal: Aantallen
    weken: Weekcijfers = field(hash=False)
    plaatsen: dict[int, float] = field(hash=False)
    sinds: date | None

    @property
    def is_bekend(self) -> bool:
        """Whether `weken` says anything: without it nothing is unknown, not none."""
        return self.sinds is None or self.sinds <= self.periode.tot

    def som(self, soort: Telsoort) -> Counter[str]:
        """How often each waarde."""
        som = Counter[str]()
        for (_, welke, waarde), aantal in self.weken.items():
            if welke is soort:
                som[waarde] += aantal
        return som

    @property
    def beloofd(self) -> int:
        """The promises that were kept or broken; not one that a call before it made needless."""
        return self.binnen + self.te_laat

    @property
    def binnen(self) -> int:
        """The promises that were kept."""
        return self.som(Telsoort.BELOFTE)[Belofte.BINNEN]

    @property
    def te_laat(self) -> int:
        """The promises that were broken."""
        som = self.som(Telsoort.BELOFTE)
        return sum(som[belofte] for belofte in GEBROKEN)

    @property
    def procent_binnen(self) -> int | None:
        """Downwards: 100 only when none was broken. None when nothing was promised."""
        return self.binnen * 100 // self.beloofd if self.beloofd else None

    @property
    def nog_niet(self) -> int:
        """The promises that were broken and whose residents still wait."""
        return self.som(Telsoort.BELOFTE)[Belofte.NOG_NIET]

    @property
    def niet_bereikt(self) -> int:
        """The requests that were closed because nobody was reached."""
        return self.som(Telsoort.GESLOTEN)[Sluitreden.NIET_BEREIKT]


class CijferStore:
    """Safe to share between threads. Every method raises StorageUnavailable."""

    def __init__(self, bestand: PortalDatabase) -> None:
        self._bestand = bestand

    def van(self, periode: Periode, nu: datetime) -> Periodecijfers:
        """The counts of these weeks, as they stand now."""
        van, erna = periode.van, periode.erna
        with self._bestand.read() as db:
            verwijderd = db.execute(
                f"select dag, uitkomst, {', '.join(KOLOMMEN)} from telling"  # noqa: S608 - our own
                " where dag >= ? and dag < ?",
                [van.isoformat(), erna.isoformat()],
            ).fetchall()
            nog_hier = van_verzoeken(
                db, "v.gemaakt_op >= ? and v.gemaakt_op < ?", [_begin(van), _begin(erna)]
            )
            weken = weektelling.lees(db, van, erna, nu)
            plaatsen, sinds = uren.plaatsen_per_uur(db, periode), weektelling.sinds(db)
        paren = [
            ((date.fromisoformat(dag), uitkomst), Aantallen(*rij))
            for dag, uitkomst, *rij in verwijderd
        ]
        per_dag, per_uitkomst = _splits(tel_op([*paren, *nog_hier.items()]))
        totaal = sum((aantallen for _, aantallen in per_dag), start=Aantallen())
        return Periodecijfers(periode, per_dag, per_uitkomst, totaal, weken, plaatsen, sinds)


def _splits(
    cijfers: dict[Plek, Aantallen],
) -> tuple[tuple[tuple[date, Aantallen], ...], tuple[tuple[str, Aantallen], ...]]:
    per_dag = tel_op((dag, aantallen) for (dag, _), aantallen in cijfers.items())
    per_uitkomst = tel_op((uitkomst, aantallen) for (_, uitkomst), aantallen in cijfers.items())
    eerste = itemgetter(0)
    return tuple(sorted(per_dag.items(), key=eerste)), tuple(
        sorted(per_uitkomst.items(), key=eerste)
    )


def _begin(dag: date) -> str:
    return to_text(datetime.combine(dag, time(), NEDERLANDSE_TIJD))
