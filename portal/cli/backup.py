"""A copy of what residents entrusted to us: `flask --app wsgi backup maken|terugzetten BESTAND`."""

from pathlib import Path

import click
from flask.cli import AppGroup

from portal import clock
from portal.cli.gedeeld import (
    BESTAND,
    GEBLEVEN,
    Zinnen,
    als_zin,
    meld_gedaan,
    meld_teruggezet,
    met_loket,
)
from portal.onderhoud import reservekopie
from portal.onderhoud.opschonen import KlokSpringt
from portal.onderhoud.reservekopie import BEWAARD, KopieFout
from portal.services import Loket
from portal.storage.database import StorageUnavailable
from portal.storage.databases.embedded import EmbeddedDatabase
from portal.storage.jobs import Job
from portal.storage.key_check import WrongKey
from portal.storage.replacement import AlreadyRunning

NIET_GEMAAKT: Zinnen = {KopieFout: "Geen reservekopie gemaakt: {}."}
NIET_TERUGGEZET: Zinnen = {
    WrongKey: "Niet teruggezet: de kopie is met een andere sleutel geschreven. Zet die in"
    f" PORTAL_SLEUTEL achter de uwe, met een komma ertussen. {GEBLEVEN}",
    AlreadyRunning: f"Er wordt al een reservekopie teruggezet. {GEBLEVEN}",
    KlokSpringt: "Niet teruggezet. De klok staat op {}. Klopt de klok? Geef dan --toch mee."
    f" {GEBLEVEN}",
    (KopieFout, StorageUnavailable, OSError): "Niet teruggezet: {}. " + GEBLEVEN,
}


def groep(loket: Loket | None, bewaardagen: int) -> AppGroup:
    """The group `backup`."""
    groep = AppGroup("backup", help="De reservekopie van portal.sqlite.")

    @groep.command("maken")
    @click.argument("pad", metavar="BESTAND", type=click.Path(dir_okay=False, path_type=Path))
    def maken(pad: Path) -> None:
        """Maak een reservekopie; de site blijft draaien. BESTAND mag er nog niet zijn."""
        with met_loket(loket) as open_loket:
            with als_zin(NIET_GEMAAKT):
                aantal = reservekopie.maak(_bestand(open_loket), pad)
            meld_gedaan(open_loket, Job.BACKUP)
        click.echo(
            f"Reservekopie gemaakt en nagekeken. Terugbelverzoeken: {aantal}."
            " Bewaar de sleutel er niet bij."
        )

    @groep.command("terugzetten")
    @click.argument("pad", metavar="BESTAND", type=BESTAND)
    @click.option("--toch", is_flag=True, help="Ook als de klok verkeerd lijkt te staan.")
    def terugzetten(pad: Path, toch: bool) -> None:
        """Zet een reservekopie terug; de site blijft draaien. Wat na de kopie is verwijderd, blijft
        verwijderd.
        """
        nu = clock.now()
        with met_loket(loket) as open_loket, als_zin(NIET_TERUGGEZET):
            gedaan, bewaard = reservekopie.zet_terug(
                _bestand(open_loket),
                open_loket.kluis,
                pad,
                bewaardagen=bewaardagen,
                nu=nu,
                toch=toch,
            )
            meld_gedaan(open_loket, Job.OPSCHONEN)  # it did that too; by this the clock is checked
        meld_teruggezet(gedaan)
        click.echo(
            f"Het bestand van hiervoor is {bewaard}."
            f" Na {BEWAARD.days} dagen gaat het weg bij het opschonen."
        )

    return groep


def _bestand(loket: Loket) -> EmbeddedDatabase:
    """The file, or the command ends: half a copy of another engine would be none."""
    if isinstance(loket.bestand, EmbeddedDatabase):
        return loket.bestand
    raise click.ClickException(
        "De gesprekken staan in PostgreSQL (PORTAL_DATABASE). Maak en herstel de kopie daar, met"
        " pg_basebackup of pg_dump, en draai daarna: flask --app wsgi opslag teruggezet."
        f" {GEBLEVEN}"
    )
