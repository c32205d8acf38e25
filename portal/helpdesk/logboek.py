"""The log: who did what, and when. For a beheerder."""

from flask import request, url_for

from portal import services
from portal.helpdesk.accountpages import LogboekPage
from portal.helpdesk.logboekform import LogboekForm
from portal.helpdesk.logregel import OVER_VERZOEK, LogRegel
from portal.helpdesk.menu import bp as bp  # the one blueprint: these views are added to it
from portal.storage.audit_log import AuditLine
from portal.web.access import BEHEERDER, access
from portal.web.i18n.environments import render

PER_PAGINA = 100
MAX_CIJFERS = 15  # of a line's number


@bp.get("/logboek")
@access(BEHEERDER)
def logboek() -> tuple[str, int]:
    """The newest lines, of whom, what and which day is asked. `?voor`: those older than this line."""
    namen = {
        account.medewerker.id: account.medewerker.naam
        for account in services.loket().medewerkers.alle()
    }
    form = LogboekForm(request.args)
    form.bied_aan(namen)
    filter_ = form.lees()
    voor = request.args.get("voor", "")
    gevonden = (
        services.loket().logboek.read(
            PER_PAGINA + 1,
            who=filter_.wie,
            actions=filter_.daden,
            since=filter_.vanaf,
            until=filter_.tot,
            before=int(voor) if _is_nummer(voor) else None,
        )
        if filter_
        else ()
    )
    regels = gevonden[:PER_PAGINA]
    ouder = (
        url_for(".logboek", **form.data, voor=regels[-1].id) if len(gevonden) > PER_PAGINA else ""
    )
    page = LogboekPage(
        form=form,
        regels=tuple(LogRegel.uit(regel, namen, _url(regel)) for regel in regels),
        ouder=ouder,
        is_gefilterd=any(form.data.values()) or bool(voor),
        is_fout=filter_ is None,
    )
    return render("helpdesk/logboek.html", page), 200 if filter_ else 422


def _url(regel: AuditLine) -> str:
    return url_for(".verzoek", uid=regel.about) if regel.action in OVER_VERZOEK else ""


def _is_nummer(tekst: str) -> bool:
    return tekst.isascii() and tekst.isdecimal() and len(tekst) <= MAX_CIJFERS
