"""Behind an uitkomst: the steps for one's own situation, and the rules of before 2026. Nothing is stored: what was chosen
travels in the kenmerk, and leads to the same uitkomst again.
"""

from dataclasses import replace

from flask import redirect, request, url_for
from werkzeug.wrappers import Response

from portal import klok
from portal.i18n import toon
from portal.publiek.maatform import DagForm, StappenForm
from portal.publiek.maatpages import EerderPage, StappenPage, heeft_straat
from portal.publiek.views import bp, url_van
from portal.zelfcheck.diensten import diensten
from portal.zelfcheck.uitkomst import Doorverwijzing, maak_uitkomst
from rules import REGELVERSIES

Pagina = Response | str | tuple[str, int]


@bp.get("/stappen/<kenmerk>")
def stappen(kenmerk: str) -> Pagina:
    """Seven questions, each as it was answered before."""
    verwijzing = diensten().verwijzer.lees_uitkomst(kenmerk)
    uitkomst = maak_uitkomst(verwijzing, klok.nu(), hier=kenmerk)
    if isinstance(uitkomst, Doorverwijzing):  # an old link: first the address of today
        return redirect(url_van(uitkomst))
    form = StappenForm(data=verwijzing.keuzes.antwoorden.gegeven)
    return toon("publiek/stappen.html", page=StappenPage.uit(form, uitkomst))


@bp.post("/stappen/<kenmerk>")
def stappen_gekozen(kenmerk: str) -> Response:
    """To the uitkomst with the steps that follow."""
    verwijzer = diensten().verwijzer
    keuzes = replace(verwijzer.lees_uitkomst(kenmerk).keuzes, antwoorden=StappenForm(request.form).lees())
    naar = verwijzer.met_keuzes(kenmerk, keuzes)
    return redirect(url_for(".uitkomst", kenmerk=naar, _anchor="stappen"), 303)


@bp.get("/eerder/<kenmerk>")
def eerder(kenmerk: str) -> Pagina:
    """The rules of all years, and a day to choose. `?dag=`: one that cannot be chosen, to say why."""
    verwijzer = diensten().verwijzer
    keuzes = verwijzer.lees_uitkomst(kenmerk).keuzes
    naar_nu = verwijzer.met_keuzes(kenmerk, replace(keuzes, peildatum=None))
    uitkomst = maak_uitkomst(verwijzer.lees_uitkomst(naar_nu), klok.nu(), hier=naar_nu)
    if isinstance(uitkomst, Doorverwijzing):
        return redirect(url_van(uitkomst))
    form = DagForm(request.args) if "dag" in request.args else DagForm()
    is_fout = "dag" in request.args and form.lees() is None
    vroeger = (versie for versie in REGELVERSIES if versie.tot and versie != uitkomst.regelversie)
    page = EerderPage(
        form=form,
        is_fout=is_fout,
        hier=kenmerk,
        naar_nu=naar_nu,
        adres_1=uitkomst.adres_1,
        adres_2=uitkomst.adres_2,
        heeft_straat=heeft_straat(uitkomst),
        uitkomst=uitkomst.uitkomst,
        versies=REGELVERSIES,
        naar=tuple((v, verwijzer.met_keuzes(kenmerk, replace(keuzes, peildatum=v.vanaf))) for v in vroeger),
    )
    return toon("publiek/eerder.html", page=page), 422 if is_fout else 200


@bp.post("/eerder/<kenmerk>")
def eerder_gekozen(kenmerk: str) -> Response:
    """To the uitkomst under the rules of that day, or back with what is wrong. Today is no choice: it is what one sees anyhow."""
    form, verwijzer = DagForm(request.form), diensten().verwijzer
    keuzes = verwijzer.lees_uitkomst(kenmerk).keuzes
    dag = form.lees()
    if dag is None:
        return redirect(url_for(".eerder", kenmerk=kenmerk, dag=form.dag.data), 303)
    naar = verwijzer.met_keuzes(kenmerk, replace(keuzes, peildatum=None if dag == klok.vandaag() else dag))
    return redirect(url_for(".uitkomst", kenmerk=naar), 303)
