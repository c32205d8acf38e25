"""Dates, times and numbers as the readers of each language write them: filters of the templates."""

from collections.abc import Callable
from datetime import date, datetime, time
from functools import cache, partial
from typing import Any

from babel.dates import format_date
from babel.numbers import get_decimal_symbol

from portal.web.i18n.catalogues import DEFAULT, LOCALES, translations

# Where a date in Gronings differs from a Dutch one.
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
        "aantal": whole_number,
        "snelheid": speed,
        "hoever": distance,
    }
    return {name: partial(function, taal=taal) for name, function in by_name.items()}


def translate(text: str, taal: str = DEFAULT) -> str:
    """A text of `rules`; an empty one stays empty, where gettext gives the catalogue's header."""
    return text and translations(taal).gettext(text)


def day(moment: date, taal: str = DEFAULT) -> str:
    """`1 januari 2026`, `1 January 2026`, `1 jannewoarie 2026`."""
    return day_as(moment, "d MMMM y", taal)


def long_day(moment: date, taal: str = DEFAULT) -> str:
    """`donderdag 26 november 2026`, `Thursday 26 November 2026`, `dunderdag 26 november 2026`."""
    return day_as(moment, "EEEE d MMMM y", taal)


def month(moment: date, taal: str = DEFAULT) -> str:
    """`januari 2026`."""
    return day_as(moment, "MMMM y", taal)


def day_as(moment: date, pattern: str, taal: str) -> str:
    """The day in a pattern of our own: Babel's English has the month first."""
    # Moments are all different: each would take 40 us of Babel and a place in memory.
    return _day_as(moment.date() if isinstance(moment, datetime) else moment, pattern, taal)


@cache  # the days of quakes, of rules and of this year
def _day_as(of: date, pattern: str, taal: str) -> str:
    text = format_date(of, pattern, locale=LOCALES[taal])
    return " ".join(GRONINGS.get(w, w) for w in text.split()) if taal == "gos" else text


def time_of_day(moment: datetime | time, taal: str = DEFAULT) -> str:
    """`9.05 uur`, `9:05`."""
    return translations(taal).gettext("%(tijd)s uur") % {"tijd": clock_time(moment, taal)}


def clock_time(moment: datetime | time, taal: str) -> str:
    """`9.05`, `9:05`."""
    return f"{moment.hour}{':' if taal == 'en' else '.'}{moment.minute:02}"


def short_number(value: float, taal: str = DEFAULT) -> str:
    """`5` or `5,5`: no more decimals than there are."""
    return f"{value:g}".replace(".", _decimal_symbol(taal))


def number(value: float, decimals: int, taal: str = DEFAULT) -> str:
    """`4,82`; a fixed number of decimals."""
    return f"{value:.{decimals}f}".replace(".", _decimal_symbol(taal))


def whole_number(value: int, taal: str = DEFAULT) -> str:
    """`24.472`, `24,472`."""
    return f"{value:,}".replace(",", "," if taal == "en" else ".")


def speed(mm_s: float, taal: str = DEFAULT) -> str:
    """`4,99` where hundredths decide, from 4.5 to 5.5 mm/s; elsewhere `33`: it is a model.

    A weak one is "minder dan 1", never 0.
    """
    if mm_s < 1:
        return translations(taal).gettext("minder dan 1")
    return number(mm_s, 2 if 4.5 <= mm_s < 5.5 else 0, taal)


def distance(place: Any, taal: str = DEFAULT) -> str:
    """`ongeveer 4,5 kilometer`, `ongeveer 300 meter`, for an `aantal` in a `maat`, km or meter."""
    gettext = translations(taal).gettext
    if place.maat == "km":
        return gettext("ongeveer %(km)s kilometer") % {"km": short_number(place.aantal, taal)}
    if place.maat == "meter":
        return gettext("ongeveer %(meter)s meter") % {"meter": short_number(place.aantal, taal)}
    return gettext("minder dan 100 meter")


@cache
def _decimal_symbol(taal: str) -> str:
    return get_decimal_symbol(LOCALES[taal])
