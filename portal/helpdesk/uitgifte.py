"""The page that shows what somebody logs in with: once, to who made it. It is stored nowhere; it travels in a kenmerk."""

from datetime import timedelta

from flask import redirect, url_for
from markupsafe import Markup
from werkzeug.wrappers import Response

from portal import clock, services
from portal.crypto.kenmerk import Purpose, our_content
from portal.helpdesk.accountpages import UitgiftePage
from portal.helpdesk.menu import bp as bp  # the one blueprint: these views are added to it
from portal.helpdesk.toegang import token, wie
from portal.medewerkers.medewerker import Medewerker
from portal.medewerkers.tweedefactor import qr_svg, uri
from portal.medewerkers.uitgifte import Uitgifte
from portal.web.access import MEDEWERKER, access
from portal.web.i18n.environments import render

TE_ZIEN = timedelta(minutes=10)


def geef_uit(uitgifte: Uitgifte, van: Medewerker) -> Response:
    """To the page. Its kenmerk is good for a short while, in this session alone."""
    kenmerk = services.kenmerken().make(
        Purpose.UITGIFTE,
        services.loket().sessies.sleutel(token()),
        int(clock.later(clock.now(), TE_ZIEN).timestamp()),
        van.id,
        van.naam,
        uitgifte.wachtwoord,
        uitgifte.geheim,
        *uitgifte.herstelcodes,
    )
    return redirect(url_for(".uitgifte", kenmerk=kenmerk), 303)


@bp.get("/uitgifte/<kenmerk>")
@access(MEDEWERKER)
def uitgifte(kenmerk: str) -> tuple[str, int]:
    """Password, QR code and herstelcodes, to hand over and to write down."""
    with our_content():
        sessie, tot, id_, naam, wachtwoord, geheim, *codes = services.kenmerken().read(
            Purpose.UITGIFTE, kenmerk
        )
        voorbij = clock.now().timestamp() >= int(str(tot))
    if sessie != services.loket().sessies.sleutel(token()) or voorbij:
        return render("helpdesk/uitgifte.html", UitgiftePage(verlopen=True)), 410
    with our_content():
        qr = Markup(qr_svg(uri(str(geheim), str(naam)))) if geheim else ""  # noqa: S704 - segno's own drawing
    page = UitgiftePage(
        verlopen=False,
        naam=str(naam),
        van_mij=id_ == wie().id,
        wachtwoord=str(wachtwoord),
        geheim=str(geheim),
        qr=qr,
        herstelcodes=tuple(map(str, codes)),
    )
    return render("helpdesk/uitgifte.html", page), 200
