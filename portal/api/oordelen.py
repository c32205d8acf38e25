"""Oordelen: of one address by its id, and of many addresses or places in one call."""

from typing import Any

import orjson
from flask import Response, request
from flask_babel import lazy_gettext as _l

from portal import clock, services
from portal.adressen.bron import Adresbron
from portal.adressen.zoeken import Rijen
from portal.api.blauwdruk import antwoord, bp
from portal.api.oordeelvorm import Vorm, adres_vorm, ernaast, oordeel_vorm
from portal.api.oordeelvraag import GEEN_ID, lees_keuzes, lees_peildatum, lees_plaats, op_id
from portal.api.sleutelplicht import tel
from portal.api.vraag import lees_body, lees_query, weiger
from portal.web.access import API, access
from portal.web.i18n.language import current_language
from portal.web.problem import Flaw, Problem
from portal.zelfcheck.beoordeeld import Beoordelaar
from portal.zelfcheck.verwijzing import Keuzes
from rules import Punt

MAX_VRAGEN = 1000
MAX_BYTES = 512 * 1024  # a thousand questions with every answer take 400 kB
TE_VEEL = _l("Stel er minimaal 1 en hooguit 1000.")
OP_TWEE_PLEKKEN = _l("Het register heeft dit adres op meer dan één plek, met een andere uitkomst.")


@bp.get("/adressen/<nummeraanduiding_id>/oordeel")
@access(API)
def oordeel(nummeraanduiding_id: str) -> Response:
    """Of one address of the register. No answers are asked: they do not belong in a URI."""
    tel()
    vraag, dag = lees_query("peildatum"), None
    if "peildatum" in vraag:
        dag, fouten = lees_peildatum(vraag["peildatum"], "query", "peildatum")
        weiger(fouten)
    diensten, taal = services.zelfcheck(), current_language()
    geen_id = Flaw("path", "nummeraanduidingId", "id", GEEN_ID)
    rijen = op_id(diensten.bron, nummeraanduiding_id, geen_id)
    beoordelaar = Beoordelaar.nu(diensten, clock.today())
    gevonden = _vorm(beoordelaar, taal, Keuzes(peildatum=dag), rijen)
    return _antwoord(orjson.dumps(gevonden)[1:-1], beoordelaar, taal)


@bp.post("/oordelen/_bepaal")
@access(API)
def bepaal() -> Response:
    """Of up to a thousand addresses and places: for each an oordeel, or what is wrong with it."""
    tel()
    request.max_content_length = MAX_BYTES
    lees_query()
    vragen = lees_body({"vragen": list}, ["vragen"])["vragen"]
    if not 1 <= len(vragen) <= MAX_VRAGEN:
        raise Problem(400, flaws=(Flaw("body", "/vragen", "aantal", TE_VEEL),))
    tel(len(vragen) - 1)
    diensten, taal = services.zelfcheck(), current_language()
    beoordelaar, bron = Beoordelaar.nu(diensten, clock.today()), diensten.bron
    if len(vragen) > 1:  # PDOK, which takes seconds, is asked for one address, as by a person
        bron = bron.zonder_wachten()
    # Written one by one: a thousand at a time keep the garbage collector busy.
    resultaten = [orjson.dumps(_beantwoord(beoordelaar, taal, bron, vraag)) for vraag in vragen]
    return _antwoord(b'"resultaten":[%b]' % b",".join(resultaten), beoordelaar, taal)


def _beantwoord(beoordelaar: Beoordelaar, taal: str, bron: Adresbron, vraag: Any) -> Vorm:
    """A question with an error in it, among a thousand, stops none of the others."""
    try:
        return _vorm(beoordelaar, taal, lees_keuzes(vraag), lees_plaats(bron, vraag))
    except Problem as probleem:
        return {"probleem": probleem.as_json()}


def _vorm(beoordelaar: Beoordelaar, taal: str, keuzes: Keuzes, wie: Rijen | Punt) -> Vorm:
    """Raises Problem, and GebiedOnleesbaar."""
    if isinstance(wie, Punt):
        return {"oordeel": oordeel_vorm(beoordelaar.oordeel(keuzes, wie), taal)}
    oordelen = [beoordelaar.oordeel(keuzes, rij) for rij in wie]
    if len(oordelen) > 1 and len({een.uitkomst for een in oordelen}) > 1:
        raise Problem(409, OP_TWEE_PLEKKEN)
    return {"adres": adres_vorm(wie[0]), "oordeel": oordeel_vorm(oordelen[0], taal)}


def _antwoord(leden: bytes, beoordelaar: Beoordelaar, taal: str) -> Response:
    """`leden`: members in JSON, without their braces."""
    return antwoord(b"{%b,%b}" % (leden, ernaast(beoordelaar.gebied, taal)))
