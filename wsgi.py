"""The entrance for gunicorn (`wsgi:app`) and for commands (`flask --app wsgi ...`)."""

import os
import sys

from flask import Flask

from portal import create_app
from portal.adressen.laden.rij import BestandFout
from portal.cli import controleren
from portal.config.settings import InstellingenFout, Settings
from portal.storage.database import OpslagKanNiet
from portal.storage.engine import SqliteTeOud
from portal.storage.key_check import SleutelPastNiet
from portal.web.installation import StartKanNiet
from portal.web.theme import ThemaFout
from rules import CatalogusFout

try:
    if "controleren" in sys.argv and "bevingen" not in sys.argv:
        app = Flask(
            "portal"
        )  # without a site: it says all that is wrong, where the site would stop at the first
    else:
        app = create_app(Settings.from_env(os.environ))
except (
    InstellingenFout,
    SqliteTeOud,
    CatalogusFout,
    SleutelPastNiet,
    StartKanNiet,
    ThemaFout,
) as fout:
    sys.exit(str(fout))
except (OSError, BestandFout, OpslagKanNiet) as fout:
    sys.exit(f"De map van PORTAL_DATA is niet te gebruiken: {fout}")
app.cli.add_command(controleren.opdracht(os.environ))
