"""The self-check: from two fields to an uitkomst. It sets no cookie and stores nothing.

Each view parses, asks the register or the rules, builds a page, and renders or redirects.
"""

from functools import cache
from typing import NamedTuple

from flask import Blueprint, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from portal import klok
from portal.adressen.adres import Adres
from portal.adressen.invoer import Zoekvraag, toon_postcode
from portal.adressen.store import RegisterInfo, RegisterOntbreekt
from portal.adressen.voorbeeld import voorbeelden as alle_voorbeelden
from portal.adressen.zoeken import Gevonden, NummerOnbekend, PostcodeOnbekend, Rijen, per_adres, zoek_adres
from portal.errors import meld_bestand
from portal.i18n import _
from portal.publiek.diensten import diensten, geladen
from portal.publiek.forms import AdresForm, KiesForm
from portal.publiek.pages import NIET_BIJ, KiesPage, Optie, OverPage, StartPage, UitkomstPage, VoorbeeldenPage
from portal.publiek.verwijzing import Verwijzer
from rules import AANNAMES, REGELVERSIES, Oordeel, beoordeel
from rules.bronnen import BRONNEN, EIGEN_BEREKENING, NIET_BEKEND

bp = Blueprint("publiek", __name__)


@bp.get("/")
def start() -> str:
    """The form."""
    return render_template("publiek/start.html", page=StartPage(AdresForm(), *geladen()))


@bp.get("/adres")
def terug_naar_start() -> Response:
    """Somebody pressed Enter in the address bar on a page with an error."""
    return redirect(url_for(".start"))


@bp.post("/adres")
def adres() -> Response:
    """Looks the address up: on to the uitkomst, to a choice, or to the form with what is wrong.

    Always a redirect, errors too: a page that answers a POST cannot be gone back to ("resend the form?").
    """
    form = AdresForm(request.form)
    return redirect(_verder(form).naar or url_for(".invoer", kenmerk=diensten().verwijzer.invoer(form.getypt)), 303)


@bp.get("/adres/<kenmerk>")
def invoer(kenmerk: str) -> Response | tuple[str, int]:
    """The form with what was typed and what is wrong with it. What has become right in the meantime goes on."""
    form = AdresForm(data=diensten().verwijzer.lees_invoer(kenmerk))
    vervolg = _verder(form)
    if vervolg.naar:
        return redirect(vervolg.naar)
    page = StartPage(form, *geladen(), is_fout=True, naar_onbekend=vervolg.naar_onbekend)
    return render_template("publiek/start.html", page=page), vervolg.status


@bp.get("/kies/<kenmerk>")
def kies(kenmerk: str) -> Response | tuple[str, int]:
    """Which of the addresses at this number is it? `?fout`: nothing was chosen."""
    verwijzer = diensten().verwijzer
    vraag = verwijzer.lees_keuze(kenmerk)
    opties = per_adres(diensten().store.op_nummer(vraag.postcode, vraag.huisnummer))
    if not opties:  # an old link; the register of today does not have this number
        return redirect(_url_uitkomst(verwijzer.zonder_plaats(vraag)))
    page = KiesPage.uit(
        vraag,
        _opties(opties),
        hier=url_for(".gekozen", kenmerk=kenmerk),
        bestaat=_bestaat(vraag, opties),
        is_fout="fout" in request.args,
    )
    return render_template("publiek/kies.html", page=page), 422 if page.is_fout else 200


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
    op_nummer = diensten().store.op_nummer(verwijzing.postcode, verwijzing.huisnummer)
    rijen = tuple(rij for rij in op_nummer if verwijzing.past(rij))
    if not rijen:  # an old link; the register of today does not have this address
        return _toon_uitkomst(_oordeel(verwijzing.vraag), None, verwijzing.vraag)
    oordelen = [_oordeel(rij) for rij in rijen]
    if len({oordeel.uitkomst for oordeel in oordelen}) > 1:
        return redirect(_url_kies(verwijzing.vraag))
    meer = len(rijen) < len(op_nummer)
    return _toon_uitkomst(
        oordelen[0], rijen[0], verwijzing.vraag, naar_keuze=_url_kies(verwijzing.vraag) if meer else ""
    )


@bp.get("/voorbeelden")
def voorbeelden() -> str:
    """Public buildings, each with a link to its uitkomst."""
    return render_template("publiek/voorbeelden.html", page=_voorbeelden_page(diensten().verwijzer))


@bp.get("/over")
def over() -> str:
    """Who we are, how it is calculated, with which values."""
    bronnen = tuple(bron for bron in BRONNEN if bron not in (EIGEN_BEREKENING, NIET_BEKEND))
    page = OverPage(AANNAMES, REGELVERSIES, bronnen, *geladen())
    return render_template("publiek/over.html", page=page)


@bp.get("/privacy")
def privacy() -> str:
    """What happens with what somebody types."""
    return render_template("publiek/privacy.html")


class Vervolg(NamedTuple):
    """Where a form leads: `naar`, or back with a status; `naar_onbekend`: on with an address that we do not have."""

    naar: str = ""
    status: int = 422
    naar_onbekend: str = ""


def _verder(form: AdresForm) -> Vervolg:
    """Looks up what was typed; what is wrong is told to the form."""
    vraag = form.lees()
    if vraag is None:
        return Vervolg()
    try:
        gevonden = zoek_adres(diensten().store, vraag)
    except PostcodeOnbekend:
        form.meld("postcode", _postcode_onbekend(geladen()[0]))
        return Vervolg(naar_onbekend=_url_uitkomst(diensten().verwijzer.zonder_plaats(vraag)))
    except NummerOnbekend as fout:
        form.meld("huisnummer", _nummer_onbekend(vraag, fout.dichtbij))
        return Vervolg(naar_onbekend=_url_uitkomst(diensten().verwijzer.zonder_plaats(vraag)))
    except RegisterOntbreekt as fout:
        meld_bestand(fout)
        form.meld(
            "postcode", _("Wij kunnen nu geen adressen opzoeken. Dat ligt niet aan u. Probeer het later opnieuw.")
        )
        return Vervolg(status=503)
    if isinstance(gevonden, Gevonden) and _zelfde_uitkomst(gevonden.rijen):
        return Vervolg(_url_uitkomst(diensten().verwijzer.uitkomst(gevonden.rijen[0])))
    return Vervolg(_url_kies(vraag))


@cache  # once for each process, so that a crawler does not find 200 new links at every visit
def _voorbeelden_page(verwijzer: Verwijzer) -> VoorbeeldenPage:
    return VoorbeeldenPage.uit((voorbeeld, verwijzer.uitkomst(voorbeeld.adres)) for voorbeeld in alle_voorbeelden())


def _oordeel(wie: Adres | Zoekvraag) -> Oordeel:
    """A Zoekvraag has no place, but may stand on a list of the IMG."""
    punt = wie.punt if isinstance(wie, Adres) else None
    return beoordeel(punt, peildatum=klok.nu().date(), officieel=diensten().gebied.officieel(wie))


def _zelfde_uitkomst(rijen: Rijen) -> bool:
    return len(rijen) == 1 or len({_oordeel(rij).uitkomst for rij in rijen}) == 1


def _toon_uitkomst(oordeel: Oordeel, adres: Adres | None, vraag: Zoekvraag, naar_keuze: str = "") -> str:
    register, gebied_datum = geladen()
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
    verwijzer = diensten().verwijzer
    opties = []
    for rijen in adressen:
        if _zelfde_uitkomst(rijen):
            opties.append(Optie(verwijzer.uitkomst(rijen[0]), rijen[0].regel_1))
            continue
        van_noord = sorted(rijen, key=lambda rij: -rij.punt.lat)
        for plek, rij in enumerate(van_noord, start=1):
            naam = _(
                "%(adres)s: gebouw %(plek)s van %(aantal)s, geteld vanaf het noorden",
                adres=rij.regel_1,
                plek=plek,
                aantal=len(rijen),
            )
            opties.append(Optie(verwijzer.uitkomst(rij, met_punt=True), naam))
    return tuple(opties)


def _bestaat(vraag: Zoekvraag, opties: tuple[Rijen, ...]) -> bool:
    return any(rijen[0].achter == vraag.achter for rijen in opties)


def _url_uitkomst(kenmerk: str) -> str:
    return url_for(".uitkomst", kenmerk=kenmerk)


def _url_kies(vraag: Zoekvraag) -> str:
    return url_for(".kies", kenmerk=diensten().verwijzer.keuze(vraag))


def _postcode_onbekend(register: RegisterInfo | None) -> str:
    if register and register.is_voorbeeld:
        return _(
            "Deze postcode kennen wij nu niet. In deze proefversie staan alleen voorbeelden van openbare gebouwen."
        )
    return _("Deze postcode staat niet in ons adresbestand. Kijk of de cijfers en letters kloppen.")


def _nummer_onbekend(vraag: Zoekvraag, dichtbij: tuple[int, ...]) -> str:
    return _(
        "Nummer %(nummer)s vinden wij niet bij postcode %(postcode)s. Wel: %(dichtbij)s.",
        nummer=vraag.huisnummer,
        postcode=toon_postcode(vraag.postcode),
        dichtbij=", ".join(map(str, dichtbij)),
    )
