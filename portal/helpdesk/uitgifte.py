"""What somebody hands over or writes down, shown once to whoever made it. Only a kenmerk has it."""

from datetime import timedelta

from flask import redirect, url_for
from werkzeug.wrappers import Response

from portal.crypto.kenmerk import Purpose, our_content
from portal.helpdesk.accountpages import UitgiftePage
from portal.helpdesk.inlogplicht import lees_gebonden, maak_gebonden
from portal.helpdesk.menu import bp
from portal.medewerkers.medewerker import Medewerker
from portal.web.access import MEDEWERKER, access
from portal.web.i18n.environments import render

TE_ZIEN = timedelta(minutes=10)


def toon_link(link: str, van: Medewerker) -> Response:
    """On to the page with the link by which this colleague sets up the account."""
    return _toon(maak_gebonden(Purpose.UITGIFTE, TE_ZIEN, van.naam, link))


def toon_herstelcodes(codes: tuple[str, ...], sessie: str = "") -> Response:
    """On to the page with one's own herstelcodes. `sessie`: the token of one that begins now."""
    return _toon(maak_gebonden(Purpose.UITGIFTE, TE_ZIEN, "", "", *codes, sessie=sessie))


@bp.get("/uitgifte/<kenmerk>")
@access(MEDEWERKER)
@our_content()
def uitgifte(kenmerk: str) -> tuple[str, int]:
    """The link to hand over, or the herstelcodes to write down."""
    delen = lees_gebonden(Purpose.UITGIFTE, kenmerk)
    if delen is None:
        return render("helpdesk/uitgifte.html", UitgiftePage(verlopen=True)), 410
    naam, link, *codes = map(str, delen)
    page = UitgiftePage(verlopen=False, naam=naam, link=link, herstelcodes=tuple(codes))
    return render("helpdesk/uitgifte.html", page), 200


def _toon(kenmerk: str) -> Response:
    return redirect(url_for(".uitgifte", kenmerk=kenmerk), 303)
