"""Commands for the operator: `flask --app wsgi GROUP COMMAND`. One module for each group."""

from pathlib import Path

from flask import Flask

from portal.cli import adressen, bevingen


def init_app(app: Flask, register: Path) -> None:
    """Adds the command groups to `flask`. `register`: the file of the address register."""
    app.cli.add_command(adressen.groep(register))
    app.cli.add_command(bevingen.groep(register))
