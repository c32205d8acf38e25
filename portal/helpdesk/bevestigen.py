"""Password and code again, before a beheerder sees or changes accounts and roles.

So whoever finds an open session, or steals its cookie, cannot take over the helpdesk with it.
"""

from dataclasses import replace

from flask import redirect, request, url_for
from werkzeug.wrappers import Response

from portal import clock, services
from portal.helpdesk.accountpages import BevestigForm, BevestigPage
from portal.helpdesk.inlogdienstpages import DienstPage
from portal.helpdesk.inlogplicht import Inlogreden, Inlogstand, token, wie
from portal.helpdesk.menu import bp
from portal.storage.rate_limits import Counted
from portal.web.access import BEHEERDER, access
from portal.web.i18n.environments import render


@bp.get("/bevestigen")
@bp.get("/bevestigen/<kenmerk>")
@access(BEHEERDER)
def bevestigen(kenmerk: str = "") -> tuple[str, int]:
    """The form; the kenmerk knows why, and where to go on to."""
    reden, form = Inlogstand.lees(kenmerk).reden, BevestigForm()
    is_fout = reden is Inlogreden.KLOPT_NIET and form.meld("wachtwoord")
    hier, dienst = url_for(".bevestig", kenmerk=kenmerk or None), services.loket().inlogdienst
    if dienst and services.loket().medewerkers.een(wie().id).van_inlogdienst:
        hier = url_for("inlogdienst.bevestig", kenmerk=kenmerk or None)
        elders = DienstPage(dienst.naam, hier, reden.value)
        return render("helpdesk/bevestigen_dienst.html", elders), 200
    page = BevestigPage(form, hier, wie().naam, reden.value, is_fout)
    return render("helpdesk/bevestigen.html", page), 422 if is_fout else 200


@bp.post("/bevestigen")
@bp.post("/bevestigen/<kenmerk>")
@access(BEHEERDER)
def bevestig(kenmerk: str = "") -> Response:
    """On to the page that was asked for, or back to the form."""
    stand = Inlogstand.lees(kenmerk)
    if not is_het_zelf(BevestigForm(request.form)):
        opnieuw = replace(stand, reden=Inlogreden.KLOPT_NIET).kenmerk()
        return redirect(url_for(".bevestigen", kenmerk=opnieuw), 303)
    services.loket().sessies.bevestig(token(), clock.now())
    return redirect(stand.verder or url_for(".accounts"), 303)


def is_het_zelf(form: BevestigForm) -> bool:
    """Whether these are the password and a code of who is logged in. Raises TooOften."""
    tel_poging()
    wachtwoord, code = form.wachtwoord.data or "", form.code.data or ""
    if not services.loket().herkenning.herken(wie().naam, wachtwoord, code, clock.now()):
        return False
    tel_poging(keer=-1)
    return True


def tel_poging(*, keer: int = 1) -> None:
    """One more try of who is logged in, or with `keer=-1` one that was good after all.

    Raises TooOften: whoever finds a computer unlocked cannot go on guessing. These tries are
    counted apart from those to log in.
    """
    limieten, nu = services.loket().limieten, clock.now()
    limieten.count(Counted.INLOGGEN_NAAM, f"ingelogd|{wie().id}", nu, times=keer)
