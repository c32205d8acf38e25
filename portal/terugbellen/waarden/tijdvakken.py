"""The tijdvakken in which somebody can be phoned, from the opening hours and a moment.

`rooster` says how many places each has, `portal.terugbellen.rijen.bezetting` how many are taken.
Moments are in UTC.
"""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from functools import lru_cache
from types import MappingProxyType

from portal.terugbellen.waarden.rooster import Dagrooster, Rooster, reden_gesloten, stukken
from rules.model import NEDERLANDSE_TIJD

VOORAF = timedelta(hours=2)  # of opening time: nobody can ask for a tijdvak that begins sooner
WERKDAGEN_VOORUIT = 10  # after today
# Where the search for ten open days ends: enough for one open day a week and a long closing.
MAX_DAGEN_VOORUIT = 120

_DAG = timedelta(days=1)
_SLEUTEL = "%Y-%m-%dT%H:%MZ"


class SleutelFout(ValueError):
    """Not the sleutel of a tijdvak."""


@dataclass(frozen=True, slots=True, order=True)
class Tijdvak:
    """A time to be phoned. begin and eind are aware and kept in UTC; eind is no longer included."""

    begin: datetime
    eind: datetime

    def __post_init__(self) -> None:
        if self.begin.tzinfo is None or self.eind.tzinfo is None or self.begin >= self.eind:
            raise ValueError("een tijdvak heeft een begin en een later eind, met tijdzone")
        object.__setattr__(self, "begin", self.begin.astimezone(UTC))
        object.__setattr__(self, "eind", self.eind.astimezone(UTC))

    @property
    def dag(self) -> date:
        """The Dutch day on which it begins."""
        return self.begin.astimezone(NEDERLANDSE_TIJD).date()

    @property
    def sleutel(self) -> str:
        """The begin, for a form: `2026-11-26T08:00Z`. Unique among the tijdvakken of a rooster."""
        return self.begin.strftime(_SLEUTEL)


def lees_sleutel(sleutel: str) -> datetime:
    """The begin (UTC) of the tijdvak with this sleutel, on offer or not. Raises SleutelFout."""
    if not re.fullmatch(r"20[0-9]{2}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}Z", sleutel):
        raise SleutelFout
    try:
        return datetime.strptime(sleutel, _SLEUTEL).replace(tzinfo=UTC)
    except ValueError as fout:
        raise SleutelFout from fout


def tijdvakken(rooster: Rooster, nu: datetime) -> tuple[Tijdvak, ...]:
    """Every tijdvak that can be asked for at `nu` (aware), in order.

    Those of today and the next ten open days that begin after VOORAF.
    """
    dagen = komende_dagen(rooster, nu)
    vanaf = _na_openingstijd(rooster, dagen, nu)
    if vanaf is None:
        return ()
    return tuple(t for dag in dagen for t in van_dag(rooster, dag) if t.begin >= vanaf)


def niet_voorbij(rooster: Rooster, nu: datetime) -> tuple[Tijdvak, ...]:
    """Every tijdvak of today and the next ten open days that has not ended: what we can plan.

    VOORAF is for who is not on the phone with us.
    """
    dagen = komende_dagen(rooster, nu)
    return tuple(t for dag in dagen for t in van_dag(rooster, dag) if t.eind > nu)


def alle_tijdvakken(rooster: Rooster, van: date, tot: date) -> tuple[Tijdvak, ...]:
    """Every tijdvak from `van` until `tot` (no longer included), in order, also past ones."""
    dagen = (van + n * _DAG for n in range((tot - van).days))
    open_dagen = (dag for dag in dagen if not reden_gesloten(rooster, dag))
    return tuple(tijdvak for dag in open_dagen for tijdvak in van_dag(rooster, dag))


@lru_cache(maxsize=512)  # ten days of half-hours: 4 ms for each form without it
def van_dag(rooster: Rooster, dag: date) -> Mapping[Tijdvak, int]:
    """The tijdvakken of a day in order, each with its places.

    In the hours of the weekday, and in each stuk before or after them: what is open all through.
    So what was promised keeps its tijdvak when a part of the day closes.
    """
    basis, delen = rooster.dagen[dag.weekday()], stukken(rooster, dag)
    buiten = [d for d in delen if not basis or d.tot <= basis.van or basis.tot <= d.van]
    rasters = [*([basis] if basis else []), *buiten]
    vakken = sorted(vak for uren in rasters for vak in _raster(dag, uren, rooster.duur_minuten))
    return MappingProxyType({vak: n for vak in vakken if (n := _plaatsen(delen, vak))})


def plaatsen(rooster: Rooster, tijdvak: Tijdvak) -> int:
    """How many requests this tijdvak may have: the least of any moment in it, 0 if we close."""
    return _plaatsen(stukken(rooster, tijdvak.dag), tijdvak)


def bewaard(rooster: Rooster, dag: date) -> int:
    """How many places of this day are kept until the day itself: a quarter, of two or less none."""
    totaal = sum(van_dag(rooster, dag).values())
    return -(-totaal // 4) if totaal > 2 else 0


def op_de_dag_zelf(rooster: Rooster, dag: date) -> tuple[Tijdvak, ...]:
    """The tijdvakken of this open day that can still be asked for when it begins."""
    vanaf = _na_openingstijd(rooster, (dag,), _moment(dag, time()))
    return tuple(vak for vak in van_dag(rooster, dag) if vanaf and vak.begin >= vanaf)


def in_openingstijd(rooster: Rooster, tijdvak: Tijdvak) -> bool:
    """Whether we are open for all of it: then whoever was promised it can be phoned.

    It need not be a tijdvak that can still be asked for.
    """
    return plaatsen(rooster, tijdvak) > 0


def reden_dicht(rooster: Rooster, tijdvak: Tijdvak) -> str:
    """Why we are closed in a part of it, when somebody said so; "" for other hours, and if open."""
    if reden := reden_gesloten(rooster, tijdvak.dag):
        return reden
    for a in rooster.afwijkingen:
        uren = a.uren(rooster.dagen[a.dag.weekday()])
        if a.dag == tijdvak.dag and not a.aantal and uren and _overlap(tijdvak, *uren):
            return a.reden
    return ""


def komende_dagen(rooster: Rooster, nu: datetime) -> tuple[date, ...]:
    """Today, when it is open, and the open days after it."""
    return _open_dagen(rooster, nu.astimezone(NEDERLANDSE_TIJD).date())


@lru_cache(maxsize=8)  # the same all day: 150 us for each form without it
def _open_dagen(rooster: Rooster, vandaag: date) -> tuple[date, ...]:
    dagen: list[date] = []
    for dag in (vandaag + n * _DAG for n in range(MAX_DAGEN_VOORUIT)):
        if not reden_gesloten(rooster, dag):
            dagen.append(dag)
        if len(dagen) == WERKDAGEN_VOORUIT + (vandaag in dagen):
            break
    return tuple(dagen)


def gesloten_dagen(rooster: Rooster, nu: datetime) -> tuple[tuple[date, str], ...]:
    """The days between the komende_dagen that we are closed on a weekday that is open, with why."""
    vandaag, dagen = nu.astimezone(NEDERLANDSE_TIJD).date(), komende_dagen(rooster, nu)
    alle = (vandaag + n * _DAG for n in range((dagen[-1] - vandaag).days if dagen else 0))
    return tuple(
        (dag, reden)
        for dag in alle
        if rooster.dagen[dag.weekday()] and (reden := reden_gesloten(rooster, dag))
    )


def _na_openingstijd(rooster: Rooster, dagen: tuple[date, ...], nu: datetime) -> datetime | None:
    """When VOORAF of opening time has passed since `nu`; None when these days hold less."""
    nog = VOORAF
    for dag in dagen:
        for uren in stukken(rooster, dag):
            begin, eind = max(_moment(dag, uren.van), nu.astimezone(UTC)), _moment(dag, uren.tot)
            if eind - begin >= nog:
                return begin + nog
            nog -= max(eind - begin, timedelta(0))
    return None


def _raster(dag: date, uren: Dagrooster, duur_minuten: int) -> Iterator[Tijdvak]:
    """Without those that the night of the change of clocks makes longer, shorter or double."""
    klok, duur = datetime.combine(dag, uren.van), timedelta(minutes=duur_minuten)
    for _ in range(uren.minuten // duur_minuten):
        begin, eind = _moment(dag, klok.time()), _moment(dag, (klok + duur).time())
        if eind - begin == duur and begin.astimezone(NEDERLANDSE_TIJD).time() == klok.time():
            yield Tijdvak(begin, eind)
        klok += duur


def _plaatsen(delen: Iterable[Dagrooster], vak: Tijdvak) -> int:
    erin = [(deel.aantal, _overlap(vak, deel.van, deel.tot)) for deel in delen]
    gedekt = sum((duur for _, duur in erin), timedelta())
    return min((n for n, duur in erin if duur), default=0) if gedekt == vak.eind - vak.begin else 0


def _overlap(vak: Tijdvak, van: time, tot: time) -> timedelta:
    """How much of it lies between these times of its day."""
    duur = min(_moment(vak.dag, tot), vak.eind) - max(_moment(vak.dag, van), vak.begin)
    return max(duur, timedelta())


def _moment(dag: date, klok: time) -> datetime:
    """In UTC: only there is the difference of two moments the time that passes."""
    return datetime.combine(dag, klok, NEDERLANDSE_TIJD).astimezone(UTC)
