"""What a resident keeps of a request: an entry for the calendar, and where to find it again."""

from flask import make_response, request, url_for
from werkzeug.wrappers import Response

from portal import clock
from portal.terugbellen.waarden.agenda import maak_ics
from portal.terugbellen.waarden.verzoek import Verzoek
from portal.web.i18n.language import _


def geef_afspraak(mijn: Verzoek) -> Response:
    """The calendar file: when, and the code; nothing about who is phoned, or where."""
    tekst = _(
        "Wij noemen de eerste drie tekens van uw afspraakcode."
        " Verplaatsen of afzeggen kan op %(waar)s. Uw afspraakcode:",
        waar=waar_mijn_verzoek(),
    )
    ics = maak_ics(
        mijn.tijdvak,
        code=mijn.code,
        uid=mijn.uid,
        titel=_("Wij bellen u: Zelfcheck Duurzaam herstel"),
        tekst=tekst,
        gemaakt=clock.now(),
    )
    antwoord = make_response(ics)
    antwoord.mimetype = "text/calendar"
    antwoord.headers["Content-Disposition"] = 'attachment; filename="afspraak.ics"'
    return antwoord


def waar_mijn_verzoek() -> str:
    """`zelfcheck.example/mijn-verzoek`: to type over from paper."""
    return request.host + url_for("publiek.mijn_verzoek")
