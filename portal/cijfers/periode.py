"""Whole weeks, from a Monday through a Sunday: what is counted by the week fits in no other."""

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Self

from portal.terugbellen.rijen.weektelling import week

MAX_WEKEN = 53
_WEEK, _DAG = timedelta(days=7), timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Periode:
    """From the Monday `van` through the Sunday `tot`."""

    van: date
    tot: date

    @classmethod
    def rond(cls, van: date, tot: date) -> Self:
        """The weeks of these days and those between."""
        return cls(week(van), week(tot) + _WEEK - _DAG)

    @classmethod
    def maand(cls, dag: date) -> Self:
        """The weeks of its month: each week is of one month, that of its Thursday."""
        eerste = dag.replace(day=1)
        volgende = (eerste + timedelta(days=31)).replace(day=1)
        return cls(_eerste_week(eerste), _eerste_week(volgende) - _DAG)

    @property
    def erna(self) -> date:
        """The Monday after it."""
        return self.tot + _DAG

    @property
    def donderdagen(self) -> tuple[date, date]:
        """The first and the last: whose months these weeks are of."""
        return self.van + 3 * _DAG, self.tot - 3 * _DAG

    @property
    def weken(self) -> int:
        """How many."""
        return (self.erna - self.van) // _WEEK

    def __str__(self) -> str:
        return f"{self.van} t/m {self.tot}"


def _eerste_week(eerste: date) -> date:
    """The Monday of the week with the first Thursday from this day on."""
    return week(eerste + timedelta(days=3))
