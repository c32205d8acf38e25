"""An Oordeel as a program gets it: the bewijs of `rules`, in camelCase, with words beside it.

What is the same for many (sources, rule versions, aannames, words) stands once in an answer; an
oordeel names it by its code. Written out by hand: `bewijs`, which looks at every field of every
value, takes five times as long. tests/api/test_oordelen.py holds both equal.
"""

from functools import cache, lru_cache
from typing import Any, NamedTuple

import orjson
from flask import current_app
from markupsafe import Markup

from portal.adressen.adres import Adres
from portal.gebied.gebiedstore import GebiedInfo
from portal.web.i18n.environments import environment
from portal.web.i18n.notation import translate
from rules import AANNAMES, REGELVERSIES, Grond, Officieel, Oordeel, Punt, Reden, Uitkomst
from rules.bewijs import BEWIJSVERSIE
from rules.bronnen import BRONNEN
from rules.model import Beving, Regelversie, Stap, StapCode, Trilling, Waarde

Vorm = dict[str, Any]


class Titel(NamedTuple):
    """What the h1 of the page is made of."""

    uitkomst: Uitkomst
    officieel: Officieel | None
    grond: Grond


def oordeel_vorm(oordeel: Oordeel, taal: str) -> Vorm:
    """Everything but what `ernaast` has."""
    o, officieel = oordeel, oordeel.officieel
    return {
        "bewijsversie": BEWIJSVERSIE,
        "titel": titel(Titel(o.uitkomst, officieel, o.grond), taal),
        "uitkomst": o.uitkomst,
        "grond": o.grond,
        "officieel": officieel
        and {
            "antwoord": officieel.antwoord,
            "datum": officieel.datum.isoformat(),
            "bron": officieel.bron.code,
        },
        "berekend": o.berekend,
        "berekendeGrond": o.berekende_grond,
        "aantal": o.aantal,
        "aantalLaag": o.aantal_laag,
        "aantalHoog": o.aantal_hoog,
        "aantalNodig": o.aantal_nodig,
        "drempelMmS": o.drempel_mm_s,
        "magnitudeVanaf": o.magnitude_vanaf,
        "trillingen": [_trilling(t) for t in o.trillingen],
        "bevindingen": [
            {
                "criterium": b.criterium,
                "regel": translate(b.regel, taal),
                "waarde": b.waarde,
                "antwoord": b.antwoord,
                "merk": b.merk,
                "bron": b.bron.code,
            }
            for b in o.bevindingen
        ],
        "antwoorden": _antwoorden(o),
        "opMaat": _stappen(o.op_maat),
        "stappen": _stappen(o.stappen),
        "uitwegen": _stappen(o.uitwegen),
        "punt": o.punt and punt_vorm(o.punt),
        "peildatum": o.peildatum.isoformat(),
        "regelversie": o.regelversie.code,
        "catalogusSha256": o.catalogus_sha256,
    }


@lru_cache(maxsize=16)
def ernaast(gebied: GebiedInfo | None, taal: str) -> bytes:
    """The members that stand beside the oordelen of an answer, as JSON without its braces."""
    vorm = {
        "gebiedsindelingImg": gebied.datum.isoformat() if gebied else None,
        "regelversies": [regelversie_vorm(versie, taal) for versie in REGELVERSIES],
        "aannames": aannames_vorm(taal),
        "bronnen": bronnen_vorm(gebied, taal),
        "teksten": {
            "uitkomsten": _teksten("uitkomsten", Uitkomst, taal),
            "redenen": _teksten("redenen", Reden, taal),
            "stappen": _teksten("stappen", StapCode, taal),
        },
    }
    return orjson.dumps(vorm)[1:-1]


@cache
def titel(over: Titel, taal: str) -> str:
    """The sentence at the top of the page with this uitkomst."""
    template = environment(current_app, taal).get_template("publiek/titel.html")
    return Markup(template.render(page=over)).striptags()  # noqa: S704 - our own template


def adres_vorm(adres: Adres) -> Vorm:
    """An address; `opgezocht`: the day PDOK gave it, None for one of the register."""
    return {
        "nummeraanduidingId": adres.nummeraanduiding_id or None,
        "straat": adres.straat,
        "huisnummer": adres.huisnummer,
        "huisletter": adres.huisletter,
        "toevoeging": adres.toevoeging,
        "postcode": adres.postcode,
        "woonplaats": adres.woonplaats,
        "gemeente": adres.gemeente,
        "regel": f"{adres.regel_1}, {adres.regel_2}",
        "opgezocht": adres.opgezocht and adres.opgezocht.isoformat(),
    }


def punt_vorm(punt: Punt) -> Vorm:
    """A place in degrees (WGS84)."""
    return {"lat": punt.lat, "lon": punt.lon}


def beving_vorm(beving: Beving) -> Vorm:
    """A quake of the catalogue; its moment in UTC."""
    return {
        "eventId": beving.event_id,
        "tijd": f"{beving.tijd_utc:%Y-%m-%dT%H:%M:%SZ}",
        "plaats": beving.plaats,
        "punt": {"lat": beving.lat, "lon": beving.lon},
        "diepteKm": beving.diepte_km,
        "magnitude": beving.magnitude,
    }


def regelversie_vorm(versie: Regelversie, taal: str) -> Vorm:
    """A rule version; its sources by code."""
    return {
        "code": versie.code,
        "naam": translate(versie.naam, taal),
        "vanaf": versie.vanaf.isoformat(),
        "tot": versie.tot and versie.tot.isoformat(),
        "gebied": _waarde(versie.gebied, taal),
        "schade": _waarde(versie.schade, taal),
        "maximum": _waarde(versie.maximum, taal),
        "lopend": versie.lopend and _waarde(versie.lopend, taal),
        "rijksmonumentZonderMaximum": versie.rijksmonument_zonder_maximum,
        "grondslag": [bron.code for bron in versie.grondslag],
        "gebiedBerekenbaar": versie.gebied_berekenbaar,
        "gecontroleerd": versie.gecontroleerd.isoformat(),
    }


def aannames_vorm(taal: str) -> list[Vorm]:
    """What we had to choose."""
    return [
        {
            "code": aanname.code,
            "naam": translate(aanname.naam, taal),
            "waarde": aanname.waarde,
            "eenheid": translate(aanname.eenheid, taal),
            "waarom": translate(aanname.waarom, taal),
            "wie": translate(aanname.wie, taal),
        }
        for aanname in AANNAMES
    ]


def bronnen_vorm(gebied: GebiedInfo | None, taal: str) -> list[Vorm]:
    """Every source, with the area of the IMG; `adres` is empty where we know no public page."""
    return [
        {
            "code": bron.code,
            "naam": translate(bron.naam, taal),
            "datum": translate(bron.datum, taal),
            "adres": bron.adres,
        }
        for bron in ((*BRONNEN, gebied.bron) if gebied else BRONNEN)
    ]


def _trilling(t: Trilling) -> Vorm:
    return {
        "eventId": t.event_id,
        "plaats": t.plaats,
        "datum": t.datum,
        "magnitude": t.magnitude,
        "afstandKm": t.afstand_km,
        "snelheidMmS": t.snelheid_mm_s,
        "reden": t.reden,
        "teltMee": t.telt_mee,
    }


def _antwoorden(oordeel: Oordeel) -> Vorm:
    a = oordeel.antwoorden
    return {
        "rol": a.rol,
        "gebouw": a.gebouw,
        "rijksmonument": a.rijksmonument,
        "lopendDossier": a.lopend_dossier,
        "versterking": a.versterking,
        "schadeGemeld": a.schade_gemeld,
        "vastgelopen": a.vastgelopen,
    }


def _stappen(stappen: tuple[Stap, ...]) -> list[Vorm]:
    return [{"code": stap.code, "bron": stap.bron.code} for stap in stappen]


def _waarde(waarde: Waarde, taal: str) -> Vorm:
    return {
        "tekst": translate(waarde.tekst, taal),
        "bedragEuro": waarde.bedrag_euro,
        "merk": waarde.merk,
        "bron": waarde.bron.code,
        "gecontroleerd": waarde.gecontroleerd.isoformat(),
    }


def _teksten(map_: str, codes: type[Uitkomst] | type[Reden] | type[StapCode], taal: str) -> Vorm:
    """The words of the pages, without their markup."""
    woorden = environment(current_app, taal).filters["woorden"]
    return {code.value: woorden(None, code, map_).striptags() for code in codes}
