"""The same against a running Open Klant, where somebody has one: what the stand-in holds is what it
does. Set OPENKLANT_URL (…/klantinteracties/api/v1) and OPENKLANT_TOKEN; use one for tests, since
this makes and deletes things there.
"""

import os
from collections.abc import Callable
from datetime import timedelta

import pytest

from portal.clock import now
from portal.doorgeven.balie import Balie
from portal.doorgeven.openklant import BalieWeigert, BestaatNiet, OpenKlant
from tests.conftest import NU
from tests.doorgeven.conftest import Site
from tests.openklant import Balie as Nagedaan

URL, TOKEN = os.environ.get("OPENKLANT_URL", ""), os.environ.get("OPENKLANT_TOKEN", "")
Maak = Callable[..., Site]


@pytest.fixture(params=["nagedaan", "echt"])
def desk(request: pytest.FixtureRequest, balie: Nagedaan) -> tuple[str, str]:
    if request.param == "nagedaan":
        from tests.openklant import TOKEN as NAGEDAAN

        return balie.url, NAGEDAAN
    if not (URL and TOKEN):
        pytest.skip("hier draait geen Open Klant: zet OPENKLANT_URL en OPENKLANT_TOKEN")
    return URL, TOKEN


def test_de_balie_en_haar_namaak_houden_zich_aan_hetzelfde(
    maak_site: Maak, desk: tuple[str, str]
) -> None:
    url, token = desk
    site = maak_site(url, klant_token=token)
    site.dien_in()
    assert site.verstuur().output == "1 doorgegeven\n"
    ((nummer,),) = site.rijen("nummer")
    klant = OpenKlant(Balie(url, token, "x", "grp:Terugbellen", "x", zij_bellen=True))
    (contact,) = klant.zoek("klantcontacten", referentienummer=nummer)
    (taak,) = klant.zoek("internetaken", referentienummer=nummer)
    assert taak["aanleidinggevendKlantcontact"]["uuid"] == contact["uuid"]
    (mens,) = klant.zoek("betrokkenen", hadKlantcontact__uuid=contact["uuid"])
    adressen = klant.zoek("digitaleadressen", verstrektDoorBetrokkene__uuid=mens["uuid"])
    assert len(adressen) == 2

    dubbel = {"kanaal": "x", "onderwerp": "x", "taal": "nld", "vertrouwelijk": False}
    with pytest.raises(BalieWeigert, match="referentienummer"):
        klant.maak("klantcontacten", dubbel | {"referentienummer": nummer})
    with pytest.raises(BalieWeigert, match="adres"):
        klant.wijzig("digitaleadressen", adressen[0]["uuid"], {"adres": "112"})
    with pytest.raises(BalieWeigert, match="kanaal"):
        klant.maak("klantcontacten", {})

    verzoek = site.loket.verzoeken.met_uid("een")
    site.loket.verzoeken.trek_in("een", verzoek.versie, nu=NU)
    assert site.verstuur().output == "1 doorgegeven\n"
    taak = klant.lees("internetaken", taak["uuid"])
    assert taak["status"] == "verwerkt"
    assert taak["afgehandeldOp"]
    site.verstuur(NU + timedelta(hours=1))
    assert site.rijen("status") == [("verwerkt",)]

    site.loket.verzoeken.verwijder("een", nu=now())
    assert site.verstuur().output == "1 daar gewist\n"
    for pad, wat in (("klantcontacten", contact), ("internetaken", taak), ("betrokkenen", mens)):
        with pytest.raises(BestaatNiet):
            klant.lees(pad, wat["uuid"])
    for adres in adressen:
        with pytest.raises(BestaatNiet):
            klant.lees("digitaleadressen", adres["uuid"])
