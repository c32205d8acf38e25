"""The pages for colleagues of the helpdesk, under /helpdesk. Each view declares who may open it."""

from flask import Flask

from portal.helpdesk import (
    accounts,
    cijfers,
    inloggen,
    logboek,
    meekijken,
    menu,
    mijnaccount,
    nieuw,
    openingstijden,
    verzoek,
    wachtrij,
)
from portal.helpdesk.toegang import bewaak

bp = menu.bp
# Each adds its own views to the blueprint.
SCHERMEN = (
    wachtrij,
    verzoek,
    nieuw,
    meekijken,
    openingstijden,
    cijfers,
    accounts,
    logboek,
    mijnaccount,
    inloggen,
)


def init_app(app: Flask) -> None:
    """Registers the pages, and closes every view that is not open to everybody."""
    bewaak(app)
    app.register_blueprint(bp)
