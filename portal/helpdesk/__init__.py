"""The pages for colleagues of the helpdesk, under /helpdesk. Every view is closed unless `security.VRIJ` names it."""

from flask import Flask

from portal.helpdesk import accounts, begin, cijfers, inloggen, logboek, mijnaccount, openingstijden
from portal.helpdesk.toegang import bewaak

bp = begin.bp
# Each adds its own views to the blueprint.
SCHERMEN = (inloggen, mijnaccount, openingstijden, cijfers, accounts, logboek)


def init_app(app: Flask) -> None:
    """Registers the pages, and closes every view that is not open to everybody."""
    bewaak(app)
    app.register_blueprint(bp)
