"""The tijdvakken in which somebody can be phoned, from the opening hours and a moment.

This module knows no request and no store: how many of a tijdvak are taken, the store knows. Moments are in UTC.
"""

import re
from bisect import bisect_left
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from functools import lru_cache
from operator import attrgetter

from portal.terugbellen.rooster import Dagrooster, Rooster, reden_gesloten
from rules.model import NEDERLANDSE_TIJD

VOORAF = timedelta(hours=2)  # of opening time, between asking and the begin of the tijdvak
WERKDAGEN_VOORUIT = 10  # after today
MAX_DAGEN_VOORUIT = (
    120  # one open day a week and a long closing: further we do not look for ten open days
)

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
        """The begin as the value of a form: `2026-11-26T08:00Z`. Two tijdvakken of one rooster never share it."""
        return _sleutel(self.begin)


@lru_cache(maxsize=512)  # of the same ten days, twice for each line of each form
def _sleutel(begin: datetime) -> str:
    return begin.strftime(_SLEUTEL)


def lees_sleutel(sleutel: str) -> datetime:
    """The begin (UTC) of the tijdvak with this sleutel. Raises SleutelFout. Whether it can be asked, `tijdvakken` knows."""
    if not re.fullmatch(r"20[0-9]{2}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}Z", sleutel):
        raise SleutelFout
    try:
        return datetime.strptime(sleutel, _SLEUTEL).replace(tzinfo=UTC)
    except ValueError as fout:
        raise SleutelFout from fout


def tijdvakken(rooster: Rooster, nu: datetime) -> tuple[Tijdvak, ...]:
    """Every tijdvak that can be asked for at `nu` (aware), in order: today and on the next ten open days, after VOORAF."""
    dagen = komende_dagen(rooster, nu)
    vanaf = _na_openingstijd(rooster, dagen, nu)
    if vanaf is None:
        return ()
    alle = _van_dagen(rooster, dagen)
    return alle[bisect_left(alle, vanaf, key=attrgetter("begin")) :]


def alle_tijdvakken(rooster: Rooster, van: date, tot: date) -> tuple[Tijdvak, ...]:
    """Every tijdvak of the open days from `van` until `tot` (no longer included), in order, also those that are past."""
    dagen = (van + n * _DAG for n in range((tot - van).days))
    return tuple(
        tijdvak
        for dag in dagen
        if not reden_gesloten(rooster, dag)
        for tijdvak in _van_dag(rooster, dag)
    )


def in_openingstijd(rooster: Rooster, tijdvak: Tijdvak) -> bool:
    """Whether we are open all of it: who was promised it can be phoned then, though it may not be asked for any more."""
    dag = tijdvak.dag
    dagrooster = rooster.dagen[dag.weekday()]
    if dagrooster is None or reden_gesloten(rooster, dag):
        return False
    return _moment(dag, dagrooster.van) <= tijdvak.begin and tijdvak.eind <= _moment(
        dag, dagrooster.tot
    )


def komende_dagen(rooster: Rooster, nu: datetime) -> tuple[date, ...]:
    """Today, when it is open, and the open days after it."""
    return _open_dagen(rooster, nu.astimezone(NEDERLANDSE_TIJD).date())


@lru_cache(maxsize=8)  # the same all day; asked for each form
def _open_dagen(rooster: Rooster, vandaag: date) -> tuple[date, ...]:
    dagen: list[date] = []
    for dag in (vandaag + n * _DAG for n in range(MAX_DAGEN_VOORUIT)):
        if not reden_gesloten(rooster, dag):
            dagen.append(dag)
        if len(dagen) == WERKDAGEN_VOORUIT + (vandaag in dagen):
            break
    return tuple(dagen)


def gesloten_dagen(rooster: Rooster, nu: datetime) -> tuple[tuple[date, str], ...]:
    """The days between the komende_dagen on which this weekday is open, but we are closed; each with the reason."""
    vandaag, dagen = nu.astimezone(NEDERLANDSE_TIJD).date(), komende_dagen(rooster, nu)
    alle = (vandaag + n * _DAG for n in range((dagen[-1] - vandaag).days if dagen else 0))
    return tuple(
        (dag, reden)
        for dag in alle
        if rooster.dagen[dag.weekday()] and (reden := reden_gesloten(rooster, dag))
    )


def _na_openingstijd(rooster: Rooster, dagen: tuple[date, ...], nu: datetime) -> datetime | None:
    """The moment at which VOORAF of opening time has passed since `nu`; None when these days do not hold as much."""
    nog = VOORAF
    for dag in dagen:
        if dagrooster := rooster.dagen[dag.weekday()]:
            begin, eind = (
                max(_moment(dag, dagrooster.van), nu.astimezone(UTC)),
                _moment(dag, dagrooster.tot),
            )
            if eind - begin >= nog:
                return begin + nog
            nog -= max(eind - begin, timedelta(0))
    return None


@lru_cache(maxsize=8)
def _van_dagen(rooster: Rooster, dagen: tuple[date, ...]) -> tuple[Tijdvak, ...]:
    return tuple(tijdvak for dag in dagen for tijdvak in _van_dag(rooster, dag))


def _van_dag(rooster: Rooster, dag: date) -> tuple[Tijdvak, ...]:
    dagrooster = rooster.dagen[dag.weekday()]
    return _verdeel(dag, dagrooster, rooster.duur_minuten) if dagrooster else ()


@lru_cache(maxsize=512)  # ten days of half-hours: 30 us instead of 1 ms for each form
def _verdeel(dag: date, dagrooster: Dagrooster, duur_minuten: int) -> tuple[Tijdvak, ...]:
    """The tijdvakken of one day, without those that the night of the change of clocks makes longer, shorter or double."""
    duur, klok, gevonden = (
        timedelta(minutes=duur_minuten),
        datetime.combine(dag, dagrooster.van),
        [],
    )
    for _ in range(dagrooster.minuten // duur_minuten):
        begin, eind = _moment(dag, klok.time()), _moment(dag, (klok + duur).time())
        if eind - begin == duur and begin.astimezone(NEDERLANDSE_TIJD).time() == klok.time():
            gevonden.append(Tijdvak(begin, eind))
        klok += duur
    return tuple(gevonden)


def _moment(dag: date, klok: time) -> datetime:
    """In UTC: there the difference of two moments is the time that passes."""
    return datetime.combine(dag, klok, NEDERLANDSE_TIJD).astimezone(UTC)
