"""What the API costs: an oordeel beside a bare page in the same rounds, and a thousand in one call.

Programs ask again and again from the same networks.
"""

import random
import sys
from collections import defaultdict
from itertools import cycle, repeat
from statistics import median

from bench import Rij
from bench.klant import maak_json, maak_vraag
from bench.pagina import KAAL, PER_RONDE, RONDES, TEGELIJK, Pagina, meet_ronde, vergelijk
from bench.reis import Proef
from portal.adressen.register import AdresStore
from portal.api.oordelen import MAX_VRAGEN
from portal.config.settings import API

OORDEEL = "oordeel van een adres"
HUIZEN = 8  # from which a program asks: less than the limit of each
KEREN = 20  # calls for a thousand, after one to warm up
MAX_KEER, MAX_MS = 2.0, 250
PAD = f"{API}/oordelen/_bepaal"


async def meet_api(proef: Proef) -> list[Rij]:
    alle = list(AdresStore(proef.data / "adressen.sqlite").alle())
    gekozen = random.Random(11).sample(alle, MAX_VRAGEN)
    een = [
        maak_vraag(f"{API}/adressen/{a.nummeraanduiding_id}/oordeel", huis=f"192.0.2.{n % HUIZEN}")
        for n, a in enumerate(gekozen)
    ]
    paginas = [
        Pagina(KAAL, proef.kaal, cycle([maak_vraag("/")])),
        Pagina(OORDEEL, proef.site, cycle(een)),
    ]
    us: defaultdict[tuple[str, int], list[float]] = defaultdict(list)
    for ronde in range(max(3, round(RONDES * proef.maat)) + 1):
        for klanten in TEGELIJK:
            for pagina in paginas if ronde % 2 else reversed(paginas):
                gemeten = await meet_ronde(pagina, klanten)
                if ronde:
                    us[pagina.naam, klanten].append(gemeten)
    rijen = [Rij(f"API, CPU van de workers per verzoek, rondes van {PER_RONDE} verzoeken")]
    for klanten in TEGELIJK:
        kaal = us[KAAL, klanten]
        rijen.append(vergelijk(f"{KAAL}, {klanten} tegelijk", kaal, kaal))
        rij = vergelijk(f"{OORDEEL}, {klanten} tegelijk", us[OORDEEL, klanten], kaal)
        goed = float(rij.keer) <= MAX_KEER
        rijen.append(rij._replace(doel=f"hooguit {MAX_KEER:g} keer", goed=goed))
    soorten: dict[str, list[dict[str, object]]] = {
        "op id": [{"nummeraanduidingId": a.nummeraanduiding_id} for a in gekozen],
        "op postcode en nummer": [{"adres": f"{a.postcode} {a.nummer}"} for a in gekozen],
        "op plaats": [{"punt": {"lat": a.punt.lat, "lon": a.punt.lon}} for a in gekozen],
    }
    rijen.append(Rij(f"API, CPU van de workers voor {MAX_VRAGEN} in een keer, keren: {KEREN}"))
    return [*rijen, *[await _meet_lijst(proef, *soort) for soort in soorten.items()]]


async def _meet_lijst(proef: Proef, naam: str, vragen: list[dict[str, object]]) -> Rij:
    print(f"  {naam}", file=sys.stderr)
    vraag = (maak_json(PAD, {"vragen": vragen}) for _ in repeat(None))
    ms = [await meet_ronde(Pagina(naam, proef.site, vraag), 1, 1) / 1e3 for _ in range(KEREN + 1)]
    del ms[0]
    spreiding = f"{min(ms):,.0f} - {max(ms):,.0f}"
    goed = median(ms) < MAX_MS
    return Rij(naam, f"{median(ms):,.0f} ms", spreiding, "", f"onder {MAX_MS}", goed)
