"""The accounts of all colleagues: for a beheerder who gave password and code again."""

from typing import Any

from flask import abort, redirect, request, url_for
from werkzeug.wrappers import Response

from portal import clock, services
from portal.crypto.kenmerk import Purpose, our_content
from portal.helpdesk import uitgifte
from portal.helpdesk.accountpages import (
    MAX_GETYPT,
    NAAMFOUTEN,
    AccountPage,
    AccountsPage,
    NieuwAccountForm,
    RolForm,
    SchorsForm,
    SluitForm,
)
from portal.helpdesk.inlogplicht import in_log, wie
from portal.helpdesk.logboekpages import ANDEREN
from portal.helpdesk.menu import bp
from portal.medewerkers.medewerker import Medewerkerrol, NaamFout, NaamReden, gelijkend
from portal.medewerkers.medewerkerstore import LaatsteBeheerder
from portal.web.access import SUDO, access
from portal.web.i18n.environments import render


@bp.get("/accounts")
@bp.get("/accounts/nieuw/<kenmerk>")
@access(SUDO)
def accounts(kenmerk: str = "") -> tuple[str, int]:
    """Every account, and the form for a new one.

    With a kenmerk: the form as it was typed, and what is wrong with it.
    """
    form, loket = _lees(kenmerk) if kenmerk else NieuwAccountForm(), services.loket()
    page = AccountsPage(loket.medewerkers.alle(), form, bool(kenmerk), bool(loket.inlogdienst))
    return render("helpdesk/accounts.html", page), 422 if kenmerk else 200


@bp.post("/accounts")
@access(SUDO)
def voeg_account_toe() -> Response:
    """On to the link for the colleague, or back to the form."""
    form, medewerkers = NieuwAccountForm(request.form), services.loket().medewerkers
    naam, rol = (form.naam.data or "")[:MAX_GETYPT], _rol(form.rol.data)
    try:
        if gelijkend(naam) in map(gelijkend, map(str, ANDEREN.values())):
            raise NaamFout(NaamReden.BEZET)  # the log would name a resident, or the server
        collega = medewerkers.voeg_toe(naam, rol, nu=clock.now(), wie=in_log())
    except NaamFout as fout:
        delen = (naam, rol.value, fout.reden.value)
        kenmerk = services.kenmerken().make(Purpose.NIEUW_ACCOUNT, *delen)
        return redirect(url_for(".accounts", kenmerk=kenmerk), 303)
    return uitgifte.toon_link(_link(collega.id, _external=True), collega)


@bp.get("/accounts/<int:id_>")
@access(SUDO)
def account(id_: int) -> tuple[str, int]:
    """One account. `?fout`: what is wrong; `?gedaan`: what has been done."""
    loket = services.loket()
    van, gedaan = loket.medewerkers.een(id_), request.args.get("gedaan", "")
    forms = RolForm(data={"rol": van.medewerker.rol.value}), SchorsForm(), SluitForm()
    is_fout = any(form.meld(request.args.get("fout", "")) for form in forms)
    page = AccountPage(van, *forms, gedaan, is_fout, bool(loket.inlogdienst))
    return render("helpdesk/account.html", page), 422 if is_fout else 200


@bp.post("/accounts/<int:id_>/rol")
@access(SUDO)
def wijzig_rol(id_: int) -> Response:
    """Medewerker or beheerder. Somebody who steps down goes on to their own account."""
    rol = _rol(RolForm(request.form).rol.data)
    try:
        services.loket().medewerkers.wijzig_rol(id_, rol, nu=clock.now(), wie=in_log())
    except LaatsteBeheerder:
        return _terug(id_, fout="laatste_rol")
    if id_ == wie().id and rol is not Medewerkerrol.BEHEERDER:
        return redirect(url_for(".mijn_account"), 303)
    return _terug(id_, gedaan="rol")


@bp.post("/accounts/<int:id_>/toegang")
@access(SUDO)
def geef_toegang(id_: int) -> Response:
    """A new link; for oneself, straight on to where it leads."""
    if id_ == wie().id:
        return redirect(_link(id_), 303)
    collega = services.loket().medewerkers.een(id_).medewerker
    return uitgifte.toon_link(_link(id_, _external=True), collega)


@bp.post("/accounts/<int:id_>/schorsen")
@access(SUDO)
def schors_account(id_: int) -> Response:
    """Until it is let in again."""
    if not SchorsForm(request.form).schors.data:
        return _terug(id_, fout="schors")
    try:
        services.loket().medewerkers.schors(id_, nu=clock.now(), wie=in_log())
    except LaatsteBeheerder:
        return _terug(id_, fout="laatste_schors")
    return _terug(id_, gedaan="geschorst")


@bp.post("/accounts/<int:id_>/toelaten")
@access(SUDO)
def laat_account_toe(id_: int) -> Response:
    """The end of that."""
    services.loket().medewerkers.laat_toe(id_, nu=clock.now(), wie=in_log())
    return _terug(id_, gedaan="toegelaten")


@bp.post("/accounts/<int:id_>/sluiten")
@access(SUDO)
def sluit_account(id_: int) -> Response:
    """For good: the name stays in the log."""
    if not SluitForm(request.form).zeker.data:
        return _terug(id_, fout="zeker")
    try:
        services.loket().medewerkers.sluit(id_, nu=clock.now(), wie=in_log())
    except LaatsteBeheerder:
        return _terug(id_, fout="laatste")
    return _terug(id_, gedaan="gesloten")


@our_content()
def _lees(kenmerk: str) -> NieuwAccountForm:
    """The form as it was typed, and what is wrong with it. Raises KenmerkError."""
    naam, rol, reden = services.kenmerken().read(Purpose.NIEUW_ACCOUNT, kenmerk)
    form = NieuwAccountForm(data={"naam": str(naam), "rol": rol})
    form.add_error("naam", NAAMFOUTEN[NaamReden(str(reden))])
    return form


def _link(id_: int, **hoe: Any) -> str:
    """A new one, by which this colleague sets up the account. Raises GeenMedewerker."""
    token = services.loket().uitnodigingen.geef(id_, nu=clock.now(), wie=in_log())
    return url_for(".uitnodiging", token=token, **hoe)


def _rol(waarde: str | None) -> Medewerkerrol:
    """Only our own form is sent here: another value is no choice that somebody made."""
    if waarde not in list(Medewerkerrol):
        abort(400)
    return Medewerkerrol(waarde)


def _terug(id_: int, **melding: Any) -> Response:
    return redirect(url_for(".account", id_=id_, **melding), 303)
