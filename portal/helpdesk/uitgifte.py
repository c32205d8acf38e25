"""What somebody logs in with, shown once to whoever made it. Only a kenmerk holds it."""

from datetime import timedelta

from flask import redirect, url_for
from markupsafe import Markup
from werkzeug.wrappers import Response

from portal import clock, services
from portal.crypto.kenmerk import Purpose, our_content
from portal.helpdesk.accountpages import UitgiftePage
from portal.helpdesk.inlogplicht import sessiesleutel, wie
from portal.helpdesk.menu import bp
from portal.medewerkers.medewerker import Medewerker
from portal.medewerkers.tweedefactor import qr_svg, uri
from portal.medewerkers.uitgifte import Uitgifte
from portal.web.access import MEDEWERKER, access
from portal.web.i18n.environments import render

TE_ZIEN = timedelta(minutes=10)


def geef_uit(uitgifte: Uitgifte, van: Medewerker) -> Response:
    """On to the page. Its kenmerk works for TE_ZIEN, in this session alone."""
    tot = int(clock.later(clock.now(), TE_ZIEN).timestamp())
    wat = (uitgifte.wachtwoord, uitgifte.geheim, *uitgifte.herstelcodes)
    delen = (sessiesleutel(), tot, van.id, van.naam)
    kenmerk = services.kenmerken().make(Purpose.UITGIFTE, *delen, *wat)
    return redirect(url_for(".uitgifte", kenmerk=kenmerk), 303)


@bp.get("/uitgifte/<kenmerk>")
@access(MEDEWERKER)
def uitgifte(kenmerk: str) -> tuple[str, int]:
    """Password, QR code and herstelcodes, to hand over and to write down."""
    page = _lees(kenmerk)
    return render("helpdesk/uitgifte.html", page), 410 if page.verlopen else 200


@our_content()
def _lees(kenmerk: str) -> UitgiftePage:
    """Raises KenmerkError."""
    delen = services.kenmerken().read(Purpose.UITGIFTE, kenmerk)
    sessie, tot, id_, naam, wachtwoord, geheim, *codes = delen
    if clock.now().timestamp() >= int(str(tot)) or sessie != sessiesleutel():
        return UitgiftePage(verlopen=True)
    qr = Markup(qr_svg(uri(str(geheim), str(naam)))) if geheim else ""  # noqa: S704 - segno's own drawing
    return UitgiftePage(
        verlopen=False,
        naam=str(naam),
        van_mij=id_ == wie().id,
        wachtwoord=str(wachtwoord),
        geheim=str(geheim),
        qr=qr,
        herstelcodes=tuple(map(str, codes)),
    )
