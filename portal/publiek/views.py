"""The self-check: from two fields to an uitkomst. It sets no cookie and stores nothing.

Each view parses, asks for addresses or the rules, builds a page, and renders or redirects.
"""

from typing import Any

from flask import Blueprint, redirect, request, url_for
from werkzeug.wrappers import Response

from portal import klok
from portal.adressen.invoer import Zoekvraag
from portal.adressen.zoeken import Rijen, per_adres
from portal.algemeen import toon_algemeen
from portal.blik import een_blik
from portal.i18n import toon, url_naar
from portal.kenmerk import Doel
from portal.publiek.pages import NIET_BIJ, KiesPage, StartPage
from portal.zelfcheck.diensten import diensten, geladen
from portal.zelfcheck.forms import AdresForm, GetyptAdres, KiesForm
from portal.zelfcheck.uitkomst import Doorverwijzing, maak_uitkomst
from portal.zelfcheck.vervolg import Vervolg, maak_opties, zoek_vervolg

bp = Blueprint("publiek", __name__)
LEEG = AdresForm()  # one for everybody, so that the start page is the same page each time; nothing is ever filled in


@bp.get("/")
def start() -> Response:
    """The form."""
    return toon_algemeen("publiek/start.html", _startpage(LEEG))


@bp.get("/adres")
def terug_naar_start() -> Response:
    """Somebody pressed Enter in the address bar on a page with an error."""
    return redirect(url_for(".start"))


@bp.post("/adres")
def adres() -> Response:
    """Looks the address up: on to the uitkomst, to a choice, or to the form with what is wrong.

    Always a redirect, errors too: a page that answers a POST cannot be gone back to ("resend the form?"). PDOK is asked by the
    page that is gone to, so once, and somebody who waits for it waits once.
    """
    form = GetyptAdres(request.form)
    vraag = form.lees()
    naar = None
    if vraag and not diensten().bron.vraagt_pdok(vraag.postcode):
        naar = zoek_vervolg(form, vraag, klok.vandaag()).naar
    return redirect(url_van(naar or Doorverwijzing(Doel.INVOER, diensten().verwijzer.invoer(form.getypt))), 303)


@bp.get("/adres/<kenmerk>")
def invoer(kenmerk: str) -> Response | tuple[str, int]:
    """The form with what was typed and what is wrong with it. What is right goes on, or is a choice."""
    form = AdresForm(data=diensten().verwijzer.lees_invoer(kenmerk))
    vraag = form.lees()
    vervolg = zoek_vervolg(form, vraag, klok.vandaag()) if vraag else Vervolg()
    if vraag and vervolg.opties:
        return _toon_keuze(vraag, vervolg.opties)
    if vervolg.naar:
        return redirect(url_van(vervolg.naar))
    kan_niet = vervolg.kan_niet
    naar_onbekend = _url_uitkomst(vervolg.naar_onbekend) if vervolg.naar_onbekend else ""
    page = _startpage(form, is_fout=not kan_niet, kan_niet=kan_niet, naar_onbekend=naar_onbekend)
    return toon("publiek/start.html", page=page), 503 if kan_niet else 422


@bp.get("/kies/<kenmerk>")
def kies(kenmerk: str) -> Response | tuple[str, int]:
    """Which of the addresses at this number is it? `?fout`: nothing was chosen."""
    vraag = diensten().verwijzer.lees_keuze(kenmerk)
    opties = per_adres(diensten().bron.op_nummer(vraag.postcode, vraag.huisnummer))
    if not opties:  # an old link; today nobody has this number
        return redirect(_url_uitkomst(diensten().verwijzer.zonder_plaats(vraag)))
    return _toon_keuze(vraag, opties, is_fout="fout" in request.args)


@bp.post("/kies/<kenmerk>")
def gekozen(kenmerk: str) -> Response:
    """On to the uitkomst of the chosen address."""
    verwijzer = diensten().verwijzer
    vraag = verwijzer.lees_keuze(kenmerk)
    keuze = KiesForm(request.form).keuze.data
    if not keuze:
        return redirect(url_for(".kies", kenmerk=kenmerk, fout=""), 303)
    if keuze == NIET_BIJ:
        return redirect(_url_uitkomst(verwijzer.zonder_plaats(vraag)), 303)
    verwijzer.lees_uitkomst(keuze)  # refuses what is no kenmerk of ours
    return redirect(_url_uitkomst(keuze), 303)


@bp.get("/uitkomst/<kenmerk>")
def uitkomst(kenmerk: str) -> Response | str:
    """The answer for one address, calculated now."""
    with een_blik:
        page = maak_uitkomst(diensten().verwijzer.lees_uitkomst(kenmerk), klok.nu(), hier=kenmerk)
    if isinstance(page, Doorverwijzing):
        return redirect(url_van(page))
    return toon("publiek/uitkomst.html", page=page)


def _startpage(form: AdresForm, **anders: Any) -> StartPage:
    return StartPage(form, *geladen(), diensten().bron.met_pdok, **anders)


def _toon_keuze(vraag: Zoekvraag, opties: tuple[Rijen, ...], *, is_fout: bool = False) -> tuple[str, int]:
    page = KiesPage.uit(
        vraag,
        maak_opties(opties, klok.vandaag()),
        hier=url_van(Doorverwijzing(Doel.KIES, diensten().verwijzer.keuze(vraag))),
        bestaat=any(rijen[0].achter == vraag.achter for rijen in opties),
        is_fout=is_fout,
    )
    return toon("publiek/kies.html", page=page), 422 if is_fout else 200


def url_van(naar: Doorverwijzing) -> str:
    """Each Doel has a view of its name."""
    return url_naar(f"publiek.{naar.doel}", naar.kenmerk)


def _url_uitkomst(kenmerk: str) -> str:
    return url_naar("publiek.uitkomst", kenmerk)
