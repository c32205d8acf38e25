"""All of a request away, when the resident who is on the phone asks for it and knows the code."""

from flask import abort, redirect, request, url_for

from portal import clock, services
from portal.crypto.codes import CodeError, parse_code
from portal.helpdesk.inlogplicht import in_log, wie
from portal.helpdesk.menu import bp
from portal.helpdesk.verzoekpages import VerwijderPage
from portal.helpdesk.wachtrijpages import Melding
from portal.terugbellen.verzoekstore import VerzoekNietGevonden
from portal.web.access import MEDEWERKER, ViewResult, access
from portal.web.i18n.environments import render


@bp.get("/verzoek/<uid>/verwijderen")
@access(MEDEWERKER)
def verwijderen(uid: str) -> str:
    """Asks for the code, so that nothing goes by mistake. Shows a name, so it is logged too."""
    try:
        dossier = services.loket().behandelen.bekijk(uid, wie=wie().id, nu=clock.now())
    except VerzoekNietGevonden:
        abort(404)
    page = VerwijderPage(dossier.verzoek, Melding.lees(request.args.get("melding", "")))
    return render("helpdesk/verwijderen.html", page)


@bp.post("/verzoek/<uid>/verwijderen")
@access(MEDEWERKER)
def echt_verwijderen(uid: str) -> ViewResult:
    """All of it, when the code is that of this request."""
    try:
        code = parse_code(request.form.get("code", ""))
    except CodeError:
        code = ""
    try:
        if code != services.loket().verzoeken.met_uid(uid).code:
            return redirect(url_for(".verwijderen", uid=uid, melding=Melding.CODE_KLOPT_NIET), 303)
        services.loket().verzoeken.verwijder(uid, nu=clock.now(), wie=in_log())
    except VerzoekNietGevonden:
        abort(404)
    return redirect(url_for(".wachtrij", melding=Melding.VERWIJDERD), 303)
