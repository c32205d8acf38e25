"""A colleague puts right what a resident told us, while they are on the phone."""

from dataclasses import asdict, replace
from datetime import datetime
from typing import Any

from flask import abort, redirect, request, url_for

from portal import clock, services
from portal.helpdesk.inlogplicht import in_log, wie
from portal.helpdesk.menu import bp
from portal.helpdesk.nieuw import lees_adres
from portal.helpdesk.nieuwpages import BellerForm, VerbeterPage
from portal.helpdesk.verzoek import doe, versie
from portal.helpdesk.wachtrijpages import Melding
from portal.terugbellen.verzoekstore import VerzoekNietGevonden
from portal.terugbellen.waarden.verzoek import MeeAdres, Verzoek
from portal.web.access import MEDEWERKER, ViewResult, access
from portal.web.i18n.environments import render
from portal.zelfcheck.keuzepage import Optie


@bp.get("/verzoek/<uid>/gegevens")
@access(MEDEWERKER)
def gegevens(uid: str) -> str:
    """The form, filled in. It shows somebody, so looking is logged."""
    verzoek = _bekijk(uid, clock.now())
    oud = asdict(verzoek.gegevens)
    data: dict[str, Any] = {**oud, "adres": _getypt(verzoek.gegevens.adres)}
    return _toon(BellerForm(data=data), verzoek)


@bp.post("/verzoek/<uid>/gegevens")
@access(MEDEWERKER)
def verbeter(uid: str) -> ViewResult:
    """Puts it right, or back to the form with what is wrong."""
    form, nu = BellerForm(request.form), clock.now()
    verzoek = _bekijk(uid, nu)
    opties: tuple[Optie, ...] = ()
    oud = verzoek.gegevens
    adres = oud.adres
    if (form.adres.data or "").strip() != _getypt(adres):
        adres, opties = lees_adres(form, nu)
    nieuw = form.lees_gegevens(adres, met_mail=False)
    if nieuw is None:
        return _toon(form, verzoek, opties=opties, is_fout=True), 422
    nieuw = replace(nieuw, email=oud.email)

    def daad(uid: str, nu: datetime) -> None:
        services.loket().verbeteren.verbeter(uid, versie(), nieuw, nu=nu, wie=in_log())

    melding = doe(daad, uid) or Melding.VERBETERD
    return redirect(url_for(".verzoek", uid=uid, melding=melding), 303)


def _bekijk(uid: str, nu: datetime) -> Verzoek:
    try:
        return services.loket().behandelen.bekijk(uid, wie=wie().id, nu=nu).verzoek
    except VerzoekNietGevonden:
        abort(404)


def _getypt(adres: MeeAdres | None) -> str:
    return f"{adres.regel_1}, {adres.regel_2}" if adres else ""


def _toon(form: BellerForm, verzoek: Verzoek, **anders: Any) -> str:
    return render("helpdesk/verbeteren.html", VerbeterPage(form, verzoek, **anders))
