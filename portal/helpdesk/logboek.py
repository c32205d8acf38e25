"""The log: who did what, and when. For a beheerder."""

from flask import request, url_for

from portal import services
from portal.helpdesk.logboekpages import OVER_VERZOEK, Filter, LogboekForm, LogboekPage, LogRegel
from portal.helpdesk.menu import bp
from portal.storage.audit_log import AuditLine
from portal.web.access import BEHEERDER, access
from portal.web.i18n.environments import render

PER_PAGINA = 100
MAX_CIJFERS = 15  # of a line's number


@bp.get("/logboek")
@access(BEHEERDER)
def logboek() -> tuple[str, int]:
    """The newest lines for this person, deed and day. `?voor`: only those older than this line."""
    medewerkers = [account.medewerker for account in services.loket().medewerkers.alle()]
    namen = {medewerker.id: medewerker.naam for medewerker in medewerkers}
    form = LogboekForm(request.args)
    form.bied_aan(namen)
    filter_, voor = form.lees(), request.args.get("voor", "")
    gevonden = _zoek(filter_, voor) if filter_ else ()
    regels, rest = gevonden[:PER_PAGINA], gevonden[PER_PAGINA:]
    page = LogboekPage(
        form=form,
        regels=tuple(LogRegel.uit(regel, namen, _url(regel)) for regel in regels),
        ouder=url_for(".logboek", **form.data, voor=regels[-1].id) if rest else "",
        is_gefilterd=any(form.data.values()) or bool(voor),
        is_fout=filter_ is None,
    )
    return render("helpdesk/logboek.html", page), 200 if filter_ else 422


def _zoek(filter_: Filter, voor: str) -> tuple[AuditLine, ...]:
    """One line more than fits, when there is one."""
    is_nummer = voor.isascii() and voor.isdecimal() and len(voor) <= MAX_CIJFERS
    return services.loket().logboek.read(
        PER_PAGINA + 1,
        who=filter_.wie,
        actions=filter_.daden,
        since=filter_.vanaf,
        until=filter_.tot,
        before=int(voor) if is_nummer else None,
    )


def _url(regel: AuditLine) -> str:
    return url_for(".verzoek", uid=regel.about) if regel.action in OVER_VERZOEK else ""
