"""A copy of what residents entrusted to us: `flask --app wsgi backup maken BESTAND`, `backup terugzetten BESTAND`."""

from pathlib import Path

import click
from flask.cli import AppGroup

from portal import clock
from portal.cli.metloket import GEBLEVEN, meld_gedaan, met_loket
from portal.onderhoud import reservekopie
from portal.onderhoud.reservekopie import BEWAARD, KopieFout
from portal.services import Loket
from portal.storage.database import StorageUnavailable
from portal.storage.jobs import Job
from portal.storage.key_check import WrongKey
from portal.storage.replacement import AlreadyRunning


def groep(loket: Loket | None, bewaardagen: int) -> AppGroup:
    """The group `backup`."""
    groep = AppGroup("backup", help="De reservekopie van portal.sqlite.")

    @groep.command("maken")
    @click.argument("pad", metavar="BESTAND", type=click.Path(dir_okay=False, path_type=Path))
    def maken(pad: Path) -> None:
        """Maak een reservekopie; de site blijft draaien. BESTAND mag er nog niet zijn."""
        with met_loket(loket) as open_loket:
            try:
                aantal = reservekopie.maak(open_loket.bestand, pad)
            except KopieFout as fout:
                raise click.ClickException(f"Geen reservekopie gemaakt: {fout}.") from fout
            meld_gedaan(open_loket, Job.BACKUP)
        click.echo(
            f"Reservekopie gemaakt en nagekeken. Terugbelverzoeken: {aantal}. Bewaar de sleutel er niet bij."
        )

    @groep.command("terugzetten")
    @click.argument(
        "pad", metavar="BESTAND", type=click.Path(exists=True, dir_okay=False, path_type=Path)
    )
    def terugzetten(pad: Path) -> None:
        """Zet een reservekopie terug; de site blijft draaien. Wat na de kopie is verwijderd, blijft verwijderd."""
        with met_loket(loket) as open_loket:
            try:
                gedaan = reservekopie.zet_terug(
                    open_loket.bestand,
                    open_loket.kluis,
                    pad,
                    bewaardagen=bewaardagen,
                    nu=clock.now(),
                )
            except WrongKey as fout:
                raise click.ClickException(
                    f"Niet teruggezet: de kopie is met een andere sleutel geschreven. Zet die in PORTAL_SLEUTEL"
                    f" achter de uwe, met een komma ertussen. {GEBLEVEN}"
                ) from fout
            except AlreadyRunning as fout:
                raise click.ClickException(
                    f"Er wordt al een reservekopie teruggezet. {GEBLEVEN}"
                ) from fout
            except (KopieFout, StorageUnavailable, OSError) as fout:
                raise click.ClickException(f"Niet teruggezet: {fout}. {GEBLEVEN}") from fout
        click.echo(f"Teruggezet. Terugbelverzoeken: {gedaan.verzoeken}.")
        click.echo(
            f"Opnieuw verwijderd, omdat ze na de kopie verwijderd waren: {gedaan.opnieuw_verwijderd}."
        )
        click.echo(f"Van na de kopie, en er nu niet meer: {gedaan.verloren}.")
        click.echo(
            f"Het bestand van hiervoor is {gedaan.bewaard}. Na {BEWAARD.days} dagen gaat het weg bij het opschonen."
        )

    return groep
