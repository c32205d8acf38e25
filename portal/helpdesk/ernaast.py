"""The resident's own page, with beside it what a colleague needs to talk about it."""

from collections.abc import Callable
from datetime import datetime
from functools import partial

from flask import request, url_for

from portal import services
from portal.adressen.opzoeken import OpzoekenKanNiet
from portal.crypto.kenmerk import Purpose
from portal.helpdesk.meekijkpages import MeekijkPage
from portal.meekijken.meekijkstore import Meekijk
from portal.terugbellen.waarden.verzoek import Verzoek
from portal.web.i18n.catalogues import DEFAULT, LOCALES
from portal.zelfcheck.uitkomst import maak_uitkomst
from portal.zelfcheck.uitkomstpage import UitkomstPage
from portal.zelfcheck.versies import versies_van


def naast_verzoek(verzoek: Verzoek, nu: datetime) -> tuple[MeekijkPage | None, str]:
    """The page of the address that came along with a request, calculated now.

    Or None, and the URL where the address can be looked up or chosen again, if one came along.
    """
    if not (adres := verzoek.gegevens.adres):
        return None, ""
    kenmerk = services.kenmerken().make(Purpose.UITKOMST, *adres.delen)
    try:
        page = maak_uitkomst(services.zelfcheck(), kenmerk, nu)
    except OpzoekenKanNiet:
        page = None
    if isinstance(page, UitkomstPage):
        hier = partial(url_for, "helpdesk.verzoek", uid=verzoek.uid)
        spreekt = verzoek.gegevens.gesprekstaal.value
        return naast(page, hier, verzoek.taal, verzoek.uid, spreekt=spreekt), ""
    hier = partial(url_for, "helpdesk.meekijken_uitkomst", kenmerk=kenmerk)
    return None, hier(verzoek=verzoek.uid, leest=verzoek.taal)


def naast(
    page: UitkomstPage,
    hier: Callable[..., str],
    leest: str,
    van_verzoek: str,
    meekijk: Meekijk | None = None,
    *,
    spreekt: str = "",
) -> MeekijkPage:
    """`hier` gives the URL of this page; `leest`: the resident's language. `?nl`: show Dutch."""
    leest = leest if leest in LOCALES else DEFAULT
    in_het_nederlands = "nl" in request.args
    toen, nu = meekijk.versies if meekijk else {}, versies_van(services.zelfcheck(), page)
    return MeekijkPage.naast(
        page,
        gemaakt_op=meekijk.gemaakt_op if meekijk else None,
        veranderd=tuple(naam for naam in nu if toen.get(naam, nu[naam]) != nu[naam]),
        van_verzoek=van_verzoek,
        leest=leest,
        toont=DEFAULT if in_het_nederlands else leest,
        wissel=hier(nl=None if in_het_nederlands else ""),
        spreekt=spreekt or leest,
        eigen_vragen=services.loket().teksten.stand().teksten.vragen,
    )
