"""From an uitkomst to the address that goes along with a terugbelverzoek: for residents, and for a caller.

What the reader chose to see stays behind: the answers are about a person, and beside a name and a number they would be stored
(docs/beslissingen/0026). So it is always the uitkomst of today.
"""

from datetime import datetime

from portal import balie
from portal.i18n import _
from portal.kenmerk import Doel
from portal.terugbellen.verzoek import MeeAdres
from portal.zelfcheck.diensten import diensten
from portal.zelfcheck.uitkomst import Doorverwijzing, maak_uitkomst
from portal.zelfcheck.verwijzing import NIETS_GEKOZEN


def mee_adres(kenmerk: str, nu: datetime) -> MeeAdres | Doorverwijzing:
    """The address of an uitkomst, to go along with a request. Raises KenmerkFout, OpzoekenKanNiet, GebiedOnleesbaar."""
    kaal = diensten().verwijzer.met_keuzes(kenmerk, NIETS_GEKOZEN)
    page = maak_uitkomst(diensten().verwijzer.lees_uitkomst(kaal), nu, hier=kaal)
    if isinstance(page, Doorverwijzing):
        return page
    delen = balie.kenmerken().lees(Doel.UITKOMST, kaal)
    zonder_straat = page.berekende_grond == "geen_plaats"
    regel_1 = _("Nummer %(nummer)s", nummer=page.adres_1) if zonder_straat else page.adres_1
    return MeeAdres(regel_1, page.adres_2, page.uitkomst, tuple(deel for deel in delen if deel is not None))
