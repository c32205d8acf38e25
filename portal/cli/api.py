"""Keys for programs that ask the API: `flask --app wsgi api sleutel maken|lijst|intrekken`."""

import click
from flask.cli import AppGroup

from portal import clock
from portal.afnemers.afnemer import Afnemer, AfnemerFout, Recht
from portal.afnemers.afnemerstore import GeenAfnemer
from portal.cli.gedeeld import GEBLEVEN, Zinnen, als_zin, met_loket
from portal.services import Loket
from portal.storage.audit_log import SYSTEM
from portal.web.i18n.notation import day

VAN_DE_STORE: Zinnen = {
    AfnemerFout: "Zo kan het niet: {}. " + GEBLEVEN,
    GeenAfnemer: f"Er is geen werkende sleutel met deze naam. {GEBLEVEN}",
}


def groep(loket: Loket | None) -> AppGroup:
    """The group `api`, with the group `sleutel` in it."""
    groep = AppGroup("api", help="De API, voor programma's van anderen.")
    sleutel = AppGroup("sleutel", help="De sleutels van programma's.")
    groep.add_command(sleutel)

    @sleutel.command("maken")
    @click.argument("naam")
    @click.option(
        "--recht",
        "rechten",
        type=click.Choice([recht.value for recht in Recht]),
        multiple=True,
        default=[Recht.LEZEN.value],
        help="Wat het programma mag; mag vaker. Zonder: lezen.",
    )
    def maken(naam: str, rechten: tuple[str, ...]) -> None:
        """Maak een sleutel voor NAAM: een organisatie of haar programma, nooit een persoon. De naam
        komt in het logboek.
        """
        with met_loket(loket) as loket_, als_zin(VAN_DE_STORE):
            gegeven = loket_.afnemers.maak(naam, map(Recht, rechten), nu=clock.now(), wie=SYSTEM)
        click.echo("Geef deze sleutel aan het programma. Wij tonen hem alleen nu:\n")
        click.echo(gegeven)

    @sleutel.command("lijst")
    def lijst() -> None:
        """Toon alle sleutels, zonder de sleutel zelf."""
        with met_loket(loket) as loket_:
            alle = loket_.afnemers.alle()
        for afnemer in alle:
            click.echo(_regel(afnemer))
        if not alle:
            click.echo("Er zijn nog geen sleutels. Maak er een: flask --app wsgi api sleutel maken")

    @sleutel.command("intrekken")
    @click.argument("naam")
    def intrekken(naam: str) -> None:
        """Trek de sleutel van NAAM in, voorgoed."""
        with met_loket(loket) as loket_, als_zin(VAN_DE_STORE):
            loket_.afnemers.trek_in(naam, nu=clock.now(), wie=SYSTEM)
        click.echo(f"De sleutel van {naam} werkt niet meer.")

    return groep


def _regel(afnemer: Afnemer) -> str:
    stand = f"gemaakt op {day(afnemer.gemaakt_op)}"
    if afnemer.ingetrokken_op:
        stand = f"ingetrokken op {day(afnemer.ingetrokken_op)}"
    return f"{afnemer.naam}: {', '.join(afnemer.rechten)}; {stand}"
