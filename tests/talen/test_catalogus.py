"""Each language has every text, surely and wholly; the site says what the .po says."""

import re
from io import BytesIO
from pathlib import Path

import pytest
from babel.messages.catalog import Catalog
from babel.messages.pofile import read_po

from portal.web.i18n.catalogues import DEFAULT, FOLDER, LOCALES, NAMES, translations
from portal.web.i18n.translator import PLACE
from rules.bronnen import BRONNEN

ANDERE = [taal for taal in LOCALES if taal != DEFAULT]
MERKTEKENS = re.compile(r"</?[a-z]+[^>]*>")


def lees(pad: Path) -> Catalog:
    return read_po(BytesIO(pad.read_bytes()), abort_invalid=True)


def catalogus(taal: str) -> Catalog:
    return lees(FOLDER / taal / "LC_MESSAGES/portal.po")


TE_VERTALEN = [str(bericht.id) for bericht in lees(FOLDER / "portal.pot") if bericht.id]


def test_elke_taal_heeft_een_naam_en_een_map() -> None:
    assert set(NAMES) == set(LOCALES)
    assert {pad.name for pad in FOLDER.iterdir() if pad.is_dir()} == set(ANDERE)


@pytest.mark.parametrize("taal", ANDERE)
def test_elke_tekst_is_vertaald_en_geen_te_veel(taal: str) -> None:
    berichten = catalogus(taal)
    assert {str(bericht.id) for bericht in berichten if bericht.id} == set(TE_VERTALEN)
    assert not berichten.obsolete
    assert [
        bericht.id for bericht in berichten if bericht.id and not str(bericht.string).strip()
    ] == []
    assert [bericht.id for bericht in berichten if bericht.id and bericht.fuzzy] == [], (
        "not sure of these"
    )


@pytest.mark.parametrize("taal", ANDERE)
def test_een_vertaling_houdt_elke_plek_en_elk_merkteken(taal: str) -> None:
    assert len(catalogus(taal))
    for bericht in catalogus(taal):
        nederlands, vertaald = str(bericht.id), str(bericht.string)
        if nederlands:
            assert sorted(PLACE.findall(nederlands)) == sorted(PLACE.findall(vertaald)), nederlands
            assert sorted(MERKTEKENS.findall(nederlands)) == sorted(MERKTEKENS.findall(vertaald)), (
                nederlands
            )
            assert "%" not in PLACE.sub("", vertaald).replace("%%", ""), nederlands
            assert (nederlands[0] == " ", nederlands[-1] == " ") == (
                vertaald[0] == " ",
                vertaald[-1] == " ",
            ), nederlands


@pytest.mark.parametrize("taal", ANDERE)
def test_de_site_spreekt_wat_in_het_bestand_staat(taal: str) -> None:
    """There is no compiled .mo beside it, which could be older: it is made from the .po at every
    start.
    """
    assert list(FOLDER.rglob("*.mo")) == []
    vertaald = [bericht for bericht in catalogus(taal) if bericht.id and bericht.string]
    assert vertaald
    for bericht in vertaald:
        assert translations(taal).gettext(str(bericht.id)) == bericht.string


# Gronings has the same words for these.
ZELFDE_ZINNEN = {"Meer over dat verschil", "Van wanneer is dit?", "Wat is Duurzaam herstel?"}


@pytest.mark.parametrize("taal", ANDERE)
def test_hele_zinnen_zijn_echt_vertaald(taal: str) -> None:
    """A name may stay as it is, and a law or rule goes by its own title; a sentence of more than
    three words may not.
    """
    gelijk = {str(b.id) for b in catalogus(taal) if b.id == b.string and len(str(b.id).split()) > 3}
    titels = {bron.naam for bron in BRONNEN}
    assert gelijk - titels == (ZELFDE_ZINNEN if taal == "gos" else set())
