"""The pages of a colleague, with so many open requests: how long it takes until they are there."""

import random
import time
from collections import defaultdict
from collections.abc import Mapping
from datetime import timedelta
from pathlib import Path
from statistics import median
from typing import NamedTuple

from bench import Rij
from bench.gegevens import Velden, nieuw_nummer, open_ruim_loket
from bench.klant import Antwoord, Klant, maak_vraag
from bench.reis import StapFout
from bench.server import Server
from portal import clock
from portal.adressen.register import AdresStore
from portal.config.settings import HELPDESK, REGISTER_DB
from portal.helpdesk.inlogplicht import COOKIE
from portal.medewerkers.medewerker import Medewerkerrol
from portal.storage import audit_log
from portal.storage.audit_log import BEWONER, SYSTEM, Action
from portal.storage.rows import update
from portal.terugbellen.overzichten.matrix import begin_van_vandaag
from portal.terugbellen.rijen import verzoekrij
from portal.terugbellen.waarden.tijdvakken import Tijdvak
from portal.terugbellen.waarden.verzoek import Gegevens, MeeAdres

KEREN, MAX_MS, MAX_MS_BIJ = 30, 80, 10_000
UUR, DAG = timedelta(hours=1), timedelta(days=1)
NAMEN = [
    begin + eind
    for begin in ("Bak", "Berk", "Dijk", "Eik", "Hoek", "Holt", "Klaas", "Kuip", "Land", "Veld")
    for eind in ("boer", "horst", "inga", "kamp", "ker", "ma", "man", "sma", "stra", "veen")
]


class Collega(NamedTuple):
    """Who is logged in."""

    token: str
    formulierteken: str

    async def vraag(self, klant: Klant, pad: str, velden: Velden | None = None) -> Antwoord:
        velden = velden and velden | {"formulierteken": self.formulierteken}
        eerst, rest = maak_vraag(pad, velden).split(b"\n", 1)
        koekje = f"Cookie: {COOKIE}={self.token}\r\n".encode()
        antwoord = await klant.vraag(eerst + b"\n" + koekje + rest)
        if antwoord.status not in ((303,) if velden else (200, 302)):  # 302: the only one found
            raise StapFout(f"{pad}: {antwoord.status}")
        return antwoord


def vul_wachtrij(data: Path, aantal: int) -> Collega:
    """So many open requests; of each twenty three are late, one is now and four are later today."""
    loket, nu, gooi = open_ruim_loket(data), clock.now(), random.Random(12)
    kluis, alle = loket.kluis, list(AdresStore(data / REGISTER_DB).alle())
    wie = loket.medewerkers.voeg_toe("Meting", Medewerkerrol.MEDEWERKER, nu=nu, wie=SYSTEM)
    rest = begin_van_vandaag(nu + DAG) - nu
    begin = [*[nu - 3 * UUR] * 3, nu - UUR, *(nu + rest * deel for deel in (0.2, 0.4, 0.6, 0.8))]
    vakken = [Tijdvak(moment, moment + 2 * UUR) for moment in begin]
    later = [vak for vak in loket.verzoeken.vrij(nu) if vak.begin > nu + rest]
    with loket.bestand.write() as db:
        update(db, "medewerker", wie.id, {"uitgever": "meting", "onderwerp": "meting"})
        for n, adres in enumerate(gooi.sample(alle, aantal)):
            delen = adres.postcode, adres.huisnummer, *adres.sleutel
            mee = MeeAdres(adres.regel_1, adres.regel_2, "buiten", delen)
            naam, nummer = f"Jan {gooi.choice(NAMEN)}", f"+31{nieuw_nummer()[1:]}"
            wat = Gegevens(naam, nummer, opmerking="x" * 100, adres=mee)
            vak = vakken[n % 20] if n % 20 < len(vakken) else gooi.choice(later)
            uid, code = f"open-{n}", verzoekrij.nieuwe_code(db, kluis)
            verzoekrij.schrijf(
                db, kluis, wat, vak, uid=uid, code=code, taal="nl", nu=nu, wie=BEWONER
            )
            audit_log.write(db, Action.VERZOEK_INGEDIEND, who=BEWONER, at=nu, about=uid)
    token = loket.sessies.begin(wie.id, apparaat="meting", nu=nu)
    loket.bestand.close()
    return Collega(token, loket.sessies.formulierteken(token))


async def meet_helpdesk(sites: Mapping[str, Server], collega: Collega, aantal: int) -> list[Rij]:
    """In turns on each of these sites, which hold so many open requests."""
    ms = defaultdict[str, list[float]](list)
    for naam in NAMEN[: KEREN + 1]:
        for waar, site in sites.items():
            async with Klant(site.poort) as klant:
                begin = time.perf_counter()
                await collega.vraag(klant, f"{HELPDESK}/")
                midden = time.perf_counter()
                gevonden = await collega.vraag(klant, f"{HELPDESK}/zoeken", {"zoek": naam})
                await collega.vraag(klant, gevonden.naar)
                ms[f"wachtrij, {waar}"].append((midden - begin) * 1e3)
                ms[f"zoeken op naam, {waar}"].append((time.perf_counter() - midden) * 1e3)
    rijen = [Rij(f"{aantal:,} open verzoeken: een collega, keren: {KEREN}")]
    for wat, (_, *tijden) in sorted(ms.items()):
        rij = Rij(wat, f"{median(tijden):.0f} ms", f"{min(tijden):.0f} - {max(tijden):.0f}")
        if aantal == MAX_MS_BIJ and wat.startswith("wachtrij"):
            rij = rij._replace(doel=f"onder {MAX_MS}", goed=median(tijden) < MAX_MS)
        rijen.append(rij)
    return rijen
