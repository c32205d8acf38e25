"""Looking along with a caller: by the code that the resident made, or by the address. The page is the resident's own."""

from collections.abc import Callable
from contextlib import suppress
from functools import partial
from typing import Any

from flask import abort, redirect, request, url_for
from werkzeug.wrappers import Response

from portal import clock, services
from portal.adressen.invoer import Zoekvraag
from portal.adressen.zoeken import Rijen, per_adres
from portal.crypto.kenmerk import KenmerkError, Purpose, our_content
from portal.helpdesk.meekijkform import CodeForm
from portal.helpdesk.meekijkpages import MeekijkenPage, MeekijkKeuzePage, MeekijkPage
from portal.helpdesk.menu import bp as bp
from portal.helpdesk.toegang import wie
from portal.meekijken.meekijkstore import CodeNietGevonden, Meekijk
from portal.storage import audit_log
from portal.storage.rate_limits import Counted
from portal.terugbellen.verzoekstore import VerzoekNietGevonden as GeenVerzoek
from portal.web.access import MEDEWERKER, ViewResult, access
from portal.web.i18n.catalogues import DEFAULT, LOCALES
from portal.web.i18n.environments import render
from portal.zelfcheck.adresform import AdresForm
from portal.zelfcheck.beoordeeld import Doorverwijzing
from portal.zelfcheck.uitkomst import maak_uitkomst
from portal.zelfcheck.versies import versies_van
from portal.zelfcheck.vervolg import Vervolg, maak_opties, zoek_vervolg


@bp.get("/meekijken")
@access(MEDEWERKER)
def meekijken() -> str:
    """Two short forms: a code, or an address."""
    return _toon_vraag()


@bp.post("/meekijken/code")
@access(MEDEWERKER)
def meekijken_open() -> Response:
    """Opens a code, which is logged; wrong ones are counted, so that nobody tries them all."""
    form, ik, nu = CodeForm(request.form), audit_log.medewerker(wie().id), clock.now()
    code, loket = form.lees(), services.loket()
    if code:
        loket.limieten.count(
            Counted.MEEKIJKCODE_RADEN, ik, nu
        )  # counted first: many at once are counted too
        with suppress(CodeNietGevonden):  # the page that is gone to says so
            loket.meekijken.open(code, nu, wie=ik)
            loket.limieten.count(Counted.MEEKIJKCODE_RADEN, ik, nu, times=-1)
    return redirect(
        url_for(
            ".meekijken_code",
            kenmerk=services.kenmerken().make(Purpose.MEEKIJKEN, wie().id, form.getypt),
        ),
        303,
    )


@bp.get("/meekijken/code/<kenmerk>")
@access(MEDEWERKER)
def meekijken_code(kenmerk: str) -> ViewResult:
    """The page that the code leads to, as long as it works; or the form with what is wrong.

    For who opened it alone: the log says that they did, of nobody else.
    """
    with our_content():
        van, getypt = services.kenmerken().read(Purpose.MEEKIJKEN, kenmerk)
    if van != wie().id:
        raise KenmerkError("van een collega")
    form = CodeForm(data={"code": str(getypt)})
    code = form.lees()
    try:
        meekijk = services.loket().meekijken.lees(code, clock.now()) if code else None
    except CodeNietGevonden:
        meekijk = None
        form.meld_werkt_niet()
    if not meekijk:
        return _toon_vraag(code_form=form, is_fout=True), 422
    uitkomst = services.kenmerken().make(Purpose.UITKOMST, *meekijk.delen)
    return _toon_uitkomst(
        uitkomst, partial(url_for, ".meekijken_code", kenmerk=kenmerk), meekijk.taal, meekijk
    )


@bp.post("/meekijken/adres")
@access(MEDEWERKER)
def meekijken_zoek() -> Response:
    """On to what was typed; the address is looked up by the page that is gone to."""
    form = AdresForm(request.form)
    return redirect(
        url_for(".meekijken_invoer", kenmerk=services.zelfcheck().verwijzer.invoer(form.getypt)),
        303,
    )


@bp.get("/meekijken/adres/<kenmerk>")
@access(MEDEWERKER)
def meekijken_invoer(kenmerk: str) -> ViewResult:
    """On to the uitkomst, a choice, or the form with what is wrong."""
    form = AdresForm(data=services.zelfcheck().verwijzer.lees_invoer(kenmerk))
    vraag = form.lees()
    vervolg = zoek_vervolg(services.zelfcheck(), form, vraag, clock.today()) if vraag else Vervolg()
    if vraag and vervolg.opties:
        return _toon_keuze(vraag, vervolg.opties)
    if vervolg.naar:
        return redirect(_url(vervolg.naar))
    kan_niet = vervolg.kan_niet
    pagina = _toon_vraag(
        adres_form=form,
        is_fout=not kan_niet,
        kan_niet=kan_niet,
        naar_onbekend=vervolg.naar_onbekend,
    )
    return pagina, 503 if kan_niet else 422


@bp.get("/meekijken/kies/<kenmerk>")
@access(MEDEWERKER)
def meekijken_kies(kenmerk: str) -> ViewResult:
    """Which of the addresses at this number is it?"""
    vraag = services.zelfcheck().verwijzer.lees_keuze(kenmerk)
    opties = per_adres(
        services.zelfcheck().bron.voor(vraag.postcode).op_nummer(vraag.postcode, vraag.huisnummer)
    )
    if not opties:  # an old link; today nobody has this number
        return redirect(
            url_for(
                ".meekijken_uitkomst", kenmerk=services.zelfcheck().verwijzer.zonder_plaats(vraag)
            )
        )
    return _toon_keuze(vraag, opties)


@bp.get("/meekijken/uitkomst/<kenmerk>")
@access(MEDEWERKER)
def meekijken_uitkomst(kenmerk: str) -> ViewResult:
    """The page of this address, calculated now.

    `?verzoek=`: the request that the address came along with; `?leest=`: the language in which its resident reads.
    """
    verzoek, leest = request.args.get("verzoek"), request.args.get("leest", DEFAULT)
    hier = partial(url_for, ".meekijken_uitkomst", kenmerk=kenmerk, verzoek=verzoek, leest=leest)
    return _toon_uitkomst(kenmerk, hier, leest)


@bp.post("/meekijken/verzoek/<uid>")
@access(MEDEWERKER)
def meekijken_verzoek(uid: str) -> Response:
    """The page of the address that came along with a request. That it was looked at is logged."""
    try:
        verzoek = services.loket().behandelen.bekijk(uid, wie=wie().id, nu=clock.now()).verzoek
    except GeenVerzoek:
        abort(404)
    adres = verzoek.gegevens.adres
    if adres is None:
        abort(404)
    kenmerk = services.kenmerken().make(Purpose.UITKOMST, *adres.delen)
    return redirect(
        url_for(".meekijken_uitkomst", kenmerk=kenmerk, verzoek=uid, leest=verzoek.taal), 303
    )


def _toon_vraag(**anders: Any) -> str:
    page = MeekijkenPage(**{"code_form": CodeForm(), "adres_form": AdresForm(), **anders})
    return render("helpdesk/meekijken.html", page)


def _toon_keuze(vraag: Zoekvraag, opties: tuple[Rijen, ...]) -> str:
    bestaat = any(rijen[0].achter == vraag.achter for rijen in opties)
    niet_bij = services.zelfcheck().verwijzer.zonder_plaats(vraag)
    page = MeekijkKeuzePage.uit(
        vraag,
        maak_opties(services.zelfcheck(), opties, clock.today()),
        bestaat=bestaat,
        niet_bij=niet_bij,
    )
    return render("helpdesk/meekijken_keuze.html", page)


def _toon_uitkomst(
    kenmerk: str, hier: Callable[..., str], leest: str, meekijk: Meekijk | None = None
) -> ViewResult:
    """`hier` gives the URL of this page; `leest`: the language of the resident. `?nl`: Dutch all the same."""
    leest = leest if leest in LOCALES else DEFAULT
    in_het_nederlands = "nl" in request.args
    page = maak_uitkomst(services.zelfcheck(), kenmerk, clock.now())
    if isinstance(page, Doorverwijzing):
        return redirect(_url(page))
    toen = meekijk.versies if meekijk else {}
    veranderd = tuple(
        naam
        for naam, nu in versies_van(services.zelfcheck(), page).items()
        if toen.get(naam, nu) != nu
    )
    naast = MeekijkPage.naast(
        page,
        gemaakt_op=meekijk.gemaakt_op if meekijk else None,
        veranderd=veranderd,
        van_verzoek=request.args.get("verzoek", ""),
        leest=leest,
        toont=DEFAULT if in_het_nederlands else leest,
        wissel=hier(nl=None if in_het_nederlands else ""),
    )
    return render("helpdesk/meekijken_uitkomst.html", naast)


def _url(naar: Doorverwijzing) -> str:
    """Each Doel has a view of its name."""
    return url_for(f".meekijken_{naar.doel}", kenmerk=naar.kenmerk)
