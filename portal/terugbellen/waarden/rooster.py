"""When the helpdesk is open: hours for each weekday, holidays, closing days, and parts of a day.

On the Dutch clock.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, time
from enum import StrEnum
from functools import lru_cache
from itertools import pairwise, starmap
from types import MappingProxyType
from typing import Any

import holidays

DUREN_MINUTEN = (30, 60, 90, 120, 180, 240)
WEEKDAGEN = ("maandag", "dinsdag", "woensdag", "donderdag", "vrijdag", "zaterdag", "zondag")


class RoosterReden(StrEnum):
    """What is wrong with a rooster: one sentence for each in the form of the beheerder."""

    UREN = "uren"  # `van` is not before `tot`, or they are no whole minutes on the clock
    AANTAL = "aantal"  # not a whole number of at least 1
    DUUR = "duur"  # not one of DUREN_MINUTEN
    TE_KORT = "te_kort"  # the hours of a day hold no tijdvak at all
    SLUITDAG = "sluitdag"  # a closing day, or an afwijking, without a reason
    OVERLAP = "overlap"  # two afwijkingen for the same time
    ONLEESBAAR = "onleesbaar"  # not what `als_json` wrote


class RoosterFout(ValueError):
    """Carries the reason and, where it is known, the day of the week (0 is Monday)."""

    def __init__(self, reden: RoosterReden, weekdag: int | None = None) -> None:
        super().__init__(reden.value)
        self.reden, self.weekdag = reden, weekdag


@dataclass(frozen=True, slots=True)
class Dagrooster:
    """The hours of one weekday and the places in each of its tijdvakken. Raises RoosterFout."""

    van: time
    tot: time
    aantal: int

    def __post_init__(self) -> None:
        _controleer(self.van, self.tot, self.aantal, minstens=1)

    @property
    def minuten(self) -> int:
        """The length of the day on the clock."""
        return (self.tot.hour - self.van.hour) * 60 + self.tot.minute - self.van.minute


@dataclass(frozen=True, slots=True)
class Afwijking:
    """Another number of places in a part of one day, with why: 0 is closed, and it may open more.

    Without `van` and `tot` it is for the hours that the day has. Raises RoosterFout.
    """

    dag: date
    van: time | None
    tot: time | None
    aantal: int
    reden: str

    def __post_init__(self) -> None:
        if (self.van is None) != (self.tot is None):
            raise RoosterFout(RoosterReden.UREN)
        _controleer(self.van or time(0), self.tot or time(23, 59), self.aantal, minstens=0)
        if not self.reden.strip():
            raise RoosterFout(RoosterReden.SLUITDAG)

    def uren(self, dag: Dagrooster | None) -> tuple[time, time] | None:
        """From when to when, on a weekday with these hours; None when that is no time at all."""
        if self.van and self.tot:
            return self.van, self.tot
        return (dag.van, dag.tot) if dag else None


@dataclass(frozen=True, slots=True)
class Rooster:
    """The opening hours: seven weekdays, the length of a tijdvak, closing days with a reason, and
    afwijkingen of a day in order.

    Monday is first; None is closed. The end of a day, too short for a whole tijdvak, is opening
    time but no tijdvak. Raises RoosterFout.
    """

    dagen: tuple[Dagrooster | None, ...]
    duur_minuten: int
    gesloten: Mapping[date, str] = field(hash=False)
    afwijkingen: tuple[Afwijking, ...] = field(default=(), hash=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "gesloten", MappingProxyType(dict(self.gesloten)))
        if len(self.dagen) != len(WEEKDAGEN):
            raise RoosterFout(RoosterReden.ONLEESBAAR)
        if type(self.duur_minuten) is not int or self.duur_minuten not in DUREN_MINUTEN:
            raise RoosterFout(RoosterReden.DUUR)
        for weekdag, dag in enumerate(self.dagen):
            if dag and dag.minuten < self.duur_minuten:
                raise RoosterFout(RoosterReden.TE_KORT, weekdag)
        if not all(reden.strip() for reden in self.gesloten.values()):
            raise RoosterFout(RoosterReden.SLUITDAG)  # reden_gesloten would call it open
        op_tijd = sorted(self.afwijkingen, key=lambda a: (a.dag, a.van or time(0)))
        object.__setattr__(self, "afwijkingen", tuple(op_tijd))
        if any(starmap(_overlappen, pairwise(op_tijd))):
            raise RoosterFout(RoosterReden.OVERLAP)


def _overlappen(een: Afwijking, twee: Afwijking) -> bool:
    """Of two in order."""
    return een.dag == twee.dag and (een.tot is None or twee.van is None or twee.van < een.tot)


def _controleer(van: time, tot: time, aantal: int, *, minstens: int) -> None:
    # No seconds: the sleutel of a tijdvak counts in minutes.
    heel = not any(t.second or t.microsecond or t.tzinfo for t in (van, tot))
    if not heel or van >= tot:
        raise RoosterFout(RoosterReden.UREN)
    if type(aantal) is not int or aantal < minstens:  # True is an int to isinstance
        raise RoosterFout(RoosterReden.AANTAL)


# Until a beheerder saves hours: so many people can be phoned in one tijdvak.
PLAATSEN_PER_TIJDVAK = 4
_KANTOORDAG = Dagrooster(time(9), time(17), PLAATSEN_PER_TIJDVAK)
STANDAARD = Rooster((*[_KANTOORDAG] * 5, None, None), duur_minuten=120, gesloten={})


def als_json(rooster: Rooster) -> dict[str, Any]:
    """Plain values, for a database or a form."""
    return {
        "dagen": [
            dag and {"van": f"{dag.van:%H:%M}", "tot": f"{dag.tot:%H:%M}", "aantal": dag.aantal}
            for dag in rooster.dagen
        ],
        "duur_minuten": rooster.duur_minuten,
        "gesloten": {dag.isoformat(): reden for dag, reden in sorted(rooster.gesloten.items())},
        "afwijkingen": [
            {
                "dag": a.dag.isoformat(),
                "van": f"{a.van:%H:%M}" if a.van else "",
                "tot": f"{a.tot:%H:%M}" if a.tot else "",
                "aantal": a.aantal,
                "reden": a.reden,
            }
            for a in rooster.afwijkingen
        ],
    }


def uit_json(waarde: Any) -> Rooster:
    """The rooster from what `als_json` made, also before there were afwijkingen. Raises
    RoosterFout.
    """
    try:
        dagen = tuple(None if dag is None else _dag_uit_json(dag) for dag in waarde["dagen"])
        gesloten = {date.fromisoformat(dag): reden for dag, reden in waarde["gesloten"].items()}
        afwijkingen = tuple(map(_afwijking_uit_json, waarde.get("afwijkingen", ())))
        return Rooster(dagen, waarde["duur_minuten"], gesloten, afwijkingen)
    except RoosterFout:
        raise
    except (KeyError, TypeError, ValueError, AttributeError) as fout:
        raise RoosterFout(RoosterReden.ONLEESBAAR) from fout


def _dag_uit_json(dag: Any) -> Dagrooster:
    return Dagrooster(time.fromisoformat(dag["van"]), time.fromisoformat(dag["tot"]), dag["aantal"])


def _afwijking_uit_json(rij: Any) -> Afwijking:
    van, tot = (time.fromisoformat(rij[w]) if rij[w] else None for w in ("van", "tot"))
    return Afwijking(date.fromisoformat(rij["dag"]), van, tot, rij["aantal"], rij["reden"])


@lru_cache(maxsize=64)
def feestdagen(jaar: int) -> Mapping[date, str]:
    """The days of a year on which we are closed whatever the rooster says, with their Dutch name.

    They are what `holidays` calls public. Two are a choice. Goede Vrijdag: the Algemene
    termijnenwet equates it with the holidays and municipalities are closed, so we are too.
    Bevrijdingsdag: the law names it every year; the library, as most collective agreements, only
    in a lustrum year (2030), so in other years we are open. 24 and 31 December are ordinary days:
    an operator who is closed then says so in `Rooster.gesloten`.
    """
    return MappingProxyType(dict(holidays.country_holidays("NL", years=jaar, language="nl")))


def reden_gesloten(rooster: Rooster, dag: date) -> str:
    """Why we are closed all day: `Koningsdag`, `zondag`, the operator's own; "" on an open day."""
    if reden := feestdagen(dag.year).get(dag) or rooster.gesloten.get(dag):
        return reden
    if stukken(rooster, dag):
        return ""
    eigen = [a.reden for a in rooster.afwijkingen if a.dag == dag]
    is_weekdag = rooster.dagen[dag.weekday()] is not None
    return eigen[0] if is_weekdag and eigen else WEEKDAGEN[dag.weekday()]


def stukken(rooster: Rooster, dag: date) -> tuple[Dagrooster, ...]:
    """The parts of this day that we are open, in order, each with its own places.

    They end where the hours of the weekday do, also when we stay open.
    """
    if dag in feestdagen(dag.year) or dag in rooster.gesloten:
        return ()
    basis = rooster.dagen[dag.weekday()]
    delen = [(basis.van, basis.tot, basis.aantal)] if basis else []
    eigen = [
        (*uren, a.aantal) for a in rooster.afwijkingen if a.dag == dag and (uren := a.uren(basis))
    ]
    delen = [*eigen, *delen]  # the first that holds a moment decides
    grenzen = sorted({grens for van, tot, _ in delen for grens in (van, tot)})
    return tuple(
        Dagrooster(van, tot, aantal)
        for van, tot in pairwise(grenzen)
        if (aantal := next((n for v, t, n in delen if v <= van and tot <= t), 0))
    )
