"""Commands for the operator: `flask --app wsgi GROUP COMMAND`. One module for each group."""

from flask import Flask

from portal.adressen.register import AdresStore
from portal.cli import adressen, backup, bevingen, gebied, mail, medewerker, opschonen, sleutel
from portal.config.settings import Settings
from portal.gebied.gebiedstore import GebiedStore
from portal.services import Loket


def init_app(
    app: Flask,
    settings: Settings,
    register: AdresStore,
    gebied_store: GebiedStore,
    loket: Loket | None,
) -> None:
    """Adds the command groups to `flask`, each with what it works on."""
    app.cli.add_command(adressen.groep(register, gebied_store))
    app.cli.add_command(bevingen.groep(register.pad))
    app.cli.add_command(gebied.groep(register, gebied_store))
    app.cli.add_command(medewerker.groep(loket))
    app.cli.add_command(mail.groep(loket, settings))
    app.cli.add_command(opschonen.opdracht(loket, settings.bewaardagen))
    app.cli.add_command(backup.groep(loket, settings.bewaardagen))
    app.cli.add_command(sleutel.groep(loket, len(settings.sleutel)))
