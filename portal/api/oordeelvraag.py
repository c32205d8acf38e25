"""One question for an oordeel, read: an address or a place, a day, answers."""

import re
from datetime import date
from typing import Any

from flask_babel import lazy_gettext as _l

from portal.adressen.adresregel import lees_adresregel
from portal.adressen.bron import Adresbron
from portal.adressen.invoer import InvoerFout
from portal.adressen.opzoeken import MoetWachten, OpzoekenKanNiet, meld_geen_antwoord
from portal.adressen.zoeken import Gevonden, PostcodeOnbekend, Rijen, StraatOnbekend, zoek
from portal.api.vraag import GEEN_DAG, SOORTEN, gebreken, kameel, lees_dag
from portal.forms.form import visible
from portal.web.problem import Flaw, Problem
from portal.zelfcheck.adresform import FOUTZINNEN
from portal.zelfcheck.vervolg import waarom_niet
from portal.zelfcheck.verwijzing import Keuzes
from rules import REGELVERSIES, Antwoorden, Punt, PuntFout
from rules.antwoorden import SOORTEN as VRAGEN

PLAATSEN = {"adres": str, "nummeraanduidingId": str, "punt": dict}
VORM = {**PLAATSEN, "peildatum": str, "antwoorden": dict}
ID = re.compile("[0-9]{16}")
ANTWOORDEN = {kameel(naam): naam for naam in VRAGEN}
EEN_PLAATS = _l("Geef precies één van adres, nummeraanduidingId en punt.")
GEEN_ID = _l("Dit moet een nummer van zestien cijfers uit de BAG zijn.")
GEEN_ANTWOORD = _l("Deze vraag of dit antwoord kennen wij niet.")
GEEN_PLEK = _l("Dit is geen plaats in Nederland. Geef lat en lon in graden (WGS84).")
TE_VROEG = _l("De eerste regels zijn van 8 juni 2023. Kies een latere dag.")
NIET_HIER = _l(
    "Dit adres staat niet in ons register. Dat zegt niets over de uitkomst."
    " Zoek het met POST /adressen/_zoek."
)
KIES = _l("Er past niet precies één adres. Kies er een met POST /adressen/_zoek.")
NIET_IN_EEN_LIJST = _l(
    "Dit adres staat niet in ons register, en in een lijst vragen wij PDOK niet."
    " Stuur dit adres in een verzoek alleen."
)


def lees_keuzes(vraag: Any) -> Keuzes:
    """The day and the answers; also whether the question has the right shape. Raises Problem."""
    if not isinstance(vraag, dict):
        raise Problem(400, flaws=(Flaw("body", "", "soort", SOORTEN[dict][1]),))
    fouten = gebreken(vraag, VORM, ())
    if sum(naam in vraag for naam in PLAATSEN) != 1:
        fouten.append(Flaw("body", "", "plaats", EEN_PLAATS))
    if fouten:
        raise Problem(400, flaws=tuple(fouten))
    dag, gegeven = None, vraag.get("antwoorden", {})
    if "peildatum" in vraag:
        dag, fouten = lees_peildatum(vraag["peildatum"], "body", "/peildatum")
    fouten += [
        Flaw("body", f"/antwoorden/{naam}", "keuze", GEEN_ANTWOORD)
        for naam, waarde in gegeven.items()
        if naam not in ANTWOORDEN or waarde not in [*VRAGEN[ANTWOORDEN[naam]]]
    ]
    if fouten:
        raise Problem(400, flaws=tuple(fouten))
    return Keuzes(Antwoorden.uit({ANTWOORDEN[n]: w for n, w in gegeven.items()}), dag)


def lees_peildatum(tekst: str, waarin: str, naam: str) -> tuple[date | None, list[Flaw]]:
    """The day, or what is wrong with it."""
    dag = lees_dag(tekst)
    if dag is None:
        return None, [Flaw(waarin, naam, "dag", GEEN_DAG)]
    te_vroeg = dag < REGELVERSIES[0].vanaf
    return dag, [Flaw(waarin, naam, "te-vroeg", TE_VROEG)] if te_vroeg else []


def lees_plaats(bron: Adresbron, vraag: dict[str, Any]) -> Rijen | Punt:
    """The rows of exactly one address, or a place, of what `lees_keuzes` found right.

    Raises Problem.
    """
    if "punt" in vraag:
        return _lees_punt(vraag["punt"])
    if "nummeraanduidingId" in vraag:
        fout = Flaw("body", "/nummeraanduidingId", "id", GEEN_ID)
        return op_id(bron, vraag["nummeraanduidingId"], fout)
    return _zoek_een(bron, visible(vraag["adres"]))


def op_id(bron: Adresbron, id_: str, fout: Flaw) -> Rijen:
    """The rows of this id. Raises Problem, with `fout` when it cannot be an id."""
    if not ID.fullmatch(id_):
        raise Problem(400, flaws=(fout,))
    try:
        rijen = bron.op_id(id_)
    except ValueError as geen_id:
        raise Problem(404, NIET_HIER) from geen_id
    except OpzoekenKanNiet as kan_niet:
        raise _nu_niet(kan_niet) from kan_niet
    if not rijen:
        raise Problem(404, NIET_HIER)
    return rijen


def _lees_punt(punt: dict[str, Any]) -> Punt:
    fouten = gebreken(punt, {"lat": float, "lon": float}, ("lat", "lon"), "/punt")
    if fouten:
        raise Problem(400, flaws=tuple(fouten))
    try:
        return Punt(float(punt["lat"]), float(punt["lon"]))
    except (PuntFout, OverflowError) as fout:
        raise Problem(400, flaws=(Flaw("body", "/punt", "punt", GEEN_PLEK),)) from fout


def _zoek_een(bron: Adresbron, tekst: str) -> Rijen:
    """Of a text as people type it. Raises Problem; nothing is ever picked."""
    try:
        gevonden = zoek(bron, lees_adresregel(tekst))
    except InvoerFout as fout:
        zin = FOUTZINNEN[fout.reden]
        raise Problem(400, flaws=(Flaw("body", "/adres", fout.reden.value, zin),)) from fout
    except (PostcodeOnbekend, StraatOnbekend) as fout:
        raise Problem(404, waarom_niet(bron, fout, tekst)) from fout
    except MoetWachten as fout:
        raise Problem(503, NIET_IN_EEN_LIJST) from fout
    except OpzoekenKanNiet as fout:
        raise _nu_niet(fout) from fout
    if not isinstance(gevonden, Gevonden):
        raise Problem(409, KIES)
    return gevonden.rijen


def _nu_niet(fout: OpzoekenKanNiet) -> Problem:
    meld_geen_antwoord(fout)
    return Problem(503, _l("Wij kunnen dit adres nu niet opzoeken. Dat is geen ja en geen nee."))
