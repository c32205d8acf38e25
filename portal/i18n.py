"""Pages in the reader's language, which stands in the URL: `/`, `/en/`, `/gos/`.

A template is translated when it is compiled, not each time it is shown: a sentence becomes fixed text. flask-babel looks the
language up again for every sentence; measured on an uitkomst page that was more than half of the whole cost.
So each language has an environment of its own. Texts in Python are lazy and ask flask-babel, which asks us.
"""

import re
from collections.abc import Callable, Iterable
from functools import partial
from typing import TYPE_CHECKING, NamedTuple, cast

from babel.support import NullTranslations
from flask import Flask, current_app, has_request_context, request, url_for
from flask.templating import Environment
from flask_babel import Babel, Domain, gettext
from jinja2 import nodes
from jinja2.visitor import NodeTransformer
from markupsafe import Markup
from werkzeug.urls import iri_to_uri

from portal.notatie import filters
from portal.security import ALGEMEEN, HELPDESK
from portal.sjabloon import Omgeving
from portal.talen import LOCALES, NAMEN, TAAL, VERTALINGEN, vertaling, voorvoegsel
from portal.vast import Vast

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse, WSGIApplication, WSGIEnvironment

PLEK = re.compile(r"%\((\w+)\)s")  # where a value comes in a sentence
GEWOON = re.compile(r"[\w/-]*", re.ASCII).fullmatch  # a path in which nothing is written otherwise in a URL
PROEF = "kenmerk"
DRUK = re.compile(r"publiek/(start|kies|uitkomst|terugbellen\w*)\.html").fullmatch
SLEUTEL = "portal.taal"  # in the environment of a request


def init_app(app: Flask) -> None:
    """The languages, each with its templates. Raises VertalingFout."""
    app.jinja_environment = VertaaldeOmgeving
    babel = Babel(app, default_locale=TAAL, default_translation_directories=str(VERTALINGEN))
    babel.domain_instance = Domein()
    app.jinja_env.add_extension(Vast)
    app.jinja_env.newstyle_gettext = True  # type: ignore[attr-defined]  # the i18n extension adds it
    app.jinja_env.policies["ext.i18n.trimmed"] = True
    app.jinja_env.trim_blocks = app.jinja_env.lstrip_blocks = True
    _maak_eigen(cast(Omgeving, app.jinja_env), TAAL)
    app.jinja_env.globals |= {"taallinks": taallinks, "in_taal": in_taal}
    app.extensions["omgevingen"] = {TAAL: app.jinja_env}
    for taal in LOCALES:
        vertaling(taal)
    app.wsgi_app = Taallaag(app.wsgi_app)  # type: ignore[method-assign, assignment]  # Flask's own way to wrap


class Taallaag:
    """Takes the language off the path: to the routes `/en/over` is `/over` of a site that stands under `/en`.

    So every route exists once, and every link that Flask makes on an English page is English. The helpdesk is Dutch alone.
    """

    def __init__(self, binnen: "WSGIApplication") -> None:
        self._binnen = binnen

    def __call__(self, omgeving: "WSGIEnvironment", begin: "StartResponse") -> Iterable[bytes]:
        """One request."""
        _, taal, *rest = omgeving["PATH_INFO"].split("/", 2) if omgeving["PATH_INFO"].startswith("/") else ("", "")
        pad = f"/{rest[0]}" if rest else "/"
        if taal in LOCALES and taal != TAAL and not f"{pad}/".startswith(f"{HELPDESK}/"):
            omgeving["SCRIPT_NAME"] = omgeving.get("SCRIPT_NAME", "") + f"/{taal}"
            omgeving["PATH_INFO"] = pad
            omgeving[SLEUTEL] = taal
        return self._binnen(omgeving, begin)


class Domein(Domain):  # type: ignore[misc]  # flask-babel has no types
    """Where flask-babel finds its texts: in the same place as the templates."""

    def get_translations(self) -> NullTranslations:
        """Of the reader's language."""
        return vertaling(taal_nu())


def taal_nu() -> str:
    """The language of this request, one of LOCALES; Dutch for a command."""
    return request.environ.get(SLEUTEL, TAAL) if has_request_context() else TAAL


def _(tekst: str, **waarden: object) -> str:
    """The text in the reader's language, with values filled in."""
    return str(gettext(tekst, **waarden))


def toon(naam: str, **waarden: object) -> str:
    """A page in the reader's language."""
    return omgeving(current_app, taal_nu()).get_template(naam).render(waarden)


def in_taal(taal: str, naam: str, page: object) -> Markup:
    """A part of a page in another language than the page: what the resident reads, beside what the colleague reads."""
    return Markup(omgeving(current_app, taal).get_template(naam).render(page=page).strip())  # noqa: S704 - our own template


def omgeving(app: Flask, taal: str) -> Environment:
    """The templates in one of LOCALES."""
    omgevingen: dict[str, Environment] = app.extensions["omgevingen"]
    if taal not in omgevingen:
        eigen = cast(Omgeving, app.jinja_env.overlay())  # shares the loader and all that is not set here
        eigen.globals, eigen.filters = dict(app.jinja_env.globals), dict(app.jinja_env.filters)
        _maak_eigen(eigen, taal)
        omgevingen[taal] = eigen
    return omgevingen[taal]


def maak_klaar(app: object) -> None:
    """Compiles the pages where most residents come, in Dutch: 0.4 s. Nothing for an application that is not ours."""
    if isinstance(app, Flask) and "omgevingen" in app.extensions:
        jinja = omgeving(app, TAAL)
        for naam in filter(DRUK, jinja.list_templates()):
            jinja.get_template(naam)


def _maak_eigen(jinja: Omgeving, taal: str) -> None:
    """What differs by language."""
    jinja.onthoud()
    jinja.filters |= filters(taal)
    jinja.globals |= {"taal": taal, "url_for": partial(url_in, taal, {}), "woorden": partial(_woorden, jinja, {})}


def url_naar(endpoint: str, kenmerk: str) -> str:
    """As `url_for`, in a view that sends on: 1 us where Flask takes 15."""
    url: str = omgeving(current_app, taal_nu()).globals["url_for"](endpoint, kenmerk)  # type: ignore[operator]  # our own, in `_maak_eigen`
    return url


def url_in(taal: str, begin: dict[tuple[str, str], str], endpoint: str, kenmerk: str = "", **waarden: object) -> str:
    """`url_for`, with pages for residents in this language, also where a colleague reads along on a Dutch page.

    `begin`: each URL with PROEF for its kenmerk, asked of Flask once: a page has thirteen links, at 5 us each. Only signs
    that mean nothing else in a URL stand in a kenmerk.
    """
    if waarden:
        return _url_in(taal, endpoint, **({"kenmerk": kenmerk} if kenmerk else {}), **waarden)
    bij = (endpoint if kenmerk else f"{endpoint} kaal", request.script_root)
    if bij not in begin:
        begin[bij] = _url_in(taal, endpoint, **({"kenmerk": PROEF} if kenmerk else {}))
    return begin[bij].replace(PROEF, kenmerk, 1)  # something may stand behind it: /verplaatsen, /afspraak.ics


def _url_in(taal: str, endpoint: str, **waarden: object) -> str:
    url = url_for(endpoint, **waarden)  # type: ignore[arg-type]  # names of routes, as in Flask
    nu = taal_nu()
    if taal == nu or not endpoint.startswith("publiek."):
        return url
    wortel = request.script_root
    kaal = wortel.removesuffix(f"/{nu}") if nu != TAAL else wortel
    return kaal + voorvoegsel(taal) + url.removeprefix(wortel)


class Taallink(NamedTuple):
    """This page in another language, or in the same. `naam`: as its readers call it; `site`: what stands before `url`."""

    taal: str
    naam: str
    url: str
    site: str


def taallinks(pad: str = "", *, voor_zoekers: bool = False) -> tuple[Taallink, ...]:
    """This page, or another one, in each language. `voor_zoekers`: only of pages that everybody may find."""
    verzoek = request._get_current_object()  # type: ignore[attr-defined]  # asked six times, at 0.7 us through Flask's stand-in
    if voor_zoekers and verzoek.endpoint not in ALGEMEEN:
        return ()
    pad = pad or verzoek.full_path.removesuffix("?")
    if not GEWOON(pad):
        pad = iri_to_uri(pad)
    nu, wortel = verzoek.environ.get(SLEUTEL, TAAL), verzoek.script_root
    kaal = wortel.removesuffix(f"/{nu}") if nu != TAAL else wortel
    site = verzoek.host_url.removesuffix("/") if voor_zoekers else ""
    return tuple([Taallink(taal, NAMEN[taal], kaal + voorvoegsel(taal) + pad, site) for taal in LOCALES])


def _woorden(jinja: Environment, klaar: dict[str, Markup], naam: str) -> Markup:
    """The partial `<naam>.html`, which says the same to everybody and is therefore rendered once."""
    if naam not in klaar:
        klaar[naam] = Markup(jinja.get_template(f"{naam}.html").render().strip())  # noqa: S704 - our own template
    return klaar[naam]


class VertaaldeOmgeving(Omgeving):
    """A Jinja environment whose templates are compiled in one language: its global `taal`."""

    def lees(self, source: str, name: str | None, filename: str | None) -> nodes.Template:
        """The tree, with its sentences translated."""
        vertaal = vertaling(self.globals["taal"]).gettext
        boom: nodes.Template = Vertaler(vertaal).visit(super().lees(source, name, filename))
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
