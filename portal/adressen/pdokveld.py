"""A field in an answer of PDOK: read as documented, or refused. Shared by both its interfaces."""

import logging
import re
from collections.abc import Callable, Sequence
from typing import Any

from portal.adressen.opzoeken import OpzoekenKanNiet
from portal.adressen.streek import kan_liggen
from rules import Punt, PuntFout

log = logging.getLogger(__name__)

TEKST = re.compile(r".{1,80}")
POSTCODE = re.compile(r"[1-9][0-9]{3}[A-Z]{2}")
ACHTERVOEGSEL = re.compile(r"[0-9A-Za-z]{1,4}")
NUMMERAANDUIDING = re.compile(r"[0-9]{16}")

Doc = dict[str, Any]  # one object of an answer
# url, query -> the JSON of the answer, in the time that is left. Raises FetchError.
Haal = Callable[[str, Sequence[tuple[str, str]]], Any]


class PdokFout(OpzoekenKanNiet):
    """PDOK cannot be asked now, or its answer cannot be used. The log has it already."""


def onbruikbaar(veld: str) -> PdokFout:
    """One address has a field that we cannot use.

    The circuit breaker does not count it: PDOK itself is well, and others can go on.
    """
    log.warning("PDOK: een adres met een onbruikbaar veld %s", veld)
    return PdokFout(f"een adres met een onbruikbaar veld {veld}")


def lees_tekst_of_leeg(doc: Doc, veld: str, vorm: re.Pattern[str] = TEKST) -> str:
    """A text of this form; empty when it is not there. Raises PdokFout."""
    return "" if doc.get(veld) in (None, "") else lees_tekst(doc, veld, vorm)


def lees_tekst(doc: Doc, veld: str, vorm: re.Pattern[str] = TEKST) -> str:
    """A text of this form. Raises PdokFout."""
    waarde = doc.get(veld)
    if not isinstance(waarde, str) or not vorm.fullmatch(waarde):
        raise onbruikbaar(veld)
    if not waarde.isprintable() or waarde.isspace():
        raise onbruikbaar(veld)
    return waarde


def lees_punt(lat: float, lon: float, postcode: str, veld: str) -> Punt:
    """A place that can belong to the postcode. Raises PdokFout."""
    if not kan_liggen(postcode, lat, lon):
        raise onbruikbaar(veld)
    try:
        return Punt(lat, lon)
    except PuntFout as fout:
        raise onbruikbaar(veld) from fout
