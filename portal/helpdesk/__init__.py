"""The pages for colleagues of the helpdesk, under /helpdesk. Every view is closed unless `security.VRIJ` names it."""

from flask import Flask

from portal.helpdesk import accounts, begin, inloggen, logboek, mijnaccount
from portal.helpdesk.toegang import bewaak

bp = begin.bp  # the one blueprint: each of these modules adds its views to it
__all__ = ["accounts", "init_app", "inloggen", "logboek", "mijnaccount"]


def init_app(app: Flask) -> None:
    """Registers the pages, and closes every view that is not open to everybody."""
    bewaak(app)
    app.register_blueprint(bp)
