"""Requests to the desk, against a strict stand-in of Open Klant that behaves well or badly."""

import re
from collections import Counter
from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from portal.config.handover import Eigenaar
from portal.doorgeven.doorgaven import VRAAG_ELKE
from portal.doorgeven.versturen import PAUZES_S
from portal.doorgeven.vertaling import AFGEKAPT
from portal.storage.audit_log import SYSTEM
from portal.storage.jobs import Job
from portal.terugbellen.waarden.verzoek import Gesprekstaal, MeeAdres, Sluitreden, Status
from tests.conftest import NU
from tests.doorgeven.conftest import Site
from tests.openklant import Balie, Gedrag, openklant
from tests.terugbellen.conftest import gegevens

Maak = Callable[..., Site]
STRAKS = NU + VRAAG_ELKE + timedelta(minutes=1)
WINSUM = ("9951AD", 14, "", "", "Kerkstraat")
VAN_PDOK = ("9951AD", 14, "", "", "Kerkstraat", "Winsum", "Het Hogeland", "1966200000012345")
UIT_DE_BAG = MeeAdres(
    "Kerkstraat 14", "9951 AD Winsum", "binnen", (*VAN_PDOK, 53.3, 6.5, "2026-11-24", 0)
)


def taken(balie: Balie) -> list[dict[str, Any]]:
    return balie.bestand.alle("internetaken")


def een(balie: Balie, soort: str) -> dict[str, Any]:
    (rij,) = balie.bestand.alle(soort)
    return rij


def in_volgorde(balie: Balie) -> list[str]:
    """Whom they phone there, as the work list has it."""
    mensen = balie.bestand.alle("betrokkenen")
    wie = {m["hadKlantcontact"]["uuid"]: m["contactnaam"]["achternaam"] for m in mensen}
    return [wie[taak["aanleidinggevendKlantcontact"]["uuid"]] for taak in taken(balie)]


# Off, and on --------------------------------------------------------------------------------------


def test_zonder_balie_staat_er_niets_klaar_en_gaat_er_niets_weg(maak_site: Maak) -> None:
    site = maak_site("")
    site.dien_in()
    assert site.rijen() == []
    assert "zijn leeg" in site.verstuur().output


def test_een_verzoek_wordt_een_klantcontact_met_betrokkene_adressen_en_een_taak(
    site: Site, balie: Balie
) -> None:
    verzoek = site.dien_in(adres=UIT_DE_BAG, inspreken=True)
    assert site.verstuur().output == "1 doorgegeven\n"
    contact, taak = een(balie, "klantcontacten"), een(balie, "internetaken")
    assert contact["inhoud"] == "Mijn klok staat stil."
    assert contact["taal"] == "nld"
    assert contact["kanaal"] == "Webformulier"
    assert contact["metadata"]["bellenVanaf"] == "2026-11-24T12:00:00Z"
    assert contact["metadata"]["bellenTot"] == "2026-11-24T14:00:00Z"
    mens = een(balie, "betrokkenen")
    assert mens["contactnaam"] == {"achternaam": "Geertje Proefpersoon"}
    assert mens["bezoekadres"] == {"nummeraanduidingId": "1966200000012345"}
    assert mens["hadKlantcontact"] == {"uuid": contact["uuid"]}
    adressen = {a["soortDigitaalAdres"]: a["adres"] for a in balie.bestand.alle("digitaleadressen")}
    assert adressen == {"telefoonnummer": "+31612345678", "email": "geertje@voorbeeld.example"}
    assert taak["status"] == "te_verwerken"
    assert taak["toelichting"] == (
        "Bel op dinsdag 24 november 2026, tussen 13.00 en 15.00 uur. Telefoon: 06 12345678."
        " Inspreken mag. Waarover: de uitkomst van de zelfcheck."
        " Adres: Kerkstraat 14, 9951 AD Winsum; uitkomst toen: in het kerngebied."
    )
    actor = een(balie, "actoren")
    assert taak["toegewezenAanActoren"] == [{"uuid": actor["uuid"]}]
    assert actor["actoridentificator"]["codeObjecttype"] == "grp"
    assert re.fullmatch(r"[0-9]{10}", taak["referentienummer"])
    alles = str([balie.bestand.alle(s) for s in ("klantcontacten", "internetaken")])
    assert verzoek.code not in alles
    assert verzoek.uid not in alles


def test_een_tweede_keer_draaien_vraagt_en_verandert_niets(site: Site, balie: Balie) -> None:
    site.dien_in()
    site.verstuur()
    balie.gezien.clear()
    assert site.verstuur().output == ""
    assert balie.gezien == []


def test_een_bekende_actor_wordt_niet_nog_eens_gemaakt(site: Site, balie: Balie) -> None:
    site.dien_er_in(2)
    site.verstuur()
    site.dien_in()
    site.verstuur()
    assert len(balie.bestand.alle("actoren")) == 1


# What Open Klant does not take is never what stops the queue --------------------------------------

LANG = [
    ({"opmerking": "x" * 300}, "klantcontacten", "inhoud"),
    ({"naam": "N" * 80, "ander_naam": "A" * 80, "ander_relatie": "r" * 60}, "internetaken", ""),
    ({"email": f"{'e' * 100}@voorbeeld.example"}, "betrokkenen", ""),
    ({"gesprekstaal": Gesprekstaal.GRONINGS, "tekst": True, "rustig": True}, "internetaken", ""),
    ({"adres": MeeAdres("K" * 100, "9951 AD " + "W" * 90, "buiten", WINSUM)}, "betrokkenen", ""),
    ({"telefoon": "+4949211234567"}, "digitaleadressen", "adres"),
    ({"email": "", "opmerking": "", "adres": None, "onderwerpen": ()}, "betrokkenen", ""),
]


@pytest.mark.parametrize(("anders", "soort", "veld"), LANG)
def test_wat_een_verzoek_ook_bevat_de_balie_neemt_het_aan(
    site: Site, balie: Balie, anders: dict[str, Any], soort: str, veld: str
) -> None:
    site.dien_in(**anders)
    uit = site.verstuur()
    assert uit.exit_code == 0, site.rijen()
    assert veld in balie.bestand.alle(soort)[0] or not veld


def test_een_te_lang_adres_wordt_afgekapt_en_dat_is_te_zien(site: Site, balie: Balie) -> None:
    site.dien_in(adres=MeeAdres("K" * 100, "9951 AD Winsum", "buiten", WINSUM))
    site.verstuur()
    regel = een(balie, "betrokkenen")["bezoekadres"]["adresregel1"]
    assert len(regel) == 80
    assert regel.endswith(AFGEKAPT)


def test_wie_gronings_praat_leest_de_balie_in_de_toelichting(site: Site, balie: Balie) -> None:
    site.dien_in(gesprekstaal=Gesprekstaal.GRONINGS, ander_naam="Harm", ander_relatie="mijn zoon")
    site.verstuur()
    tekst = een(balie, "internetaken")["toelichting"]
    assert "Praat het liefst Gronings." in tekst
    assert "Vraag naar Harm (mijn zoon); Geertje Proefpersoon vroeg om dit gesprek." in tekst


def test_wat_de_balie_weigert_houdt_de_rest_niet_op_en_wordt_hardop_gezegd(
    site: Site, balie: Balie, caplog: pytest.LogCaptureFixture
) -> None:
    site.dien_in("stuk", telefoon="+31612345", email="", adres=None)  # no number there
    site.dien_er_in(2)
    uit = site.verstuur()
    assert uit.exit_code == 1
    assert "2 doorgegeven, 1 geweigerd" in uit.output
    assert site.rijen()[0] == ("geweigerd", "antwoord met status 400: adres (invalid)")
    lijst = site.opdracht("lijst").output
    assert "adres (invalid)" in lijst
    assert "Geweigerd: 1." in lijst
    assert "Geertje" not in lijst + uit.output + caplog.text
    assert [t["status"] for t in taken(balie)] == ["te_verwerken"] * 2
    balie.gezien.clear()
    site.verstuur()
    assert balie.gezien == [], "it is not tried again by itself"
    site.loket.verbeteren.verbeter("stuk", 1, gegevens(adres=None), nu=NU)
    assert site.verstuur().output == "1 doorgegeven\n", "but it is when it is put right"


def test_wat_geweigerd_is_gaat_op_verzoek_opnieuw_en_komt_er_dan_een_keer(
    site: Site, balie: Balie
) -> None:
    balie.gedrag = Gedrag(alles=400)
    site.dien_in()
    assert site.verstuur().exit_code == 1
    balie.gedrag = Gedrag()
    assert site.opdracht("opnieuw").output == "1 gaan de volgende keer weer mee.\n"
    assert site.verstuur().output == "1 doorgegeven\n"
    assert len(taken(balie)) == len(balie.bestand.alle("klantcontacten")) == 1


# A desk that does not answer ----------------------------------------------------------------------


def test_een_balie_die_er_niet_is_kost_niets_en_de_volgorde_blijft(
    maak_site: Maak, tmp_path: Any
) -> None:
    with openklant(tmp_path / "weg.sqlite") as weg:
        url = weg.url
    site = maak_site(url)
    site.dien_er_in(3)
    for uur in range(0, 25, 6):
        uit = site.verstuur(NU + timedelta(hours=uur))
        assert uit.exit_code == 1
        assert "De balie kan nu niet: geen verbinding" in uit.output
    assert [status for status, _ in site.rijen()] == ["wacht"] * 3
    assert [p for (p,) in site.rijen("haperingen")] == [0, 0, 0]


@pytest.mark.parametrize(
    ("gedrag", "wat"),
    [
        (Gedrag(alles=429, retry_after="20"), "antwoord met status 429"),
        (Gedrag(alles=503), "antwoord met status 503"),
        (Gedrag(alles=500), "antwoord met status 500"),
        (Gedrag(alles=401), "antwoord met status 401"),
        (Gedrag(alles=302), "antwoord met status 302"),
    ],
)
def test_wat_over_de_balie_gaat_is_later_nog_eens_te_proberen(
    site: Site, balie: Balie, gedrag: Gedrag, wat: str
) -> None:
    site.dien_er_in(2)
    balie.gedrag = gedrag
    uit = site.verstuur()
    assert uit.exit_code == 1
    assert wat in uit.output
    assert [status for status, _ in site.rijen()] == ["wacht", "wacht"]
    balie.gedrag = Gedrag()
    assert site.verstuur(NU + timedelta(minutes=6)).output == "2 doorgegeven\n"
    assert in_volgorde(balie) == ["Buur 0", "Buur 1"]


def test_de_pauzes_groeien_en_de_balie_mag_er_een_vragen(site: Site, balie: Balie) -> None:
    site.dien_in()
    balie.gedrag = Gedrag(alles=429, retry_after="20")
    site.verstuur()
    assert site.geslapen[1:] == [20.0] * (len(site.geslapen) - 1)
    site.geslapen.clear()
    balie.gedrag = Gedrag(alles=503, retry_after="x")
    site.verstuur(NU + timedelta(minutes=10))
    assert tuple(site.geslapen[1:3]) == PAUZES_S[3:5]
    site.verstuur(NU + timedelta(minutes=20))
    assert site.geslapen[-1] == PAUZES_S[-1]


def test_een_verkeerd_token_zegt_wat_er_is_en_verliest_niets(maak_site: Maak, balie: Balie) -> None:
    site = maak_site(balie.url, klant_token="verkeerd")  # noqa: S106
    site.dien_in()
    assert "antwoord met status 401" in site.verstuur().output
    assert site.rijen() == [("wacht", "antwoord met status 401")]


@pytest.mark.parametrize("stap", ["klantcontacten", "betrokkenen", "digitaleadressen", "taken"])
@pytest.mark.parametrize("hoe", ["p500_na", "weg_na"])
def test_gedaan_en_niet_gehoord_wordt_niet_nog_eens_gedaan(
    site: Site, balie: Balie, monkeypatch: pytest.MonkeyPatch, stap: str, hoe: str
) -> None:
    """The desk did this step; then it said 500, or hung up."""
    site.dien_in()
    soort = "internetaken" if stap == "taken" else stap

    class Een(Gedrag):
        @property
        def nu(self) -> bool:
            return balie.gezien[-1] == ("POST", f"/klantinteracties/api/v1/{soort}")

        def __getattribute__(self, naam: str) -> Any:
            if naam == hoe and self.nu and not gedaan:
                gedaan.append(True)
                return 1.0
            return super().__getattribute__(naam)

    gedaan: list[bool] = []
    balie.gedrag = Een()
    site.verstuur()
    site.verstuur(NU + timedelta(minutes=1))
    telling = Counter({s: len(balie.bestand.alle(s)) for s in ("klantcontacten", "internetaken")})
    assert telling == {"klantcontacten": 1, "internetaken": 1}
    assert len(balie.bestand.alle("betrokkenen")) == 1
    assert len(balie.bestand.alle("digitaleadressen")) == 2
    assert site.rijen() == [("staat", "")]


def test_een_verzoek_waar_de_balie_op_stukloopt_houdt_de_rest_niet_voor_altijd_op(
    site: Site, balie: Balie
) -> None:
    """A mistake of the desk itself: it answers 500 to this one request, and to no other."""
    site.dien_in("stuk", adres=None)
    site.dien_er_in(2)
    bestand_zet = balie.bestand.zet

    def zet(soort: str, rij: dict[str, Any]) -> None:
        if "Geertje" in str(rij):
            raise RuntimeError("stuk")
        bestand_zet(soort, rij)

    balie.bestand.zet = zet  # type: ignore[method-assign]
    for minuut in range(60):
        site.verstuur(NU + timedelta(minutes=minuut))
        if len(taken(balie)) == 2:
            break
    stand = dict(zip(("stuk", "een", "twee"), site.rijen("status"), strict=True))
    assert stand == {"stuk": ("wacht",), "een": ("staat",), "twee": ("staat",)}
    balie.bestand.zet = bestand_zet  # type: ignore[method-assign]
    site.verstuur(NU + timedelta(hours=3))
    assert [s for (s,) in site.rijen("status")] == ["staat"] * 3


# The same number ----------------------------------------------------------------------------------


@pytest.mark.parametrize("soort", ["klantcontacten", "internetaken"])
def test_een_nummer_dat_een_ander_daar_al_heeft_wordt_een_ander_nummer(
    site: Site, balie: Balie, soort: str
) -> None:
    """After a backup was put back here, or because another system numbers there too."""
    with site.loket.bestand.write() as db:
        db.execute("insert into volgnummer (naam, waarde) values ('doorgave', 4000000000)")
    vreemd = {"uuid": "van-een-ander", "referentienummer": "4000000001", "status": "te_verwerken"}
    balie.bestand.zet(soort, vreemd)
    site.dien_in()
    assert site.verstuur().output == "1 doorgegeven\n"
    assert balie.bestand.een(soort, "van-een-ander") == vreemd, "what is not ours stays as it is"
    (taak,) = [t for t in taken(balie) if t["uuid"] != "van-een-ander"]
    assert taak["referentienummer"] != "4000000001"
    (contact,) = [k for k in balie.bestand.alle("klantcontacten") if k["uuid"] != "van-een-ander"]
    assert contact["referentienummer"] == taak["referentienummer"]
    site.loket.verzoeken.verwijder("een", nu=NU)
    site.verstuur()
    assert balie.bestand.een(soort, "van-een-ander") == vreemd


# What changes, is withdrawn or deleted ------------------------------------------------------------


def test_een_verplaatst_verzoek_staat_daar_ook_op_de_nieuwe_tijd(site: Site, balie: Balie) -> None:
    site.dien_in()
    site.verstuur()
    verzoek = site.loket.verzoeken.met_uid("een")
    nieuw = site.loket.verzoeken.vrij(NU)[3]
    site.loket.verzoeken.verplaats("een", verzoek.versie, nieuw, nu=NU)
    balie.gezien.clear()
    assert site.verstuur().output == "1 doorgegeven\n"
    assert {hoe for hoe, _ in balie.gezien} == {"PATCH"}
    assert len(balie.gezien) == 2, "the klantcontact and the task; the rest is as it was"
    assert "woensdag 25 november 2026" in een(balie, "internetaken")["toelichting"]


def test_wie_de_taak_daar_kreeg_houdt_haar_als_er_hier_iets_verandert(
    site: Site, balie: Balie
) -> None:
    site.dien_in()
    site.verstuur()
    taak = een(balie, "internetaken")
    balie.bestand.zet("internetaken", taak | {"toegewezenAanActoren": [{"uuid": "collega"}]})
    verzoek = site.loket.verzoeken.met_uid("een")
    nieuw = replace(verzoek.gegevens, telefoon="+31687654321", email="", opmerking="Anders.")
    site.loket.verbeteren.verbeter("een", verzoek.versie, nieuw, nu=NU)
    site.verstuur()
    assert een(balie, "internetaken")["toegewezenAanActoren"] == [{"uuid": "collega"}]
    assert een(balie, "klantcontacten")["inhoud"] == "Anders."
    assert een(balie, "digitaleadressen")["adres"] == "+31687654321", "the mail address is gone"


def test_een_ingetrokken_verzoek_hoeft_daar_niemand_meer_te_bellen(
    site: Site, balie: Balie
) -> None:
    site.dien_in()
    site.verstuur()
    verzoek = site.loket.verzoeken.met_uid("een")
    site.loket.verzoeken.trek_in("een", verzoek.versie, nu=NU)
    site.verstuur()
    taak = een(balie, "internetaken")
    assert taak["status"] == "verwerkt"
    assert taak["toelichting"].startswith("Niet meer bellen: de bewoner sloot dit verzoek.")


def test_wat_ingetrokken_is_voor_het_weg_was_gaat_niet(site: Site, balie: Balie) -> None:
    site.dien_in()
    site.loket.verzoeken.trek_in("een", 1, nu=NU)
    assert site.verstuur().output == ""
    assert balie.bestand.alle("klantcontacten") == []
    assert site.rijen() == []


def test_wat_een_bewoner_wist_is_daar_ook_weg_ook_de_adressen(site: Site, balie: Balie) -> None:
    site.dien_in()
    site.verstuur()
    site.loket.verzoeken.verwijder("een", nu=NU)
    balie.gedrag = Gedrag(alles=503)
    assert site.verstuur().exit_code == 1
    balie.gedrag = Gedrag()
    assert site.verstuur(NU + timedelta(days=1)).output == "1 daar gewist\n"
    for soort in ("klantcontacten", "betrokkenen", "digitaleadressen", "internetaken"):
        assert balie.bestand.alle(soort) == []
    assert site.rijen() == []


def test_wissen_halverwege_laat_daar_niets_achter(site: Site, balie: Balie) -> None:
    """The process was killed when the desk had the klantcontact; then the resident deleted all."""
    balie.gedrag = Gedrag(p500_na=1)
    site.dien_in()
    site.verstuur()
    assert balie.bestand.alle("klantcontacten")
    balie.gedrag = Gedrag()
    with site.loket.bestand.write() as db:
        db.execute("update doorgave set sporen = null")
    site.loket.verzoeken.verwijder("een", nu=NU)
    site.verstuur(NU + timedelta(minutes=1))
    for soort in ("klantcontacten", "betrokkenen", "digitaleadressen", "internetaken"):
        assert balie.bestand.alle(soort) == []


# What happens there -------------------------------------------------------------------------------


def verwerk(balie: Balie) -> None:
    balie.bestand.zet("internetaken", een(balie, "internetaken") | {"status": "verwerkt"})


def test_wat_daar_verwerkt_is_sluit_hier(site: Site, balie: Balie) -> None:
    site.dien_in()
    site.verstuur()
    assert site.loket.verzoeken.met_uid("een").elders
    verwerk(balie)
    assert site.verstuur().output == "", "it is asked once in a quarter of an hour"
    assert site.verstuur(STRAKS).output == "1 daar verwerkt\n"
    verzoek = site.loket.verzoeken.met_uid("een")
    assert (verzoek.status, verzoek.sluitreden) == (Status.GESLOTEN, Sluitreden.ELDERS)
    balie.gezien.clear()
    site.verstuur(STRAKS + VRAAG_ELKE)
    assert balie.gezien == [], "and there is no more to say"


def test_wat_wij_zelf_bellen_blijft_hier_open(maak_site: Maak, balie: Balie) -> None:
    site = maak_site(balie.url, klant_eigenaar=Eigenaar.WIJ)
    site.dien_in()
    site.verstuur()
    verwerk(balie)
    assert site.verstuur(STRAKS).output == "1 daar verwerkt\n"
    verzoek = site.loket.verzoeken.met_uid("een")
    assert (verzoek.status, verzoek.elders) == (Status.OPEN, False)
    assert site.rijen() == [("verwerkt", "")]


def test_wat_iemand_daar_wist_is_hier_weer_van_ons_en_dat_blijft_te_zien(
    site: Site, balie: Balie
) -> None:
    site.dien_in()
    site.verstuur()
    balie.bestand.wis("klantcontacten", een(balie, "klantcontacten")["uuid"])
    assert site.verstuur(STRAKS).output == "1 daar verdwenen\n"
    assert not site.loket.verzoeken.met_uid("een").elders
    assert "Daar verdwenen: 1." in site.opdracht("lijst").output


def test_in_het_logboek_staat_dat_het_doorgegeven_is(site: Site) -> None:
    site.dien_in()
    site.verstuur()
    (regel,) = [r for r in site.loket.logboek.read(9) if r.action == "verzoek_doorgegeven"]
    assert (regel.who, regel.about) == (SYSTEM, "een")


def test_wie_stopt_met_doorgeven_neemt_zijn_verzoeken_terug(site: Site) -> None:
    site.dien_in()
    site.verstuur()
    assert site.opdracht("terugnemen").output == "1 verzoeken zijn weer van uw eigen helpdesk.\n"
    assert not site.loket.verzoeken.met_uid("een").elders


def test_er_wordt_op_een_machine_tegelijk_doorgegeven(site: Site, balie: Balie) -> None:
    """With PostgreSQL the lock is of all machines."""
    site.dien_in()
    with site.loket.bestand.only_us(Job.DOORGEVEN):
        assert "Er wordt al doorgegeven." in site.verstuur().output
    assert balie.gezien == []
    site.verstuur()
    assert balie.gezien
