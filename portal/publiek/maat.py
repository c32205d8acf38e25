"""Behind an uitkomst: the steps for one's own situation, and the rules of before 2026.

Nothing is stored: what was chosen travels in the kenmerk, and leads back to the same uitkomst.
"""

from dataclasses import replace
from datetime import date

from flask import redirect, request, url_for
from werkzeug.wrappers import Response

from portal import clock, services
from portal.publiek.maatpages import (
    EERST,
    EerderPage,
    MijnStappenPage,
    PeildatumForm,
    StappenPage,
    te_vragen,
)
from portal.publiek.zelfcheck import beoordeel_kenmerk, bp, url_van
from portal.web.access import PERSONAL, ViewResult, access
from portal.web.i18n.environments import render
from portal.zelfcheck.beoordeeld import Beoordeeld, Doorverwijzing
from portal.zelfcheck.stappenform import StappenForm
from rules import REGELVERSIES, Antwoorden
from rules.opmaat import zonder_dichte


@bp.get("/stappen/<kenmerk>")
@access(PERSONAL)
def stappen(kenmerk: str) -> ViewResult:
    """Who and what; with `?verder` what that leaves open. `?fout`: nothing was chosen."""
    beoordeeld = beoordeel_kenmerk(kenmerk)
    if isinstance(beoordeeld, Doorverwijzing):  # an old link: first the address of today
        return redirect(url_van(beoordeeld))
    vragen, is_fout = _vragen(beoordeeld), "fout" in request.args
    form = StappenForm(data=beoordeeld.oordeel.antwoorden.gegeven)
    if is_fout:
        form.meld_niets_gekozen(vragen)
    page = StappenPage(
        form,
        vragen,
        verder="verder" in request.args,
        is_fout=is_fout,
        hier=kenmerk,
        adres_1=beoordeeld.adres_1,
        adres_2=beoordeeld.adres_2,
        heeft_straat=beoordeeld.heeft_straat,
    )
    return render("publiek/stappen.html", page), 422 if is_fout else 200


@bp.post("/stappen/<kenmerk>")
@access(PERSONAL)
def stappen_gekozen(kenmerk: str) -> Response:
    """On to the questions that are left, or to the steps; back when nothing was chosen."""
    beoordeeld = beoordeel_kenmerk(kenmerk)
    if isinstance(beoordeeld, Doorverwijzing):
        return redirect(url_van(beoordeeld), 303)
    oordeel, vragen = beoordeeld.oordeel, _vragen(beoordeeld)
    gekozen = StappenForm(request.form).lees(vragen)
    if not gekozen:
        verder = "" if "verder" in request.args else None
        return redirect(url_for(".stappen", kenmerk=kenmerk, verder=verder, fout=""), 303)
    eerder = {v: was for v, was in oordeel.antwoorden.gegeven.items() if v not in vragen}
    antwoorden = zonder_dichte(Antwoorden.uit(eerder | gekozen), oordeel.uitkomst)
    keuzes = replace(beoordeeld.verwijzing.keuzes, antwoorden=antwoorden)
    naar = services.zelfcheck().verwijzer.met_keuzes(kenmerk, keuzes)
    if set(vragen) <= set(EERST):
        return redirect(url_for(".stappen", kenmerk=naar, verder=""), 303)
    return redirect(url_for(".mijn_stappen", kenmerk=naar), 303)


@bp.get("/mijn-stappen/<kenmerk>")
@access(PERSONAL)
def mijn_stappen(kenmerk: str) -> ViewResult:
    """The steps that follow from the answers."""
    beoordeeld = beoordeel_kenmerk(kenmerk)
    if isinstance(beoordeeld, Doorverwijzing):
        return redirect(url_van(beoordeeld))
    return render("publiek/mijn_stappen.html", MijnStappenPage.uit(kenmerk, beoordeeld))


@bp.get("/eerder/<kenmerk>")
@access(PERSONAL)
def eerder(kenmerk: str) -> ViewResult:
    """The rules of all years, and a day to choose. `?dag=`: a refused one, to say what is wrong."""
    verwijzer = services.zelfcheck().verwijzer
    keuzes = verwijzer.lees_uitkomst(kenmerk).keuzes

    def naar(dag: date | None) -> str:
        return verwijzer.met_keuzes(kenmerk, replace(keuzes, peildatum=dag))

    naar_nu = naar(None)
    nu = beoordeel_kenmerk(naar_nu)
    if isinstance(nu, Doorverwijzing):
        return redirect(url_van(nu))
    form = PeildatumForm(request.args)
    is_fout = "dag" in request.args and form.lees() is None
    vroeger = (v for v in REGELVERSIES if v.tot and v != nu.oordeel.regelversie)
    page = EerderPage(
        form=form,
        is_fout=is_fout,
        hier=kenmerk,
        naar_nu=naar_nu,
        adres_1=nu.adres_1,
        adres_2=nu.adres_2,
        heeft_straat=nu.heeft_straat,
        uitkomst=nu.oordeel.uitkomst.value,
        naar=tuple((v, naar(v.vanaf)) for v in vroeger),
    )
    return render("publiek/eerder.html", page), 422 if is_fout else 200


@bp.post("/eerder/<kenmerk>")
@access(PERSONAL)
def eerder_gekozen(kenmerk: str) -> Response:
    """To the uitkomst under the rules of that day, or back with what is wrong.

    Today is no choice: those rules are shown anyhow.
    """
    form, verwijzer = PeildatumForm(request.form), services.zelfcheck().verwijzer
    keuzes = verwijzer.lees_uitkomst(kenmerk).keuzes
    dag = form.lees()
    if dag is None:
        return redirect(url_for(".eerder", kenmerk=kenmerk, dag=form.dag.data), 303)
    peildatum = None if dag == clock.today() else dag
    naar = verwijzer.met_keuzes(kenmerk, replace(keuzes, peildatum=peildatum))
    return redirect(url_for(".uitkomst", kenmerk=naar), 303)


def _vragen(beoordeeld: Beoordeeld) -> tuple[str, ...]:
    """Those of the page that is asked for."""
    oordeel = beoordeeld.oordeel
    return te_vragen(oordeel.antwoorden, oordeel.uitkomst, verder="verder" in request.args)
