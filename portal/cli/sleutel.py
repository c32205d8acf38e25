"""The key: `flask --app wsgi sleutel wisselen`."""

import click
from flask.cli import AppGroup

from portal.cli.gedeeld import met_loket
from portal.onderhoud.sleutelwissel import hoeveel_oud, wissel
from portal.services import Loket


def groep(loket: Loket | None, aantal_sleutels: int) -> AppGroup:
    """The group `sleutel`."""
    groep = AppGroup("sleutel", help="De sleutel van wat bewoners ons toevertrouwen.")

    @groep.command("wisselen")
    def wisselen() -> None:
        """Schrijf alles opnieuw met de eerste sleutel van PORTAL_SLEUTEL. Mag worden afgebroken en
        herhaald.
        """
        with met_loket(loket) as open_loket:
            if aantal_sleutels < 2:
                raise click.ClickException(
                    "Zet in PORTAL_SLEUTEL de nieuwe sleutel, een komma, en dan de oude."
                    " Herstart eerst de site daarmee."
                )
            for tabel, aantal in wissel(open_loket.bestand, open_loket.kluis):
                click.echo(f"{tabel}: {aantal} opnieuw geschreven")
            over = hoeveel_oud(open_loket.bestand, open_loket.kluis)
        if over:
            raise click.ClickException(
                f"{over} rijen zijn intussen nog met de oude sleutel geschreven."
                " Herstart de site met beide sleutels en draai deze opdracht opnieuw."
            )
        click.echo("Klaar. Haal de oude sleutel nu weg uit PORTAL_SLEUTEL en herstart de site.")
        click.echo("Voor reservekopieën van hiervoor blijft de oude sleutel nodig.")

    return groep
