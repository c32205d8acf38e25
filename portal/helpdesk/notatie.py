"""How moments, hours and what was searched are written on the pages of the helpdesk: filters."""

from datetime import date, datetime, time

from babel.dates import format_date

from portal.crypto.codes import show_code, show_half_code
from portal.helpdesk.menu import bp
from portal.terugbellen.rijen.zoeken import Zoeksoort, Zoekterm
from portal.terugbellen.waarden.telefoon import toon_telefoon
from portal.web.i18n.catalogues import DEFAULT
from portal.web.i18n.language import _
from portal.web.i18n.notation import clock_time, long_day, time_of_day
from rules.model import NEDERLANDSE_TIJD


@bp.app_template_filter()
def toon_term(term: Zoekterm) -> str:
    """What was looked for, as people write it."""
    toon = {Zoeksoort.CODE: show_code, Zoeksoort.TELEFOON: toon_telefoon}.get(term.soort, str)
    return " + ".join(map(toon, term.woorden))


bp.add_app_template_filter(show_half_code, "code_begin")


@bp.app_template_filter()
def dagnaam(dag: date) -> str:
    """`di 24 nov`."""
    return format_date(dag, "EEE d MMM", locale=DEFAULT)


@bp.app_template_filter()
def van_tot(uren: tuple[time, time]) -> str:
    """`9.00–11.00`."""
    return "–".join(clock_time(moment, DEFAULT) for moment in uren)


@bp.app_template_filter()
def begint(moment: datetime) -> str:
    """`dinsdag 24 november 2026, vanaf 11.00 uur`."""
    hier = moment.astimezone(NEDERLANDSE_TIJD)
    return _("%(dag)s, vanaf %(tijd)s", dag=long_day(hier.date()), tijd=time_of_day(hier))


@bp.app_template_filter()
def duur(minuten: int) -> str:
    """`24 minuten`, `1 minuut`, `2 u 36`."""
    if minuten >= 60:
        return _("%(uren)s u %(minuten)s", uren=minuten // 60, minuten=f"{minuten % 60:02}")
    return _("1 minuut") if minuten == 1 else _("%(n)s minuten", n=minuten)


@bp.app_template_filter()
def nog(moment: datetime, nu: datetime) -> str:
    """The `duur` until then, upwards: with half a minute left it is one."""
    return duur(-int((nu - moment).total_seconds() // 60))
