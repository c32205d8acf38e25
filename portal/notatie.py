"""Dates, times and numbers as the readers of each language write them: the filters of the templates. Knows no Flask."""

from collections.abc import Callable
from datetime import date, datetime, time
from functools import cache, lru_cache, partial
from typing import Any

from babel.dates import format_date
from babel.numbers import get_decimal_symbol

from portal.codes import spel_begin, toon_code
from portal.talen import LOCALES, TAAL, vertaling
from portal.terugbellen.telefoon import toon_telefoon
from portal.terugbellen.tijdvakken import Tijdvak
from rules.model import NEDERLANDSE_TIJD

VORM = tuple(f"%.{cijfers}f" for cijfers in range(7))
# What a Dutch date has otherwise in Gronings.
GRONINGS = {
    "maandag": "moandag", "donderdag": "dunderdag", "zaterdag": "zotterdag", "zondag": "zundag",
    "ma": "mo", "do": "du", "za": "zo", "zo": "zu",
    "januari": "jannewoarie", "februari": "febrewoarie", "maart": "meert", "mei": "mai",
}  # fmt: skip


def filters(taal: str) -> dict[str, Callable[..., Any]]:
    """What templates can do with a value, in one of LOCALES."""
    van_taal = (datum, lange_datum, maand, tijd, tijdvak, kort_tijdvak, getal, kort)
    return {functie.__name__: partial(functie, taal=taal) for functie in van_taal} | {
        "vertaal": partial(vertaal, taal=taal),
        "telefoon": toon_telefoon,
        "code": toon_code,
        "spel_begin": spel_begin,
    }


def vertaal(tekst: str, taal: str = TAAL) -> str:
    """A text of `rules`; an empty one stays empty, for which gettext would give the head of the catalogue."""
    return tekst and vertaling(taal).gettext(tekst)


def datum(dag: date, taal: str = TAAL) -> str:
    """`1 januari 2026`, `1 January 2026`, `1 jannewoarie 2026`. Of a moment: its day."""
    return _datum(_dag(dag), "d MMMM y", taal)


def lange_datum(dag: date, taal: str = TAAL) -> str:
    """`donderdag 26 november 2026`, `Thursday 26 November 2026`, `dunderdag 26 november 2026`."""
    return _datum(_dag(dag), "EEEE d MMMM y", taal)


def _dag(dag: date) -> date:
    """Moments are all different: remembered as they are, each page would cost 40 us of Babel and a place in memory."""
    return dag.date() if isinstance(dag, datetime) else dag


def maand(dag: date, taal: str = TAAL) -> str:
    """`januari 2026`."""
    return _datum(_dag(dag), "MMMM y", taal)


@cache  # days: of quakes and rules, and of this year
def _datum(dag: date, patroon: str, taal: str) -> str:
    """A pattern of our own: Babel's English has the month first."""
    tekst = format_date(dag, patroon, locale=LOCALES[taal])
    return " ".join(GRONINGS.get(woord, woord) for woord in tekst.split()) if taal == "gos" else tekst


def tijd(moment: datetime | time, taal: str = TAAL) -> str:
    """`9.05 uur`, `9:05`."""
    return vertaling(taal).gettext("%(tijd)s uur") % {"tijd": _klok(moment, taal)}


def tijdvak(vak: Tijdvak, taal: str = TAAL) -> str:
    """`donderdag 26 november 2026, tussen 9.00 en 11.00 uur`."""
    zin = vertaling(taal).gettext("%(dag)s, tussen %(van)s en %(tot)s uur")
    return zin % {"dag": lange_datum(vak.dag, taal), **_uren(vak, taal)}


@lru_cache(maxsize=2048)  # of the same ten days, in each form; 25 us a line
def kort_tijdvak(vak: Tijdvak, taal: str = TAAL) -> str:
    """`do 26 november, 9.00 tot 11.00 uur`: one line of a list on a phone."""
    zin = vertaling(taal).gettext("%(dag)s, %(van)s tot %(tot)s uur")
    return zin % {"dag": _datum(vak.dag, "EEE d MMMM", taal), **_uren(vak, taal)}


def _uren(vak: Tijdvak, taal: str) -> dict[str, str]:
    van, tot = (moment.astimezone(NEDERLANDSE_TIJD) for moment in (vak.begin, vak.eind))
    return {"van": _klok(van, taal), "tot": _klok(tot, taal)}


def _klok(moment: datetime | time, taal: str) -> str:
    return f"{moment.hour}{':' if taal == 'en' else '.'}{moment.minute:02}"


def kort(waarde: float, taal: str = TAAL) -> str:
    """`5` or `5,5`: no more decimals than there are."""
    return f"{waarde:g}".replace(".", _komma(taal))


def getal(waarde: float, cijfers: int, taal: str = TAAL) -> str:
    """`4,82`; a fixed number of decimals."""
    return (VORM[cijfers] % waarde).replace(".", _komma(taal))


@cache
def _komma(taal: str) -> str:
    return get_decimal_symbol(LOCALES[taal])
