"""Everything that needs the key of the operator: the file with what residents entrust to us and what works on it.

Without a key there is no Loket, and the site is the self-check alone.
"""

from dataclasses import dataclass
from typing import Self

from sqlite_utils import Database

from portal.config import Netwerk, Settings
from portal.duidelijk import DuidelijkStore
from portal.kluis import Kluis, KluisFout
from portal.limieten import Limieten
from portal.logboek import Logboek
from portal.medewerkers.herkenning import Herkenning
from portal.medewerkers.sessies import SessieStore
from portal.medewerkers.store import MedewerkerStore
from portal.meekijken.store import MeekijkStore
from portal.migraties import migreer
from portal.opslag import Portaalbestand
from portal.terugbellen.behandelen import Behandelen
from portal.terugbellen.cijfers import CijferStore
from portal.terugbellen.overzicht import Overzicht
from portal.terugbellen.roosterbeheer import RoosterBeheer
from portal.terugbellen.store import VerzoekStore

BESTAND = "portal.sqlite"
LIMIETEN = "limieten.sqlite"
PROEF = b"past"


class SleutelPastNiet(Exception):
    """The file is there, but was written with another key, or there is no key at all."""


@dataclass(frozen=True, slots=True)
class Loket:
    """One for each application. `eigen_netwerken`: whose tries are not counted.

    `bewaardagen`: how long a request stays after it was closed.
    """

    bestand: Portaalbestand
    kluis: Kluis
    limieten: Limieten
    verzoeken: VerzoekStore
    behandelen: Behandelen
    overzicht: Overzicht
    medewerkers: MedewerkerStore
    herkenning: Herkenning
    meekijken: MeekijkStore
    sessies: SessieStore
    logboek: Logboek
    roosters: RoosterBeheer
    cijfers: CijferStore
    duidelijk: DuidelijkStore
    eigen_netwerken: tuple[Netwerk, ...]
    bewaardagen: int

    @classmethod
    def open(cls, settings: Settings) -> Self:
        """Makes the file or brings it up to date. Raises OpslagKanNiet, SleutelPastNiet.

        Of a damaged file the site says so on each page that needs it; the self-check goes on.
        """
        bestand, kluis = Portaalbestand(settings.data / BESTAND), Kluis(settings.sleutel)
        if not bestand.is_beschadigd():
            migreer(bestand)
            controleer_sleutel(bestand, kluis)
        verzoeken = VerzoekStore(bestand, kluis, met_mail=bool(settings.smtp))
        bestand.sluit()  # the connection must not go through a fork
        return cls(
            bestand=bestand,
            kluis=kluis,
            limieten=Limieten(settings.data / LIMIETEN, kluis),
            verzoeken=verzoeken,
            behandelen=Behandelen(bestand, kluis, verzoeken),
            overzicht=Overzicht(bestand, kluis),
            medewerkers=MedewerkerStore(bestand, kluis),
            herkenning=Herkenning(bestand, kluis),
            meekijken=MeekijkStore(bestand, kluis),
            sessies=SessieStore(bestand, kluis),
            logboek=Logboek(bestand),
            roosters=RoosterBeheer(bestand, kluis),
            cijfers=CijferStore(bestand),
            duidelijk=DuidelijkStore(bestand),
            eigen_netwerken=settings.eigen_netwerken,
            bewaardagen=settings.bewaardagen,
        )


def controleer_zonder_sleutel(settings: Settings) -> None:
    """No key: then there may be no file that needs one. Raises SleutelPastNiet. Commands need neither key nor secret."""
    if settings.geheim and (settings.data / BESTAND).exists():
        raise SleutelPastNiet(
            f"{BESTAND} is er, maar PORTAL_SLEUTEL niet: zonder sleutel zijn de verzoeken niet te lezen"
        )


def controleer_sleutel(bestand: Portaalbestand, kluis: Kluis) -> None:
    """A new file gets the mark of our key; of any other we must be able to read it. Raises SleutelPastNiet."""
    with bestand.schrijf() as db:
        if db.execute("select 1 from proef").fetchone() is None:
            db.execute("insert into proef (gesloten) values (?)", [kluis.versleutel(PROEF, "proef")])
        lees_proef(db, kluis)


def lees_proef(db: Database, kluis: Kluis) -> None:
    """Of a file that has a mark: whether we can read it. Raises SleutelPastNiet."""
    try:
        (gesloten,) = db.execute("select gesloten from proef").fetchone() or (b"",)
        kluis.ontsleutel(gesloten, "proef")
    except KluisFout as fout:
        raise SleutelPastNiet(f"PORTAL_SLEUTEL is niet de sleutel waarmee {BESTAND} geschreven is") from fout
