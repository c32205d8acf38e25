"""From the page of an uitkomst to the address that goes along with a terugbelverzoek: for residents, and for a caller."""

from portal import balie
from portal.i18n import _
from portal.kenmerk import Doel
from portal.terugbellen.verzoek import MeeAdres
from portal.zelfcheck.uitkomstpage import UitkomstPage


def mee_adres(page: UitkomstPage) -> MeeAdres:
    """The address of an uitkomst, to go along with a request."""
    delen = balie.kenmerken().lees(Doel.UITKOMST, page.hier)
    zonder_straat = page.berekende_grond == "geen_plaats"
    regel_1 = _("Nummer %(nummer)s", nummer=page.adres_1) if zonder_straat else page.adres_1
    return MeeAdres(regel_1, page.adres_2, page.uitkomst, tuple(deel for deel in delen if deel is not None))
