"""The mail to residents: `flask --app wsgi mail versturen|lijst|opnieuw NUMMER`.

A timer runs `mail versturen` every minute.
"""

from email.message import EmailMessage
from functools import partial

import click
from flask import current_app
from flask.cli import AppGroup

from portal import clock
from portal.cli.gedeeld import meld_gedaan, met_loket
from portal.config.settings import Settings
from portal.post.brief import Afzender, schrijf
from portal.post.mailserver import Mailserver
from portal.post.postrij import Post, Postrij
from portal.post.versturen import Verslag, verstuur
from portal.services import Loket
from portal.storage.jobs import Job
from portal.storage.rate_limits import Counted
from portal.storage.replacement import AlreadyRunning
from portal.terugbellen.waarden.verzoek import Verzoek
from portal.web.i18n.environments import environment


def groep(loket: Loket | None, settings: Settings) -> AppGroup:
    """The group `mail`."""
    groep = AppGroup("mail", help="De mail aan bewoners over hun gesprek.")

    @groep.command("versturen")
    def versturen() -> None:
        """Verstuur wat klaarstaat, en herinneringen. Eindigt met 1 als de mailserver er niet is of
        een mail mislukt.
        """
        if not settings.smtp:
            raise click.ClickException("PORTAL_SMTP is leeg: er gaat geen mail uit.")
        try:
            with met_loket(loket) as open_loket, open_loket.bestand.only_us(Job.MAIL):
                verslag = _verstuur(open_loket, settings)
                if not verslag.server:
                    meld_gedaan(open_loket, Job.MAIL)
        except AlreadyRunning:
            click.echo("Er wordt al mail verstuurd.")
            return
        _meld(verslag)

    @groep.command("lijst")
    def lijst() -> None:
        """Toon de mail die niet te versturen was."""
        with met_loket(loket) as open_loket:
            mislukt = Postrij(open_loket.bestand, open_loket.kluis).mislukt()
        for post in mislukt:
            click.echo(f"{post.id}  {post.soort}  {post.pogingen} keer geprobeerd  {post.fout}")
        if not mislukt:
            click.echo("Er is geen mislukte mail.")

    @groep.command("opnieuw")
    @click.argument("nummer", type=int)
    def opnieuw(nummer: int) -> None:
        """Probeer mail NUMMER uit de lijst opnieuw."""
        with met_loket(loket) as open_loket:
            gelukt = Postrij(open_loket.bestand, open_loket.kluis).opnieuw(nummer, clock.now())
        if not gelukt:
            raise click.ClickException(f"{nummer} staat niet in de lijst van mislukte mail.")
        click.echo(f"Mail {nummer} gaat de volgende keer weer mee.")

    return groep


def _verstuur(loket: Loket, settings: Settings) -> Verslag:
    rij = Postrij(loket.bestand, loket.kluis)
    afzender, nu = Afzender(settings.afzender, settings.mailafzender, settings.site), clock.now()
    in_taal = partial(environment, current_app)

    def brief(post: Post, verzoek: Verzoek) -> EmailMessage:
        bewijs, adres = rij.bewijs(verzoek), verzoek.gegevens.email.casefold()
        if bewijs and not post.pogingen:
            loket.limieten.count(Counted.MAIL_ONBEVESTIGD, adres, nu)
        verwezen = rij.verwezen(post)
        return schrijf(
            in_taal, verzoek, post.soort, afzender, bewijs, verwezen, nummer=post.id, nu=nu
        )

    return verstuur(rij, Mailserver(settings.smtp), brief, van=settings.mailafzender, nu=nu)


def _meld(verslag: Verslag) -> None:
    """Silent when there was nothing to do."""
    geteld = {
        "verzonden": verslag.verzonden,
        "vervallen, want niet meer waar": verslag.vervallen,
        "niet verstuurd, want te veel naar een adres dat niemand bevestigde": verslag.te_veel,
        "later opnieuw": verslag.later,
        "mislukt": verslag.mislukt,
    }
    if any(geteld.values()):
        click.echo(", ".join(f"{aantal} {wat}" for wat, aantal in geteld.items() if aantal))
    if verslag.server:
        raise click.ClickException(
            f"De mailserver kan nu niet: {verslag.server}. De mail blijft klaarstaan."
        )
    if verslag.mislukt:
        raise click.ClickException("Er is mail mislukt. Zie: flask --app wsgi mail lijst")
