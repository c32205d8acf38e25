"""What a template says, for a test that names a message by its template and not by its sentence."""

from typing import Any
from xml.etree import ElementTree

from flask import Flask

from portal.config.paths import TEMPLATES
from portal.web.i18n.catalogues import DEFAULT
from portal.web.i18n.environments import environment
from tests.pagina import Boom

MACROS = (
    '{% from "publiek/tabel.html" import tabel, merk, toon_bron, bronregel %}'
    '{% from "publiek/begrip.html" import begrip %}'
)


def deel(app: Flask, naam: str, page: Any = None, **anders: Any) -> str:
    """The partial `<naam>.html` as somebody reads it, for this `page`."""
    bron = f'{MACROS}{{% include "{naam}.html" %}}'
    with app.test_request_context():
        html = environment(app, DEFAULT).from_string(bron).render(page=page, **anders)
    tekst = Boom.tekst(Boom(f"<!doctype html><title>deel</title><body>{html}</body>").een("body"))
    assert tekst, f"{naam} says nothing"
    return tekst


def getoonde_stappen(app: Flask, tekst: str) -> set[str]:
    """The codes of the stappen whose words stand in this text."""
    codes = [bestand.stem for bestand in (TEMPLATES / "stappen").glob("*.html")]
    assert codes
    return {code for code in codes if deel(app, f"stappen/{code}") in tekst}


def sectie(boom: Boom, naam: str) -> ElementTree.Element:
    """The section that this heading names."""
    (een,) = [s for s in boom.alle("section") if s.get("aria-labelledby") == naam]
    return een


def blok(boom: Boom, naam: str) -> str:
    """The text of that section."""
    return Boom.tekst(sectie(boom, naam))


def vouw(boom: Boom, naam: str) -> ElementTree.Element:
    """What is folded under this name; it stands in a details, which can be opened."""
    (een,) = [d for d in boom.alle("details") if [div for div in d if div.get("id") == naam]]
    return een


def kaders(boom: Boom) -> list[ElementTree.Element]:
    """The notices in a box."""
    return [div for div in boom.alle("div") if "melding" in div.get("class", "").split()]


def links(element: Boom | ElementTree.Element, naar: str) -> list[str]:
    """Where the links lead whose address begins like this."""
    wortel = element.wortel if isinstance(element, Boom) else element
    return [a.attrib["href"] for a in wortel.iter("a") if a.get("href", "").startswith(naar)]
