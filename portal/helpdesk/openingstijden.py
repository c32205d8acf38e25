"""The opening hours, for a beheerder: typed, shown with what they change for residents, and kept.

What was typed travels in an encrypted kenmerk, so nothing is kept before the button and Back
always works. A beheerder whom another one overtook comes back to the form: it says so, and the
input is still there.
"""

from typing import Any

from flask import redirect, request, url_for
from werkzeug.wrappers import Response

from portal import clock, services
from portal.crypto.kenmerk import KenmerkError, Purpose
from portal.helpdesk.inlogplicht import wie
from portal.helpdesk.menu import bp
from portal.helpdesk.openingstijdenpages import (
    NietPassend,
    OpeningstijdenPage,
    PastNietPage,
    VoorbeeldPage,
)
from portal.helpdesk.roosterform import RoosterForm
from portal.terugbellen.rijen.roosterstore import RoosterVeranderd
from portal.terugbellen.waarden.roosterwijziging import Roosterwijziging
from portal.web.access import BEHEERDER, MEDEWERKER, access
from portal.web.i18n.environments import render


@bp.get("/openingstijden")
@access(BEHEERDER)
def openingstijden() -> str:
    """The present hours, to be changed. `?bewaard`: they have just been kept."""
    roosters, vandaag = services.loket().roosters, clock.today()
    stand, niet = roosters.stand(), _past_niet(roosters.past_niet(clock.now()))
    form = RoosterForm.uit_rooster(stand.id, stand.rooster, vandaag)
    page = OpeningstijdenPage.uit(
        form,
        stand,
        vandaag,
        bewaard="bewaard" in request.args,
        past_niet=len(niet.buiten) + len(niet.overvol),
    )
    return render("helpdesk/openingstijden.html", page)


@bp.post("/openingstijden")
@access(BEHEERDER)
def openingstijden_getypt() -> Response:
    """On to what it changes, or back to the form with what is wrong."""
    form = RoosterForm(request.form)
    kenmerk = services.kenmerken().make(Purpose.ROOSTER, *form.getypt)
    naar = ".openingstijden_voorbeeld" if form.lees(clock.today()) else ".openingstijden_invoer"
    return redirect(url_for(naar, kenmerk=kenmerk), 303)


@bp.get("/openingstijden/<kenmerk>")
@access(BEHEERDER)
def openingstijden_invoer(kenmerk: str) -> tuple[str, int]:
    """The form with what was typed and what, if anything, is wrong with it."""
    form, vandaag = _lees(kenmerk), clock.today()
    stand, rooster = services.loket().roosters.stand(), form.lees(vandaag)
    ingehaald = form.op_basis_van != stand.id and rooster != stand.rooster
    page = OpeningstijdenPage.uit(form, stand, vandaag, ingehaald=ingehaald)
    return render("helpdesk/openingstijden.html", page), 422 if page.is_fout else 200


@bp.get("/openingstijden/<kenmerk>/voorbeeld")
@access(BEHEERDER)
def openingstijden_voorbeeld(kenmerk: str) -> Response | str:
    """What keeping these hours would change."""
    form = _lees(kenmerk)
    rooster = form.lees(clock.today())
    if rooster is None:  # yesterday it was right
        return _terug(kenmerk)
    try:
        wijziging = services.loket().roosters.voorbeeld(rooster, form.op_basis_van, clock.now())
    except RoosterVeranderd:
        return _terug(kenmerk)
    page = VoorbeeldPage(kenmerk, _past_niet(wijziging), wijziging.dagen)
    return render("helpdesk/openingstijdenvoorbeeld.html", page)


@bp.post("/openingstijden/<kenmerk>/voorbeeld")
@access(BEHEERDER)
def openingstijden_bewaar(kenmerk: str) -> Response:
    """Keeps them: they hold from now on."""
    form, roosters = _lees(kenmerk), services.loket().roosters
    rooster = form.lees(clock.today())
    if rooster is None:
        return _terug(kenmerk)
    try:
        roosters.bewaar(rooster, form.op_basis_van, medewerker=wie().id, nu=clock.now())
    except RoosterVeranderd:
        return _terug(kenmerk)
    return redirect(url_for(".openingstijden", bewaard=""), 303)


@bp.get("/past-niet")
@access(MEDEWERKER)
def past_niet() -> str:
    """The conversations that do not fit in the opening hours of now, with what to do."""
    wijziging = services.loket().roosters.past_niet(clock.now())
    return render("helpdesk/pastniet.html", PastNietPage(_past_niet(wijziging)))


def _past_niet(wijziging: Roosterwijziging) -> NietPassend:
    return NietPassend.uit(wijziging, lambda v: url_for(".verzoek", uid=v.uid))


def _lees(kenmerk: str) -> RoosterForm:
    delen: list[Any] = services.kenmerken().read(Purpose.ROOSTER, kenmerk)
    try:
        return RoosterForm.uit_getypt(*delen)
    except (TypeError, ValueError) as fout:  # of an earlier version of the form
        raise KenmerkError("een ander formulier") from fout


def _terug(kenmerk: str) -> Response:
    return redirect(url_for(".openingstijden_invoer", kenmerk=kenmerk), 303)
