"""The tijdvakken in which somebody can be phoned, from the opening hours and a moment.

How many of a tijdvak are taken, `bezetting` knows. Moments are in UTC.
"""

import re
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from functools import lru_cache

from portal.terugbellen.rooster import Rooster, reden_gesloten
from rules.model import NEDERLANDSE_TIJD

VOORAF = timedelta(hours=2)  # of opening time, between asking and the begin of the tijdvak
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
    return tuple(t for dag in dagen for t in _van_dag(rooster, dag) if t.begin >= vanaf)


def niet_voorbij(rooster: Rooster, nu: datetime) -> tuple[Tijdvak, ...]:
    """Every tijdvak of today and the next ten open days that has not ended: what we can plan.

    VOORAF is for who is not on the phone with us.
    """
    dagen = komende_dagen(rooster, nu)
    return tuple(t for dag in dagen for t in _van_dag(rooster, dag) if t.eind > nu)


def alle_tijdvakken(rooster: Rooster, van: date, tot: date) -> tuple[Tijdvak, ...]:
    """Every tijdvak from `van` until `tot` (no longer included), in order, also past ones."""
    dagen = (van + n * _DAG for n in range((tot - van).days))
    open_dagen = (dag for dag in dagen if not reden_gesloten(rooster, dag))
    return tuple(tijdvak for dag in open_dagen for tijdvak in _van_dag(rooster, dag))


def plaatsen(rooster: Rooster, tijdvak: Tijdvak) -> int:
    """How many requests this tijdvak may have."""
    dag = rooster.dagen[tijdvak.dag.weekday()]
    return dag.aantal if dag else 0


def bewaard(rooster: Rooster, dag: date) -> int:
    """How many places of this day are kept until the day itself: a quarter, of two or less none."""
    totaal = sum(plaatsen(rooster, vak) for vak in _van_dag(rooster, dag))
    return -(-totaal // 4) if totaal > 2 else 0


def op_de_dag_zelf(rooster: Rooster, dag: date) -> tuple[Tijdvak, ...]:
    """The tijdvakken of this open day that can still be asked for when it begins."""
    uren = rooster.dagen[dag.weekday()]
    vanaf = _moment(dag, uren.van) + VOORAF if uren else None
    return tuple(vak for vak in _van_dag(rooster, dag) if vanaf and vak.begin >= vanaf)


def in_openingstijd(rooster: Rooster, tijdvak: Tijdvak) -> bool:
    """Whether we are open for all of it: then whoever was promised it can be phoned.

    It need not be a tijdvak that can still be asked for.
    """
    dag = tijdvak.dag
    uren = rooster.dagen[dag.weekday()]
    if uren is None or reden_gesloten(rooster, dag):
        return False
    return _moment(dag, uren.van) <= tijdvak.begin and tijdvak.eind <= _moment(dag, uren.tot)


def komende_dagen(rooster: Rooster, nu: datetime) -> tuple[date, ...]:
    """Today, when it is open, and the open days after it."""
    vandaag, dagen = nu.astimezone(NEDERLANDSE_TIJD).date(), list[date]()
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
        if uren := rooster.dagen[dag.weekday()]:
            begin, eind = max(_moment(dag, uren.van), nu.astimezone(UTC)), _moment(dag, uren.tot)
            if eind - begin >= nog:
                return begin + nog
            nog -= max(eind - begin, timedelta(0))
    return None


@lru_cache(maxsize=512)  # ten days of half-hours: 1 ms for each form without it
def _van_dag(rooster: Rooster, dag: date) -> tuple[Tijdvak, ...]:
    """Without those that the night of the change of clocks makes longer, shorter or double."""
    uren, duur = rooster.dagen[dag.weekday()], timedelta(minutes=rooster.duur_minuten)
    if uren is None:
        return ()
    klok, gevonden = datetime.combine(dag, uren.van), []
    for _ in range(uren.minuten // rooster.duur_minuten):
        begin, eind = _moment(dag, klok.time()), _moment(dag, (klok + duur).time())
        if eind - begin == duur and begin.astimezone(NEDERLANDSE_TIJD).time() == klok.time():
            gevonden.append(Tijdvak(begin, eind))
        klok += duur
    return tuple(gevonden)


def _moment(dag: date, klok: time) -> datetime:
    """In UTC: only there is the difference of two moments the time that passes."""
    return datetime.combine(dag, klok, NEDERLANDSE_TIJD).astimezone(UTC)
