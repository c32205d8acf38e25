"""The pages for colleagues of the helpdesk, under /helpdesk. Each view declares who may open it."""

from flask import Flask

# Importing them adds their views to the blueprint.
from portal.helpdesk import accounts as accounts
from portal.helpdesk import bevestigen as bevestigen
from portal.helpdesk import bord as bord
from portal.helpdesk import cijfers as cijfers
from portal.helpdesk import doorgeven as doorgeven
from portal.helpdesk import gesprek as gesprek
from portal.helpdesk import inkomend as inkomend
from portal.helpdesk import inloggen as inloggen
from portal.helpdesk import logboek as logboek
from portal.helpdesk import meekijken as meekijken
from portal.helpdesk import mijnaccount as mijnaccount
from portal.helpdesk import nieuw as nieuw
from portal.helpdesk import notatie as notatie
from portal.helpdesk import openingstijden as openingstijden
from portal.helpdesk import overdragen as overdragen
from portal.helpdesk import teksten as teksten
from portal.helpdesk import uitnodiging as uitnodiging
from portal.helpdesk import verbeteren as verbeteren
from portal.helpdesk import verwijderen as verwijderen
from portal.helpdesk import verzoek as verzoek
from portal.helpdesk import wachtrij as wachtrij
from portal.helpdesk import zoeken as zoeken
from portal.helpdesk.inlogdienst import bp as bp_inlogdienst
from portal.helpdesk.inlogplicht import bewaak
from portal.helpdesk.menu import bp


def init_app(app: Flask, *, met_inlogdienst: bool) -> None:
    """Registers the pages, and closes every view that is not open to everybody."""
    bewaak(app)
    app.register_blueprint(bp)
    if met_inlogdienst:
        app.register_blueprint(bp_inlogdienst)
