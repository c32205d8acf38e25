"""Commands for the operator: `flask --app wsgi GROUP COMMAND`. One module for each group."""

from flask import Flask

from portal.adressen.store import AdresStore
from portal.cli import adressen, bevingen, gebied, medewerker
from portal.gebied.store import GebiedStore
from portal.loket import Loket


def init_app(app: Flask, register: AdresStore, gebied_store: GebiedStore, loket: Loket | None) -> None:
    """Adds the command groups to `flask`, each with the files it works on."""
    app.cli.add_command(adressen.groep(register, gebied_store))
    app.cli.add_command(bevingen.groep(register.pad))
    app.cli.add_command(gebied.groep(register, gebied_store))
    app.cli.add_command(medewerker.groep(loket))
