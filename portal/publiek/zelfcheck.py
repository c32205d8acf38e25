"""The self-check: from two fields to an uitkomst. It sets no cookie and stores nothing.

Each view parses, asks for addresses or the rules, builds a page, and renders or redirects.
"""

from typing import Any

from flask import Blueprint, redirect, request, url_for
from werkzeug.wrappers import Response

from portal import clock, services
from portal.adressen.invoer import Zoekvraag
from portal.adressen.zoeken import Rijen, per_adres
from portal.crypto.kenmerk import Purpose
from portal.publiek.pages import NIET_BIJ, KiesPage, StartPage
from portal.web.access import PERSONAL, PUBLIC, access
from portal.web.i18n.environments import render
from portal.web.page_cache import render_kept
from portal.zelfcheck.adresform import AdresForm, KiesForm
from portal.zelfcheck.beoordeeld import Beoordeeld, Doorverwijzing, beoordeel_verwijzing
from portal.zelfcheck.bevingenpage import BevingenPage
from portal.zelfcheck.uitkomst import maak_uitkomst
from portal.zelfcheck.vervolg import Vervolg, maak_opties, zoek_vervolg

bp = Blueprint("publiek", __name__)
LEEG = AdresForm()  # never filled in; one for everybody, so that the start page can be kept whole


@bp.get("/")
@access(PUBLIC)
def start() -> Response:
    """The form."""
    return render_kept("publiek/start.html", _startpage(LEEG))


@bp.get("/adres")
@access(PUBLIC)
def terug_naar_start() -> Response:
    """For Enter in the address bar, on a page with an error."""
    return redirect(url_for(".start"))


@bp.post("/adres")
@access(PERSONAL)
def adres() -> Response:
    """Looks the address up: on to the uitkomst, to a choice, or to the form with what is wrong.

    Always a redirect, also with an error: one cannot go back to a page that answers a POST ("resend
    the form?"). Only the page after the redirect asks PDOK: it is asked, and waited for, once.
    """
    diensten, form = services.zelfcheck(), AdresForm(request.form)
    vraag, naar = form.lees(), None
    if vraag:
        naar = zoek_vervolg(diensten, form, vraag, clock.today(), mag_wachten=False).naar
    if not naar:
        naar = Doorverwijzing(Purpose.INVOER, diensten.verwijzer.invoer(form.getypt))
    return redirect(url_van(naar), 303)


@bp.get("/adres/<kenmerk>")
@access(PERSONAL)
def invoer(kenmerk: str) -> Response | tuple[str, int]:
    """The form with what was typed and what is wrong; or on to the uitkomst, or the choice."""
    diensten = services.zelfcheck()
    form = AdresForm(data=diensten.verwijzer.lees_invoer(kenmerk))
    vraag = form.lees()
    vervolg = zoek_vervolg(diensten, form, vraag, clock.today()) if vraag else Vervolg()
    if vraag and vervolg.opties:
        return _toon_keuze(vraag, vervolg.opties)
    if vervolg.naar:
        return redirect(url_van(vervolg.naar))
    kan_niet, onbekend = vervolg.kan_niet, vervolg.naar_onbekend
    naar_onbekend = url_for(".uitkomst", kenmerk=onbekend) if onbekend else ""
    page = _startpage(form, is_fout=not kan_niet, kan_niet=kan_niet, naar_onbekend=naar_onbekend)
    return render("publiek/start.html", page), 503 if kan_niet else 422


@bp.get("/kies/<kenmerk>")
@access(PERSONAL)
def kies(kenmerk: str) -> Response | tuple[str, int]:
    """Which of the addresses at this number is it? `?fout`: nothing was chosen."""
    diensten = services.zelfcheck()
    vraag = diensten.verwijzer.lees_keuze(kenmerk)
    opzoeker = diensten.bron.voor(vraag.postcode)
    opties = per_adres(opzoeker.op_nummer(vraag.postcode, vraag.huisnummer))
    if not opties:  # an old link; today no address has this number
        return redirect(url_for(".uitkomst", kenmerk=diensten.verwijzer.zonder_plaats(vraag)))
    return _toon_keuze(vraag, opties, is_fout="fout" in request.args)


@bp.post("/kies/<kenmerk>")
@access(PERSONAL)
def gekozen(kenmerk: str) -> Response:
    """On to the uitkomst of the chosen address."""
    verwijzer = services.zelfcheck().verwijzer
    vraag = verwijzer.lees_keuze(kenmerk)
    keuze = KiesForm(request.form).keuze.data
    if not keuze:
        return redirect(url_for(".kies", kenmerk=kenmerk, fout=""), 303)
    if keuze == NIET_BIJ:
        return redirect(url_for(".uitkomst", kenmerk=verwijzer.zonder_plaats(vraag)), 303)
    verwijzer.lees_uitkomst(keuze)  # refuses what is no kenmerk of ours
    return redirect(url_for(".uitkomst", kenmerk=keuze), 303)


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


def _toon_keuze(
    vraag: Zoekvraag, opties: tuple[Rijen, ...], *, is_fout: bool = False
) -> tuple[str, int]:
    diensten = services.zelfcheck()
    page = KiesPage.uit(
        vraag,
        maak_opties(diensten, opties, clock.today()),
        hier=url_for(".kies", kenmerk=diensten.verwijzer.keuze(vraag)),
        bestaat=any(rijen[0].achter == vraag.achter for rijen in opties),
        is_fout=is_fout,
    )
    return render("publiek/kies.html", page), 422 if is_fout else 200


def beoordeel_kenmerk(kenmerk: str) -> Beoordeeld | Doorverwijzing:
    """What we find now for the uitkomst of this kenmerk. Raises KenmerkError, OpzoekenKanNiet."""
    diensten = services.zelfcheck()
    return beoordeel_verwijzing(diensten, diensten.verwijzer.lees_uitkomst(kenmerk), clock.now())


def url_van(naar: Doorverwijzing) -> str:
    """The view for a Purpose has its name."""
    return url_for(f"publiek.{naar.doel}", kenmerk=naar.kenmerk)
