"""What a program asks: the query, and a body of JSON. Looks at shape alone; what a value may be,
the forms and the `lees_` functions know.
"""

import json
import re
from collections.abc import Iterable, Mapping
from datetime import date
from functools import lru_cache
from typing import Any

from flask import request
from flask_babel import lazy_gettext as _l
from werkzeug.datastructures import MIMEAccept
from werkzeug.http import parse_accept_header
from wtforms import Form

from portal.web.i18n.catalogues import LOCALES
from portal.web.problem import Flaw, Problem

JSON = "application/json"
# A type of JSON, and what to call it. `True` is an int to Python.
SOORTEN: dict[type, tuple[tuple[type, ...], Any]] = {
    str: ((str,), _l("Dit moet een tekst zijn.")),
    bool: ((bool,), _l("Dit moet true of false zijn.")),
    float: ((int, float), _l("Dit moet een getal zijn.")),
    list: ((list,), _l("Dit moet een lijst zijn.")),
    dict: ((dict,), _l("Dit moet een object zijn.")),
}
ONBEKEND = _l("Dit kennen wij niet.")
ONTBREEKT = _l("Dit is verplicht.")
GEEN_DAG = _l("Dit moet een dag zijn, zoals 2026-11-24.")
GEEN_TAAL = _l("Kies nl, en of gos.")


def kameel(naam: str) -> str:
    """`ander_naam` as a program writes it: `anderNaam`."""
    return re.sub(r"_([a-z])", lambda letter: letter[1].upper(), naam)


def eis_json_antwoord() -> None:
    """Raises Problem (406) for whoever takes no JSON."""
    if not _neemt_json(request.headers.get("Accept", "*/*")):
        raise Problem(406)


def lees_query(*namen: str) -> dict[str, str]:
    """What was asked of these; and `taal`, which each question has. Raises Problem."""
    if not request.query_string:
        return {}
    mag = {*namen, "taal"}
    fouten = [Flaw("query", naam, "onbekend", ONBEKEND) for naam in request.args if naam not in mag]
    dubbel = [naam for naam in request.args if len(request.args.getlist(naam)) > 1]
    zin = _l("Geef dit één keer.")
    fouten += [Flaw("query", naam, "dubbel", zin) for naam in dubbel if naam in mag]
    if request.args.get("taal", "nl") not in LOCALES:
        fouten.append(Flaw("query", "taal", "keuze", GEEN_TAAL))
    weiger(fouten)
    return {naam: request.args[naam] for naam in namen if naam in request.args}


def lees_dag(tekst: str) -> date | None:
    """`2026-11-24`; None for anything else."""
    try:
        return date.fromisoformat(tekst) if re.fullmatch(r"[0-9]{4}(-[0-9]{2}){2}", tekst) else None
    except ValueError:
        return None


def lees_body(soorten: Mapping[str, type], verplicht: Iterable[str]) -> dict[str, Any]:
    """The object that was sent, with members of these types only. Raises Problem."""
    body = _lees_object()
    weiger(gebreken(body, soorten, verplicht))
    return body


def lees_leden(soorten: Mapping[str, type]) -> tuple[dict[str, Any], list[Flaw]]:
    """The members of these types, and what is wrong with the others: a form may have more to say,
    and a program hears it all at once. Raises Problem for what is no object.
    """
    body = _lees_object()
    fouten = gebreken(body, soorten, ())
    mis = {fout.where for fout in fouten}
    return {naam: w for naam, w in body.items() if f"/{_in_pad(naam)}" not in mis}, fouten


def gebreken(
    waarden: Mapping[str, Any], soorten: Mapping[str, type], verplicht: Iterable[str], pad: str = ""
) -> list[Flaw]:
    """Members that are unknown, missing or of another type."""
    fouten = []
    for naam, waarde in waarden.items():
        if naam not in soorten:
            fouten.append(Flaw("body", f"{pad}/{_in_pad(naam)}", "onbekend", ONBEKEND))
        elif type(waarde) not in SOORTEN[soorten[naam]][0]:
            fouten.append(Flaw("body", f"{pad}/{naam}", "soort", SOORTEN[soorten[naam]][1]))
    weg = [naam for naam in verplicht if naam not in waarden]
    return [*fouten, *(Flaw("body", f"{pad}/{naam}", "ontbreekt", ONTBREEKT) for naam in weg)]


def van_form(form: Form, anders: Mapping[str, str] | None = None) -> list[Flaw]:
    """What a form says is wrong, at the member of each field. `anders`: fields named otherwise."""
    return [
        Flaw("body", "/" + (anders or {}).get(veld.name, kameel(veld.name)), "ongeldig", zin)
        for veld in form
        for zin in veld.errors
    ]


def weiger(fouten: Iterable[Flaw]) -> None:
    """Raises Problem (400) with all of these, when there is one."""
    if alle := tuple(fouten):
        raise Problem(400, flaws=alle)


def samen(fouten: Iterable[Flaw], van_form: Iterable[Flaw]) -> Problem:
    """All of it. A form misses a member that was left out of it: of that, `fouten` says enough."""
    eerst = tuple(fouten)
    gezegd = {fout.where for fout in eerst}
    return Problem(400, flaws=(*eerst, *(f for f in van_form if f.where not in gezegd)))


def _lees_object() -> dict[str, Any]:
    if request.mimetype != JSON:
        raise Problem(415)
    body = _ontleed(request.get_data(cache=False))
    if not isinstance(body, dict):
        raise Problem(400, flaws=(Flaw("body", "", "soort", SOORTEN[dict][1]),))
    return body


@lru_cache(maxsize=256)  # a program says the same each time, and reading it takes 30 us
def _neemt_json(accept: str) -> bool:
    return bool(parse_accept_header(accept, MIMEAccept).best_match([JSON]))


def _ontleed(ruw: bytes) -> Any:
    try:
        body = json.loads(ruw, parse_constant=_geen_getal)
        if rb"\ud" in ruw.lower():  # half a character, which nothing can store or send
            json.dumps(body, ensure_ascii=False).encode()
    except (ValueError, RecursionError) as fout:
        zin = _l("Dit is geen JSON in UTF-8.")
        raise Problem(400, flaws=(Flaw("body", "", "json", zin),)) from fout
    return body


def _geen_getal(naam: str) -> float:
    """NaN and Infinity are no JSON."""
    raise ValueError(naam)


def _in_pad(naam: str) -> str:
    return naam.replace("~", "~0").replace("/", "~1")
