"""Dates, times and numbers as the readers of each language write them: the filters of the templates. Knows no Flask."""

from collections.abc import Callable
from datetime import date, datetime, time
from functools import cache, partial
from typing import Any

from babel.dates import format_date
from babel.numbers import get_decimal_symbol

from portal.web.i18n.catalogues import DEFAULT, LOCALES, translations

VORM = tuple(f"%.{cijfers}f" for cijfers in range(7))
# What a Dutch date has otherwise in Gronings.
GRONINGS = {
    "maandag": "moandag", "donderdag": "dunderdag", "zaterdag": "zotterdag", "zondag": "zundag",
    "ma": "mo", "do": "du", "za": "zo", "zo": "zu",
    "januari": "jannewoarie", "februari": "febrewoarie", "maart": "meert", "mei": "mai",
}  # fmt: skip


def filters(taal: str) -> dict[str, Callable[..., Any]]:
    """What templates can do with dates, numbers and texts of `rules`, in one of LOCALES."""
    by_name: dict[str, Callable[..., Any]] = {
        "vertaal": translate,
        "datum": day,
        "lange_datum": long_day,
        "maand": month,
        "tijd": time_of_day,
        "kort": short_number,
        "getal": number,
    }
    return {name: partial(function, taal=taal) for name, function in by_name.items()}


def translate(tekst: str, taal: str = DEFAULT) -> str:
    """A text of `rules`; an empty one stays empty, for which gettext would give the head of the catalogue."""
    return tekst and translations(taal).gettext(tekst)


def day(dag: date, taal: str = DEFAULT) -> str:
    """`1 januari 2026`, `1 January 2026`, `1 jannewoarie 2026`. Of a moment: its day."""
    return day_as(_dag(dag), "d MMMM y", taal)


def long_day(dag: date, taal: str = DEFAULT) -> str:
    """`donderdag 26 november 2026`, `Thursday 26 November 2026`, `dunderdag 26 november 2026`."""
    return day_as(_dag(dag), "EEEE d MMMM y", taal)


def _dag(dag: date) -> date:
    """Moments are all different: remembered as they are, each page would cost 40 us of Babel and a place in memory."""
    return dag.date() if isinstance(dag, datetime) else dag


def month(dag: date, taal: str = DEFAULT) -> str:
    """`januari 2026`."""
    return day_as(_dag(dag), "MMMM y", taal)


@cache  # days: of quakes and rules, and of this year
def day_as(dag: date, patroon: str, taal: str) -> str:
    """A pattern of our own: Babel's English has the month first."""
    tekst = format_date(dag, patroon, locale=LOCALES[taal])
    return (
        " ".join(GRONINGS.get(woord, woord) for woord in tekst.split()) if taal == "gos" else tekst
    )


def time_of_day(moment: datetime | time, taal: str = DEFAULT) -> str:
    """`9.05 uur`, `9:05`."""
    return translations(taal).gettext("%(tijd)s uur") % {"tijd": clock_time(moment, taal)}


def clock_time(moment: datetime | time, taal: str) -> str:
    """`9.05`, `9:05`."""
    return f"{moment.hour}{':' if taal == 'en' else '.'}{moment.minute:02}"


def short_number(waarde: float, taal: str = DEFAULT) -> str:
    """`5` or `5,5`: no more decimals than there are."""
    return f"{waarde:g}".replace(".", _komma(taal))


def number(waarde: float, cijfers: int, taal: str = DEFAULT) -> str:
    """`4,82`; a fixed number of decimals."""
    return (VORM[cijfers] % waarde).replace(".", _komma(taal))


@cache
def _komma(taal: str) -> str:
    return get_decimal_symbol(LOCALES[taal])
