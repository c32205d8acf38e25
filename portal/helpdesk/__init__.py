"""The pages for colleagues of the helpdesk, under /helpdesk. Every view is closed unless `security.VRIJ` names it."""

from flask import Flask

from portal.helpdesk import begin, nieuw, verzoek, wachtrij
from portal.helpdesk.toegang import bewaak

bp = begin.bp
MODULES = (wachtrij, verzoek, nieuw)  # each adds its views to the blueprint when it is imported


def init_app(app: Flask) -> None:
    """Registers the pages, and closes every view that is not open to everybody."""
    bewaak(app)
    app.register_blueprint(bp)
