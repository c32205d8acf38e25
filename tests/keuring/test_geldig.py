"""HTML, CSS and SVG as they are served: the W3C checker finds nothing. And both free themes have
what we use.
"""

import re
from pathlib import Path

import httpx
import pytest

from portal.web.i18n.catalogues import LOCALES
from tests.browser.reizen import (
    Plek,
    kale_plek,
    loop_bewoner,
    loop_deur,
    loop_helpdesk,
    plek,
    plek_met_gebied,
)
from tests.browser.wandeling import Wandelaar
from tests.keuring.conftest import THEMAS, Noteer, vnu
from tests.pagina import Boom
from tests.server import WORTEL
from tests.toegang import GESLOTEN, OPEN, views

pytestmark = pytest.mark.keuring

# Not faults. The checker guesses the language of a page from its words: it takes a page of little
# else than addresses for Dutch, and Gronings for another language. Where a colleague looks along,
# the h1 of the resident's page is inside an article; it is the only one. `vector-effect` and
# `paint-order` belong to SVG 2, which its list of CSS does not have.
GEEN_FOUT = re.compile(
    r"warning: This document appears to be written in|Consider using the “h1” element as a "
    r"top-level"
    r"|Property “(vector-effect|paint-order)” doesn't exist"
)


# Open to who has the link or wants to log in; walked with the colleagues.
BIJ_COLLEGAS = {"helpdesk.inloggen", "helpdesk.uitnodiging", "helpdesk.bordscherm"}


def fouten(paden: list[Path], soort: str = "") -> list[str]:
    return [regel for regel in vnu(paden, soort) if not GEEN_FOUT.search(regel)]


def keur_html(staten: Wandelaar, map_: Path) -> list[str]:
    """What is wrong with the pages of this walk."""
    map_.mkdir()
    for n, staat in enumerate(staten.staten):
        (map_ / f"{n:03}-{re.sub(r'[^a-z0-9-]+', '_', staat.naam.lower())}.html").write_bytes(
            staat.html
        )
    return fouten(sorted(map_.iterdir()))


# Two pieces of a page for its script, a redirect, and a page that is there only with a desk to hand
# on to (tests/doorgeven/test_paginas.py).
GEEN_PAGINA = {"helpdesk.nu", "helpdesk.stand", "helpdesk.bord", "helpdesk.doorgeven"}


@pytest.mark.parametrize("taal", LOCALES)
def test_de_paginas_van_bewoners(taal: str, tmp_path: Path, noteer: Noteer) -> None:
    for naam, start in (
        ("", plek),
        (" zonder terugbellen", kale_plek),
        (" met een gebied van het IMG", plek_met_gebied),
    ):
        (tmp_path / naam.strip()).mkdir(exist_ok=True)
        with start(tmp_path / naam.strip()) as hier:
            w = loop_bewoner(hier, taal)
        noteer("vnu html", f"bewoners{naam}, {taal}", len(w.staten))
        assert keur_html(w, tmp_path / f"html{naam}") == []
        if not naam:
            # `bord_nu` is a piece of the board, for its script.
            elders = {*BIJ_COLLEGAS, "helpdesk.bord_nu"}
            niet = set(w.niet_gezien(views(w.app, *OPEN)))
            assert niet <= elders, "a view that the walk never met"


def test_de_paginas_van_collegas(tmp_path: Path, noteer: Noteer) -> None:
    with plek(tmp_path) as hier:
        deur, binnen = loop_deur(hier), loop_helpdesk(hier)
    noteer("vnu html", "collega's", len(deur.staten) + len(binnen.staten))
    assert keur_html(deur, tmp_path / "deur") == []
    assert keur_html(binnen, tmp_path / "binnen") == []
    niet = set(binnen.niet_gezien(views(binnen.app, *GESLOTEN)))
    assert niet == GEEN_PAGINA, "a view that the walk never met"
    assert not set(deur.niet_gezien(BIJ_COLLEGAS)) & set(binnen.niet_gezien(BIJ_COLLEGAS))


def geserveerd(hier: Plek) -> dict[str, str]:
    """Every stylesheet and picture that the first pages refer to: its kind and its path."""
    gevonden = {}
    for pad in ("/", "/helpdesk/"):
        for link in Boom(httpx.get(hier.waar + pad, follow_redirects=True).text).alle("link"):
            if link.get("rel") in ("stylesheet", "icon"):
                gevonden[link.get("href", "")] = (
                    "--css" if link.get("rel") == "stylesheet" else "--svg"
                )
    return gevonden


@pytest.mark.parametrize("thema", ["", *THEMAS])
def test_css_en_svg_zoals_ze_worden_verstuurd(thema: str, tmp_path: Path, noteer: Noteer) -> None:
    anders = {"PORTAL_THEMA": str(THEMAS[thema])} if thema else {}
    with plek(tmp_path, **anders) as hier:
        stukken = geserveerd(hier)
        assert set(stukken.values()) == {"--css", "--svg"}
        for n, (pad, soort) in enumerate(stukken.items()):
            bestand = tmp_path / f"{n}.{soort.strip('-')}"
            bestand.write_bytes(httpx.get(hier.waar + pad).content)
            assert fouten([bestand], soort) == [], pad
    noteer("vnu css, svg", thema or "eigen", len(stukken))


@pytest.mark.parametrize(
    ("soort", "inhoud"),
    [
        (
            "",
            '<!doctype html><html lang="nl"><title>x</title>'
            '<p><div id="a"></p><img src="x"><b id="a">',
        ),
        ("", '<!doctype html><html lang="nl"><title>x</title><p>x</p><svg><rond/></svg>'),
        ("--css", "a { colr: red } b { color: 12px }"),
        ("--svg", '<svg xmlns="http://www.w3.org/2000/svg"><rond/></svg>'),
    ],
)
def test_vnu_keurt_een_slechte_pagina_af(soort: str, inhoud: str, tmp_path: Path) -> None:
    slecht = tmp_path / f"slecht.{soort.strip('-') or 'html'}"
    slecht.write_text(inhoud, encoding="utf-8")
    assert [regel for regel in fouten([slecht], soort) if "error" in regel]


# Themes -------------------------------------------------------------------------------------------


def ontbreekt(css: str, thema: Path) -> set[str]:
    """The --basis- names that `css` uses and the theme does not give."""
    gegeven = set(re.findall(r"(--basis-[\w-]+)\s*:", thema.read_text(encoding="utf-8")))
    return set(re.findall(r"var\(\s*(--basis-[\w-]+)", css)) - gegeven


@pytest.mark.parametrize("thema", THEMAS)
def test_elke_waarde_die_wij_gebruiken_staat_in_beide_vrije_themas(
    thema: str, noteer: Noteer
) -> None:
    css = "".join(
        pad.read_text(encoding="utf-8") for pad in sorted(WORTEL.glob("static/css/*.css"))
    )
    noteer("thema", f"namen in {thema}", len(set(re.findall(r"var\(\s*(--basis-[\w-]+)", css))))
    assert ontbreekt(css, THEMAS[thema]) == set()
    assert ontbreekt("a { color: var(--basis-bestaat-niet) }", THEMAS[thema]) == {
        "--basis-bestaat-niet"
    }
