"""The entrance for gunicorn (`wsgi:app`) and for commands.

`python wsgi.py ...` (`zelfcheck` on a server) has our commands only; `flask --app wsgi ...` has
those of Flask too.
"""

import os
import sys

from flask import Flask
from flask.cli import ScriptInfo

from portal import create_app
from portal.adressen.laden.rij import BestandFout
from portal.cli import alarm, controleren, opslag
from portal.cli.gedeeld import reden_van
from portal.cli.nederlands import spreek_nederlands
from portal.config.settings import PORTAL_DB, Settings, SettingsError
from portal.storage.database import StorageUnavailable
from portal.storage.engine import SqliteTooOld
from portal.storage.key_check import WrongKey
from portal.web.installation import CannotStart
from portal.web.theme import ThemeError
from rules import CatalogusFout

if __name__ == "__main__":
    os.environ["FLASK_RUN_FROM_CLI"] = "true"  # as flask does: a command serves no pages
woorden = sys.argv[3:] if sys.argv[1:2] == ["--app"] else sys.argv[1:]
try:
    if woorden[:1] in (["alarm"], ["controleren"], ["opslag"]):
        # Without a site: they say what is wrong where it does not start.
        app = Flask("portal")
    else:
        app = create_app(Settings.from_env(os.environ))
except (SettingsError, SqliteTooOld, CatalogusFout, WrongKey, CannotStart, ThemeError) as error:
    sys.exit(str(error))
except (OSError, BestandFout, StorageUnavailable) as error:
    is_database = getattr(error, "where", PORTAL_DB) != PORTAL_DB
    waar = "PostgreSQL (PORTAL_DATABASE)" if is_database else "De map van PORTAL_DATA"
    sys.exit(f"{waar} is niet te gebruiken: {reden_van(error)}")
app.cli.add_command(alarm.opdracht(os.environ))
app.cli.add_command(controleren.opdracht(os.environ))
app.cli.add_command(opslag.groep(os.environ))
spreek_nederlands(app.cli)
app.cli.help = "De opdrachten van de zelfcheck."
if __name__ == "__main__":
    app.cli.main(prog_name="zelfcheck", obj=ScriptInfo(create_app=lambda: app))
