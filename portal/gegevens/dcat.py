"""What there is to download, for the catalogues of others: DCAT-AP-NL 3.0, as JSON-LD.

A catalogue fetches this and sends its readers to our page and our files, so every address in it is
whole, and in Dutch.
"""

import json
from typing import Any, NamedTuple

from portal.gegevens.bestanden import (
    BEVINGEN,
    GEOJSON,
    GPKG,
    PER_GEMEENTE,
    PER_POSTCODE,
    Bestand,
    per_gemeente,
    vaste_bestanden,
)
from rules import VERSIE
from rules.bronnen import BAG, KNMI
from rules.geojson import WAT_IS_DIT
from rules.regelversies import NAGEKEKEN

NAAM = "dcat.jsonld"
LICENTIE = "https://creativecommons.org/licenses/by/4.0/"
EU = "http://publications.europa.eu/resource/authority"
NEDERLANDS = {"@id": f"{EU}/language/NLD"}
NIET_VAN_HET_IMG = "Dit is een berekening van deze zelfcheck, niet van het IMG."
CONTEXT = {
    "dcat": "http://www.w3.org/ns/dcat#",
    "dct": "http://purl.org/dc/terms/",
    "foaf": "http://xmlns.com/foaf/0.1/",
    "geo": "http://www.opengis.net/ont/geosparql#",
    "spdx": "http://spdx.org/rdf/terms#",
    "vcard": "http://www.w3.org/2006/vcard/ns#",
    "xsd": "http://www.w3.org/2001/XMLSchema#",
}
# A box around the province, in degrees.
PROVINCIE = {
    "@type": "geo:wktLiteral",
    "@value": "POLYGON((6.1 52.8, 7.3 52.8, 7.3 53.6, 6.1 53.6, 6.1 52.8))",
}
FORMATEN = {"geojson": "GEOJSON", "gpkg": "GPKG", "csv": "CSV"}


class Plek(NamedTuple):
    """Where it stands. `pagina`: of the open data; `bestand`: what precedes the name of a file."""

    pagina: str
    bestand: str


class Uitgever(NamedTuple):
    """Who offers the site, and where they can be asked something. `naam` may be empty."""

    naam: str
    waar: str


class Dataset(NamedTuple):
    """One thing to know, in one or more files. `deel`: of our page, and of its identifier."""

    deel: str
    titel: str
    beschrijving: str
    trefwoorden: tuple[str, ...]
    bron: str
    bestanden: tuple[str, ...]


def datasets() -> tuple[Dataset, ...]:
    """All there are."""
    _, maand = per_gemeente()
    woorden = ("aardbevingen", "Groningen", "Duurzaam herstel")
    return (
        Dataset(
            "kerngebied",
            "Kerngebied van Duurzaam herstel, berekend",
            WAT_IS_DIT,
            (*woorden, "kerngebied", "gaswinning"),
            KNMI.adres,
            (GEOJSON.name, GPKG.name),
        ),
        Dataset(
            "bevingen",
            "Bevingen in het Groningenveld waarmee de zelfcheck rekent",
            "De bevingen van magnitude 1,2 en hoger tot 1 januari 2026, en daarna die van 1,8 en"
            " hoger, zoals het KNMI ze publiceert.",
            (*woorden, "KNMI", "magnitude"),
            KNMI.adres,
            (BEVINGEN.name,),
        ),
        Dataset(
            "adressen",
            "Adressen in het kerngebied van Duurzaam herstel, geteld",
            f"Het aantal adressen (BAG, {maand}) in de provincie Groningen per gemeente, en per"
            f" woonplaats en postcode. {NIET_VAN_HET_IMG} Alleen het IMG beslist.",
            (*woorden, "adressen", "postcode"),
            BAG.adres,
            (PER_GEMEENTE.name, PER_POSTCODE.name),
        ),
    )


def beschrijf(plek: Plek, uitgever: Uitgever) -> Bestand:
    """The description of all of it, on this site."""
    wie = {"@type": "foaf:Agent", "foaf:name": uitgever.naam or "Zelfcheck Duurzaam herstel"}
    vragen = {
        "@type": "vcard:Kind",
        "vcard:fn": wie["foaf:name"],
        "vcard:hasURL": {"@id": uitgever.waar},
    }
    samen: dict[str, Any] = {
        "dct:publisher": wie,
        "dct:creator": wie,
        "dcat:contactPoint": vragen,
        "dct:language": NEDERLANDS,
    }
    catalogus = {
        "@context": CONTEXT,
        "@id": plek.pagina,
        "@type": "dcat:Catalog",
        "dct:title": _nl("Open gegevens van de zelfcheck Duurzaam herstel"),
        "dct:description": _nl(f"Het kerngebied, de bevingen en de aantallen. {NIET_VAN_HET_IMG}"),
        "foaf:homepage": {"@id": plek.pagina},
        "dct:license": {"@id": LICENTIE},
        **samen,
        "dcat:dataset": [_dataset(dataset, plek, samen) for dataset in datasets()],
    }
    tekst = json.dumps(catalogus, ensure_ascii=False, indent=1) + "\n"
    return Bestand(NAAM, "application/ld+json", tekst.encode())


def _dataset(dataset: Dataset, plek: Plek, samen: dict[str, Any]) -> dict[str, Any]:
    eigen = f"{plek.pagina}#{dataset.deel}"
    return {
        "@id": eigen,
        "@type": "dcat:Dataset",
        "dct:identifier": eigen,
        "dct:title": _nl(dataset.titel),
        "dct:description": _nl(dataset.beschrijving),
        "dcat:keyword": [_nl(woord) for woord in dataset.trefwoorden],
        "dcat:theme": {"@id": f"{EU}/data-theme/ENVI"},
        "dct:accessRights": {"@id": f"{EU}/access-right/PUBLIC"},
        "dct:modified": _dag(),
        "dcat:version": VERSIE,
        "dct:spatial": {"@type": "dct:Location", "dcat:bbox": PROVINCIE},
        "dct:source": {"@id": dataset.bron},
        "dcat:landingPage": {"@id": plek.pagina},
        **samen,
        "dcat:distribution": [
            _distributie(vaste_bestanden()[naam], plek) for naam in dataset.bestanden
        ],
    }


def _distributie(bestand: Bestand, plek: Plek) -> dict[str, Any]:
    waar = plek.bestand + bestand.naam
    soort, _, _ = bestand.soort.partition(";")
    formaat = FORMATEN[bestand.naam.rpartition(".")[2]]
    return {
        "@id": waar,
        "@type": "dcat:Distribution",
        "dct:title": _nl(bestand.naam),
        "dcat:accessURL": {"@id": waar},
        "dcat:downloadURL": {"@id": waar},
        "dct:language": NEDERLANDS,
        "dct:license": {"@id": LICENTIE},
        "dct:modified": _dag(),
        "dcat:mediaType": {"@id": f"https://www.iana.org/assignments/media-types/{soort}"},
        "dct:format": {"@id": f"{EU}/file-type/{formaat}"},
        "dcat:byteSize": {
            "@type": "xsd:nonNegativeInteger",
            "@value": str(len(bestand.inhoud)),
        },
        "spdx:checksum": {
            "@type": "spdx:Checksum",
            "spdx:algorithm": {"@id": "spdx:checksumAlgorithm_sha256"},
            "spdx:checksumValue": {"@type": "xsd:hexBinary", "@value": bestand.sha256},
        },
    }


def _nl(tekst: str) -> dict[str, str]:
    return {"@language": "nl", "@value": tekst}


def _dag() -> dict[str, str]:
    return {"@type": "xsd:date", "@value": NAGEKEKEN.isoformat()}
