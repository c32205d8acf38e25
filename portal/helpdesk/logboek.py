"""The log: who did what, and when. For a beheerder, on a page and as a file."""

from typing import Any

from flask import redirect, request, url_for
from werkzeug.datastructures import MultiDict
from werkzeug.wrappers import Response

from portal import clock, services
from portal.helpdesk import csvbestand
from portal.helpdesk.inlogplicht import in_log
from portal.helpdesk.logboekpages import (
    MAX_REGELS,
    OVER_VERZOEK,
    TE_VEEL,
    Filter,
    LogboekForm,
    LogboekPage,
    LogRegel,
    als_rijen,
)
from portal.helpdesk.menu import bp
from portal.storage.audit_log import AuditLine
from portal.web.access import BEHEERDER, access
from portal.web.i18n.environments import render

PER_PAGINA = 100
MAX_GETYPT = 40  # characters of a field that is wrong, in a URL
MAX_CIJFERS = 15  # of a line's number


@bp.get("/logboek")
@access(BEHEERDER)
def logboek() -> tuple[str, int]:
    """The newest lines for this person, deed and days. `?voor`: only those older than this line.

    `?te_veel`: they do not fit in a file.
    """
    namen = _namen()
    form, filter_ = _lees(request.args, namen)
    if filter_ and "te_veel" in request.args:
        form.add_error("van", TE_VEEL)
        filter_ = None
    voor = request.args.get("voor", "")
    gevonden = _zoek(filter_, PER_PAGINA, voor) if filter_ else ()
    regels, rest = gevonden[:PER_PAGINA], gevonden[PER_PAGINA:]
    page = LogboekPage(
        form=form,
        regels=tuple(LogRegel.uit(regel, namen, _url(regel)) for regel in regels),
        ouder=url_for(".logboek", **form.data, voor=regels[-1].id) if rest else "",
        is_gefilterd=any(form.data.values()) or bool(voor),
        is_fout=filter_ is None,
    )
    return render("helpdesk/logboek.html", page), 200 if filter_ else 422


@bp.post("/logboek.csv")
@access(BEHEERDER)
def logboek_csv() -> Response:
    """The same lines as a file, or back to the page that says why not.

    A POST, because taking it away is logged.
    """
    namen = _namen()
    form, filter_ = _lees(request.form, namen)
    if filter_ is None:
        return _terug(form)
    gevonden = _zoek(filter_, MAX_REGELS)
    if len(gevonden) > MAX_REGELS:
        return _terug(form, te_veel=1)
    rijen = als_rijen(LogRegel.uit(regel, namen) for regel in gevonden)
    services.loket().logboek.exported(
        f"logboek {filter_.dagen}", len(gevonden), who=in_log(), at=clock.now()
    )
    return csvbestand.bijlage(f"logboek-{clock.today()}", csvbestand.als_csv(rijen))


def _namen() -> dict[int, str]:
    medewerkers = [account.medewerker for account in services.loket().medewerkers.alle()]
    return {medewerker.id: medewerker.naam for medewerker in medewerkers}


def _lees(getypt: MultiDict[str, str], namen: dict[int, str]) -> tuple[LogboekForm, Filter | None]:
    form = LogboekForm(getypt)
    form.bied_aan(namen)
    return form, form.lees()


def _terug(form: LogboekForm, **melding: Any) -> Response:
    getypt = {naam: waarde[:MAX_GETYPT] for naam, waarde in form.data.items()}
    return redirect(url_for(".logboek", **getypt, **melding), 303)


def _zoek(filter_: Filter, hoogstens: int, voor: str = "") -> tuple[AuditLine, ...]:
    """One line more than fits, when there is one."""
    is_nummer = voor.isascii() and voor.isdecimal() and len(voor) <= MAX_CIJFERS
    return services.loket().logboek.read(
        hoogstens + 1,
        who=filter_.wie,
        actions=filter_.daden,
        since=filter_.vanaf,
        until=filter_.tot,
        before=int(voor) if is_nummer else None,
    )


def _url(regel: AuditLine) -> str:
    return url_for(".verzoek", uid=regel.about) if regel.action in OVER_VERZOEK else ""
