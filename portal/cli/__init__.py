"""Commands for the operator: `flask --app wsgi GROUP COMMAND`. One module for each group."""

from flask import Flask

from portal.adressen.register import AdresStore
from portal.cli import (
    adressen,
    api,
    backup,
    bevingen,
    doorgeven,
    gebied,
    mail,
    medewerker,
    opschonen,
    raden,
    sleutel,
)
from portal.cli.nederlands import spreek_nederlands
from portal.config.settings import Settings
from portal.gebied.gebiedstore import GebiedStore
from portal.services import Loket


def init_app(
    app: Flask,
    settings: Settings,
    register: AdresStore,
    gebiedstore: GebiedStore,
    loket: Loket | None,
) -> None:
    """Adds the command groups to `flask`, each with what it works on."""
    for opdracht in (
        adressen.groep(register, gebiedstore),
        bevingen.groep(register.pad),
        gebied.groep(register, gebiedstore),
        medewerker.groep(loket, settings.site),
        mail.groep(loket, settings),
        doorgeven.groep(loket, settings),
        opschonen.opdracht(loket, settings),
        backup.groep(loket, settings.bewaardagen),
        raden.opdracht(),
        api.groep(loket),
        sleutel.groep(loket, len(settings.sleutel)),
    ):
        app.cli.add_command(opdracht)
    spreek_nederlands(app.cli)
