"""A test client that inspects every page it gets: structure, labels, headers. A page that fails
here fails everywhere.
"""

import re
from collections import Counter
from functools import lru_cache
from typing import Any
from xml.etree import ElementTree

import html5lib
from flask import Flask, template_rendered
from flask.testing import FlaskClient
from jinja2 import Template
from werkzeug.test import TestResponse

from portal.config.settings import API, HELPDESK
from portal.web.i18n.catalogues import DEFAULT, LOCALES
from tests.beschrijving import keur_api

VERPLICHTE_HEADERS = {
    "Content-Security-Policy": "default-src 'none'",
    "Strict-Transport-Security": "max-age=",
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "same-origin",
    "Permissions-Policy": "geolocation=()",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Cache-Control": "",
}
INVOER = ("input", "select", "textarea")
# What differs from page to page and that no inspection looks at.
TEKST = re.compile(r">[^<>&]*[^<>&\s][^<>&]*<")
WAARDE = re.compile(r'( (?:value|href|action)="/?)([^"#/&][^"&]*)"')


class Boom:
    """A parsed page with the few questions the tests ask. Raises ParseError when the HTML is not
    valid.
    """

    def __init__(self, html: str) -> None:
        self.wortel = _ontleed(html)

    def alle(self, naam: str) -> list[ElementTree.Element]:
        return list(self.wortel.iter(naam))

    def een(self, naam: str) -> ElementTree.Element:
        (gevonden,) = self.alle(naam)
        return gevonden

    def op_id(self, id_: str) -> ElementTree.Element:
        (gevonden,) = [e for e in self.wortel.iter() if e.get("id") == id_]
        return gevonden

    @staticmethod
    def tekst(element: ElementTree.Element) -> str:
        return " ".join("".join(element.itertext()).split())


@lru_cache(maxsize=64)
def _ontleed(html: str) -> ElementTree.Element:
    """Nobody changes the tree, and the client has already parsed any page that a test asks about:
    this saves a fifth of all time.
    """
    ontleder = html5lib.HTMLParser(strict=True, namespaceHTMLElements=False)
    wortel: ElementTree.Element = ontleder.parse(html)
    return wortel


def inspecteer_een_keer(html: str, taal: str) -> None:
    """Pages that differ only in words and values are inspected once: this saves a tenth of all
    time.
    """
    skelet = WAARDE.sub(_zonder_waarde, TEKST.sub(">x<", html)), taal
    if skelet not in _GEZIEN:
        inspecteer_html(html, taal)
        _GEZIEN.add(skelet)


_GEZIEN: set[tuple[str, str]] = set()


def _zonder_waarde(gevonden: re.Match[str]) -> str:
    """The slashes stay: two of them go to another site."""
    return f'{gevonden[1]}{re.sub("[^/]+", "x", gevonden[2])}"'


def inspecteer_html(html: str, taal: str = "nl") -> Boom:
    """Raises AssertionError or ParseError with what is wrong."""
    boom = Boom(html)
    assert boom.wortel.get("lang") == taal, "html has no lang, or another"
    assert boom.tekst(boom.een("title")), "the title is empty"
    assert len(boom.alle("h1")) == 1, f"{len(boom.alle('h1'))} h1 on the page"
    assert len(boom.alle("main")) == 1, "not one main"
    ids = Counter(e.get("id") for e in boom.wortel.iter() if e.get("id"))
    assert not [i for i, n in ids.items() if n > 1], f"double ids: {ids}"
    niveau = 1
    for kop in (
        e
        for e in boom.wortel.iter()
        if e.tag in ("h1", "h2", "h3", "h4") and not _in_melding(boom, e)
    ):
        assert int(kop.tag[1]) <= niveau + 1, f"{kop.tag} after h{niveau}: {boom.tekst(kop)}"
        niveau = int(kop.tag[1])
    labels = {e.get("for") for e in boom.alle("label")}
    for veld in (e for naam in INVOER for e in boom.alle(naam)):
        if veld.get("type") not in ("hidden", "submit"):
            assert veld.get("id") in labels, f"no label for {veld.attrib}"
        for verwijzing in (veld.get("aria-describedby") or "").split():
            assert verwijzing in ids, f"aria-describedby to {verwijzing}, which is not there"
    for link in boom.alle("a"):
        assert boom.tekst(link) or link.get("aria-label"), f"a link without words: {link.attrib}"
        assert not link.get("href", "").startswith("#") or link.get("href", "")[1:] in ids, (
            f"dead {link.attrib}"
        )
    for element in boom.wortel.iter():
        if element.tag == "script":
            assert element.get("src", "").startswith("/static/"), "a script in the page"
        assert "style" not in element.attrib, "inline style"
        assert not [naam for naam in element.attrib if naam.startswith("on")], "inline handler"
        for naam in ("src", "srcset", "action"):
            assert "//" not in element.get(naam, ""), f"something from elsewhere: {element.attrib}"
        if (
            element.tag == "link" and element.get("rel") != "alternate"
        ):  # search engines want a language with its site
            assert "//" not in element.get("href", ""), (
                f"something from elsewhere: {element.attrib}"
            )
    return boom


def _in_melding(boom: Boom, element: ElementTree.Element) -> bool:
    """The summary of errors is above the h1 and has a heading of its own."""
    return any(element in list(d.iter()) for d in boom.alle("div") if d.get("role") == "alert")


def inspecteer_headers(antwoord: TestResponse) -> None:
    for naam, deel in VERPLICHTE_HEADERS.items():
        assert naam in antwoord.headers, f"no header {naam}"
        assert deel in antwoord.headers[naam], f"header {naam}: {antwoord.headers[naam]}"
    for cookie in antwoord.headers.getlist("Set-Cookie"):
        assert antwoord.request.path.startswith("/helpdesk/"), f"a cookie for residents: {cookie}"
        naam, *kenmerken = cookie.split("; ")
        # Only what goes along on the way back from a provider, and opens nothing, is Lax.
        mag = "Lax" if naam.startswith("__Host-inlog-") else "Strict"
        assert {"Secure", "HttpOnly", f"SameSite={mag}"} <= set(kenmerken), f"a cookie: {cookie}"
        if "Max-Age=0" not in kenmerken:
            assert naam.startswith("__Host-"), f"a cookie: {cookie}"
            assert "Path=/" in kenmerken, f"a cookie: {cookie}"
            assert "Domain" not in cookie, f"a cookie: {cookie}"


class Inspecteur(FlaskClient):
    """The test client of every test: each answer is inspected before the test sees it.

    `template_van` and `page_van` tell what an answer was made from.
    """

    def open(self, *args: Any, **kwargs: Any) -> TestResponse:
        getoond: list[tuple[str, Any]] = []

        def noteer(_app: Flask, template: Template, context: dict[str, Any], **_: Any) -> None:
            getoond.append((template.name or "", context["page"]))

        with template_rendered.connected_to(noteer, self.application):
            antwoord = super().open(*args, **kwargs)
        vars(antwoord)["getoond"] = getoond[-1] if getoond else ("", None)
        inspecteer_headers(antwoord)
        if antwoord.request.path.startswith(f"{API}/"):
            keur_api(antwoord)
        # werkzeug's own page for a redirect is never shown.
        if antwoord.mimetype == "text/html" and not 300 <= antwoord.status_code < 400:
            inspecteer_een_keer(blad_van(antwoord), taal_van(antwoord.request.path))
        return antwoord


# What a script puts in a page in the place of what stood there.
DELEN = ("helpdesk/werk.html", "helpdesk/stand.html", "helpdesk/bordcijfers.html")
OM_EEN_DEEL = (
    '<!doctype html><html lang="nl"><title>deel</title><main><h1>deel</h1>{}</main></html>'
)


def blad_van(antwoord: TestResponse) -> str:
    """The page of this answer; a part of a page gets a whole one around it."""
    return OM_EEN_DEEL.format(antwoord.text) if template_van(antwoord) in DELEN else antwoord.text


def template_van(antwoord: TestResponse) -> str:
    """The template that made this answer: `publiek/start.html`. Empty for an answer that was
    cached, or had no template.
    """
    naam: str = vars(antwoord)["getoond"][0]
    return naam


def page_van(antwoord: TestResponse) -> Any:
    """The `page` the answer was made from: a test asserts its fields rather than a sentence."""
    return vars(antwoord)["getoond"][1]


def meldingen(antwoord: TestResponse, form: str = "form") -> dict[str, list[Any]]:
    """The errors of a form on this page: for each field the sentences as the form has them,
    untranslated.
    """
    return {
        veld.name: list(veld.errors) for veld in getattr(page_van(antwoord), form) if veld.errors
    }


def taal_van(pad: str) -> str:
    """The language that a page at this path must be in."""
    _, eerste, *rest = pad.split("/")
    vertaald = eerste in LOCALES and not f"/{'/'.join(rest)}/".startswith((HELPDESK, API))
    return eerste if vertaald else DEFAULT
