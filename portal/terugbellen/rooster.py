"""When the helpdesk is open: hours for each weekday, holidays, closing days. On the Dutch clock."""

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
        # No seconds: the sleutel of a tijdvak counts in minutes.
        heel = not any(t.second or t.microsecond or t.tzinfo for t in (self.van, self.tot))
        if not heel or self.van >= self.tot:
            raise RoosterFout(RoosterReden.UREN)
        if type(self.aantal) is not int or self.aantal < 1:  # True is an int to isinstance
            raise RoosterFout(RoosterReden.AANTAL)

    @property
    def minuten(self) -> int:
        """The length of the day on the clock."""
        return (self.tot.hour - self.van.hour) * 60 + self.tot.minute - self.van.minute


@dataclass(frozen=True, slots=True)
class Rooster:
    """The opening hours: seven weekdays, the length of a tijdvak, and closing days with a reason.

    Monday is first; None is closed. The end of a day, too short for a whole tijdvak, is opening
    time but no tijdvak. Raises RoosterFout.
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
            raise RoosterFout(RoosterReden.SLUITDAG)  # reden_gesloten would call it open


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
    }


def uit_json(waarde: Any) -> Rooster:
    """The rooster from what `als_json` made. Raises RoosterFout."""
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
    return "" if rooster.dagen[dag.weekday()] else WEEKDAGEN[dag.weekday()]
