"""Language, dates and numbers. Dutch is the source: a text without a translation shows in Dutch."""

from datetime import date, datetime
from functools import cache, partial
from pathlib import Path

from babel.dates import format_date
from babel.numbers import get_decimal_symbol
from babel.support import Translations
from flask import Flask
from flask_babel import Babel, gettext
from markupsafe import Markup

TAAL = "nl"
VERTALINGEN = Path(__file__).parent.parent / "translations"


def _woorden(app: Flask, klaar: dict[str, Markup], naam: str) -> Markup:
    """The partial `<naam>.html`, which says the same to everybody and is therefore rendered once."""
    if naam not in klaar:
        klaar[naam] = Markup(app.jinja_env.get_template(f"{naam}.html").render().strip())  # noqa: S704 - our own template
    return klaar[naam]


def _(tekst: str, **waarden: object) -> str:
    """The text in the reader's language, with values filled in."""
    return str(gettext(tekst, **waarden))


def init_app(app: Flask) -> None:
    """Translations from the top folder; `datum`, `tijd` and `getal` in templates."""
    Babel(app, default_locale=TAAL, default_translation_directories=str(VERTALINGEN))
    app.jinja_env.policies["ext.i18n.trimmed"] = True
    app.jinja_env.trim_blocks = app.jinja_env.lstrip_blocks = True
    # flask-babel looks the language up again for every sentence, half the cost of a page; here it is bound once.
    vertaling = Translations.load(VERTALINGEN, [TAAL])
    app.jinja_env.install_gettext_callables(vertaling.gettext, vertaling.ngettext)  # type: ignore[attr-defined]
    app.jinja_env.globals["woorden"] = partial(_woorden, app, {})
    app.jinja_env.filters |= {"datum": datum, "tijd": tijd, "getal": getal, "postcode": postcode}


@cache  # the dates of quakes and rules: some hundreds
def datum(dag: date) -> str:
    """`1 januari 2026`."""
    return format_date(dag, "d MMMM y", locale=TAAL)


def tijd(moment: datetime) -> str:
    """`9.05 uur`."""
    return f"{moment.hour}.{moment.minute:02} uur"


def getal(waarde: float, cijfers: int) -> str:
    """`4,82`; a fixed number of decimals."""
    return f"{waarde:.{cijfers}f}".replace(".", _komma())


@cache
def _komma() -> str:
    return get_decimal_symbol(TAAL)


def postcode(waarde: str) -> str:
    """`9712 JG`."""
    return f"{waarde[:4]} {waarde[4:]}"
