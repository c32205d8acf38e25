"""The one blueprint of the helpdesk, and its menu. Each module beside this one adds its own views."""

from flask import Blueprint, current_app, url_for

from portal.helpdesk.toegang import PAD, wie
from portal.i18n import _
from portal.security import BEHEERDER

bp = Blueprint("helpdesk", __name__, url_prefix=PAD)

MENU = (
    ("helpdesk.wachtrij", "Wachtrij"),
    ("helpdesk.nieuw", "Beller aan de lijn"),
    ("helpdesk.meekijken", "Meekijken"),
    ("helpdesk.openingstijden", "Openingstijden"),
    ("helpdesk.cijfers", "Cijfers"),
    ("helpdesk.accounts", "Accounts"),
    ("helpdesk.logboek", "Logboek"),
)


@bp.app_template_global()
def begin_url() -> str:
    """Where a colleague begins: the queue, as soon as there is one."""
    begin = "helpdesk.wachtrij" if "helpdesk.wachtrij" in current_app.view_functions else "helpdesk.mijn_account"
    return url_for(begin)


@bp.app_template_global()
def menu() -> tuple[tuple[str, str, str], ...]:
    """The pages that this colleague may open: endpoint, url and name."""
    return tuple(
        (endpoint, url_for(endpoint), _(naam))
        for endpoint, naam in MENU
        if endpoint in current_app.view_functions and (endpoint not in BEHEERDER or wie().is_beheerder)
    )
