"""How templates are compiled: what is made once for many is right for each, and nobody can use what was made for another."""

from dataclasses import replace
from datetime import timedelta
from types import SimpleNamespace
from typing import cast

import pytest
from flask import Flask
from jinja2 import DictLoader, TemplateSyntaxError
from markupsafe import Markup, escape

from portal.adressen.voorbeeld import voorbeelden
from portal.i18n import maak_klaar, omgeving, toon
from portal.notatie import _datum, datum
from portal.sjabloon import Omgeving, toonbaar
from portal.talen import LOCALES, voorvoegsel
from portal.vast import Vast
from portal.zelfcheck.diensten import diensten
from portal.zelfcheck.uitkomst import maak_uitkomst
from portal.zelfcheck.uitkomstpage import UitkomstPage
from tests.conftest import NU, na

BESTANDEN = {
    "macro.html": "{% macro vet(woord) %}<b>{{ woord }}</b>{% endmacro %}",
    "soort/a.html": "soort a van {{ page.x }}",
    "soort/b.html": '{% include "soort/" ~ page.y ~ ".html" %}',
    "kort.html": "{{ page.x }}",
}


def proef(tekst: str) -> Omgeving:
    bestanden = DictLoader({**BESTANDEN, "proef.html": tekst})
    jinja = Omgeving(Flask("proef"), loader=bestanden, autoescape=True, extensions=[Vast])
    jinja.globals["naam"] = "de site"
    jinja.filters["getal"] = lambda waarde, cijfers: f"{waarde:.{cijfers}f}"
    jinja.onthoud()
    return jinja


GOED = [
    ("{% vast page.x %}{{ page.x }}{% endvast %}!", "&lt;i&gt;!"),
    ("{% vast %}{{ naam }}{% endvast %}", "de site"),
    ("{% vast page.lijst %}{% for w in page.lijst %}{{ w }}{{ loop.index }} {% endfor %}{% endvast %}", "p1 q2 "),
    ('{% from "macro.html" import vet %}{% vast page.x %}{{ vet(page.x) }}{% endvast %}', "<b>&lt;i&gt;</b>"),
    ('{% vast page.x %}{% include "kort.html" %}{% endvast %}', "&lt;i&gt;"),
    ('{% include "soort/" ~ page.y ~ ".html" %}', "soort a van &lt;i&gt;"),
    ('{% vast page.y, page.x %}{% include "soort/" ~ page.y ~ ".html" %}{% endvast %}', "soort a van &lt;i&gt;"),
    ("{% set z = page.y ~ page.y %}{% vast z %}{{ z }}{% endvast %}", "aa"),
    ("{% vast page.y %}{% vast page.y %}{{ page.y }}{% endvast %}-{% endvast %}", "a-"),
    ("{% vast page.y met n=page.n | getal(1) %}{{ page.y }} is {{ n }} % {{ n }}{% endvast %}", "a is 4.2 % 4.2"),
    ("{% vast met x=page.x %}100 % {{ x }}{% endvast %}", "100 % &lt;i&gt;"),
    ("{% vast met x=page.safe %}{{ x }}{% endvast %}", "<u>"),
]
PAGE = {"x": "<i>", "y": "a", "lijst": ("p", "q"), "n": 4.2, "safe": Markup("<u>")}


@pytest.mark.parametrize(("tekst", "verwacht"), GOED)
def test_wat_een_keer_gemaakt_is_staat_er_elke_keer_goed(tekst: str, verwacht: str) -> None:
    template = proef(tekst).get_template("proef.html")
    page, anders = SimpleNamespace(**PAGE), SimpleNamespace(x="x", y="b", n=7, lijst=("r",), safe="s")
    assert template.render(page=page) == verwacht
    if "soort/" not in tekst:  # b includes itself
        assert template.render(page=anders) == proef(tekst).get_template("proef.html").render(page=anders)
    assert template.render(page=page) == verwacht


FOUT = [
    "{% vast %}{{ page.x }}{% endvast %}",
    "{% vast page.x %}{{ page.x }}{{ page.y }}{% endvast %}",
    "{% vast page.x %}{% if page.y %}ja{% endif %}{% endvast %}",
    "{% vast page.x.a %}{{ page.x.b }}{% endvast %}",
    "{% vast page.x.a %}{{ page.x }}{% endvast %}",
    "{% vast page.x | length %}{{ page.x }}{% endvast %}",
    "{% for w in page.lijst %}{% vast page.x %}{{ w }}{% endvast %}{% endfor %}",
    "{% macro m() %}{{ page.x }}{% endmacro %}{% vast %}{{ m() }}{% endvast %}",
    '{% from "macro.html" import vet with context %}{% vast %}{{ vet("a") }}{% endvast %}',
    '{% vast %}{% include "kort.html" %}{% endvast %}',
    '{% vast page.y %}{% include "soort/" ~ page.y ~ ".html" %}{% endvast %}',
    "{% vast %}{{ request.path }}{% endvast %}",
    "{% vast %}{{ taallinks() }}{% endvast %}",
    "{% vast %}{% block b %}{% endblock %}{% endvast %}",
    "{% vast met a=page.x %}{{ page.x }}{% endvast %}",
]


@pytest.mark.parametrize("tekst", FOUT)
def test_wat_een_vast_blok_niet_noemt_kan_er_niet_in_staan(tekst: str) -> None:
    jinja = proef(tekst)
    jinja.globals |= {"request": None, "taallinks": None}
    with pytest.raises(TemplateSyntaxError, match="staat in een vast-blok dat het niet noemt"):
        jinja.get_template("proef.html")


@pytest.mark.parametrize("waarde", ["<i> & 'x' \"y\"", Markup("<b>"), 5, 1.5, None, True, ["<"], "é–"])
def test_wat_getoond_wordt_is_zo_veilig_als_met_escape(waarde: object) -> None:
    assert str(toonbaar(waarde)) == str(escape(waarde))


def test_zonder_geheugen_is_elke_pagina_dezelfde(app: Flask) -> None:
    """Each page after many others, and as the first one: a value that was not named would be another's."""
    stukken = {}
    for taal in LOCALES:
        stukken[taal] = cast(Omgeving, omgeving(app, taal)).geheugen.stukken
    met: dict[tuple[str, str], str] = {}
    for leeg in (False, True):
        for voorbeeld in voorbeelden()[::6]:
            with app.test_request_context():
                kenmerk = diensten().verwijzer.uitkomst(voorbeeld.adres)
                page = maak_uitkomst(diensten().verwijzer.lees_uitkomst(kenmerk), NU, hier="kenmerk")
            assert isinstance(page, UitkomstPage)
            for taal in LOCALES:
                if leeg:
                    stukken[taal].clear()
                in_taal = {"portal.taal": taal, "SCRIPT_NAME": voorvoegsel(taal)}
                with app.test_request_context(environ_overrides=in_taal):
                    html = toon("publiek/uitkomst.html", page=replace(page, naar_keuze=""))
                assert met.setdefault((voorbeeld.naam, taal), html) == html
    assert all(stukken.values())


def test_het_geheugen_kent_geen_adres_en_geen_kenmerk(app: Flask) -> None:
    stukken = cast(Omgeving, app.jinja_env).geheugen.stukken
    for voorbeeld in voorbeelden()[::6]:
        with app.test_request_context():
            kenmerk = diensten().verwijzer.uitkomst(voorbeeld.adres)
            page = maak_uitkomst(diensten().verwijzer.lees_uitkomst(kenmerk), NU, hier=kenmerk)
            html = toon("publiek/uitkomst.html", page=page)
        onthouden = repr(stukken)
        for geheim in (kenmerk, voorbeeld.adres.regel_1, voorbeeld.adres.postcode, voorbeeld.adres.regel_2):
            assert geheim not in onthouden
        assert kenmerk in html
    assert len(stukken) > 100


def test_een_moment_kost_geen_plaats_in_het_geheugen() -> None:
    datum(NU)
    vol = _datum.cache_info().currsize
    assert {datum(na(NU, timedelta(seconds=n))) for n in range(1000)} == {"24 november 2026"}
    assert _datum.cache_info().currsize == vol


def test_wat_de_eerste_bewoners_zien_is_vertaald_voordat_zij_komen(app: Flask) -> None:
    maak_klaar(app)
    assert {"publiek/start.html", "publiek/uitkomst.html", "publiek/terugbellen.html"} <= set(
        cast(Omgeving, omgeving(app, "nl")).klaar
    )
    maak_klaar(Flask("een andere"))
