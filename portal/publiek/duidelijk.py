"""The question "Was dit duidelijk?" below an uitkomst. A press is counted, without who it was."""

import logging

from flask import redirect, request, url_for
from werkzeug.wrappers import Response

from portal import clock, services
from portal.cijfers.duidelijk import Duidelijk
from portal.publiek.pages import BedanktPage
from portal.publiek.zelfcheck import bp, url_van
from portal.services import needs_loket
from portal.storage.database import StorageUnavailable
from portal.storage.rate_limits import Counted, TooOften
from portal.web.access import PERSONAL, access
from portal.web.i18n.environments import render
from portal.web.i18n.language import current_language
from portal.zelfcheck.beoordeeld import Doorverwijzing, beoordeel_verwijzing

log = logging.getLogger(__name__)


@bp.post("/duidelijk/<kenmerk>")
@access(PERSONAL)
@needs_loket
def duidelijk(kenmerk: str) -> Response:
    """Counts the answer, and says thanks. Anything but our buttons leads back to the question."""
    diensten = services.zelfcheck()
    verwijzing = diensten.verwijzer.lees_uitkomst(kenmerk)
    beoordeeld = beoordeel_verwijzing(diensten, verwijzing, clock.now())
    if isinstance(beoordeeld, Doorverwijzing):  # an old link: first the address of today
        return redirect(url_van(beoordeeld), 303)
    antwoord = next((een for een in Duidelijk if een == request.form.get("antwoord")), None)
    if not antwoord:
        return redirect(url_for(".uitkomst", kenmerk=kenmerk, _anchor="duidelijk"), 303)
    niet_geteld = None if _tel(antwoord, kenmerk, beoordeeld.oordeel.uitkomst.value) else ""
    naar = url_for(".bedankt", kenmerk=kenmerk, antwoord=antwoord.value, niet_geteld=niet_geteld)
    return redirect(naar, 303)


@bp.get("/duidelijk/<kenmerk>")
@access(PERSONAL)
@needs_loket
def bedankt(kenmerk: str) -> str:
    """Thanks, and the way back. `?antwoord`: what was answered; `?niet_geteld`: not counted."""
    services.zelfcheck().verwijzer.lees_uitkomst(kenmerk)  # refuses what is no kenmerk of ours
    page = BedanktPage(
        hier=kenmerk,
        geteld="niet_geteld" not in request.args,
        niet_duidelijk=request.args.get("antwoord") in (Duidelijk.BEETJE, Duidelijk.NEE),
    )
    return render("publiek/bedankt.html", page)


def _tel(antwoord: Duidelijk, kenmerk: str, uitkomst: str) -> bool:
    """Whether this answer, or an earlier one to this kenmerk, counts. Never an error page."""
    loket, nu = services.loket(), clock.now()
    try:
        services.count(Counted.DUIDELIJK)
    except TooOften:
        return False
    try:
        loket.limieten.count(Counted.DUIDELIJK_UITKOMST, kenmerk, nu)
    except TooOften:  # pressed twice, or another answer after all: the first one counts
        return True
    try:
        loket.duidelijk.tel(antwoord, uitkomst=uitkomst, taal=current_language(), nu=nu)
    except StorageUnavailable as fout:
        log.error("%s: %s", fout.where, fout)
        loket.limieten.count(Counted.DUIDELIJK_UITKOMST, kenmerk, nu, times=-1)
        return False
    return True
