"""The self-check: from one field to an uitkomst. It sets no cookie and stores nothing.

Each view parses, asks for addresses or the rules, builds a page, and renders or redirects.
"""

from typing import Any

from flask import Blueprint, redirect, request, url_for
from werkzeug.wrappers import Response

from portal import clock, services
from portal.adressen.zoeken import Antwoord
from portal.crypto.kenmerk import Purpose
from portal.publiek.pages import StartPage
from portal.web.access import PERSONAL, PUBLIC, ViewResult, access, from_any_site
from portal.web.i18n.environments import render
from portal.web.page_cache import kept
from portal.zelfcheck.adresform import AdresForm, uit_velden
from portal.zelfcheck.beoordeeld import Beoordeeld, Doorverwijzing, beoordeel_verwijzing
from portal.zelfcheck.bevingenpage import BevingenPage
from portal.zelfcheck.keuze import maak_keuze, met_nummer, toon
from portal.zelfcheck.uitkomst import maak_uitkomst
from portal.zelfcheck.vervolg import Vervolg, kies_vervolg, zoek_vervolg

bp = Blueprint("publiek", __name__)


@bp.get("/")
@access(PUBLIC)
@kept("publiek/start.html")
def start() -> StartPage:
    """The form."""
    return _startpage(AdresForm())


@bp.get("/adres")
@access(PUBLIC)
def terug_naar_start() -> Response:
    """For Enter in the address bar, on a page with an error."""
    return redirect(url_for(".start"))


@bp.post("/adres")
@access(PERSONAL)
@from_any_site
def adres() -> Response:
    """Looks the address up: on to the uitkomst, to a choice, or to the form with what is wrong.

    Always a redirect, also with an error: one cannot go back to a page that answers a POST ("resend
    the form?"). Only the page after the redirect asks PDOK: it is asked, and waited for, once.

    Open to the form on a page of a village or a newspaper (`/insluiten`): nothing is stored here.
    """
    diensten, form = services.zelfcheck(), AdresForm(data={"adres": uit_velden(request.form)})
    regel, naar = form.lees(), None
    if regel:
        naar = zoek_vervolg(diensten, form, regel, clock.today(), mag_wachten=False).naar
    if not naar:
        naar = Doorverwijzing(Purpose.INVOER, diensten.verwijzer.invoer(form.getypt))
    return redirect(url_van(naar), 303)


@bp.get("/adres/<kenmerk>")
@access(PERSONAL)
def invoer(kenmerk: str) -> ViewResult:
    """The form with what was typed and what is wrong; or on to the uitkomst, or a choice."""
    diensten = services.zelfcheck()
    form = AdresForm(data={"adres": diensten.verwijzer.lees_invoer(kenmerk)})
    regel = form.lees()
    vervolg = zoek_vervolg(diensten, form, regel, clock.today()) if regel else Vervolg()
    if vervolg.keuze:
        return _toon_keuze(vervolg.keuze, form.getypt)
    if vervolg.naar:
        return redirect(url_van(vervolg.naar))
    kan_niet, onbekend = vervolg.kan_niet, vervolg.naar_onbekend
    naar_onbekend = url_for(".uitkomst", kenmerk=onbekend) if onbekend else ""
    page = _startpage(form, is_fout=not kan_niet, kan_niet=kan_niet, naar_onbekend=naar_onbekend)
    return render("publiek/start.html", page), 503 if kan_niet else 422


@bp.get("/ander-adres/<kenmerk>")
@access(PERSONAL)
def ander_adres(kenmerk: str) -> str:
    """The form with the address of an uitkomst in it, to change."""
    vraag = services.zelfcheck().verwijzer.lees_uitkomst(kenmerk).vraag
    return render("publiek/start.html", _startpage(AdresForm(data={"adres": toon(vraag)})))


@bp.get("/kies/<kenmerk>")
@access(PERSONAL)
def kies(kenmerk: str) -> ViewResult:
    """Which number, or which of the addresses at this number is it?"""
    diensten = services.zelfcheck()
    vraag = diensten.verwijzer.lees_keuze(kenmerk)
    vervolg = kies_vervolg(diensten, vraag, clock.today())
    if vervolg.keuze:
        return _toon_keuze(vervolg.keuze, toon(vraag))
    return redirect(url_van(vervolg.naar) if vervolg.naar else url_for(".start"))


@bp.post("/kies/<kenmerk>")
@access(PERSONAL)
def gekozen(kenmerk: str) -> Response:
    """On to the addresses at the chosen number."""
    nummer = request.form.get("nummer", "")
    verder = met_nummer(services.zelfcheck().verwijzer, kenmerk, nummer)
    return redirect(url_for(".kies", kenmerk=verder), 303)


@bp.get("/staat-er-niet-bij")
@access(PUBLIC)
@kept("publiek/staat_er_niet_bij.html")
def staat_er_niet_bij() -> None:
    """What to do when an address is not in the list of its street."""


@bp.get("/uitkomst/<kenmerk>")
@access(PERSONAL)
def uitkomst(kenmerk: str) -> Response | str:
    """The answer for one address, calculated now."""
    page = maak_uitkomst(services.zelfcheck(), kenmerk, clock.now())
    if isinstance(page, Doorverwijzing):
        return redirect(url_van(page))
    return render("publiek/uitkomst.html", page)


@bp.get("/bevingen/<kenmerk>")
@access(PERSONAL)
def bevingen_hier(kenmerk: str) -> Response | str:
    """Every beving that can matter for one address: the table behind its uitkomst."""
    beoordeeld = beoordeel_kenmerk(kenmerk)
    if isinstance(beoordeeld, Doorverwijzing):
        return redirect(url_van(beoordeeld))
    return render("publiek/bevingen_hier.html", BevingenPage.uit(beoordeeld, kenmerk))


def _startpage(form: AdresForm, **anders: Any) -> StartPage:
    diensten = services.zelfcheck()
    return StartPage(form, *diensten.geladen(), diensten.bron.met_pdok, **anders)


def _toon_keuze(keuze: Antwoord, getypt: str) -> str:
    page = maak_keuze(services.zelfcheck(), keuze, clock.today(), getypt)
    return render("publiek/kies.html", page)


def beoordeel_kenmerk(kenmerk: str) -> Beoordeeld | Doorverwijzing:
    """What we find now for the uitkomst of this kenmerk. Raises KenmerkError, OpzoekenKanNiet."""
    diensten = services.zelfcheck()
    return beoordeel_verwijzing(diensten, diensten.verwijzer.lees_uitkomst(kenmerk), clock.now())


def url_van(naar: Doorverwijzing) -> str:
    """The view for a Purpose has its name."""
    return url_for(f"publiek.{naar.doel}", kenmerk=naar.kenmerk)
