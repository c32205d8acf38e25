"""One field for whoever phones: a code of either kind, a number, a name, an address.

What was searched stands in no URL: a link to what was found works in one session, for an hour.
"""

from datetime import timedelta

from flask import redirect, request, url_for
from werkzeug.wrappers import Response

from portal import clock, services
from portal.crypto.codes import CodeError, parse_code
from portal.crypto.kenmerk import Purpose, our_content
from portal.forms.form import visible
from portal.helpdesk.inlogplicht import lees_gebonden, maak_gebonden, wie
from portal.helpdesk.meekijken import naar_meekijkcode, open_meekijkcode
from portal.helpdesk.menu import bp
from portal.helpdesk.wachtrij import log_lijst
from portal.helpdesk.wachtrijpages import GevondenPage, Melding
from portal.terugbellen.rijen.zoeken import MAX_ZOEKTEKST, Zoeksoort, Zoekterm, lees_zoektekst
from portal.web.access import MEDEWERKER, access
from portal.web.i18n.environments import render

ZOEKEN_GELDT = timedelta(hours=1)


@bp.post("/zoeken")
@access(MEDEWERKER)
def zoeken() -> Response:
    """Logs that somebody searched, and for what kind of thing, never the text itself.

    A search from the screen for a caller goes back to that screen.
    """
    tekst = visible(request.form.get("zoek")).strip()[: MAX_ZOEKTEKST + 1]
    beller = "beller" in request.form
    if not tekst:
        return redirect(url_for(".nieuw" if beller else ".wachtrij"), 303)
    termen, nu, overzicht = lees_zoektekst(tekst), clock.now(), services.loket().overzicht
    overzicht.log_zoeken(termen, wie=wie().id, nu=nu)
    code = _hele_code(tekst)
    van_verzoek = code and overzicht.zoek([term for term in termen if _is_code(term)], nu).rijen
    if code and not van_verzoek and open_meekijkcode(code):
        return naar_meekijkcode(code)
    kenmerk = maak_gebonden(Purpose.ZOEKEN, ZOEKEN_GELDT, tekst)
    naar = ".nieuw_gevonden" if beller else ".gevonden"
    return redirect(url_for(naar, kenmerk=kenmerk), 303)


@bp.get("/zoeken/<kenmerk>")
@access(MEDEWERKER)
def gevonden(kenmerk: str) -> Response | str:
    """What was found. A single request is opened at once, but not one that is only like it."""
    page = zoek_gevonden(kenmerk)
    if page is None:
        return zoek_opnieuw()
    if len(page.deel.rijen) == 1 and not page.deel.lijkt:
        return redirect(url_for(".verzoek", uid=page.deel.rijen[0].verzoek.uid))
    return render("helpdesk/gevonden.html", page)


def zoek_gevonden(kenmerk: str) -> GevondenPage | None:
    """What is found with the text in this kenmerk; None when that is old, or a colleague's.

    Raises KenmerkError.
    """
    delen = lees_gebonden(Purpose.ZOEKEN, kenmerk)
    if delen is None:
        return None
    with our_content():
        (getypt,) = delen
    tekst, nu = visible(str(getypt)), clock.now()
    termen = lees_zoektekst(tekst)
    overzicht = services.loket().overzicht
    deel = overzicht.zoek(termen, nu)
    log_lijst("gevonden", deel.rijen)
    is_adres = any(term.soort in (Zoeksoort.ADRES, Zoeksoort.STRAAT) for term in termen)
    return GevondenPage(tekst, termen, deel, nu, is_adres)


def zoek_opnieuw() -> Response:
    """To the search field, for who has such a link."""
    return redirect(url_for(".wachtrij", melding=Melding.ZOEK_OPNIEUW))


def _hele_code(tekst: str) -> str:
    try:
        return parse_code(tekst)
    except CodeError:
        return ""


def _is_code(term: Zoekterm) -> bool:
    return term.soort is Zoeksoort.CODE
