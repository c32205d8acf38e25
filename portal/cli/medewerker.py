"""Accounts of the helpdesk: `flask --app wsgi medewerker toevoegen|sluiten|wachtwoord|lijst`."""

from collections.abc import Iterator
from contextlib import contextmanager

import click
from flask.cli import AppGroup

from portal import clock
from portal.cli.gedeeld import GEBLEVEN, Zinnen, als_zin
from portal.medewerkers.medewerker import Medewerker, Medewerkerrol, NaamFout, NaamReden
from portal.medewerkers.medewerkerstore import GeenMedewerker, LaatsteBeheerder, MedewerkerStore
from portal.medewerkers.tweedefactor import qr_tekst, uri
from portal.medewerkers.uitgifte import Uitgifte
from portal.services import Loket
from portal.storage.audit_log import SYSTEM
from portal.storage.database import StorageUnavailable
from portal.web.i18n.notation import day

VAN_DE_STORE: Zinnen = {
    GeenMedewerker: f"Er is geen open account met deze naam. {GEBLEVEN}",
    LaatsteBeheerder: "Dit is de laatste beheerder. Maak eerst een andere collega beheerder."
    f" {GEBLEVEN}",
    StorageUnavailable: "Het bestand is niet te gebruiken: {}. " + GEBLEVEN,
}
FOUTEN = {
    NaamReden.KORT: "Deze naam is te kort",
    NaamReden.LANG: "Deze naam is te lang",
    NaamReden.TEKENS: "Een naam bestaat uit gewone letters en tekens",
    NaamReden.BEZET: "Deze naam is al gebruikt, misschien bij een gesloten account",
}


def groep(loket: Loket | None) -> AppGroup:
    """The group `medewerker`. Without a Loket it says what is missing."""
    groep = AppGroup("medewerker", help="De accounts van de helpdesk.")

    @groep.command("toevoegen")
    @click.argument("naam")
    @click.option(
        "--beheerder",
        is_flag=True,
        help="Mag ook openingstijden en accounts wijzigen en het logboek lezen.",
    )
    @click.option(
        "--zonder-tweede-factor",
        is_flag=True,
        help="Logt in met het wachtwoord alleen. Liever niet.",
    )
    def toevoegen(naam: str, beheerder: bool, zonder_tweede_factor: bool) -> None:
        """Maak een account voor NAAM, en toon één keer waarmee uw collega inlogt."""
        rol = Medewerkerrol.BEHEERDER if beheerder else Medewerkerrol.MEDEWERKER
        with _store(loket) as store:
            collega, uitgifte = store.voeg_toe(
                naam, rol, tweede_factor=not zonder_tweede_factor, nu=clock.now(), wie=SYSTEM
            )
        click.echo(f"Het account van {collega.naam} ({rol}) is gemaakt.")
        _toon(uitgifte, collega)

    @groep.command("sluiten")
    @click.argument("naam")
    def sluiten(naam: str) -> None:
        """Sluit het account van NAAM, voorgoed. Open verzoeken van deze collega zijn daarna van
        niemand.
        """
        with _store(loket) as store:
            collega = store.met_naam(naam)
            los = store.sluit(collega.id, nu=clock.now(), wie=SYSTEM)
        click.echo(
            f"Het account van {collega.naam} is gesloten. Verzoeken die nu van niemand zijn: {los}."
        )

    @groep.command("wachtwoord")
    @click.argument("naam")
    @click.option(
        "--nieuwe-tweede-factor",
        is_flag=True,
        help="Maak ook een nieuwe tweede factor en herstelcodes.",
    )
    def wachtwoord(naam: str, nieuwe_tweede_factor: bool) -> None:
        """Maak een nieuw wachtwoord voor NAAM, en toon het één keer."""
        with _store(loket) as store:
            collega = store.met_naam(naam)
            uitgifte = store.geef_uit(
                collega.id, tweede_factor=nieuwe_tweede_factor, nu=clock.now(), wie=SYSTEM
            )
        click.echo(f"{collega.naam} is overal uitgelogd.")
        _toon(uitgifte, collega)

    @groep.command("lijst")
    def lijst() -> None:
        """Toon alle accounts."""
        with _store(loket) as store:
            accounts = store.alle()
        for account in accounts:
            stand = "open" if account.tweede_factor else "open, zonder tweede factor"
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
def _store(loket: Loket | None) -> Iterator[MedewerkerStore]:
    """The accounts. What goes wrong ends the command with a sentence."""
    if loket is None:
        raise click.ClickException(
            "Er is geen helpdesk: PORTAL_SLEUTEL is leeg. Zie docs/instellingen.md."
        )
    try:
        with als_zin(VAN_DE_STORE):
            yield loket.medewerkers
    except NaamFout as fout:
        raise click.ClickException(f"{FOUTEN[fout.reden]}. {GEBLEVEN}") from fout


def _toon(uitgifte: Uitgifte, collega: Medewerker) -> None:
    """Once: nothing keeps it in the clear."""
    click.echo(f"\nWachtwoord: {uitgifte.wachtwoord}")
    click.echo("(Te wijzigen na het inloggen, bij Mijn account.)")
    if uitgifte.geheim:
        adres = uri(uitgifte.geheim, collega.naam)
        click.echo("\nTweede factor: scan dit met een authenticator-app, of typ de sleutel over.")
        click.echo(f"{qr_tekst(adres)}\nSleutel: {uitgifte.geheim}\n{adres}")
        click.echo("\nHerstelcodes, elk één keer te gebruiken:")
        click.echo("\n".join(uitgifte.herstelcodes))
    click.echo("\nDit is later niet meer te zien.")
