"""Accounts of the helpdesk: `flask --app wsgi medewerker toevoegen|sluiten|wachtwoord|lijst`."""

from collections.abc import Iterator
from contextlib import contextmanager

import click
from flask.cli import AppGroup

from portal import clock
from portal.cli.gedeeld import GEBLEVEN, Zinnen, als_zin
from portal.config.settings import HELPDESK
from portal.medewerkers.medewerker import Medewerkerrol, NaamFout, NaamReden
from portal.medewerkers.medewerkerstore import GeenMedewerker, LaatsteBeheerder, VanInlogdienst
from portal.services import Loket
from portal.storage.audit_log import SYSTEM
from portal.storage.database import StorageUnavailable
from portal.web.i18n.notation import day

VAN_DE_STORE: Zinnen = {
    GeenMedewerker: f"Er is geen open account met deze naam. {GEBLEVEN}",
    LaatsteBeheerder: "Dit is de laatste beheerder. Maak eerst een andere collega beheerder."
    f" {GEBLEVEN}",
    VanInlogdienst: "Deze collega logt in met het account van de organisatie: het wachtwoord is"
    f" daar te wijzigen. {GEBLEVEN}",
    StorageUnavailable: "{waar} is niet te gebruiken: {}. " + GEBLEVEN,
}
FOUTEN = {
    NaamReden.KORT: "Deze naam is te kort",
    NaamReden.LANG: "Deze naam is te lang",
    NaamReden.TEKENS: "Een naam bestaat uit gewone letters en tekens",
    NaamReden.BEZET: (
        "Deze naam is al gebruikt, of lijkt te veel op een die er al is, misschien van een gesloten"
        " account"
    ),
}


def groep(loket: Loket | None, site: str) -> AppGroup:
    """The group `medewerker`. Without a Loket it says what is missing.

    `site`: where the site is, for the links; may be empty.
    """
    groep = AppGroup("medewerker", help="De accounts van de helpdesk.")

    @groep.command("toevoegen")
    @click.argument("naam")
    @click.option(
        "--beheerder",
        is_flag=True,
        help="Mag ook openingstijden en accounts wijzigen en het logboek lezen.",
    )
    def toevoegen(naam: str, beheerder: bool) -> None:
        """Maak een account voor NAAM, met de link waarmee uw collega het zelf instelt."""
        rol = Medewerkerrol.BEHEERDER if beheerder else Medewerkerrol.MEDEWERKER
        with _open(loket) as loket_:
            collega = loket_.medewerkers.voeg_toe(naam, rol, nu=clock.now(), wie=SYSTEM)
            token = loket_.uitnodigingen.geef(collega.id, nu=clock.now(), wie=SYSTEM)
        click.echo(f"Het account van {collega.naam} ({rol}) is gemaakt.")
        _toon(token, site)

    @groep.command("sluiten")
    @click.argument("naam")
    def sluiten(naam: str) -> None:
        """Sluit het account van NAAM, voorgoed. Open verzoeken van deze collega zijn daarna van
        niemand.
        """
        with _open(loket) as loket_:
            collega = loket_.medewerkers.met_naam(naam)
            los = loket_.medewerkers.sluit(collega.id, nu=clock.now(), wie=SYSTEM)
        click.echo(
            f"Het account van {collega.naam} is gesloten. Verzoeken die nu van niemand zijn: {los}."
        )

    @groep.command("wachtwoord")
    @click.argument("naam")
    def wachtwoord(naam: str) -> None:
        """Maak een nieuwe link voor NAAM: voor wie het wachtwoord of de telefoon kwijt is."""
        with _open(loket) as loket_:
            collega = loket_.medewerkers.met_naam(naam)
            token = loket_.uitnodigingen.geef(collega.id, nu=clock.now(), wie=SYSTEM)
        click.echo(f"{collega.naam} is overal uitgelogd. Het oude wachtwoord werkt niet meer.")
        _toon(token, site)

    @groep.command("lijst")
    def lijst() -> None:
        """Toon alle accounts."""
        with _open(loket) as loket_:
            accounts = loket_.medewerkers.alle()
        for account in accounts:
            stand = "open" if account.tweede_factor else "open, nog niet ingesteld"
            if account.van_inlogdienst:
                stand = "open, bij de inlogdienst"
            if account.geschorst_op:
                stand = f"geschorst sinds {day(account.geschorst_op.date())}"
            if account.gesloten_op:
                stand = f"gesloten op {day(account.gesloten_op.date())}"
            click.echo(f"{account.medewerker.naam}: {account.medewerker.rol}, {stand}")
        if not accounts:
            click.echo(
                "Er zijn nog geen accounts."
                " Maak de eerste: flask --app wsgi medewerker toevoegen NAAM --beheerder"
            )

    return groep


@contextmanager
def _open(loket: Loket | None) -> Iterator[Loket]:
    """What goes wrong with the accounts ends the command with a sentence."""
    if loket is None:
        raise click.ClickException(
            "Er is geen helpdesk: PORTAL_SLEUTEL is leeg. Zie docs/instellingen.md."
        )
    try:
        with als_zin(VAN_DE_STORE):
            yield loket
    except NaamFout as fout:
        raise click.ClickException(f"{FOUTEN[fout.reden]}. {GEBLEVEN}") from fout


def _toon(token: str, site: str) -> None:
    """Once: only a hash is kept."""
    click.echo("\nGeef deze link aan uw collega. Hij werkt één keer, een uur lang:")
    click.echo(f"{site or 'http://127.0.0.1:8000'}{HELPDESK}/uitnodiging/{token}")
    if not site:
        click.echo("(PORTAL_SITE is leeg: zet het adres van de site ervoor als het een ander is.)")
