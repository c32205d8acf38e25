"""What colleagues do with a request: take, hand over, phone, write down, close and reopen."""

import threading
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from portal.crypto.vault import VaultError
from portal.services import Loket
from portal.storage.audit_log import Action, medewerker
from portal.terugbellen.behandelen import (
    HERLADEN,
    CollegaKanNiet,
    GenoegGeprobeerd,
    NotitieVervangen,
)
from portal.terugbellen.behandeling import (
    Resultaat,
    Vervolgstap,
    Volgende,
    tel_vergeefs,
    volgende_stap,
)
from portal.terugbellen.dossier import KIJKT_NOG
from portal.terugbellen.verzoek import Sluitreden, Status, Verzoek
from portal.terugbellen.verzoekstore import NietOpen, TijdvakKanNiet, Veranderd, VerzoekNietGevonden
from tests.conftest import NU
from tests.terugbellen.conftest import ANNA, BERT, CARLA, DIRK, buur, gegevens

G, N, V, W, Z = (
    Resultaat.GESPROKEN, Resultaat.GEEN_GEHOOR, Resultaat.VOICEMAIL, Resultaat.VERKEERD_NUMMER,
    Resultaat.BELT_ZELF,
)  # fmt: skip


@pytest.fixture
def loket(met_collegas: Loket) -> Loket:
    met_collegas.verzoeken.dien_in(
        "een", gegevens(), met_collegas.verzoeken.vrij(NU)[0], taal="nl", nu=NU
    )
    return met_collegas


def verzoek(loket: Loket, uid: str = "een") -> Verzoek:
    return loket.verzoeken.met_uid(uid)


def daden(loket: Loket, uid: str = "een") -> list[tuple[str, str]]:
    with loket.bestand.read() as db:
        return [*db.execute("select wie, wat from logboek where waarop = ? order by id", [uid])]


# Of whom it is ------------------------------------------------------------------------------------


def test_wie_pakt_heeft_het_en_dat_staat_in_het_log(loket: Loket) -> None:
    loket.behandelen.pak("een", 1, wie=ANNA, nu=NU)
    assert (verzoek(loket).medewerker, verzoek(loket).versie) == (ANNA, 2)
    assert daden(loket)[-1] == (medewerker(ANNA), "verzoek_gepakt")


def test_twee_tegelijk_pakken_een_wint_en_de_ander_ziet_wie(loket: Loket) -> None:
    samen = threading.Barrier(2)

    def pak(wie: int) -> int | None:
        """Who has it according to the one who was late."""
        samen.wait()
        try:
            loket.behandelen.pak("een", 1, wie=wie, nu=NU)
        except Veranderd as fout:
            return fout.verzoek.medewerker
        return None

    with ThreadPoolExecutor(2) as draden:
        anna, bert = draden.map(pak, (ANNA, BERT))
    assert (anna, bert) in ((None, ANNA), (BERT, None))
    assert [wat for _, wat in daden(loket)].count("verzoek_gepakt") == 1


def test_loslaten_overnemen_en_overdragen(loket: Loket) -> None:
    loket.behandelen.pak("een", 1, wie=ANNA, nu=NU)
    loket.behandelen.pak("een", 2, wie=BERT, nu=NU)
    loket.behandelen.draag_over("een", 3, CARLA, wie=BERT, nu=NU)
    assert verzoek(loket).medewerker == CARLA
    loket.behandelen.laat_los("een", 4, wie=CARLA, nu=NU)
    assert verzoek(loket).medewerker is None
    wat = ["verzoek_gepakt", "verzoek_gepakt", "verzoek_overgedragen", "verzoek_losgelaten"]
    assert daden(loket)[1:] == [*zip(map(medewerker, (ANNA, BERT, BERT, CARLA)), wat, strict=True)]


@pytest.mark.parametrize(
    "naar", [DIRK, 0, 99, 10**30], ids=["gesloten account", "nul", "niemand", "heel groot"]
)
def test_aan_wie_er_niet_is_wordt_niets_overgedragen(loket: Loket, naar: int) -> None:
    with pytest.raises(CollegaKanNiet):
        loket.behandelen.draag_over("een", 1, naar, wie=ANNA, nu=NU)
    assert verzoek(loket).versie == 1


def test_wat_er_niet_is_of_dicht_is_kan_niet_gepakt_worden(loket: Loket) -> None:
    with pytest.raises(VerzoekNietGevonden):
        loket.behandelen.pak("geen", 1, wie=ANNA, nu=NU)
    loket.behandelen.sluit("een", 1, Sluitreden.DUBBEL, wie=ANNA, nu=NU)
    with pytest.raises(NietOpen):
        loket.behandelen.pak("een", 2, wie=ANNA, nu=NU)


# Attempts -----------------------------------------------------------------------------------------

DAARNA = [
    ((), Volgende(Vervolgstap.BELLEN), 0),
    ((N,), Volgende(Vervolgstap.OPNIEUW_BELLEN), 1),
    ((N, N), Volgende(Vervolgstap.OPNIEUW_BELLEN), 2),
    ((V, N), Volgende(Vervolgstap.OPNIEUW_BELLEN), 2),
    ((N, N, N), Volgende(Vervolgstap.SLUITEN, Sluitreden.NIET_BEREIKT), 3),
    ((N, V, V), Volgende(Vervolgstap.SLUITEN, Sluitreden.NIET_BEREIKT), 3),
    ((G,), Volgende(Vervolgstap.SLUITEN, Sluitreden.GESPROKEN), 0),
    ((N, G), Volgende(Vervolgstap.SLUITEN, Sluitreden.GESPROKEN), 1),
    ((G, N), Volgende(Vervolgstap.OPNIEUW_BELLEN), 1),
    ((N, N, N, G), Volgende(Vervolgstap.SLUITEN, Sluitreden.GESPROKEN), 3),
    ((W,), Volgende(Vervolgstap.SLUITEN, Sluitreden.VERKEERD_NUMMER), 0),
    ((V, Z), Volgende(Vervolgstap.SLUITEN, Sluitreden.BELT_ZELF), 1),
]


@pytest.mark.parametrize(("resultaten", "stap", "vergeefs"), DAARNA)
def test_de_volgende_stap_na_deze_pogingen(
    resultaten: tuple[Resultaat, ...], stap: Volgende, vergeefs: int
) -> None:
    assert volgende_stap(resultaten) == stap
    assert tel_vergeefs(resultaten) == vergeefs


def test_wie_belt_heeft_een_verzoek_dat_van_niemand_was(loket: Loket) -> None:
    loket.behandelen.poging("een", 1, N, wie=ANNA, nu=NU)
    loket.behandelen.poging("een", 2, G, wie=BERT, nu=NU + timedelta(minutes=5))
    dossier = loket.behandelen.bekijk("een", wie=BERT, nu=NU)
    assert dossier.verzoek.medewerker == ANNA
    assert [(p.wie, p.resultaat, p.op - NU) for p in dossier.pogingen] == [
        ("Anna", N, timedelta(0)),
        ("Bert", G, timedelta(minutes=5)),
    ]


def test_opnieuw_bellen_in_een_ander_tijdvak_is_een_daad_met_de_poging(loket: Loket) -> None:
    later = loket.verzoeken.vrij(NU)[5]
    loket.behandelen.poging("een", 1, N, wie=ANNA, nu=NU, opnieuw=later)
    assert verzoek(loket).tijdvak == later
    assert [wat for _, wat in daden(loket)][-2:] == ["poging", "verzoek_verplaatst"]


def test_opnieuw_bellen_in_een_vol_tijdvak_legt_niets_vast(loket: Loket) -> None:
    vol = loket.verzoeken.vrij(NU)[5]
    for n in range(4):
        loket.verzoeken.dien_in(f"n{n}", gegevens(**buur(n)), vol, taal="nl", nu=NU)
    voor = verzoek(loket)
    with pytest.raises(TijdvakKanNiet):
        loket.behandelen.poging("een", 1, N, wie=ANNA, nu=NU, opnieuw=vol)
    assert verzoek(loket) == voor
    assert loket.behandelen.bekijk("een", wie=ANNA, nu=NU).pogingen == ()


@pytest.mark.parametrize(
    ("versie", "wie", "resultaat", "later", "aantal"),
    [
        (1, ANNA, N, timedelta(0), 1),
        (2, ANNA, N, timedelta(0), 2),
        (1, BERT, N, timedelta(0), None),
        (1, ANNA, V, timedelta(0), None),
        (1, ANNA, N, HERLADEN, None),
    ],
    ids=["twee keer gestuurd", "echt nog een keer", "een ander", "ander resultaat", "later"],
)
def test_dezelfde_poging_meteen_nog_eens_is_een_formulier_dat_twee_keer_kwam(
    loket: Loket, versie: int, wie: int, resultaat: Resultaat, later: timedelta, aantal: int | None
) -> None:
    loket.behandelen.poging("een", 1, N, wie=ANNA, nu=NU)
    if aantal is None:
        with pytest.raises(Veranderd):
            loket.behandelen.poging("een", versie, resultaat, wie=wie, nu=NU + later)
    else:
        loket.behandelen.poging("een", versie, resultaat, wie=wie, nu=NU + later)
    assert len(loket.behandelen.bekijk("een", wie=ANNA, nu=NU).pogingen) == (aantal or 1)


def test_na_drie_keer_voor_niets_telt_alleen_nog_wie_bereikt_wordt(loket: Loket) -> None:
    for versie, resultaat in enumerate((N, V, N), start=1):
        loket.behandelen.poging("een", versie, resultaat, wie=ANNA, nu=NU)
    for resultaat in (N, V):
        with pytest.raises(GenoegGeprobeerd):
            loket.behandelen.poging("een", 4, resultaat, wie=ANNA, nu=NU)
    loket.behandelen.poging("een", 4, G, wie=ANNA, nu=NU)
    assert loket.behandelen.bekijk("een", wie=ANNA, nu=NU).resultaten == (N, V, N, G)


# Closing and reopening ----------------------------------------------------------------------------


def test_heropend_is_van_wie_het_deed_en_telt_de_pogingen_opnieuw(loket: Loket) -> None:
    for versie in (1, 2, 3):
        loket.behandelen.poging("een", versie, N, wie=ANNA, nu=NU)
    loket.behandelen.sluit("een", 4, Sluitreden.NIET_BEREIKT, wie=ANNA, nu=NU)
    dicht = verzoek(loket)
    assert (dicht.status, dicht.sluitreden, dicht.gesloten_op) == (
        Status.GESLOTEN,
        Sluitreden.NIET_BEREIKT,
        NU,
    )
    loket.behandelen.heropen("een", 5, None, wie=BERT, nu=NU)
    weer = verzoek(loket)
    assert (weer.status, weer.sluitreden, weer.gesloten_op, weer.medewerker) == (
        Status.OPEN,
        None,
        None,
        BERT,
    )
    loket.behandelen.poging("een", weer.versie, N, wie=BERT, nu=NU)
    dossier = loket.behandelen.bekijk("een", wie=BERT, nu=NU)
    assert [p.nu for p in dossier.pogingen] == [False, False, False, True]
    assert dossier.resultaten == (N,)


def test_ook_wat_ingetrokken_is_kan_heropend_worden(loket: Loket) -> None:
    loket.verzoeken.trek_in("een", 1, nu=NU)
    loket.behandelen.heropen("een", 2, loket.verzoeken.vrij(NU)[7], wie=ANNA, nu=NU)
    assert (verzoek(loket).status, verzoek(loket).tijdvak) == (
        Status.OPEN,
        loket.verzoeken.vrij(NU)[7],
    )


@pytest.mark.parametrize(
    ("na", "vol", "lukt"),
    [
        (timedelta(0), False, True),
        (timedelta(0), True, False),
        (timedelta(hours=4), True, False),
        (timedelta(days=3), True, True),
    ],
    ids=["er is plaats", "vol en nog te komen", "vol en begonnen", "voorbij"],
)
def test_heropenen_in_het_oude_tijdvak(loket: Loket, na: timedelta, vol: bool, lukt: bool) -> None:
    oud = verzoek(loket)
    loket.behandelen.sluit("een", 1, Sluitreden.BELT_ZELF, wie=ANNA, nu=NU)
    for n in range(4 if vol else 3):
        loket.verzoeken.dien_in(f"n{n}", gegevens(**buur(n)), oud.tijdvak, taal="nl", nu=NU)
    if lukt:
        loket.behandelen.heropen("een", 2, None, wie=ANNA, nu=NU + na)
    else:
        with pytest.raises(TijdvakKanNiet):
            loket.behandelen.heropen("een", 2, None, wie=ANNA, nu=NU + na)
    assert (verzoek(loket).status is Status.OPEN) == lukt
    assert verzoek(loket).tijdvak == oud.tijdvak


def test_wat_open_is_of_intussen_veranderde_wordt_niet_heropend(loket: Loket) -> None:
    with pytest.raises(Veranderd):
        loket.behandelen.heropen("een", 1, None, wie=ANNA, nu=NU)
    loket.behandelen.sluit("een", 1, Sluitreden.BELT_ZELF, wie=BERT, nu=NU)
    with pytest.raises(Veranderd):
        loket.behandelen.heropen("een", 1, None, wie=ANNA, nu=NU)


# Notes --------------------------------------------------------------------------------------------


def test_een_veranderde_notitie_houdt_wat_er_stond_en_van_wie(loket: Loket) -> None:
    loket.behandelen.noteer("een", "Eerste.", wie=ANNA, nu=NU)
    loket.behandelen.noteer("een", "Andere.", wie=BERT, nu=NU)
    loket.behandelen.noteer(
        "een", "Eerste, beter.", wie=BERT, nu=NU + timedelta(minutes=1), vervangt=1
    )
    loket.behandelen.noteer(
        "een", "Eerste, best.", wie=ANNA, nu=NU + timedelta(minutes=2), vervangt=3
    )
    nieuwste, andere = loket.behandelen.bekijk("een", wie=ANNA, nu=NU).notities
    assert (nieuwste.tekst, nieuwste.wie, andere.tekst, andere.eerder) == (
        "Eerste, best.",
        "Anna",
        "Andere.",
        (),
    )
    assert [(n.tekst, n.wie) for n in nieuwste.eerder] == [
        ("Eerste, beter.", "Bert"),
        ("Eerste.", "Anna"),
    ]


def test_een_notitie_die_net_vervangen_is_of_van_een_ander_verzoek_is_wordt_niet_vervangen(
    loket: Loket,
) -> None:
    loket.verzoeken.dien_in("twee", gegevens(), loket.verzoeken.vrij(NU)[0], taal="nl", nu=NU)
    loket.behandelen.noteer("een", "Oud.", wie=ANNA, nu=NU)
    loket.behandelen.noteer("een", "Nieuw.", wie=BERT, nu=NU, vervangt=1)
    for uid, vervangt in (("een", 1), ("een", 99), ("twee", 2)):
        with pytest.raises(NotitieVervangen):
            loket.behandelen.noteer(uid, "Te laat.", wie=ANNA, nu=NU, vervangt=vervangt)


def test_twee_keer_dezelfde_notitie_sturen_geeft_er_een(loket: Loket) -> None:
    for _ in range(2):
        loket.behandelen.noteer("een", "Zelfde.", wie=ANNA, nu=NU)
    for _ in range(2):
        loket.behandelen.noteer("een", "Anders.", wie=ANNA, nu=NU, vervangt=1)
    (notitie,) = loket.behandelen.bekijk("een", wie=ANNA, nu=NU).notities
    assert len(notitie.eerder) == 1


@pytest.mark.parametrize(("wie", "later"), [(BERT, timedelta(0)), (ANNA, HERLADEN)])
def test_dezelfde_zin_van_een_ander_of_van_later_is_een_eigen_notitie(
    loket: Loket, wie: int, later: timedelta
) -> None:
    loket.behandelen.noteer("een", "Niemand nam op.", wie=ANNA, nu=NU)
    loket.behandelen.noteer("een", "Niemand nam op.", wie=wie, nu=NU + later)
    assert len(loket.behandelen.bekijk("een", wie=ANNA, nu=NU).notities) == 2


def test_notities_staan_nergens_leesbaar_en_alleen_op_hun_eigen_plek(
    loket: Loket, tmp_path: Path
) -> None:
    loket.behandelen.noteer("een", "Zeldzaamwoord over de schoorsteen.", wie=ANNA, nu=NU)
    loket.behandelen.noteer("een", "Tweede.", wie=ANNA, nu=NU)
    bestanden = list(tmp_path.iterdir())
    assert bestanden
    for pad in bestanden:
        assert b"Zeldzaamwoord" not in pad.read_bytes()
    with loket.bestand.write() as db:
        db.execute(
            "update notitie set tekst = (select tekst from notitie where id = 1) where id = 2"
        )
    with pytest.raises(VaultError):
        loket.behandelen.bekijk("een", wie=ANNA, nu=NU)


# Who looks ----------------------------------------------------------------------------------------


def test_collegas_zien_twee_minuten_lang_wie_er_kijkt(loket: Loket) -> None:
    loket.behandelen.bekijk("een", wie=BERT, nu=NU)
    kijkers = loket.behandelen.bekijk("een", wie=ANNA, nu=NU + timedelta(seconds=30)).kijkers
    assert [(k.wie, k.op) for k in kijkers] == [("Bert", NU)]
    assert loket.behandelen.bekijk("een", wie=ANNA, nu=NU + KIJKT_NOG).kijkers == ()


@pytest.mark.parametrize(
    ("momenten", "regels"),
    [((0,), 1), ((0, 59), 1), ((0, 60), 2), ((0, 59, 61), 2), ((0, 30, 60, 90, 119), 2)],
)
def test_elke_keer_kijken_staat_in_het_log_maar_herladen_niet(
    loket: Loket, momenten: tuple[int, ...], regels: int
) -> None:
    assert timedelta(minutes=1) == HERLADEN
    for seconde in momenten:
        loket.behandelen.bekijk("een", wie=ANNA, nu=NU + timedelta(seconds=seconde))
    assert [paar for paar in daden(loket) if paar[1] == "verzoek_bekeken"] == [
        (medewerker(ANNA), "verzoek_bekeken")
    ] * regels
    loket.behandelen.bekijk("een", wie=BERT, nu=NU)
    assert daden(loket)[-1] == (medewerker(BERT), "verzoek_bekeken")


def test_het_dossier_noemt_wie_ook_vroeg_om_dit_nummer_te_bellen(loket: Loket) -> None:
    def dien_in(uid: str, telefoon: str, nu: datetime = NU) -> None:
        loket.verzoeken.dien_in(
            uid, gegevens(telefoon=telefoon), loket.verzoeken.vrij(nu)[1], taal="nl", nu=nu
        )

    dien_in("zelfde", "+31612345678")
    dien_in("ander", "+31612345679")
    dossier = loket.behandelen.bekijk("een", wie=ANNA, nu=NU)
    assert [v.uid for v in dossier.ook_gevraagd] == ["zelfde"]
    assert [(regel.who, regel.action) for regel in dossier.log] == [
        (medewerker(ANNA), Action.VERZOEK_BEKEKEN),
        ("bewoner", Action.VERZOEK_INGEDIEND),
    ]
    assert [(c.naam, c.open) for c in dossier.collegas] == [
        ("Anna", True), ("Bert", True), ("Carla", True), ("Dirk", False),
    ]  # fmt: skip
