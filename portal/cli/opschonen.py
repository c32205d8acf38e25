"""What has had its time: `flask --app wsgi opschonen [--proef]`."""

from contextlib import suppress
from pathlib import Path

import click
from flask.cli import with_appcontext

from portal import clock
from portal.cli.gedeeld import Zinnen, als_zin, meld_gedaan, met_loket
from portal.config.settings import PORTAL_DB, Settings
from portal.onderhoud.opschonen import (
    BLIJFT_OPEN,
    KlokSpringt,
    Opruiming,
    controleer_klok,
    kijk,
    schoon_op,
)
from portal.onderhoud.reservekopie import ruim_afgebroken, vergeten
from portal.services import Loket
from portal.storage.jobs import Job
from portal.storage.replacement import AlreadyRunning
from portal.web.i18n.notation import day

WOORDEN = {
    "verzoek": "terugbelverzoeken",
    "meekijkcode": "meekijkcodes",
    "sessie": "sessies van medewerkers",
    "levering": "berichten aan de webhook",
    "logboek": "regels in het logboek",
}
NIETS_VERWIJDERD: Zinnen = {
    KlokSpringt: "De klok staat op {}. Klopt de klok? Geef dan --toch mee. Er is niets verwijderd."
}


def opdracht(loket: Loket | None, settings: Settings) -> click.Command:
    """The command `opschonen`."""

    @click.command("opschonen")
    @click.option("--proef", is_flag=True, help="Zeg alleen wat er weg zou gaan.")
    @click.option("--toch", is_flag=True, help="Ook als de klok verkeerd lijkt te staan.")
    @with_appcontext
    def opschonen(proef: bool, toch: bool) -> None:
        """Verwijder wat lang genoeg bewaard is (PORTAL_BEWAARDAGEN), en wis het van de schijf."""
        nu = clock.now()
        with met_loket(loket) as open_loket, als_zin(NIETS_VERWIJDERD):
            if not (proef or toch):
                vorige = open_loket.bestand.last_run(Job.OPSCHONEN)
                controleer_klok(nu, vorige, "de vorige keer opschonen was op")
            opruiming = (kijk if proef else schoon_op)(open_loket.bestand, settings.bewaardagen, nu)
            oud = vergeten(settings.data / PORTAL_DB, nu)
            if not proef:
                open_loket.limieten.counters.forget(int(nu.timestamp()), tidy=True)
                with suppress(AlreadyRunning):  # it is being used: whoever uses it clears it
                    ruim_afgebroken(settings.data / PORTAL_DB)
                for pad in oud:
                    pad.unlink()
                meld_gedaan(open_loket, Job.OPSCHONEN)
        _meld(opruiming, oud, "zou weg zijn" if proef else "verwijderd")

    return opschonen


def _meld(opruiming: Opruiming, oud: list[Path], woord: str) -> None:
    for regel, aantal in opruiming.aantallen.items():
        if aantal:
            click.echo(f"{WOORDEN[regel.tabel]} ({regel.waarom}): {aantal} {woord}")
    for pad in oud:
        click.echo(f"{pad.name}: {woord}")
    if not any(opruiming.aantallen.values()) and not oud:
        click.echo("Er is niets dat lang genoeg bewaard is.")
    if opruiming.nog_open:
        zin = (
            f"LET OP: {len(opruiming.nog_open)} terugbelverzoeken staan nog open, meer dan"
            f" {BLIJFT_OPEN.days} dagen na hun tijdvak. De oudste is van"
            f" {day(opruiming.nog_open[0])}. Laat de helpdesk ze bellen of sluiten."
        )
        click.echo(zin, err=True)
