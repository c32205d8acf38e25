"""Where the time of one uitkomst page goes, part by part, in microseconds of CPU: `python -m bench.pagina`.

In one process, without gunicorn, on a warm cache: to see which part to look at, not what a page costs (that is `make bench`).
Of each kind of uitkomst the example with the middle number of bevingen, and the one with the most.
"""

import tempfile
import time
from collections import defaultdict
from collections.abc import Callable, Iterator
from pathlib import Path

from flask import Flask
from werkzeug.test import create_environ

from portal import create_app, klok
from portal.adressen.adres import Adres
from portal.adressen.voorbeeld import voorbeelden
from portal.config import Bronkeuze, Settings
from portal.i18n import toon
from portal.zelfcheck.diensten import diensten
from portal.zelfcheck.uitkomst import maak_uitkomst
from rules import beoordeel

KEER, RONDES = 200, 9
KOPPEN = (
    "bevingen",
    "kB",
    "hele verzoek",
    "kenmerk",
    "register",
    "beoordelen",
    "pagina maken",
    "template",
    "lagen",
    "kale Flask",
)


def kost(doe: Callable[[], object]) -> float:
    """The least that one time took, over some rounds: what else the machine did only adds."""
    beste = float("inf")
    for _ in range(RONDES):
        begin = time.process_time()
        for _ in range(KEER):
            doe()
        beste = min(beste, (time.process_time() - begin) / KEER)
    return beste * 1e6


def verzoek(app: Flask, pad: str) -> Callable[[], bytes]:
    """One request, straight to the application."""
    omgeving = create_environ(pad)

    def doe() -> bytes:
        antwoord = app.wsgi_app({**omgeving}, lambda *_: lambda _: None)
        try:
            return b"".join(antwoord)
        finally:
            getattr(antwoord, "close", lambda: None)()

    return doe


def kies() -> Iterator[tuple[str, Adres, int]]:
    """Per uitkomst: the middle one, and the one with the most bevingen."""
    soorten: defaultdict[str, list[tuple[int, str, Adres]]] = defaultdict(list)
    for voorbeeld in voorbeelden():
        oordeel = beoordeel(voorbeeld.adres.punt, peildatum=klok.vandaag())
        soorten[oordeel.uitkomst.value].append((len(oordeel.trillingen), voorbeeld.naam, voorbeeld.adres))
    for soort, lijst in soorten.items():
        lijst.sort(key=lambda rij: rij[:2])
        for aantal, _, adres in (lijst[len(lijst) // 2], lijst[-1]):
            yield soort, adres, aantal


def meet(app: Flask, adres: Adres, aantal: int, kaal: float) -> tuple[float, ...]:
    """One row of the table."""
    with app.test_request_context():
        kenmerk = diensten().verwijzer.uitkomst(adres)
    pad = f"/uitkomst/{kenmerk}"
    heel, bytes_ = kost(verzoek(app, pad)), len(verzoek(app, pad)())
    with app.test_request_context(pad):
        zaak, nu = diensten(), klok.nu()
        verwijzing = zaak.verwijzer.lees_uitkomst(kenmerk)
        page = maak_uitkomst(verwijzing, nu, hier=kenmerk)
        lees = kost(lambda: zaak.verwijzer.lees_uitkomst(kenmerk))
        register = kost(lambda: zaak.bron.van_register(adres.postcode, adres.huisnummer))
        oordeel = kost(lambda: beoordeel(adres.punt, peildatum=nu.date()))
        maak = kost(lambda: maak_uitkomst(verwijzing, nu, hier=kenmerk)) - oordeel - register
        template = kost(lambda: toon("publiek/uitkomst.html", page=page))
    lagen = heel - lees - register - oordeel - maak - template - kaal
    return aantal, bytes_ / 1000, heel, lees, register, oordeel, maak, template, lagen, kaal


def main() -> None:
    """Prints the table."""
    kaal = Flask("kaal")
    kaal.add_url_rule("/", "kaal", lambda: "hello")
    with tempfile.TemporaryDirectory() as map_:
        app = create_app(Settings(data=Path(map_), geheim="g" * 43, adresbron=Bronkeuze.REGISTER))
        print("| uitkomst | " + " | ".join(KOPPEN) + " |")
        print("|---|" + "---|" * len(KOPPEN))
        for soort, adres, aantal in kies():
            rij = meet(app, adres, aantal, kost(verzoek(kaal, "/")))
            print(f"| {soort} | " + " | ".join(f"{getal:.0f}" for getal in rij) + " |")


if __name__ == "__main__":
    main()
