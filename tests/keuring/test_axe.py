"""Every page and state in every language, in our own looks and under both themes: axe finds
nothing, nothing sticks out, and the browser neither complains nor asks anything of anybody else.

Four sites share the same data: a link of one opens in the other.
"""

from contextlib import closing
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser

from portal.web.i18n.catalogues import LOCALES
from tests.browser.conftest import Waarnemer
from tests.browser.keuring import keur
from tests.browser.reizen import (
    kale_plek,
    loop_bewoner,
    loop_deur,
    loop_helpdesk,
    plek,
    plek_met_gebied,
)
from tests.browser.wandeling import Staat, open_staat
from tests.keuring.conftest import THEMAS, Noteer

pytestmark = pytest.mark.keuring

SMAL, BREED = 320, 1280
DONKER: dict[str, Any] = {"color_scheme": "dark"}
# Name -> theme, widths, how the browser is set. Wide once: what differs there is where things are,
# not their colours.
UITERLIJK: dict[str, tuple[str, tuple[int, ...], dict[str, Any]]] = {
    "licht": ("", (SMAL, BREED), {}),
    "donker": ("", (SMAL,), DONKER),
    "meer contrast": ("", (SMAL,), {"contrast": "more"}),
    **{thema: (thema, (SMAL,), {}) for thema in THEMAS},
    **{f"{thema} donker": (thema, (SMAL,), DONKER) for thema in THEMAS},
}


def bekijk(
    browser: Browser,
    waar: str,
    staten: list[Staat],
    breedte: int,
    cookies: dict[str, str],
    **anders: Any,
) -> list[str]:
    """What is wrong, for all states together."""
    klachten = []
    with closing(
        browser.new_context(base_url=waar, viewport={"width": breedte, "height": 740}, **anders)
    ) as context:
        for naam, waarde in cookies.items():
            context.add_cookies(
                [
                    {
                        "name": naam,
                        "value": waarde,
                        "domain": "127.0.0.1",
                        "path": "/",
                        "secure": True,
                    }
                ]
            )
        waarnemer = Waarnemer(context)
        pagina = context.new_page()
        for staat in staten:
            open_staat(pagina, staat)
            try:
                keur(pagina, f"{staat}, {breedte} px")
            except AssertionError as fout:
                klachten.append(str(fout)[:2000])
    # Chromium reports a 4xx page as an error on the console; such pages are checked too.
    klachten += [klacht for klacht in waarnemer.klachten if "status of 4" not in klacht]
    return klachten + [url for url in waarnemer.verzoeken if not url.startswith(waar)]


def anders(thema: str) -> dict[str, str]:
    return {"PORTAL_THEMA": str(THEMAS[thema])} if thema else {}


@pytest.mark.parametrize("uiterlijk", UITERLIJK)
@pytest.mark.parametrize("taal", LOCALES)
def test_de_paginas_van_bewoners(
    browser: Browser, taal: str, uiterlijk: str, tmp_path: Path, noteer: Noteer
) -> None:
    thema, breedtes, instelling = UITERLIJK[uiterlijk]
    with plek(tmp_path, **anders(thema)) as hier:
        staten = loop_bewoner(hier, taal).staten
        klachten = [
            k
            for breedte in breedtes
            for k in bekijk(browser, hier.waar, staten, breedte, {}, **instelling)
        ]
    noteer(
        "axe",
        f"bewoners, {taal}, {uiterlijk}, {' en '.join(map(str, breedtes))} px",
        len(staten) * len(breedtes),
    )
    assert klachten == []


@pytest.mark.parametrize("taal", LOCALES)
@pytest.mark.parametrize("start", [kale_plek, plek_met_gebied])
def test_de_paginas_van_een_site_die_anders_is_ingesteld(
    browser: Browser, taal: str, start: Any, tmp_path: Path, noteer: Noteer
) -> None:
    with start(tmp_path) as hier:
        staten = loop_bewoner(hier, taal).staten
        klachten = bekijk(browser, hier.waar, staten, SMAL, {})
    noteer("axe", f"bewoners, {taal}, {start.__name__}", len(staten))
    assert klachten == []


@pytest.mark.parametrize("uiterlijk", UITERLIJK)
def test_de_paginas_van_collegas(
    browser: Browser, uiterlijk: str, tmp_path: Path, noteer: Noteer
) -> None:
    thema, breedtes, instelling = UITERLIJK[uiterlijk]
    with plek(tmp_path, **anders(thema)) as hier:
        deur, binnen = loop_deur(hier), loop_helpdesk(hier)
        klachten = [
            k
            for breedte in breedtes
            for w in (deur, binnen)
            for k in bekijk(browser, hier.waar, w.staten, breedte, w.cookies, **instelling)
        ]
    aantal = (len(deur.staten) + len(binnen.staten)) * len(breedtes)
    noteer("axe", f"collega's, {uiterlijk}, {' en '.join(map(str, breedtes))} px", aantal)
    assert klachten == []
