"""The self-check: from two fields to an uitkomst. It sets no cookie and stores nothing.

Each view parses, asks for addresses or the rules, builds a page, and renders or redirects.
"""

from typing import Any, NamedTuple

from flask import Blueprint, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from portal import klok
from portal.adressen.adres import Adres
from portal.adressen.invoer import Zoekvraag
from portal.adressen.opzoeken import OpzoekenKanNiet
from portal.adressen.zoeken import Kiezen, NummerOnbekend, PostcodeOnbekend, Rijen, per_adres, zoek_adres
from portal.errors import meld_geen_antwoord
from portal.i18n import _
from portal.publiek.diensten import diensten, geladen
from portal.publiek.forms import AdresForm, KiesForm, nummer_onbekend, postcode_onbekend
from portal.publiek.pages import NIET_BIJ, KiesPage, Optie, StartPage
from portal.publiek.uitkomstpage import UitkomstPage
from portal.publiek.verwijzing import Opgezocht
from rules import Oordeel, beoordeel

bp = Blueprint("publiek", __name__)


@bp.get("/")
def start() -> str:
    """The form."""
    return _toon_start(AdresForm())


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
    form = AdresForm(request.form)
    vraag = form.lees()
    naar = "" if vraag is None or diensten().bron.vraagt_pdok(vraag.postcode) else _verder(form, vraag).naar
    return redirect(naar or _url_invoer(*form.getypt), 303)


@bp.get("/adres/<kenmerk>")
def invoer(kenmerk: str) -> Response | tuple[str, int]:
    """The form with what was typed and what is wrong with it. What is right goes on, or is a choice."""
    form = AdresForm(data=diensten().verwijzer.lees_invoer(kenmerk))
    vraag = form.lees()
    vervolg = _verder(form, vraag) if vraag else Vervolg()
    if vraag and vervolg.opties:
        return _toon_keuze(vraag, vervolg.opties)
    if vervolg.naar:
        return redirect(vervolg.naar)
    kan_niet = vervolg.kan_niet
    pagina = _toon_start(form, is_fout=not kan_niet, kan_niet=kan_niet, naar_onbekend=vervolg.naar_onbekend)
    return pagina, 503 if kan_niet else 422


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
    verwijzing = diensten().verwijzer.lees_uitkomst(kenmerk)
    if isinstance(verwijzing, Zoekvraag):
        return _toon_uitkomst(_oordeel(verwijzing), None, verwijzing)
    if isinstance(verwijzing, Opgezocht):
        naar_keuze = _url_kies(verwijzing.vraag) if verwijzing.meer else ""
        return _toon_uitkomst(_oordeel(verwijzing.adres), verwijzing.adres, verwijzing.vraag, naar_keuze)
    bron = diensten().bron
    op_nummer = bron.van_register(verwijzing.postcode, verwijzing.huisnummer)
    rijen = tuple(rij for rij in op_nummer if verwijzing.past(rij))
    if not rijen and bron.vraagt_pdok(verwijzing.postcode):  # an old link; from here on as if it was typed today
        return redirect(_url_invoer(verwijzing.postcode, str(verwijzing.huisnummer), verwijzing.vraag.achter))
    if not rijen:  # an old link; the register of today does not have this address
        return _toon_uitkomst(_oordeel(verwijzing.vraag), None, verwijzing.vraag)
    oordelen = [_oordeel(rij) for rij in rijen]
    if len({oordeel.uitkomst for oordeel in oordelen}) > 1:
        return redirect(_url_kies(verwijzing.vraag))
    meer = len(rijen) < len(op_nummer)
    adres = next((rij for rij in rijen if not rij.ander_gebruik), rijen[0])  # a house and its shed may share an address
    return _toon_uitkomst(oordelen[0], adres, verwijzing.vraag, naar_keuze=_url_kies(verwijzing.vraag) if meer else "")


class Vervolg(NamedTuple):
    """Where a question leads: `naar`, to a choice when there are `opties`; or back, `kan_niet` when we cannot tell.

    `naar_onbekend`: on with an address that we do not have.
    """

    naar: str = ""
    opties: tuple[Rijen, ...] = ()
    kan_niet: bool = False
    naar_onbekend: str = ""


def _verder(form: AdresForm, vraag: Zoekvraag) -> Vervolg:
    """Looks up what was typed; what is wrong is told to the form."""
    bron, verwijzer = diensten().bron, diensten().verwijzer
    try:
        gevonden = zoek_adres(bron, vraag)
    except PostcodeOnbekend:
        form.meld("postcode", postcode_onbekend(bron.info(), met_pdok=bron.met_pdok))
        return Vervolg(naar_onbekend=_url_uitkomst(verwijzer.zonder_plaats(vraag)))
    except NummerOnbekend as fout:
        form.meld("huisnummer", nummer_onbekend(vraag, fout.dichtbij))
        return Vervolg(naar_onbekend=_url_uitkomst(verwijzer.zonder_plaats(vraag)))
    except OpzoekenKanNiet as fout:
        meld_geen_antwoord(fout)
        return Vervolg(kan_niet=True)
    if isinstance(gevonden, Kiezen) or not _zelfde_uitkomst(gevonden.rijen):
        return Vervolg(_url_kies(vraag), gevonden.opties)
    return Vervolg(_url_uitkomst(verwijzer.uitkomst(gevonden.rijen[0], meer=len(gevonden.opties) > 1)))


def _oordeel(wie: Adres | Zoekvraag) -> Oordeel:
    """A Zoekvraag has no place, but may stand on a list of the IMG."""
    punt = wie.punt if isinstance(wie, Adres) else None
    later, officieel = diensten().later.bevingen(), diensten().gebied.officieel(wie)
    return beoordeel(punt, peildatum=klok.vandaag(), later=later, officieel=officieel)


def _zelfde_uitkomst(rijen: Rijen) -> bool:
    return len(rijen) == 1 or len({_oordeel(rij).uitkomst for rij in rijen}) == 1


def _toon_start(form: AdresForm, **anders: Any) -> str:
    page = StartPage(form, *geladen(), diensten().bron.met_pdok, **anders)
    return render_template("publiek/start.html", page=page)


def _toon_keuze(vraag: Zoekvraag, opties: tuple[Rijen, ...], *, is_fout: bool = False) -> tuple[str, int]:
    page = KiesPage.uit(
        vraag,
        _opties(opties),
        hier=_url_kies(vraag),
        bestaat=any(rijen[0].achter == vraag.achter for rijen in opties),
        is_fout=is_fout,
    )
    return render_template("publiek/kies.html", page=page), 422 if is_fout else 200


def _toon_uitkomst(oordeel: Oordeel, adres: Adres | None, vraag: Zoekvraag, naar_keuze: str = "") -> str:
    register, gebied_datum = geladen()
    if not adres and diensten().bron.met_pdok:
        register = None  # what nobody has, is not from the register
    page = UitkomstPage.uit(
        oordeel,
        adres=adres,
        vraag=vraag,
        opgesteld=klok.nu(),
        register=register,
        gebied_datum=gebied_datum,
        naar_keuze=naar_keuze,
    )
    return render_template("publiek/uitkomst.html", page=page)


def _opties(adressen: tuple[Rijen, ...]) -> tuple[Optie, ...]:
    """An option for each address; for each row of an address whose rows lie so far apart that the uitkomst differs."""
    verwijzer, meer = diensten().verwijzer, sum(map(len, adressen)) > 1
    opties = []
    for rijen in adressen:
        if _zelfde_uitkomst(rijen):
            opties.append(Optie(verwijzer.uitkomst(rijen[0], meer=meer), rijen[0].regel_1))
            continue
        van_noord = sorted(rijen, key=lambda rij: -rij.punt.lat)
        for plek, rij in enumerate(van_noord, start=1):
            naam = _(
                "%(adres)s: gebouw %(plek)s van %(aantal)s, geteld vanaf het noorden",
                adres=rij.regel_1,
                plek=plek,
                aantal=len(rijen),
            )
            opties.append(Optie(verwijzer.uitkomst(rij, met_punt=True, meer=meer), naam))
    return tuple(opties)


def _url_uitkomst(kenmerk: str) -> str:
    return url_for(".uitkomst", kenmerk=kenmerk)


def _url_kies(vraag: Zoekvraag) -> str:
    return url_for(".kies", kenmerk=diensten().verwijzer.keuze(vraag))


def _url_invoer(postcode: str, huisnummer: str, toevoeging: str) -> str:
    return url_for(".invoer", kenmerk=diensten().verwijzer.invoer((postcode, huisnummer, toevoeging)))
