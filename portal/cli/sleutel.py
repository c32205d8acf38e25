"""The key: `flask --app wsgi sleutel wisselen`.

Two instances run, so it takes three lines in the settings, one after the other; each must read what
the other writes. Only the operator may write those, so the command says which, and sees from what
is written how far it is.
"""

from secrets import token_urlsafe

import click
from flask.cli import AppGroup

from portal.cli.gedeeld import met_loket, vraag
from portal.onderhoud.sleutelwissel import hoeveel_oud, wissel
from portal.services import Loket

OPNIEUW = "start opnieuw: systemctl restart zelfcheck@8001 && systemctl restart zelfcheck@8002"
NOG_EENS = "geef deze opdracht nog eens"


def groep(loket: Loket | None, aantal_sleutels: int) -> AppGroup:
    """The group `sleutel`."""
    groep = AppGroup("sleutel", help="De sleutel van wat bewoners ons toevertrouwen.")

    @groep.command("wisselen")
    def wisselen() -> None:
        """Wissel de sleutel, stap voor stap. Zegt wat u doet, en vraagt het eerst. Mag worden
        afgebroken en herhaald.
        """
        with met_loket(loket) as open_loket:
            if aantal_sleutels < 2:
                _geef_nieuwe()
            elif over := hoeveel_oud(open_loket.bestand, open_loket.kluis):
                _herschrijf(open_loket, over)
            else:
                click.echo(
                    "Alles is al geschreven met de sleutel die voorop staat."
                    f"\n- Staat de nieuwe achteraan? Zet hem voorop, {OPNIEUW}, en {NOG_EENS}."
                    f"\n- Staat de oude achteraan? Haal hem weg en {OPNIEUW}. Dan is het klaar."
                )

    return groep


def _geef_nieuwe() -> None:
    vraag("Wilt u de sleutel wisselen? Medewerkers loggen daarna opnieuw in.")
    click.echo(f"\nDit is de nieuwe sleutel: {token_urlsafe(32)}\n")
    click.echo(f"1. Zet hem in PORTAL_SLEUTEL achter de oude, met een komma, en {OPNIEUW}")
    click.echo(f"2. Zet hem dan voorop, de oude achter de komma, en {OPNIEUW}")
    click.echo(f"3. Leg hem in de kluis, naast de oude, en {NOG_EENS}.")


def _herschrijf(loket: Loket, over: int) -> None:
    vraag(
        f"Met de oude sleutel geschreven: {over} rijen. Draaien beide exemplaren met de nieuwe"
        " voorop, en is er een reservekopie van vandaag? Dan schrijven wij alles opnieuw."
    )
    for tabel, aantal in wissel(loket.bestand, loket.kluis):
        click.echo(f"{tabel}: {aantal} opnieuw geschreven")
    if over := hoeveel_oud(loket.bestand, loket.kluis):
        raise click.ClickException(
            f"{over} rijen zijn intussen nog met de oude sleutel geschreven."
            f" Herstart de site met beide sleutels en {NOG_EENS}."
        )
    click.echo("Nagekeken: met de oude sleutel is niets meer geschreven.")
    click.echo(f"Klaar. Haal de oude sleutel nu weg uit PORTAL_SLEUTEL en {OPNIEUW}")
    click.echo("Bewaar hem in de kluis: reservekopieën van hiervoor zijn zonder hem niet te lezen.")
