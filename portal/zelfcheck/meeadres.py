"""The address that goes along from an uitkomst to a terugbelverzoek, of a resident or a caller.

What the reader chose to see stays behind: those answers are about a person, and would be stored
beside a name and a number (docs/beslissingen/0026). So it is always the uitkomst of today.
"""

from datetime import datetime

from portal.terugbellen.verzoek import MeeAdres
from portal.web.i18n.language import _
from portal.zelfcheck.beoordeeld import Doorverwijzing, beoordeel_verwijzing
from portal.zelfcheck.diensten import Diensten
from portal.zelfcheck.verwijzing import NIETS_GEKOZEN


def mee_adres(diensten: Diensten, kenmerk: str, nu: datetime) -> MeeAdres | Doorverwijzing:
    """The address of an uitkomst. Raises KenmerkError, OpzoekenKanNiet, GebiedOnleesbaar."""
    verwijzer = diensten.verwijzer
    kaal = verwijzer.met_keuzes(kenmerk, NIETS_GEKOZEN)
    wat = beoordeel_verwijzing(diensten, verwijzer.lees_uitkomst(kaal), nu)
    if isinstance(wat, Doorverwijzing):
        return wat
    regel_1 = wat.adres_1 if wat.heeft_straat else _("Nummer %(nummer)s", nummer=wat.adres_1)
    return MeeAdres(regel_1, wat.adres_2, wat.oordeel.uitkomst.value, verwijzer.delen(kaal))
