"""The pages for colleagues of the helpdesk, under /helpdesk. Every view is closed unless `security.VRIJ` names it."""

from flask import Flask

from portal.helpdesk import begin
from portal.helpdesk import meekijken as meekijken  # importing it adds its views to the blueprint
from portal.helpdesk.toegang import bewaak

bp = begin.bp


def init_app(app: Flask) -> None:
    """Registers the pages, and closes every view that is not open to everybody."""
    bewaak(app)
    app.register_blueprint(bp)
