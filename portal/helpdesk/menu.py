"""The one blueprint of the helpdesk, to which each module of views adds its own, and its menu."""

from flask import Blueprint, url_for

from portal.helpdesk.inlogplicht import PAD, wie
from portal.web.access import MEDEWERKER, access_of
from portal.web.i18n.language import _

bp = Blueprint("helpdesk", __name__, url_prefix=PAD)

MENU = (
    ("helpdesk.wachtrij", "Wachtrij"),
    ("helpdesk.agenda", "Agenda"),
    ("helpdesk.nieuw", "Beller aan de lijn"),
    ("helpdesk.meekijken", "Meekijken"),
    ("helpdesk.openingstijden", "Openingstijden"),
    ("helpdesk.cijfers", "Cijfers"),
    ("helpdesk.teksten", "Teksten"),
    ("helpdesk.accounts", "Accounts"),
    ("helpdesk.logboek", "Logboek"),
)


@bp.app_template_global()
def begin_url() -> str:
    """Where a colleague begins: the queue."""
    return url_for("helpdesk.wachtrij")


@bp.app_template_global()
def menu() -> tuple[tuple[str, str, str], ...]:
    """The pages that this colleague may open: endpoint, url and name."""
    return tuple(
        (endpoint, url_for(endpoint), _(naam))
        for endpoint, naam in MENU
        if access_of(endpoint) is MEDEWERKER or wie().is_beheerder
    )
