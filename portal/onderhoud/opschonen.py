"""Deletes what was kept long enough: requests, codes, sessions, old lines of the log.

A request goes after the bewaartermijn, in the end also one that nobody closed: what we promise
holds whether or not a colleague did the work. Until then it is named, so that somebody can phone.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import NamedTuple

from portal.clock import from_text, later, to_text
from portal.medewerkers.sessies import LANGST
from portal.storage.audit_log import SYSTEM
from portal.storage.connection import Connection
from portal.storage.database import PortalDatabase
from portal.terugbellen.rijen import telling, verzoekrij
from portal.web.i18n.notation import day

LOGBOEK = timedelta(days=365)
LEVERING = timedelta(days=30)  # of the webhook: by then it arrived, or somebody looked why not
BLIJFT_OPEN = timedelta(days=30)  # after its tijdvak: by then a colleague phoned, or forgot it
# It runs each night: a clock that jumped a year ahead would delete everything in the first one.
SPRONG = timedelta(days=7)


class KlokSpringt(Exception):
    """The clock may be wrong, so nothing is deleted by it. Says what day it is, and why not."""


class Bewaarregel(NamedTuple):
    """Deletes the rows of a table for which `waar` holds at `moment`. `waarom`: for the log."""

    tabel: str
    waar: str
    moment: datetime
    waarom: str


@dataclass(frozen=True, slots=True)
class Opruiming:
    """How many rows of each kind went, or would go.

    `nog_open`: the days of the requests that are still open BLIJFT_OPEN after their tijdvak.
    """

    aantallen: Mapping[Bewaarregel, int]
    nog_open: tuple[date, ...]


def regels(bewaardagen: int, nu: datetime) -> tuple[Bewaarregel, ...]:
    """What was kept long enough at this moment."""
    termijn = nu - timedelta(days=bewaardagen)
    return (
        Bewaarregel("verzoek", "status <> 'open' and gesloten_op < ?", termijn, "bewaartermijn"),
        Bewaarregel("verzoek", "status = 'open' and eind < ?", termijn, "nooit gesloten"),
        Bewaarregel("meekijkcode", "verloopt_op <= ?", nu, "verlopen"),
        Bewaarregel("sessie", "begonnen_op <= ?", later(nu, -LANGST), "verlopen"),
        Bewaarregel("inkomend", "op < ?", nu - timedelta(days=1), "geteld"),
        Bewaarregel("levering", "gebeurd_op < ?", nu - LEVERING, "ouder dan dertig dagen"),
        Bewaarregel("logboek", "op < ?", nu - LOGBOEK, "ouder dan een jaar"),
    )


def controleer_klok(nu: datetime, vorige: datetime | None, wat: str) -> None:
    """Raises KlokSpringt when it jumped since this moment. `wat`: what was then, before its day."""
    if vorige and nu - vorige > SPRONG:
        raise KlokSpringt(f"{day(nu.date())}, en {wat} {day(vorige.date())}")


def kijk(bestand: PortalDatabase, bewaardagen: int, nu: datetime) -> Opruiming:
    """What would go; changes nothing. Raises StorageUnavailable."""
    with bestand.read() as db:
        return _tel(db, bewaardagen, nu)


def schoon_op(bestand: PortalDatabase, bewaardagen: int, nu: datetime) -> Opruiming:
    """Deletes it, all or nothing, and wipes it from the disk. Raises StorageUnavailable."""
    with bestand.write() as db:
        opruiming = _tel(db, bewaardagen, nu)
        for regel, aantal in opruiming.aantallen.items():
            _verwijder(db, regel, aantal, nu)
    bestand.clear_deleted()
    return opruiming


def _tel(db: Connection, bewaardagen: int, nu: datetime) -> Opruiming:
    aantallen = {}
    for regel in regels(bewaardagen, nu):
        vraag = f"select count(*) from {regel.tabel} where {regel.waar}"  # noqa: S608 - our own
        ((aantallen[regel],),) = db.execute(vraag, [to_text(regel.moment)]).fetchall()
    blijven = [to_text(nu - BLIJFT_OPEN), to_text(nu - timedelta(days=bewaardagen))]
    dagen = db.execute(
        "select eind from verzoek where status = 'open' and eind < ? and eind >= ? order by eind",
        blijven,
    )
    return Opruiming(aantallen, tuple(from_text(eind).date() for (eind,) in dagen))


def _verwijder(db: Connection, regel: Bewaarregel, aantal: int, nu: datetime) -> None:
    waarden = [to_text(regel.moment)]
    if regel.tabel == "verzoek":
        vraag = f"select id, uid from verzoek where {regel.waar}"  # noqa: S608 - our own
        uids = dict(db.execute(vraag, waarden).fetchall())
        verzoekrij.verwijder(db, uids, wie=SYSTEM, nu=nu, waarom=regel.waarom)
    else:
        db.execute(f"delete from {regel.tabel} where {regel.waar}", waarden)  # noqa: S608 - our own
        telling.tel_verwijderd(db, regel.tabel, aantal, regel.waarom, nu)
