"""When the helpdesk is open: hours for each day of the week, holidays, closing days. Hours are on the Dutch clock.

This module does not know what time it is, nor what a tijdvak is beyond how long it takes.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, time
from enum import StrEnum
from functools import lru_cache
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
    SLUITDAG = "sluitdag"  # a closing day without a reason
    ONLEESBAAR = "onleesbaar"  # not what `als_json` wrote


class RoosterFout(ValueError):
    """Carries the reason and, where the whole rooster knows it, the day of the week it is about (0 is Monday)."""

    def __init__(self, reden: RoosterReden, weekdag: int | None = None) -> None:
        super().__init__(reden.value)
        self.reden, self.weekdag = reden, weekdag


@dataclass(frozen=True, slots=True)
class Dagrooster:
    """The hours of one day of the week, and how many people can be phoned in each tijdvak. Raises RoosterFout."""

    van: time
    tot: time
    aantal: int

    def __post_init__(self) -> None:
        # No seconds: the sleutel of a tijdvak counts in minutes.
        if (
            any(t.second or t.microsecond or t.tzinfo for t in (self.van, self.tot))
            or self.van >= self.tot
        ):
            raise RoosterFout(RoosterReden.UREN)
        if type(self.aantal) is not int or self.aantal < 1:  # to isinstance, True is an int
            raise RoosterFout(RoosterReden.AANTAL)

    @property
    def minuten(self) -> int:
        """How long the day is, on the clock."""
        return (self.tot.hour - self.van.hour) * 60 + self.tot.minute - self.van.minute


@dataclass(frozen=True, slots=True)
class Rooster:
    """The opening hours: seven days (Monday first, None is closed), how long a tijdvak is, and closing days with their reason.

    What is left of a day when no whole tijdvak fits any more is opening time, but no tijdvak. Raises RoosterFout.
    """

    dagen: tuple[Dagrooster | None, ...]
    duur_minuten: int
    gesloten: Mapping[date, str] = field(hash=False)

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
            raise RoosterFout(RoosterReden.SLUITDAG)  # `reden_gesloten` would call that day open


_KANTOORDAG = Dagrooster(time(9), time(17), 4)
STANDAARD = Rooster((*[_KANTOORDAG] * 5, None, None), duur_minuten=120, gesloten={})


def als_json(rooster: Rooster) -> dict[str, Any]:
    """The rooster as plain values, for a database or a form."""
    return {
        "dagen": [
            dag and {"van": f"{dag.van:%H:%M}", "tot": f"{dag.tot:%H:%M}", "aantal": dag.aantal}
            for dag in rooster.dagen
        ],
        "duur_minuten": rooster.duur_minuten,
        "gesloten": {dag.isoformat(): reden for dag, reden in sorted(rooster.gesloten.items())},
    }


def uit_json(waarde: Any) -> Rooster:
    """The rooster again, from what `als_json` made. Raises RoosterFout."""
    try:
        dagen = tuple(None if dag is None else _dag_uit_json(dag) for dag in waarde["dagen"])
        gesloten = {date.fromisoformat(dag): reden for dag, reden in waarde["gesloten"].items()}
        return Rooster(dagen, waarde["duur_minuten"], gesloten)
    except RoosterFout:
        raise
    except (KeyError, TypeError, ValueError, AttributeError) as fout:
        raise RoosterFout(RoosterReden.ONLEESBAAR) from fout


def _dag_uit_json(dag: Any) -> Dagrooster:
    return Dagrooster(time.fromisoformat(dag["van"]), time.fromisoformat(dag["tot"]), dag["aantal"])


@lru_cache(maxsize=64)
def feestdagen(jaar: int) -> Mapping[date, str]:
    """The days of a year that we are closed whatever the rooster says, with their Dutch name.

    What `holidays` calls public. Two of them are a choice. Goede Vrijdag: the Algemene termijnenwet puts it beside the holidays,
    and municipalities are closed; so are we. Bevrijdingsdag: the law names it each year, the library gives it only in a
    lustrum year (2030), as most collective agreements do; in other years we are open.
    24 and 31 December are ordinary days: who is closed then says so in `Rooster.gesloten`.
    """
    return MappingProxyType(dict(holidays.country_holidays("NL", years=jaar, language="nl")))


def reden_gesloten(rooster: Rooster, dag: date) -> str:
    """Why we are closed all day, as a short label (`Koningsdag`, `zondag`, the operator's own); empty on an open day."""
    if reden := feestdagen(dag.year).get(dag) or rooster.gesloten.get(dag):
        return reden
    return "" if rooster.dagen[dag.weekday()] else WEEKDAGEN[dag.weekday()]
