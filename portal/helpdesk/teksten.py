"""The texts of the helpdesk's own, for a beheerder."""

from flask import redirect, request, url_for

from portal import clock, services
from portal.helpdesk.inlogplicht import wie
from portal.helpdesk.menu import bp
from portal.helpdesk.tekstenform import TekstenForm, TekstenPage
from portal.helpdesk.woorden import standaardzinnen
from portal.terugbellen.eigenteksten import TekstenVeranderd
from portal.web.access import BEHEERDER, ViewResult, access
from portal.web.i18n.environments import render


@bp.get("/teksten")
@access(BEHEERDER)
def teksten() -> str:
    """The texts of now, to be changed. `?bewaard`: they have just been kept."""
    stand = services.loket().teksten.stand()
    form = TekstenForm.van(stand.teksten, standaardzinnen(stand.teksten))
    page = TekstenPage(form, stand, bewaard="bewaard" in request.args)
    return render("helpdesk/teksten.html", page)


@bp.post("/teksten")
@access(BEHEERDER)
def teksten_bewaar() -> ViewResult:
    """Keeps them, or the form with what is wrong and all that was typed."""
    form, store = TekstenForm(request.form), services.loket().teksten
    nieuw, ingehaald = form.lees(), False
    if nieuw:
        try:
            store.bewaar(nieuw, request.form.get("basis", 0, int), wie=wie().id, nu=clock.now())
        except TekstenVeranderd:
            ingehaald = True
        else:
            return redirect(url_for(".teksten", bewaard=""), 303)
    page = TekstenPage(form, store.stand(), ingehaald=ingehaald, is_fout=not nieuw)
    return render("helpdesk/teksten.html", page), 409 if ingehaald else 422
