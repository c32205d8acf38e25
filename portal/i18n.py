"""Language, dates and numbers. Dutch is the source: a text without a translation shows in Dutch.

A template is translated when it is compiled, not each time it is shown: a sentence becomes fixed text. flask-babel looks the
language up again for every sentence; measured on an uitkomst page that was more than half of the whole cost.
"""

import re
from collections.abc import Callable
from datetime import date, datetime, time
from functools import cache, partial
from pathlib import Path

from babel.dates import format_date
from babel.numbers import get_decimal_symbol
from babel.support import Translations
from flask import Flask
from flask.templating import Environment
from flask_babel import Babel, gettext
from jinja2 import nodes
from jinja2.visitor import NodeTransformer
from markupsafe import Markup

from portal.codes import spel_begin, toon_code
from portal.terugbellen.telefoon import toon_telefoon
from portal.terugbellen.tijdvakken import Tijdvak
from rules.model import NEDERLANDSE_TIJD

TAAL = "nl"
VERTALINGEN = Path(__file__).parent.parent / "translations"
PLEK = re.compile(r"%\((\w+)\)s")  # where a value comes in a sentence


def init_app(app: Flask) -> None:
    """Translations from the top folder; filters for dates, numbers, tijdvakken and codes, and `woorden`, in templates."""
    app.jinja_environment = VertaaldeOmgeving
    Babel(app, default_locale=TAAL, default_translation_directories=str(VERTALINGEN))
    app.jinja_env.newstyle_gettext = True  # type: ignore[attr-defined]  # the i18n extension adds it
    app.jinja_env.policies["ext.i18n.trimmed"] = True
    app.jinja_env.trim_blocks = app.jinja_env.lstrip_blocks = True
    app.jinja_env.globals["woorden"] = partial(_woorden, app, {})
    app.jinja_env.filters |= {
        "datum": datum, "lange_datum": lange_datum, "maand": maand, "tijd": tijd, "tijdvak": tijdvak,
        "kort_tijdvak": kort_tijdvak, "getal": getal, "kort": kort, "telefoon": toon_telefoon, "code": toon_code,
        "spel_begin": spel_begin,
    }  # fmt: skip


class VertaaldeOmgeving(Environment):
    """A Jinja environment whose templates are compiled in one language."""

    def _parse(self, source: str, name: str | None, filename: str | None) -> nodes.Template:
        vertaling = Translations.load(VERTALINGEN, [TAAL])
        boom: nodes.Template = Vertaler(vertaling.gettext).visit(super()._parse(source, name, filename))
        return boom


class Vertaler(NodeTransformer):
    """Puts the translated text in the place of `_("...")` and `{% trans %}`. Values keep being escaped when shown."""

    def __init__(self, vertaal: Callable[[str], str]) -> None:
        self._vertaal = vertaal

    def visit_Call(self, node: nodes.Call) -> nodes.Node:  # noqa: N802 - the name jinja2 calls
        """`_("...")` becomes its text."""
        self.generic_visit(node)
        if isinstance(node.node, nodes.Name) and node.node.name == "_":
            (tekst,) = node.args
            return nodes.Const(self._vertaal(tekst.as_const()), lineno=node.lineno)
        return node

    def visit_Output(self, node: nodes.Output) -> nodes.Node:  # noqa: N802 - the same
        """A `{% trans %}` block becomes pieces of fixed text with its values between them."""
        delen: list[nodes.Expr] = []
        for deel in node.nodes:
            if isinstance(deel, nodes.Call) and isinstance(deel.node, nodes.Name) and deel.node.name == "gettext":
                waarden = {paar.key: self.visit(paar.value) for paar in deel.kwargs}
                stukken = PLEK.split(self._vertaal(deel.args[0].as_const()))  # text, name, text, name, ..., text
                for plek, stuk in enumerate(stukken):
                    delen.append(waarden[stuk] if plek % 2 else nodes.TemplateData(stuk.replace("%%", "%")))
            else:
                delen.append(self.visit(deel))
        node.nodes = delen
        return node


def _woorden(app: Flask, klaar: dict[str, Markup], naam: str) -> Markup:
    """The partial `<naam>.html`, which says the same to everybody and is therefore rendered once."""
    if naam not in klaar:
        klaar[naam] = Markup(app.jinja_env.get_template(f"{naam}.html").render().strip())  # noqa: S704 - our own template
    return klaar[naam]


def _(tekst: str, **waarden: object) -> str:
    """The text in the reader's language, with values filled in."""
    return str(gettext(tekst, **waarden))


@cache  # the dates of quakes and rules: some hundreds
def datum(dag: date) -> str:
    """`1 januari 2026`."""
    return format_date(dag, "d MMMM y", locale=TAAL)


@cache
def lange_datum(dag: date) -> str:
    """`donderdag 26 november 2026`."""
    return format_date(dag, "EEEE d MMMM y", locale=TAAL)


def maand(dag: date) -> str:
    """`januari 2026`."""
    return format_date(dag, "MMMM y", locale=TAAL)


def tijd(moment: datetime | time) -> str:
    """`9.05 uur`."""
    return f"{_klok(moment)} uur"


def tijdvak(vak: Tijdvak) -> str:
    """`donderdag 26 november 2026, tussen 9.00 en 11.00 uur`."""
    return _("%(dag)s, tussen %(van)s en %(tot)s uur", dag=lange_datum(vak.dag), **_uren(vak))


def kort_tijdvak(vak: Tijdvak) -> str:
    """`do 26 november, 9.00 tot 11.00 uur`: one line of a list on a phone."""
    return _("%(dag)s, %(van)s tot %(tot)s uur", dag=format_date(vak.dag, "EEE d MMMM", locale=TAAL), **_uren(vak))


def _uren(vak: Tijdvak) -> dict[str, str]:
    van, tot = (moment.astimezone(NEDERLANDSE_TIJD) for moment in (vak.begin, vak.eind))
    return {"van": _klok(van), "tot": _klok(tot)}


def _klok(moment: datetime | time) -> str:
    return f"{moment.hour}.{moment.minute:02}"


def kort(waarde: float) -> str:
    """`5` or `5,5`: no more decimals than there are."""
    return f"{waarde:g}".replace(".", _komma())


def getal(waarde: float, cijfers: int) -> str:
    """`4,82`; a fixed number of decimals."""
    return f"{waarde:.{cijfers}f}".replace(".", _komma())


@cache
def _komma() -> str:
    return get_decimal_symbol(TAAL)
