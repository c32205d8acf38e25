"""For other sites and for makers: the open data, and the form to put in a page of their own."""

from typing import cast

from flask import current_app, request
from werkzeug.wrappers import Response

from portal import services
from portal.gegevens import dcat
from portal.gegevens.bestanden import NOTEBOOK, SOORTEN, Bestand, notebook, vaste_bestanden
from portal.publiek.gegevenspages import GegevensPage, InsluitenPage
from portal.publiek.pages import Contact
from portal.publiek.zelfcheck import bp
from portal.web.access import PUBLIC, access
from portal.web.i18n.links import whole_url
from portal.web.page_cache import kept

NAMEN = (*(pad.name for pad in SOORTEN), NOTEBOOK.name, dcat.NAAM)
# A map on somebody else's site asks for it at every visit; the rules change a few times a year.
EEN_UUR = "public, max-age=3600"


@bp.get("/gegevens")
@access(PUBLIC)
@kept("publiek/gegevens.html")
def gegevens() -> GegevensPage:
    """What there is to download, and what may be done with it."""
    return GegevensPage.uit(services.zelfcheck().geladen()[1])


@bp.get(f"/gegevens/<any({', '.join(map(repr, NAMEN))}):naam>")
@access(PUBLIC)
def gegevensbestand(naam: str) -> Response:
    """One file, for a reader or for the page of another site. 304 for who has it."""
    bestand = _bestand(naam)
    antwoord = Response(bestand.inhoud, content_type=bestand.soort)
    antwoord.headers["Access-Control-Allow-Origin"] = "*"
    antwoord.headers["Cache-Control"] = EEN_UUR
    antwoord.headers["Content-Disposition"] = f'attachment; filename="{naam}"'
    antwoord.set_etag(bestand.sha256[:32])
    return antwoord.make_conditional(request)


@bp.get("/insluiten")
@access(PUBLIC)
@kept("publiek/insluiten.html")
def insluiten() -> InsluitenPage:
    """The form for the page of a village, a municipality or a newspaper, and links to pages."""
    return InsluitenPage.uit()


def _bestand(naam: str) -> Bestand:
    if naam == NOTEBOOK.name:
        return notebook(whole_url(".start").removesuffix("/"))
    if naam == dcat.NAAM:
        return dcat.beschrijf(_plek(), _uitgever())
    return vaste_bestanden()[naam]


def _plek() -> dcat.Plek:
    pagina = whole_url(".gegevens")
    return dcat.Plek(pagina, f"{pagina}/")


def _uitgever() -> dcat.Uitgever:
    contact = cast(Contact, current_app.jinja_env.globals["contact"])
    return dcat.Uitgever(contact.afzender, contact.website or whole_url(".over"))
