"""A resident puts right what they told us: name, number, language, remark.

Opened with code and digits, as everything of one's own request.
"""

from dataclasses import replace

from flask import redirect, request, url_for
from werkzeug.wrappers import Response

from portal import clock, services
from portal.crypto.kenmerk import MAX_LENGTH, Purpose, our_content
from portal.publiek.mijngegevensform import VAAK, MijnGegevensForm, MijnGegevensPage
from portal.publiek.mijnverzoek import mijn, versie
from portal.publiek.tijdkenmerk import lees, maak
from portal.publiek.zelfcheck import bp
from portal.services import needs_loket
from portal.terugbellen.rijen.daden import TeVaak
from portal.terugbellen.rijen.openstaand import AlDrie
from portal.terugbellen.waarden.verzoek import Status
from portal.web.access import PERSONAL, access
from portal.web.i18n.environments import render


@bp.get("/mijn-verzoek/<kenmerk>/gegevens")
@access(PERSONAL)
@needs_loket
def mijn_gegevens(kenmerk: str) -> Response | str:
    """The form, with what we know."""
    verzoek = mijn(kenmerk)
    if verzoek.status is not Status.OPEN:
        return redirect(url_for(".verzoek", kenmerk=kenmerk), 303)
    form = MijnGegevensForm.van(verzoek.gegevens)
    page = MijnGegevensPage(form, kenmerk, verzoek.versie, is_fout=False)
    return render("publiek/mijn_gegevens.html", page)


@bp.get("/mijn-verzoek/<kenmerk>/gegevens/<getypt>")
@access(PERSONAL)
@needs_loket
def mijn_gegevens_fout(kenmerk: str, getypt: str) -> tuple[str, int]:
    """The form, with what was typed and what is wrong with it."""
    waarom, *delen = lees(Purpose.MIJN_GEGEVENS, getypt)
    with our_content():
        form = MijnGegevensForm.uit(delen)
    form.lees()
    form.meld(waarom)
    page = MijnGegevensPage(form, kenmerk, mijn(kenmerk).versie, is_fout=True)
    return render("publiek/mijn_gegevens.html", page), 422


@bp.post("/mijn-verzoek/<kenmerk>/gegevens")
@access(PERSONAL)
@needs_loket
def verbeter(kenmerk: str) -> Response:
    """Puts it right, or back with what is wrong."""
    form, verzoek, waarom = MijnGegevensForm(request.form), mijn(kenmerk), ""
    if nieuw := form.lees():
        anders = replace(verzoek.gegevens, **nieuw)
        try:
            services.loket().verbeteren.verbeter(verzoek.uid, versie(), anders, nu=clock.now())
        except AlDrie as fout:
            waarom = fout.waarop
        except TeVaak:
            waarom = VAAK
        else:
            return redirect(f"{url_for('.verzoek', kenmerk=kenmerk)}?verbeterd", 303)
    getypt = maak(Purpose.MIJN_GEGEVENS, waarom, *form.getypt)
    if len(getypt) > MAX_LENGTH:  # hundreds of emoji: the rest of the remark cannot come along
        getypt = maak(Purpose.MIJN_GEGEVENS, waarom, *form.getypt[:3], "")
    return redirect(url_for(".mijn_gegevens_fout", kenmerk=kenmerk, getypt=getypt), 303)
