"""`flask --app wsgi alarm TAAK`: tells the operator that a job failed.

wsgi.py adds it, so that it works also where the site does not start.
"""

import re
from collections.abc import Mapping

import click

from portal import clock
from portal.cli.gedeeld import Zinnen, als_zin
from portal.config.settings import Settings, SettingsError
from portal.onderhoud.alarm import AlarmKanNiet, sla_alarm

# Others may be wrong: then it is that which failed.
NODIG = ("PORTAL_ALARM", "PORTAL_SMTP", "PORTAL_MAILAFZENDER", "PORTAL_SITE", "FLASK_RUN_FROM_CLI")
NIET_GEMELD: Zinnen = {SettingsError: "{}", AlarmKanNiet: "Het alarm is niet aangekomen: {}."}


def opdracht(omgeving: Mapping[str, str]) -> click.Command:
    """The command. `omgeving`: with the settings."""

    @click.command("alarm")
    @click.argument("taak")
    def alarm(taak: str) -> None:
        """Meld dat TAAK mislukt is, per mail of op een webadres (PORTAL_ALARM). Dat doet systemd
        vanzelf; met TAAK `proef` ziet u of het aankomt.
        """
        if not re.fullmatch(r"[\w-]{1,40}", taak):
            raise click.BadParameter("gebruik letters, cijfers en streepjes.", param_hint="'TAAK'")
        with als_zin(NIET_GEMELD):
            settings = Settings.from_env({naam: omgeving.get(naam, "") for naam in NODIG})
            if not settings.alarm:
                click.echo("PORTAL_ALARM is leeg: niemand krijgt bericht.")
                return
            sla_alarm(settings, taak, clock.now())
        click.echo("Het alarm is verstuurd.")

    return alarm
