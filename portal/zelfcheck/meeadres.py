"""The address that goes along from an uitkomst to a terugbelverzoek, of a resident or a caller.

The answers about it go along too: the form names them beside its one tick. The day whose rules were
looked at stays behind, so it is always the uitkomst of today (docs/beslissingen/0026).
"""

from datetime import datetime

from portal.terugbellen.waarden.verzoek import MeeAdres
from portal.web.i18n.language import _
from portal.zelfcheck.beoordeeld import Doorverwijzing, beoordeel_verwijzing
from portal.zelfcheck.diensten import Diensten
from portal.zelfcheck.verwijzing import Keuzes


def mee_adres(diensten: Diensten, kenmerk: str, nu: datetime) -> MeeAdres | Doorverwijzing:
    """The address of an uitkomst. Raises KenmerkError, OpzoekenKanNiet, GebiedOnleesbaar."""
    verwijzer = diensten.verwijzer
    antwoorden = verwijzer.lees_uitkomst(kenmerk).keuzes.antwoorden
    van_nu = verwijzer.met_keuzes(kenmerk, Keuzes(antwoorden))
    wat = beoordeel_verwijzing(diensten, verwijzer.lees_uitkomst(van_nu), nu)
    if isinstance(wat, Doorverwijzing):
        return wat
    regel_1 = wat.adres_1 if wat.heeft_straat else _("Nummer %(nummer)s", nummer=wat.adres_1)
    return MeeAdres(regel_1, wat.adres_2, wat.oordeel.uitkomst.value, verwijzer.delen(van_nu))
