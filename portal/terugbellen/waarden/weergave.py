"""A tijdvak, a phone number and a code as people write them: template filters."""

from collections.abc import Callable
from datetime import date
from functools import lru_cache, partial
from typing import Any

from portal.crypto.codes import show_code, spell_first_half
from portal.terugbellen.waarden.telefoon import toon_telefoon
from portal.terugbellen.waarden.tijdvakken import Tijdvak
from portal.web.i18n.catalogues import DEFAULT, translations
from portal.web.i18n.notation import clock_time, day_as, long_day
from rules.model import NEDERLANDSE_TIJD


def filters(taal: str) -> dict[str, Callable[..., Any]]:
    """What templates can do with values of a terugbelverzoek, in one of LOCALES."""
    return {
        "tijdvak": partial(tijdvak, taal=taal),
        "kort_tijdvak": partial(kort_tijdvak, taal=taal),
        "beldag": partial(beldag, taal=taal),
        "beltijd": partial(beltijd, taal=taal),
        "tussen": tussen,
        "telefoon": toon_telefoon,
        "code": show_code,
        "spel_begin": partial(spell_first_half, taal=taal),
    }


def tijdvak(vak: Tijdvak, taal: str = DEFAULT) -> str:
    """`donderdag 26 november 2026, tussen 9.00 en 11.00 uur`."""
    zin = translations(taal).gettext("%(dag)s, tussen %(van)s en %(tot)s uur")
    return zin % {"dag": long_day(vak.dag, taal), **_uren(vak, taal)}


@lru_cache(maxsize=2048)  # the same ten days in each form; 25 us a line
def kort_tijdvak(vak: Tijdvak, taal: str = DEFAULT) -> str:
    """`do 26 november, 9.00 tot 11.00 uur`: one line of a list on a phone."""
    zin = translations(taal).gettext("%(dag)s, %(van)s tot %(tot)s uur")
    return zin % {"dag": day_as(vak.dag, "EEE d MMMM", taal), **_uren(vak, taal)}


def beldag(dag: date, taal: str = DEFAULT) -> str:
    """`donderdag 26 november`: one of the coming days, so without a year."""
    return day_as(dag, "EEEE d MMMM", taal)


@lru_cache(maxsize=2048)  # as above
def beltijd(vak: Tijdvak, taal: str = DEFAULT) -> str:
    """`9.00 tot 11.00`: a choice below its day."""
    return translations(taal).gettext("%(van)s tot %(tot)s") % _uren(vak, taal)


def tussen(vak: Tijdvak) -> str:
    """`tussen 9.00 en 11.00 uur`: to a colleague, so in Dutch."""
    return "tussen {van} en {tot} uur".format(**_uren(vak, DEFAULT))


def _uren(vak: Tijdvak, taal: str) -> dict[str, str]:
    van, tot = (moment.astimezone(NEDERLANDSE_TIJD) for moment in (vak.begin, vak.eind))
    return {"van": clock_time(van, taal), "tot": clock_time(tot, taal)}
