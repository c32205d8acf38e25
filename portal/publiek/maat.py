"""Behind an uitkomst: the steps for one's own situation, and the rules of before 2026.

Nothing is stored: what was chosen travels in the kenmerk, and leads back to the same uitkomst.
"""

from dataclasses import replace
from datetime import date

from flask import redirect, request, url_for
from werkzeug.wrappers import Response

from portal import clock, services
from portal.publiek.maatpages import EerderPage, PeildatumForm, StappenForm, StappenPage
from portal.publiek.zelfcheck import bp, url_van
from portal.web.access import PERSONAL, ViewResult, access
from portal.web.i18n.environments import render
from portal.zelfcheck.beoordeeld import Doorverwijzing, beoordeel_verwijzing
from rules import REGELVERSIES


@bp.get("/stappen/<kenmerk>")
@access(PERSONAL)
def stappen(kenmerk: str) -> ViewResult:
    """Seven questions, each as it was answered before."""
    diensten = services.zelfcheck()
    verwijzing = diensten.verwijzer.lees_uitkomst(kenmerk)
    beoordeeld = beoordeel_verwijzing(diensten, verwijzing, clock.now())
    if isinstance(beoordeeld, Doorverwijzing):  # an old link: first the address of today
        return redirect(url_van(beoordeeld))
    form = StappenForm(data=verwijzing.keuzes.antwoorden.gegeven)
    return render("publiek/stappen.html", StappenPage.uit(form, kenmerk, beoordeeld))


@bp.post("/stappen/<kenmerk>")
@access(PERSONAL)
def stappen_gekozen(kenmerk: str) -> Response:
    """To the uitkomst with the steps that follow."""
    verwijzer, antwoorden = services.zelfcheck().verwijzer, StappenForm(request.form).lees()
    keuzes = replace(verwijzer.lees_uitkomst(kenmerk).keuzes, antwoorden=antwoorden)
    naar = verwijzer.met_keuzes(kenmerk, keuzes)
    return redirect(url_for(".uitkomst", kenmerk=naar, _anchor="stappen"), 303)


@bp.get("/eerder/<kenmerk>")
@access(PERSONAL)
def eerder(kenmerk: str) -> ViewResult:
    """The rules of all years, and a day to choose. `?dag=`: a refused one, to say what is wrong."""
    diensten = services.zelfcheck()
    verwijzer = diensten.verwijzer
    keuzes = verwijzer.lees_uitkomst(kenmerk).keuzes

    def naar(dag: date | None) -> str:
        return verwijzer.met_keuzes(kenmerk, replace(keuzes, peildatum=dag))

    naar_nu = naar(None)
    nu = beoordeel_verwijzing(diensten, verwijzer.lees_uitkomst(naar_nu), clock.now())
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
