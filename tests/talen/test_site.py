"""The language is in the URL, stays on every link, and leaves no sentence behind: a made-up
language shows what would.
"""

import re
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlsplit
from xml.etree.ElementTree import Element

import pytest
from babel.messages.catalog import Catalog
from babel.messages.pofile import read_po, write_po
from flask import Flask

from portal.adressen.voorbeeld import voorbeelden
from portal.gegevens.bestanden import per_gemeente
from portal.terugbellen.waarden import weergave
from portal.web.i18n import catalogues
from portal.web.i18n.catalogues import DEFAULT, LOCALES, NAMES, translations
from portal.web.i18n.environments import environment
from rules.bevingen import catalogus
from tests.conftest import SLEUTEL, VERTAALD, maak_app
from tests.pagina import Boom, Inspecteur, inspecteer_html
from tests.portal.terugbelreis import INVOER

WORTEL = Path(__file__).parents[2]
ANDERE = [taal for taal in LOCALES if taal != DEFAULT]

# The language of a path, and what the site sees of it.
PADEN = [
    ("/", "nl", 200),
    ("/en", "en", 200),
    ("/en/", "en", 200),
    ("/gos/over", "gos", 200),
    ("/en/terugbellen", "en", 302),
    ("/en/bestaat-niet", "en", 404),
    ("/nl/over", "nl", 404),
    ("/enkel", "nl", 404),
    ("/en/en/over", "en", 404),
    ("/en/helpdesk", "nl", 404),
    ("/gos/helpdesk/inloggen", "nl", 404),
    ("/en/static/favicon.svg", "en", 404),
]


@pytest.mark.parametrize(("pad", "taal", "status"), PADEN)
def test_de_taal_staat_vooraan_in_het_pad(
    client: Inspecteur, pad: str, taal: str, status: int
) -> None:
    antwoord = client.get(pad)
    assert antwoord.status_code == status
    if status == 302:
        assert antwoord.location.startswith(f"/{taal}/")
    else:
        assert f'<html lang="{taal}">' in antwoord.text


@pytest.mark.parametrize("taal", ANDERE)
def test_elke_link_en_elk_formulier_blijft_in_de_taal(client: Inspecteur, taal: str) -> None:
    gezien = {antwoord_pad for antwoord_pad, _ in loop(client, f"/{taal}/", f"/{taal}")}
    assert len(gezien) >= 5
    for pad in gezien:
        boom = inspecteer_html(client.get(pad).text, taal)
        for element in (*boom.alle("a"), *boom.alle("form")):
            naar = element.get("href") or element.get("action") or ""
            if naar.startswith("/") and not element.get("hreflang"):
                assert naar.startswith(f"/{taal}/"), f"{pad} leads to {naar}"


def test_elke_pagina_wijst_naar_zichzelf_in_de_andere_talen(client: Inspecteur) -> None:
    boom = inspecteer_html(client.get("/gos/over?x=1").text, "gos")
    links = [
        (e.get("lang"), e.get("href"), boom.tekst(e)) for e in boom.alle("a") if e.get("hreflang")
    ]
    assert links == [("nl", "/over?x=1", NAMES["nl"]), ("en", "/en/over?x=1", NAMES["en"])]
    vol = {
        e.get("hreflang"): e.get("href") for e in boom.alle("link") if e.get("rel") == "alternate"
    }
    assert vol == {
        t: f"http://localhost{'' if t == DEFAULT else f'/{t}'}/over?x=1" for t in LOCALES
    }


def test_een_zoekmachine_leert_geen_link_naar_een_uitkomst(client: Inspecteur) -> None:
    kenmerk = client.post("/en/adres", data={"adres": "9951AD 14"}).location
    assert kenmerk.startswith("/en/uitkomst/")
    antwoord = client.get(kenmerk)
    assert 'rel="alternate"' not in antwoord.text
    assert f'href="{kenmerk.removeprefix("/en")}"' in antwoord.text  # but the reader finds the way


def test_een_pagina_die_er_niet_is_wijst_naar_de_start_van_elke_taal(client: Inspecteur) -> None:
    boom = inspecteer_html(client.get("/en/bestaat/niet").text, "en")
    assert [e.get("href") for e in boom.alle("a") if e.get("hreflang")] == ["/", "/gos/"]


def test_in_het_gronings_staat_dat_een_moedertaalspreker_nog_moet_kijken(
    client: Inspecteur,
) -> None:
    """Said once, on the first page: not on every one."""
    jinja = environment(client.application, "gos")
    with client.application.test_request_context():
        zin = jinja.from_string("{{ 'gronings' | woorden }}").render()
    assert zin in client.get("/gos/").text
    assert zin not in client.get("/gos/vragen").text
    assert zin not in client.get("/en/").text + client.get("/").text


# A made-up language -------------------------------------------------------------------------------

NAMAAK = "xx"
# Every letter of a text becomes one that no Dutch word has; placeholders and tags stay.
GRIEKS = str.maketrans(
    {letter: chr(0x3B1 + n % 17) for n, letter in enumerate("abcdefghijklmnopqrstuvwxyz")}
)
BLIJFT = re.compile(r"(%\(\w+\)s|<[^>]*>|&\w+;)")
# These are not text: numbers with their units, names of the languages, and what the organisation
# wrote itself.
GEEN_TEKST = {
    "mm",
    "km",
    "kB",
    "mm/s",
    "exp",
    "ln",
    "Namaak",
    *" ".join(NAMES.values()).split(),
    "Gemeente",
    "Proefstad",
}


def namaak(tekst: str) -> str:
    return "".join(
        deel if n % 2 else deel.lower().translate(GRIEKS)
        for n, deel in enumerate(BLIJFT.split(tekst))
    )


def _vergeet_woorden() -> None:
    """What a process remembers of its catalogues: another test would see the made-up words."""
    for onthouden in (translations, weergave.kort_tijdvak, weergave.beltijd):
        onthouden.cache_clear()


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Flask]:
    """A site that also speaks a made-up language."""
    met = pytest.MonkeyPatch()
    map_ = tmp_path_factory.mktemp("namaak")
    with (WORTEL / "translations/portal.pot").open("rb") as pot:
        te_vertalen = read_po(pot)
    for taal in (*ANDERE, NAMAAK):
        vertaald = Catalog()
        for bericht in te_vertalen:
            if bericht.id:
                vertaald.add(bericht.id, namaak(str(bericht.id)))
        (map_ / taal / "LC_MESSAGES").mkdir(parents=True)
        with (map_ / taal / "LC_MESSAGES/portal.po").open("wb") as po:
            write_po(po, vertaald)
    met.setattr(catalogues, "FOLDER", map_)
    met.setitem(LOCALES, NAMAAK, "el")  # a month in Greek is no Dutch word either
    met.setitem(NAMES, NAMAAK, "Namaak")
    met.setattr(VERTAALD, "_klaar", {})  # of every site that is made meanwhile
    _vergeet_woorden()
    app = maak_app(
        tmp_path_factory.mktemp("data"),
        sleutel=(SLEUTEL,),
        afzender="Gemeente Proefstad",
        telefoon="050 123 45 67",
    )
    yield app
    met.undo()
    _vergeet_woorden()


def loop(client: Inspecteur, begin: str, binnen: str) -> Iterator[tuple[str, str]]:
    """Every page that links lead to from `begin`, without those about addresses: path and HTML."""
    te_zien, gezien = [begin], set()
    while te_zien:
        pad = te_zien.pop()
        if pad in gezien:
            continue
        gezien.add(pad)
        antwoord = client.get(pad)
        if antwoord.status_code in (302, 303):
            te_zien.append(antwoord.location)
            continue
        assert antwoord.status_code == 200, f"{pad}: {antwoord.status_code}"
        if antwoord.mimetype != "text/html":
            continue
        yield pad, antwoord.text
        for link in re.findall(r'<a [^>]*href="([^"#]+)', antwoord.text):
            weg = urlsplit(link).path
            if link.startswith(f"{binnen}/") and not re.search(
                r"/(uitkomst|kies|voorbeelden|klopt-dit-niet|stappen|eerder)/|/terugbellen", weg
            ):
                te_zien.append(link)


def eigen_namen() -> set[str]:
    """Words that are names: of streets, places, municipalities, buildings and quakes."""
    namen = {telling.gemeente for telling in per_gemeente()[0]}
    namen |= {v.naam for v in voorbeelden()}
    namen |= {
        regel
        for v in voorbeelden()
        for regel in (v.adres.regel_1, v.adres.regel_2, v.adres.gemeente)
    }
    namen |= {beving.plaats for beving in catalogus()}
    return {woord for naam in namen for woord in re.findall(r"[A-Za-z]+", naam)}


def _te_vertalen(element: Element) -> Iterator[str]:
    """The texts on a page, but for code and what is there to copy."""
    if element.get("translate") == "no" or element.tag.endswith(("code", "textarea")):
        return
    yield element.text or ""
    for kind in element:
        yield from _te_vertalen(kind)
        yield kind.tail or ""


def onvertaald(html: str) -> set[str]:
    """Dutch words on a page in the made-up language. Links, addresses of sites and mail, codes,
    what is there to copy, and names do not count.
    """
    boom = Boom(html)
    tekst = " ".join(_te_vertalen(boom.wortel))
    for element in boom.wortel.iter():
        for naam in ("aria-label", "title", "alt", "placeholder", "content"):
            tekst += (
                f" {element.get(naam, '')}"
                if element.tag != "meta" or element.get("name") == "description"
                else ""
            )
    tekst = re.sub(r"\S+@\S+|\b(?:www\.)?[\w-]+(?:\.[a-z-]+)+(?:/\S*)?", " ", tekst)
    woorden = set(re.findall(r"[A-Za-z]{2,}", tekst))
    return {w for w in woorden if not w.isupper()} - GEEN_TEKST - eigen_namen()


def test_geen_woord_op_een_pagina_is_vergeten_te_vertalen(site: Flask) -> None:
    client = site.test_client()
    assert isinstance(client, Inspecteur)
    begin = f"/{NAMAAK}"
    paginas = dict(loop(client, f"{begin}/", begin))
    for postcode, nummer in (
        ("9919AH", "12"),
        ("9951AD", "14"),
        ("9712HN", "1"),
        ("9951JH", "4"),
        ("9951", "kerk"),
        ("9951AD", "99999"),
    ):
        antwoord = client.post(f"{begin}/adres", data={"adres": f"{postcode} {nummer}"})
        paginas[f"{postcode} {nummer}"] = client.get(antwoord.location).text
    formulier = client.get(f"{begin}/terugbellen").location
    paginas["formulier"] = client.get(formulier).text
    paginas["fout formulier"] = client.get(client.post(formulier, data={}).location).text
    paginas["nakijken"] = client.get(
        client.post(formulier, data=INVOER | {"naam": "IMG"}).location
    ).text
    paginas["fout"] = client.get(f"{begin}/bestaat-niet").text
    assert len(paginas) > 14
    gevonden = {
        naam: sorted(woorden) for naam, html in paginas.items() if (woorden := onvertaald(html))
    }
    assert gevonden == {}


def test_de_namaaktaal_vindt_wat_vergeten_is() -> None:
    kop = '<!doctype html><html lang="xx"><head><title>α</title></head>'
    html = f'{kop}<body><p>ααα vergeten <a title="ook dit">β</a></p></body></html>'
    assert onvertaald(html) == {"vergeten", "ook", "dit"}


@pytest.mark.parametrize(("voor", "taal"), [("", "nl"), ("/en", "en"), ("/gos", "gos")])
def test_het_gesprek_is_vanzelf_in_de_taal_van_de_pagina(
    client: Inspecteur, voor: str, taal: str
) -> None:
    formulier = client.get(client.get(f"{voor}/terugbellen").location).text
    gekozen = [
        e.get("value")
        for e in Boom(formulier).alle("input")
        if e.get("name") == "gesprekstaal" and "checked" in e.attrib
    ]
    assert gekozen == [taal]
