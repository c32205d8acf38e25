"""A real OGC API Features service: pygeoapi in its own process, on this machine only, serving
GeoJSON files.
"""

import json
import os
import subprocess
import sys
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from tests.server import ruim_op, start_proces, vrije_poort, wacht_op

Kenmerk = dict[str, Any]


def kenmerk(
    nummer: int, *, lat: float = 53.333, lon: float = 6.75, vorm: object = None, **anders: object
) -> Kenmerk:
    """One object in the form of PDOK's BAG, in a street that does not exist; `anders` replaces or
    adds properties.
    """
    return {
        "type": "Feature",
        "id": f"{nummer:08}-0000-5000-8000-000000000000",
        "geometry": vorm or {"type": "Point", "coordinates": [lon, lat]},
        "properties": {
            "bronhouder_identificatie": "1979",
            "bronhouder_naam": "Eemsdelta",
            "gebruiksdoel": "woonfunctie",
            "hoofdadres_identificatie": f"197920{nummer:010}",
            "hoofdadres_status": "Naamgeving uitgegeven",
            "huisletter": None,
            "huisnummer": nummer,
            "identificatie": f"197901{nummer:010}",
            "openbare_ruimte_naam": "Proefstraat",
            "postcode": "9999ZZ",
            "provincie_naam": "Groningen",
            "status": "Verblijfsobject in gebruik",
            "toevoeging": None,
            "woonplaats_naam": "Proefdorp",
            **anders,
        },
    }


def plek(nummer: int, **anders: object) -> Kenmerk:
    """One ligplaats or standplaats: a polygon of some ten metres, without a gebruiksdoel."""
    rand = [[6.75, 53.33], [6.7501, 53.33], [6.7501, 53.3301], [6.75, 53.3301], [6.75, 53.33]]
    vorm = {"type": "Polygon", "coordinates": [rand]}
    kaal = kenmerk(nummer, vorm=vorm)
    kaal["properties"].update({"status": "Plaats aangewezen", **anders})
    del kaal["properties"]["gebruiksdoel"]
    return kaal


def schrijf_collecties(map_: Path, collecties: Mapping[str, Iterable[Kenmerk]]) -> None:
    for naam, kenmerken in collecties.items():
        inhoud = {"type": "FeatureCollection", "features": list(kenmerken)}
        (map_ / f"{naam}.geojson").write_text(json.dumps(inhoud), encoding="utf-8")


def start_pygeoapi(map_: Path, poort: int) -> subprocess.Popen[str]:
    """The process, serving every `<collectie>.geojson` in the folder."""
    waar = f"http://127.0.0.1:{poort}"
    instellingen = {
        "server": {
            "bind": {"host": "127.0.0.1", "port": poort},
            "url": waar,
            "mimetype": "application/json; charset=UTF-8",
            "encoding": "utf-8",
            "languages": ["nl-NL"],
            "gzip": True,
            "limits": {"default_items": 10, "max_items": 1000, "on_exceed": "throttle"},
            "map": {"url": "", "attribution": ""},
        },
        "logging": {"level": "ERROR"},
        "metadata": {
            "identification": {
                "title": "BAG",
                "description": "BAG",
                "keywords": ["BAG"],
                "url": waar,
            },
            "license": {"name": "", "url": ""},
            "provider": {"name": "proef", "url": waar},
            "contact": {"name": "proef"},
        },
        "resources": {
            pad.stem: {
                "type": "collection",
                "title": pad.stem,
                "description": pad.stem,
                "keywords": [pad.stem],
                "links": [],
                "extents": {
                    "spatial": {
                        "bbox": [3, 50, 8, 54],
                        "crs": "http://www.opengis.net/def/crs/OGC/1.3/CRS84",
                    }
                },
                "providers": [
                    {"type": "feature", "name": "GeoJSON", "data": str(pad), "id_field": "id"}
                ],
            }
            for pad in sorted(map_.glob("*.geojson"))
        },
    }
    (map_ / "pygeoapi.yml").write_text(json.dumps(instellingen), encoding="utf-8")  # JSON is YAML
    (map_ / "openapi.yml").write_text("openapi: 3.0.2", encoding="utf-8")
    omgeving = {
        "PYGEOAPI_CONFIG": str(map_ / "pygeoapi.yml"),
        "PYGEOAPI_OPENAPI": str(map_ / "openapi.yml"),
        "PYTHONPATH": str(Path(__file__).parents[1]),
    }
    return (
        start_proces(  # Flask's own server: one process, so that killing it is killing the service
            [
                sys.executable,
                "-m",
                "flask",
                "--app",
                "pygeoapi.flask_app:APP",
                "run",
                "--host",
                "127.0.0.1",
                "--port",
                str(poort),
            ],
            cwd=map_,
            env={**os.environ, **omgeving},
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
    )


@contextmanager
def draaiende_pygeoapi(map_: Path) -> Iterator[str]:
    """The address of the running service."""
    poort = vrije_poort()
    waar = f"http://127.0.0.1:{poort}"
    proces = start_pygeoapi(map_, poort)
    try:
        wacht_op(waar, proces)
        yield waar
    finally:
        ruim_op(proces)
