"""Files in the formats of Kadaster and PDOK, made from a list of objects for a test or a
measurement.
"""

import io
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from zipfile import ZIP_DEFLATED, ZipFile

import numpy as np
import shapely
from pyogrio.raw import write

PER_DOCUMENT = 10_000  # as Kadaster does
KOP = """<?xml version="1.0" encoding="UTF-8"?>
<sl-bag-extract:bagStand
 xmlns:DatatypenNEN3610="www.kadaster.nl/schemas/lvbag/imbag/datatypennen3610/v20200601"
 xmlns:Objecten="www.kadaster.nl/schemas/lvbag/imbag/objecten/v20200601"
 xmlns:gml="http://www.opengis.net/gml/3.2"
 xmlns:Historie="www.kadaster.nl/schemas/lvbag/imbag/historie/v20200601"
 xmlns:Objecten-ref="www.kadaster.nl/schemas/lvbag/imbag/objecten-ref/v20200601"
 xmlns:selecties-extract="http://www.kadaster.nl/schemas/lvbag/extract-selecties/v20200601"
 xmlns:sl-bag-extract="http://www.kadaster.nl/schemas/lvbag/extract-deelbestand-lvc/v20200601"
 xmlns:sl="http://www.kadaster.nl/schemas/standlevering-generiek/1.0"
 xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance"
 xsi:schemaLocation="http://www.kadaster.nl/schemas/lvbag/extract-deelbestand-lvc/v20200601
 http://www.kadaster.nl/schemas/bag-verstrekkingen/extract-deelbestand-lvc/v20200601/BagvsExtractDeelbestandExtractLvc-2.1.0.xsd">
<sl:standBestand><sl:dataset>LVBAG</sl:dataset><sl:inhoud><sl:gebied>NLD</sl:gebied>
<sl:objectTypen><sl:objectType>{soort}</sl:objectType></sl:objectTypen></sl:inhoud>"""
VOET = "</sl:standBestand></sl-bag-extract:bagStand>"
GEM_WPL = """<?xml version="1.0" encoding="UTF-8"?>
<g:BAG-GWR-Deelbestand-LVC
 xmlns:g="www.kadaster.nl/schemas/lvbag/gem-wpl-rel/gwr-deelbestand-lvc/v20200601"
 xmlns:p="www.kadaster.nl/schemas/lvbag/gem-wpl-rel/gwr-producten-lvc/v20200601"
 xmlns:t="www.kadaster.nl/schemas/lvbag/gem-wpl-rel/bag-types/v20200601">
<g:Product>
<p:GemeenteWoonplaatsRelatieProduct>{relaties}</p:GemeenteWoonplaatsRelatieProduct></g:Product>
</g:BAG-GWR-Deelbestand-LVC>"""
SOORTEN = {"VBO": "Verblijfsobject", "LIG": "Ligplaats", "STA": "Standplaats"}
VIERKANT = (
    (-4, -4),
    (4, -4),
    (4, 4),
    (-4, 4),
    (-4, -4),
)  # metres around the place of a lig- or standplaats


@dataclass(frozen=True, slots=True)
class BagObject:
    """One object with its address: what a test may want to vary. x and y are in RD."""

    nummer: int
    straat: str = "Proefstraat"
    huisnummer: int = 1
    huisletter: str = ""
    toevoeging: str = ""
    postcode: str = "9999ZZ"
    woonplaats: str = "Proefdorp"
    gemeentecode: str = "1979"
    x: float = 245_000.0
    y: float = 595_000.0
    soort: str = "VBO"
    doelen: tuple[str, ...] = ("woonfunctie",)
    neven: tuple[int, ...] = ()  # the nummers of objects whose address this object has as well
    status: str = ""
    status_adres: str = "Naamgeving uitgegeven"
    van: str = "2010-01-01"
    tot: str = ""
    historie: str = ""  # XML within Voorkomen
    zonder_adres: bool = False  # no Nummeraanduiding of its own in the file

    @property
    def id(self) -> str:
        """The id of its nummeraanduiding."""
        return f"{self.gemeentecode}20{self.nummer:010}"

    @property
    def statuswoord(self) -> str:
        """The status, or the usual one when none is given."""
        return self.status or (
            "Verblijfsobject in gebruik" if self.soort == "VBO" else "Plaats aangewezen"
        )


def _el(naam: str, waarde: object) -> str:
    return f"<Objecten:{naam}>{waarde}</Objecten:{naam}>" if waarde not in ("", None) else ""


def _id(klasse: str, nummer: str) -> str:
    return f'<Objecten:identificatie domein="NL.IMBAG.{klasse}">{nummer}</Objecten:identificatie>'


def _ref(element: str, klasse: str, *nummers: str) -> str:
    refs = "".join(
        f'<Objecten-ref:{klasse}Ref domein="NL.IMBAG.{klasse}">{n}</Objecten-ref:{klasse}Ref>'
        for n in nummers
    )
    return f"<Objecten:{element}>{refs}</Objecten:{element}>" if nummers else ""


def _voorkomen(van: str = "2010-01-01", tot: str = "", historie: str = "") -> str:
    eind = f"<Historie:eindGeldigheid>{tot}</Historie:eindGeldigheid>" if tot else ""
    return (
        "<Objecten:voorkomen><Historie:Voorkomen>"
        "<Historie:voorkomenidentificatie>1</Historie:voorkomenidentificatie>"
        f"<Historie:beginGeldigheid>{van}</Historie:beginGeldigheid>{eind}"
        "<Historie:tijdstipRegistratie>2010-12-15T11:34:46.000</Historie:tijdstipRegistratie>"
        f"{historie}</Historie:Voorkomen></Objecten:voorkomen>"
    )


def _nummeraanduiding(o: BagObject, opr: str) -> str:
    return (
        f"<Objecten:Nummeraanduiding>{_id('Nummeraanduiding', o.id)}"
        f"{_el('huisnummer', o.huisnummer)}"
        f"{_el('huisletter', o.huisletter)}{_el('huisnummertoevoeging', o.toevoeging)}"
        f"{_el('postcode', o.postcode)}"
        f"{_el('typeAdresseerbaarObject', SOORTEN[o.soort])}"
        f"{_el('status', o.status_adres)}{_voorkomen()}"
        f"{_ref('ligtAan', 'OpenbareRuimte', opr)}</Objecten:Nummeraanduiding>"
    )


def _object(o: BagObject, neven: list[str]) -> str:
    naam = SOORTEN[o.soort]
    if o.soort == "VBO":
        vorm = (
            '<Objecten:punt><gml:Point srsName="urn:ogc:def:crs:EPSG::28992" srsDimension="3">'
            f"<gml:pos>{o.x} {o.y} 0.0</gml:pos></gml:Point></Objecten:punt>"
        )
    else:
        ring = " ".join(f"{o.x + dx} {o.y + dy}" for dx, dy in VIERKANT)
        vorm = (
            '<gml:Polygon srsName="urn:ogc:def:crs:EPSG::28992" srsDimension="2">'
            "<gml:exterior><gml:LinearRing>"
            f"<gml:posList>{ring}</gml:posList></gml:LinearRing></gml:exterior></gml:Polygon>"
        )
    doelen = "".join(_el("gebruiksdoel", doel) for doel in o.doelen) if o.soort == "VBO" else ""
    return (
        f"<Objecten:{naam}>{_ref('heeftAlsHoofdadres', 'Nummeraanduiding', o.id)}"
        f"{_voorkomen(o.van, o.tot, o.historie)}"
        f"{_ref('heeftAlsNevenadres', 'Nummeraanduiding', *neven)}"
        f"{_id(naam, f'{o.gemeentecode}01{o.nummer:010}')}"
        f"<Objecten:geometrie>{vorm}</Objecten:geometrie>"
        f"{doelen}{_el('status', o.statuswoord)}</Objecten:{naam}>"
    )


def documenten(objecten: Sequence[BagObject]) -> Iterator[tuple[str, str]]:
    """The names and texts of the XML documents in a delivery, named as Kadaster does."""
    plaatsen = {
        naam: f"{1000 + nr}"
        for nr, naam in enumerate(dict.fromkeys((o.woonplaats, o.gemeentecode) for o in objecten))
    }
    straten = {
        sleutel: f"{sleutel[2]}30{nr:010}"
        for nr, sleutel in enumerate(
            dict.fromkeys((o.straat, o.woonplaats, o.gemeentecode) for o in objecten)
        )
    }
    per_nummer = {o.nummer: o for o in objecten}
    inhoud: dict[str, Iterator[str]] = {
        "WPL": (
            f"<Objecten:Woonplaats>{_id('Woonplaats', nr)}{_el('naam', naam)}"
            f"{_el('status', 'Woonplaats aangewezen')}"
            f"{_voorkomen()}</Objecten:Woonplaats>"
            for (naam, _), nr in plaatsen.items()
        ),
        "OPR": (
            f"<Objecten:OpenbareRuimte>{_id('Openbareruimte', nr)}{_el('naam', straat)}"
            f"{_el('type', 'Weg')}{_el('status', 'Naamgeving uitgegeven')}"
            f"{_ref('ligtIn', 'Woonplaats', plaatsen[plaats, code])}{_voorkomen()}"
            "</Objecten:OpenbareRuimte>"
            for (straat, plaats, code), nr in straten.items()
        ),
        "NUM": (
            _nummeraanduiding(o, straten[o.straat, o.woonplaats, o.gemeentecode])
            for o in objecten
            if not o.zonder_adres
        ),
    }
    for soort in SOORTEN:
        inhoud[soort] = (
            _object(o, [per_nummer[n].id for n in o.neven]) for o in objecten if o.soort == soort
        )
    for soort, teksten in inhoud.items():
        alle = list(teksten)
        # Without objects of this kind there is one document, and it is empty.
        for nr, begin in enumerate(range(0, max(len(alle), 1), PER_DOCUMENT), start=1):
            stand = "".join(
                f"<sl:stand><sl-bag-extract:bagObject>{tekst}</sl-bag-extract:bagObject>"
                "</sl:stand>\n"
                for tekst in alle[begin : begin + PER_DOCUMENT]
            )
            yield f"9999{soort}08062026-{nr:06}.xml", KOP.format(soort=soort) + stand + VOET
    relaties = "".join(
        "<p:GemeenteWoonplaatsRelatie><p:tijdvakgeldigheid>"
        f"<t:begindatumTijdvakGeldigheid>{van}</t:begindatumTijdvakGeldigheid>{tot}"
        f"</p:tijdvakgeldigheid><p:gerelateerdeWoonplaats><p:identificatie>{nr}</p:identificatie>"
        "</p:gerelateerdeWoonplaats>"
        f"<p:gerelateerdeGemeente><p:identificatie>{code}</p:identificatie>"
        "</p:gerelateerdeGemeente>"
        "</p:GemeenteWoonplaatsRelatie>"
        for (_, nu), nr in plaatsen.items()
        for van, tot, code in (
            (
                "2010-01-01",
                "<t:einddatumTijdvakGeldigheid>2021-01-01</t:einddatumTijdvakGeldigheid>",
                "0024",
            ),
            ("2021-01-01", "", nu),
        )
    )
    yield "GEM-WPL-RELATIE-08062026-000001.xml", GEM_WPL.format(relaties=relaties)


def maak_lvbag(pad: Path, objecten: Sequence[BagObject]) -> Path:
    """A zip of zips, as Kadaster delivers it: an inner zip for each kind of object."""
    binnen: dict[str, list[tuple[str, str]]] = {}
    for naam, tekst in documenten(objecten):
        binnen.setdefault(naam.rpartition("-")[0], []).append((naam, tekst))
    with ZipFile(pad, "w") as buiten:
        for soort, teksten in binnen.items():
            ruw = io.BytesIO()
            with ZipFile(ruw, "w", ZIP_DEFLATED) as archief:
                for naam, tekst in teksten:
                    archief.writestr(naam, tekst)
            buiten.writestr(f"{soort}.zip", ruw.getvalue())
        buiten.writestr(
            "Leveringsdocument-BAG-Extract.xml", "<xb:BAG-Extract-Levering xmlns:xb='x'/>"
        )
    return pad


def maak_geopackage(pad: Path, objecten: Sequence[BagObject]) -> Path:
    """Layers as in bag-light.gpkg: only hoofdadressen."""
    for soort, laag in SOORTEN.items():
        deel = [o for o in objecten if o.soort == soort]
        if not deel:
            continue
        punten = shapely.points([o.x for o in deel], [o.y for o in deel])
        vormen = punten if soort == "VBO" else shapely.buffer(punten, 4, cap_style="square")
        velden: dict[str, list[object]] = {
            "identificatie": [f"{o.gemeentecode}01{o.nummer:010}" for o in deel],
            "status": [o.statuswoord for o in deel],
            "openbare_ruimte_naam": [o.straat for o in deel],
            "huisletter": [o.huisletter or None for o in deel],
            "toevoeging": [o.toevoeging or None for o in deel],
            "postcode": [o.postcode or None for o in deel],
            "woonplaats_naam": [o.woonplaats for o in deel],
            "nummeraanduiding_hoofdadres_identificatie": [o.id for o in deel],
            "bronhouder_identificatie": [o.gemeentecode for o in deel],
        }
        if soort == "VBO":
            velden["gebruiksdoel"] = [",".join(o.doelen) for o in deel]
        kolommen = {naam: np.array(waarden, dtype=object) for naam, waarden in velden.items()}
        nummers = np.array([o.huisnummer for o in deel], dtype=float)  # a gap is nan
        kolommen["huisnummer"] = nummers if np.isnan(nummers).any() else nummers.astype(np.int32)
        write(
            pad,
            shapely.to_wkb(vormen),
            list(kolommen.values()),
            list(kolommen),
            layer=laag.lower(),
            driver="GPKG",
            geometry_type="Point" if soort == "VBO" else "Polygon",
            crs="EPSG:28992",
            append=pad.exists(),
        )
    return pad
