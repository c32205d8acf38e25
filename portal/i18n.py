"""Language, dates and numbers. Dutch is the source: a text without a translation shows in Dutch.

A template is translated when it is compiled, not each time it is shown: a sentence becomes fixed text. flask-babel looks the
language up again for every sentence; measured on an uitkomst page that was more than half of the whole cost.
So each language has an environment of its own. The site shows Dutch alone; a mail is in the language that was chosen for it.
"""

import re
from collections.abc import Callable
from datetime import date, datetime, time
from functools import cache, partial
from gettext import NullTranslations
from io import BytesIO
from pathlib import Path

from babel.dates import format_date
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po
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
# Whose dates each language has. Babel does not know gos, and its nds_NL is of Germany: "Sünnavend 5 Dezember".
LOCALES = {TAAL: "nl", "en": "en", "gos": "nl"}
# What a Dutch date has otherwise in Gronings.
GRONINGS = {
    "maandag": "moandag", "donderdag": "dunderdag", "zaterdag": "zotterdag", "zondag": "zundag",
    "januari": "jannewoarie", "februari": "febrewoarie", "maart": "meert", "mei": "mai",
}  # fmt: skip
VERTALINGEN = Path(__file__).parent.parent / "translations"
PLEK = re.compile(r"%\((\w+)\)s")  # where a value comes in a sentence


def init_app(app: Flask) -> None:
    """Translations from the top folder; filters for dates, numbers, tijdvakken and codes, and `woorden`, in templates.

    Raises OSError, PoFileError.
    """
    app.jinja_environment = VertaaldeOmgeving
    Babel(app, default_locale=TAAL, default_translation_directories=str(VERTALINGEN))
    app.jinja_env.newstyle_gettext = True  # type: ignore[attr-defined]  # the i18n extension adds it
    app.jinja_env.policies["ext.i18n.trimmed"] = True
    app.jinja_env.trim_blocks = app.jinja_env.lstrip_blocks = True
    app.jinja_env.globals |= {"taal": TAAL, "woorden": partial(_woorden, app, {})}
    app.jinja_env.filters |= {
        "datum": datum, "lange_datum": lange_datum, "maand": maand, "tijd": tijd, "tijdvak": tijdvak,
        "kort_tijdvak": kort_tijdvak, "getal": getal, "kort": kort, "telefoon": toon_telefoon, "code": toon_code,
        "spel_begin": spel_begin,
    }  # fmt: skip
    app.extensions["omgevingen"] = {TAAL: app.jinja_env}
    for taal in LOCALES:  # a site that cannot speak them does not start; 8 ms
        vertaling(taal)


def omgeving(app: Flask, taal: str) -> Environment:
    """The templates in one of LOCALES. Of the filters only `tijdvak` follows: the one that a mail uses."""
    omgevingen: dict[str, Environment] = app.extensions["omgevingen"]
    if taal not in omgevingen:
        eigen = omgevingen[taal] = app.jinja_env.overlay()  # shares the loader and all that is not set here
        eigen.globals = app.jinja_env.globals | {"taal": taal}
        eigen.filters = app.jinja_env.filters | {"tijdvak": partial(tijdvak, taal=taal)}
    return omgevingen[taal]


class VertaaldeOmgeving(Environment):
    """A Jinja environment whose templates are compiled in one language: its global `taal`."""

    def _parse(self, source: str, name: str | None, filename: str | None) -> nodes.Template:
        vertaal = vertaling(self.globals["taal"]).gettext
        boom: nodes.Template = Vertaler(vertaal).visit(super()._parse(source, name, filename))
        return boom


@cache
def vertaling(taal: str) -> NullTranslations:
    """The texts of one of LOCALES. From the .po itself: no compiled copy that can be older. Raises OSError, PoFileError."""
    if taal == TAAL:
        return NullTranslations()
    gemaakt = BytesIO()
    with (VERTALINGEN / taal / "LC_MESSAGES" / "portal.po").open("rb") as po:
        write_mo(gemaakt, read_po(po, abort_invalid=True))
    gemaakt.seek(0)
    return Translations(gemaakt)


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
def lange_datum(dag: date, taal: str = TAAL) -> str:
    """`donderdag 26 november 2026`, `Thursday 26 November 2026`, `dunderdag 26 november 2026`."""
    tekst = format_date(dag, "EEEE d MMMM y", locale=LOCALES[taal])  # a pattern of our own: English has the month first
    return " ".join(GRONINGS.get(woord, woord) for woord in tekst.split()) if taal == "gos" else tekst


def maand(dag: date) -> str:
    """`januari 2026`."""
    return format_date(dag, "MMMM y", locale=TAAL)


def tijd(moment: datetime | time) -> str:
    """`9.05 uur`."""
    return f"{_klok(moment)} uur"


def tijdvak(vak: Tijdvak, taal: str = TAAL) -> str:
    """`donderdag 26 november 2026, tussen 9.00 en 11.00 uur`."""
    zin = vertaling(taal).gettext("%(dag)s, tussen %(van)s en %(tot)s uur")
    return zin % {"dag": lange_datum(vak.dag, taal), **_uren(vak)}


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
