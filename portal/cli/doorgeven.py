"""What goes to others: `flask --app wsgi doorgeven versturen|lijst|opnieuw|terugnemen`.

A timer runs `doorgeven versturen` every minute.
"""

import click
from flask.cli import AppGroup

from portal import clock
from portal.cli.gedeeld import meld_gedaan, met_loket
from portal.config.settings import Settings
from portal.doorgeven.afleveren import Leververslag, lever_af
from portal.doorgeven.doorgaven import Doorgaven
from portal.doorgeven.leveringen import Leveringen
from portal.doorgeven.openklant import OpenKlant
from portal.doorgeven.overbrengen import Overbrenger
from portal.doorgeven.stand import Doorgeefstand, lees_stand, opnieuw, terugnemen
from portal.doorgeven.versturen import Doorgeefverslag, Versturen
from portal.outbound.fetch import Fetcher
from portal.services import Loket
from portal.storage.jobs import Job
from portal.storage.replacement import AlreadyRunning

SECONDEN = 50.0  # the timer starts the next run within the minute


def groep(loket: Loket | None, settings: Settings) -> AppGroup:
    """The group `doorgeven`."""
    groep = AppGroup("doorgeven", help="Verzoeken naar een andere balie, en berichten daarover.")

    @groep.command("versturen")
    def versturen() -> None:
        """Geef door wat klaarstaat, en vraag wat er verwerkt is. Eindigt met 1 als de balie niet
        antwoordt of iets weigert.
        """
        if not settings.klant and not settings.webhook:
            raise click.ClickException(
                "PORTAL_KLANT en PORTAL_WEBHOOK zijn leeg: er wordt niets doorgegeven."
            )
        try:
            with met_loket(loket) as open_loket, open_loket.bestand.only_us(Job.DOORGEVEN):
                geleverd = _naar_webhook(open_loket)
                verslag = _naar_balie(open_loket)
                if not verslag.balie and not geleverd.ontvanger:
                    meld_gedaan(open_loket, Job.DOORGEVEN)
        except AlreadyRunning:
            click.echo("Er wordt al doorgegeven.")
            return
        _meld(verslag, geleverd)

    @groep.command("lijst")
    def lijst() -> None:
        """Toon wat niet door te geven was, en hoe het staat."""
        with met_loket(loket) as open_loket:
            stand = lees_stand(open_loket.bestand)
        _toon(stand)

    @groep.command("opnieuw")
    def nog_eens() -> None:
        """Probeer alles wat geweigerd is of daar verdween opnieuw."""
        with met_loket(loket) as open_loket:
            aantal = opnieuw(open_loket.bestand, clock.now())
        click.echo(f"{aantal} gaan de volgende keer weer mee.")

    @groep.command("terugnemen")
    def neem_terug() -> None:
        """Neem alle verzoeken terug: uw eigen helpdesk belt weer. Bij de andere balie verandert
        niets. Voor als u stopt met doorgeven.
        """
        with met_loket(loket) as open_loket:
            aantal = terugnemen(open_loket.bestand)
        click.echo(f"{aantal} verzoeken zijn weer van uw eigen helpdesk.")

    return groep


def _naar_balie(loket: Loket) -> Doorgeefverslag:
    if loket.balie is None:
        return Doorgeefverslag()
    rijen = Doorgaven(loket.bestand, loket.kluis)
    naar = Overbrenger(loket.balie, OpenKlant(loket.balie))
    return Versturen(rijen, naar, zij_bellen=loket.balie.zij_bellen, seconden=SECONDEN).draai()


def _naar_webhook(loket: Loket) -> Leververslag:
    if loket.webhook is None:
        return Leververslag()
    return lever_af(Leveringen(loket.bestand), loket.webhook, Fetcher(), clock.now())


def _meld(verslag: Doorgeefverslag, geleverd: Leververslag) -> None:
    """Silent when there was nothing to do."""
    geteld = {
        "doorgegeven": verslag.doorgegeven,
        "daar gewist": verslag.gewist,
        "daar verwerkt": verslag.verwerkt,
        "daar verdwenen": verslag.verdwenen,
        "geweigerd": verslag.geweigerd,
        "berichten verzonden": geleverd.verzonden,
        "berichten later opnieuw": geleverd.later,
        "berichten mislukt": geleverd.mislukt,
    }
    if any(geteld.values()):
        click.echo(", ".join(f"{aantal} {wat}" for wat, aantal in geteld.items() if aantal))
    zinnen = {
        f"De balie kan nu niet: {verslag.balie}. Alles blijft klaarstaan.": verslag.balie,
        f"De webhook kan nu niet: {geleverd.ontvanger}. Alles blijft klaarstaan.": (
            geleverd.ontvanger
        ),
        "De balie weigert iets. Zie: flask --app wsgi doorgeven lijst": verslag.geweigerd,
        "Een bericht wordt niet meer geprobeerd. Zie de pagina Doorgeven.": geleverd.mislukt,
    }
    if waar := [zin for zin, is_waar in zinnen.items() if is_waar]:
        raise click.ClickException("\n".join(waar))


def _toon(stand: Doorgeefstand) -> None:
    for nummer, fout, _uid in stand.geweigerd:
        click.echo(f"{nummer or '-'}  {fout}")
    click.echo(
        f"Wacht: {stand.wacht}. Staat bij de balie: {stand.staat}. Daar verwerkt: {stand.verwerkt}."
        f" Geweigerd: {len(stand.geweigerd)}. Daar verdwenen: {stand.verdwenen}."
    )
    if stand.berichten or stand.berichten_mislukt:
        click.echo(
            f"Berichten aan de webhook: {stand.berichten} wachten,"
            f" {stand.berichten_mislukt} mislukt."
        )
