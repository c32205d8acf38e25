"""The one blueprint of the helpdesk, to which each module of views adds its own, and its menu."""

from flask import Blueprint, url_for

from portal import services
from portal.helpdesk.inlogplicht import PAD, wie
from portal.web.i18n.language import _

bp = Blueprint("helpdesk", __name__, url_prefix=PAD)

ELKE_DAG = (
    ("helpdesk.wachtrij", "Wachtrij"),
    ("helpdesk.agenda", "Agenda"),
    ("helpdesk.nieuw", "Beller aan de lijn"),
    ("helpdesk.meekijken", "Meekijken"),
)
BEHEER = (
    ("helpdesk.openingstijden", "Openingstijden"),
    ("helpdesk.cijfers", "Cijfers"),
    ("helpdesk.teksten", "Teksten"),
    ("helpdesk.accounts", "Accounts"),
    ("helpdesk.logboek", "Logboek"),
)
ALS_HET_AAN_STAAT = (("helpdesk.doorgeven", "Doorgeven"),)


def geeft_door() -> bool:
    """Whether anything goes to another desk or a webhook."""
    loket = services.loket()
    return bool(loket.balie or loket.webhook)


@bp.app_template_global()
def begin_url() -> str:
    """Where a colleague begins: the queue."""
    return url_for("helpdesk.wachtrij")


@bp.app_template_global()
def menu() -> tuple[tuple[str, tuple[tuple[str, str, str], ...]], ...]:
    """The pages that this colleague may open, in groups: endpoint, url and name of each."""
    beheer = BEHEER + (ALS_HET_AAN_STAAT if geeft_door() else ())
    groepen = (("", ELKE_DAG), (_("Beheer"), beheer)) if wie().is_beheerder else (("", ELKE_DAG),)
    return tuple(
        (groep, tuple((endpoint, url_for(endpoint), _(naam)) for endpoint, naam in paginas))
        for groep, paginas in groepen
    )
