"""`make taal`: prints how plain every page is, then everything that must be fixed. The exit code is
1 when there is anything to fix.
"""

import logging
import sys
import tempfile
from collections import defaultdict
from pathlib import Path

from portal.web.i18n.catalogues import LOCALES
from tests.taal.meting import GeenWoordenboek, klachten_over, meet, ongebruikt, typfouten, zeldzaam
from tests.taal.paginas import loop
from tests.taal.teksten import is_vertaald, teksten
from tests.taal.zinnen import zinnen_van_html


def main() -> int:
    """Prints the lists."""
    logging.disable()  # the walk meets a PDOK that is not there
    klachten: list[str] = []
    op_pagina: defaultdict[str, list[str]] = defaultdict(
        list
    )  # the same sentence stands on many pages
    print(f"{'pagina':34} taal  woorden  zinnen  langste zin  Flesch  zeldzame woorden")
    for taal in LOCALES:
        if not is_vertaald(taal):
            print(f"(de paginas in {taal} zijn niet gemeten: nog niet alles is vertaald)")
            continue
        with tempfile.TemporaryDirectory() as map_:
            gezien = loop(taal, Path(map_)).gezien
        for naam, html in gezien.items():
            zinnen = zinnen_van_html(html)
            meting = meet(zinnen, taal)
            langste = meting.langste.lengte if meting.langste else 0
            vlot = "-" if meting.flesch is None else f"{meting.flesch:.0f}"
            moeilijk = len(
                {woord for zin in zinnen if zin.loopt for woord in zeldzaam(zin.tekst, taal)}
            )
            print(
                f"{naam:34} {taal:4} {meting.woorden:8} {meting.zinnen:7} {langste:12} {vlot:>7} "
                f"{moeilijk:17}"
            )
            for klacht in meting.klachten:
                op_pagina[klacht].append(f"{naam} ({taal})")
    klachten += [f"{namen[0]} ({len(namen)} keer): {klacht}" for klacht, namen in op_pagina.items()]
    for taal in LOCALES:
        gemeten = teksten(taal)
        klachten += [
            f"{plek}: {klacht}"
            for tekst, plek in gemeten.items()
            for klacht in klachten_over(tekst, taal)
        ]
        try:
            klachten += [
                f"{taal}: dit woord kent het woordenboek niet: {woord}"
                for woord in sorted(typfouten(gemeten, taal))
            ]
        except GeenWoordenboek:
            print(
                f"\nHet woordenboek voor {taal} ontbreekt: typfouten zijn niet gezocht. Zie `make "
                "woordenboek`."
            )
    ongebruikte = ongebruikt({taal: teksten(taal) for taal in LOCALES})
    klachten += [
        f"woorden.txt: dit woord wordt niet gebruikt: {woord}" for woord in sorted(ongebruikte)
    ]
    print(
        f"\n{len(klachten)} keer iets te verbeteren. Wat u dan doet, staat in docs/teksten.md.",
        *klachten,
        sep="\n",
    )
    return 1 if klachten else 0


if __name__ == "__main__":
    sys.exit(main())
