"""What colleagues do with a request: take, hand over, phone, write down, close and reopen."""

import threading
from concurrent.futures import ThreadPoolExecutor
from datetime import date, datetime, time, timedelta
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portal.crypto.vault import VaultError
from portal.services import Loket
from portal.storage.audit_log import Action, medewerker
from portal.terugbellen.behandelen import (
    HERLADEN,
    OVERGEDRAGEN,
    CollegaKanNiet,
)
from portal.terugbellen.overzichten.dossier import KIJKT_NOG
from portal.terugbellen.rijen.bezetting import TijdvakKanNiet
from portal.terugbellen.rijen.notities import NotitieVervangen
from portal.terugbellen.vastleggen import BuitenTijdvak, GenoegGeprobeerd
from portal.terugbellen.verzoekstore import NietOpen, Veranderd, VerzoekNietGevonden
from portal.terugbellen.waarden.behandeling import (
    SLUIT,
    VERGEEFS,
    Gesprek,
    Resultaat,
    Vervolgstap,
    Verwezen,
    Volgende,
    tel_vergeefs,
    volgende_stap,
)
from portal.terugbellen.waarden.tijdvakken import Tijdvak
from portal.terugbellen.waarden.verzoek import Sluitreden, Status, Verzoek
from rules.model import NEDERLANDSE_TIJD
from tests.conftest import NU
from tests.terugbellen.conftest import ANNA, BERT, CARLA, DIRK, buur, gegevens

G, N, V, B, W, A, L, K = (
    Resultaat.GESPROKEN, Resultaat.GEEN_GEHOOR, Resultaat.VOICEMAIL, Resultaat.BEZET,
    Resultaat.VERKEERD_NUMMER, Resultaat.ANDER_NAM_OP, Resultaat.LATER, Resultaat.AFGEBROKEN,
)  # fmt: skip
VERKEERD = Sluitreden.VERKEERD_NUMMER
NIET_BEREIKT = Volgende(Vervolgstap.SLUITEN, Sluitreden.NIET_BEREIKT)


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
    loket.behandelen.draag_over("een", 3, CARLA, "Ik ga weg.", wie=BERT, nu=NU)
    assert verzoek(loket).medewerker == CARLA
    loket.behandelen.laat_los("een", 4, wie=CARLA, nu=NU)
    assert verzoek(loket).medewerker is None
    wat = ["verzoek_gepakt", "verzoek_gepakt", "verzoek_overgedragen", "verzoek_losgelaten"]
    assert [d for d in daden(loket)[1:] if d[1] != "notitie"] == [
        *zip(map(medewerker, (ANNA, BERT, BERT, CARLA)), wat, strict=True)
    ]
    (notitie,) = loket.behandelen.bekijk("een", wie=ANNA, nu=NU).notities
    assert (notitie.wie, notitie.tekst) == ("Bert", f"{OVERGEDRAGEN}Ik ga weg.")


def test_wat_overgedragen_is_is_nieuw_tot_wie_het_kreeg_het_opent(loket: Loket) -> None:
    loket.behandelen.draag_over("een", 1, BERT, "Ik ga weg.", wie=ANNA, nu=NU)
    for _ in range(2):  # sent twice
        loket.behandelen.draag_over("een", 1, BERT, "Ik ga weg.", wie=ANNA, nu=NU)
    assert len(loket.behandelen.bekijk("een", wie=ANNA, nu=NU).notities) == 1
    assert verzoek(loket).overgedragen
    gezien = loket.behandelen.bekijk("een", wie=BERT, nu=NU)
    assert (gezien.verzoek.overgedragen, verzoek(loket).overgedragen) == (True, False)
    assert verzoek(loket).versie == 2
    loket.behandelen.draag_over("een", 2, None, "Voor iedereen.", wie=BERT, nu=NU)
    assert (verzoek(loket).medewerker, verzoek(loket).overgedragen) == (None, False)
    loket.behandelen.pak("een", 3, wie=CARLA, nu=NU)
    assert not verzoek(loket).overgedragen
    assert len(loket.behandelen.bekijk("een", wie=ANNA, nu=NU).notities) == 2


@pytest.mark.parametrize(
    "naar", [DIRK, 0, 99, 10**30], ids=["gesloten account", "nul", "niemand", "heel groot"]
)
def test_aan_wie_er_niet_is_wordt_niets_overgedragen(loket: Loket, naar: int) -> None:
    with pytest.raises(CollegaKanNiet):
        loket.behandelen.draag_over("een", 1, naar, "Ik ga weg.", wie=ANNA, nu=NU)
    assert verzoek(loket).versie == 1


def test_wat_er_niet_is_of_dicht_is_kan_niet_gepakt_worden(loket: Loket) -> None:
    with pytest.raises(VerzoekNietGevonden):
        loket.behandelen.pak("geen", 1, wie=ANNA, nu=NU)
    loket.behandelen.sluit("een", 1, Sluitreden.DUBBEL, wie=ANNA, nu=NU)
    with pytest.raises(NietOpen):
        loket.behandelen.pak("een", 2, wie=ANNA, nu=NU)


# Attempts -----------------------------------------------------------------------------------------

MIDDEN = datetime(2026, 11, 26, 10, 10, tzinfo=NEDERLANDSE_TIJD)
VAK = Tijdvak(MIDDEN.replace(hour=9, minute=0), MIDDEN.replace(hour=11, minute=0))


def op(klok: str, dag: int = 26) -> datetime:
    return datetime.combine(date(2026, 11, dag), time.fromisoformat(klok), NEDERLANDSE_TIJD)


# What happened, what time it is, and what to do then. The tijdvak is from 9.00 to 11.00.
DAARNA = [
    ((), "07:24", Volgende(Vervolgstap.WACHTEN, minuten=96)),
    ((), "08:59:30", Volgende(Vervolgstap.WACHTEN, minuten=1)),
    ((), "09:00", Volgende(Vervolgstap.BELLEN, minuten=120)),
    ((), "10:36", Volgende(Vervolgstap.BELLEN, minuten=24)),
    ((), "11:00", Volgende(Vervolgstap.TE_LAAT)),
    ((("09:10", N),), "09:20", Volgende(Vervolgstap.STRAKS_OPNIEUW, minuten=50)),
    ((("09:10", N),), "10:10", Volgende(Vervolgstap.BELLEN, minuten=50)),
    ((("10:50", N),), "11:20", Volgende(Vervolgstap.STRAKS_OPNIEUW, minuten=30)),
    ((("10:50", N),), "12:00", Volgende(Vervolgstap.OPNIEUW)),
    ((("08:10", N),), "11:10", Volgende(Vervolgstap.TE_LAAT)),  # before it began is not in time
    ((("09:00", A),), "09:05", Volgende(Vervolgstap.STRAKS_OPNIEUW, minuten=55)),
    ((("07:00", N), ("08:00", V), ("09:00", B)), "09:30", NIET_BEREIKT),
    ((("09:00", N), ("09:20", V), ("09:40", N)), "10:50", Volgende(Vervolgstap.BELLEN, minuten=10)),
    ((("09:00", G),), "09:30", Volgende(Vervolgstap.SLUITEN, Sluitreden.GESPROKEN)),
    ((("09:00", N), ("09:30", W)), "09:31", Volgende(Vervolgstap.SLUITEN, VERKEERD)),
    ((("09:00", G), ("09:30", N)), "10:40", Volgende(Vervolgstap.BELLEN, minuten=20)),
]


@pytest.mark.parametrize(("keren", "klok", "stap"), DAARNA)
def test_de_volgende_stap_kent_de_klok(
    keren: tuple[tuple[str, Resultaat], ...], klok: str, stap: Volgende
) -> None:
    assert volgende_stap([(op(om), wat) for om, wat in keren], VAK, op(klok)) == stap


@pytest.mark.parametrize(
    ("keren", "aantal"),
    [
        ((), 0),
        ((("09:00", N),), 1),
        ((("09:00", N), ("09:59", N)), 1),
        ((("09:00", N), ("10:00", V)), 2),
        ((("09:00", N), ("09:30", V), ("10:00", B)), 2),  # an hour after the one that counted
        ((("09:00", A), ("10:00", L), ("11:00", K), ("12:00", G)), 0),
    ],
)
def test_alleen_keren_met_een_uur_ertussen_tellen(
    keren: tuple[tuple[str, Resultaat], ...], aantal: int
) -> None:
    assert tel_vergeefs((op(om), wat) for om, wat in keren) == aantal


@given(st.lists(st.tuples(st.integers(0, 600), st.sampled_from(Resultaat)), max_size=8))
def test_er_wordt_nooit_meer_geteld_dan_er_uren_zijn(keren: list[tuple[int, Resultaat]]) -> None:
    keren.sort(key=lambda keer: keer[0])
    geteld = tel_vergeefs((NU + timedelta(minutes=n), wat) for n, wat in keren)
    vergeefs = [n for n, wat in keren if wat in VERGEEFS]
    assert geteld <= len(vergeefs)
    assert bool(geteld) == bool(vergeefs)
    assert not vergeefs or geteld <= (vergeefs[-1] - vergeefs[0]) // 60 + 1


def leg_vast(
    loket: Loket,
    versie: int,
    wat: Resultaat,
    wie: int = ANNA,
    nu: datetime | None = None,
    **anders: Any,
) -> Verzoek:
    """In the tijdvak that the resident was promised, unless another moment is said."""
    nu = nu or verzoek(loket).tijdvak.begin
    return loket.behandelen.leg_vast("een", versie, Gesprek(wat, **anders), wie=wie, nu=nu)


def test_wie_belt_heeft_een_verzoek_dat_van_niemand_was(loket: Loket) -> None:
    begin = verzoek(loket).tijdvak.begin
    leg_vast(loket, 1, N, nu=begin)
    leg_vast(loket, 2, A, wie=BERT, nu=begin + timedelta(minutes=5))
    dossier = loket.behandelen.bekijk("een", wie=BERT, nu=NU)
    assert dossier.verzoek.medewerker == ANNA
    assert [(p.wie, p.resultaat, p.op - begin) for p in dossier.pogingen] == [
        ("Anna", N, timedelta(0)),
        ("Bert", A, timedelta(minutes=5)),
    ]


@pytest.mark.parametrize("wat", Resultaat)
def test_wat_een_gesprek_beeindigt_sluit_het_verzoek_in_dezelfde_daad(
    loket: Loket, wat: Resultaat
) -> None:
    stand = leg_vast(loket, 1, wat, notitie="Zij begreep het.", verwezen=(Verwezen.IMG,))
    assert stand.sluitreden == SLUIT.get(wat)
    assert stand.status is (Status.GESLOTEN if wat in SLUIT else Status.OPEN)
    gedaan = ["poging", "notitie", *(["verzoek_gesloten"] if wat in SLUIT else [])]
    assert [d for _, d in daden(loket)][-len(gedaan) :] == gedaan
    dossier = loket.behandelen.bekijk("een", wie=ANNA, nu=NU)
    assert [n.tekst for n in dossier.notities] == ["Zij begreep het."]
    assert [(p.verwezen, p.buiten) for p in dossier.pogingen] == [((Verwezen.IMG,), False)]


def test_te_vroeg_bellen_wordt_een_keer_gevraagd_en_onthouden(loket: Loket) -> None:
    with pytest.raises(BuitenTijdvak):
        leg_vast(loket, 1, G, nu=NU)
    assert verzoek(loket).versie == 1
    leg_vast(loket, 1, G, nu=NU, buiten_mag=True)
    (poging,) = loket.behandelen.bekijk("een", wie=ANNA, nu=NU).pogingen
    assert poging.buiten


def test_een_bericht_hoeft_niet_op_het_tijdvak_te_wachten(loket: Loket) -> None:
    assert leg_vast(loket, 1, Resultaat.BERICHT, nu=NU).sluitreden is Sluitreden.BERICHT


def test_opnieuw_bellen_in_een_ander_tijdvak_is_een_daad_met_de_poging(loket: Loket) -> None:
    later = loket.verzoeken.vrij(NU)[5]
    leg_vast(loket, 1, N, opnieuw=later)
    assert verzoek(loket).tijdvak == later
    assert [wat for _, wat in daden(loket)][-2:] == ["poging", "verzoek_verplaatst"]


def test_opnieuw_bellen_in_een_tijdvak_dat_voorbij_is_legt_niets_vast(loket: Loket) -> None:
    voorbij = loket.verzoeken.vrij(NU)[1]
    voor = verzoek(loket)
    with pytest.raises(TijdvakKanNiet):
        leg_vast(loket, 1, N, nu=voorbij.eind, opnieuw=voorbij, notitie="Voor niets.")
    assert verzoek(loket) == voor
    dossier = loket.behandelen.bekijk("een", wie=ANNA, nu=NU)
    assert (dossier.pogingen, dossier.notities) == ((), ())


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
    begin = verzoek(loket).tijdvak.begin
    leg_vast(loket, 1, N, nu=begin)
    if aantal is None:
        with pytest.raises(Veranderd):
            leg_vast(loket, versie, resultaat, wie=wie, nu=begin + later)
    else:
        leg_vast(loket, versie, resultaat, wie=wie, nu=begin + later)
    assert len(loket.behandelen.bekijk("een", wie=ANNA, nu=NU).pogingen) == (aantal or 1)


def test_gesproken_twee_keer_gestuurd_is_een_keer_gesproken(loket: Loket) -> None:
    eerst = leg_vast(loket, 1, G, notitie="Duidelijk.")
    assert leg_vast(loket, 1, G, notitie="Duidelijk.") == eerst
    dossier = loket.behandelen.bekijk("een", wie=ANNA, nu=NU)
    assert (len(dossier.pogingen), len(dossier.notities)) == (1, 1)


def test_de_derde_keer_niemand_sluit_het_verzoek(loket: Loket) -> None:
    begin = verzoek(loket).tijdvak.begin
    for versie, (wat, uur) in enumerate(((N, 0), (B, 1)), start=1):
        assert leg_vast(loket, versie, wat, nu=begin + timedelta(hours=uur)).status is Status.OPEN
    straks = loket.verzoeken.vrij(NU)[9]
    with pytest.raises(GenoegGeprobeerd):
        leg_vast(loket, 3, V, nu=begin + timedelta(hours=2), opnieuw=straks)
    dicht = leg_vast(loket, 3, V, nu=begin + timedelta(hours=2))
    assert (dicht.status, dicht.sluitreden) == (Status.GESLOTEN, Sluitreden.NIET_BEREIKT)


# What is being typed ------------------------------------------------------------------------------


def test_een_concept_is_van_een_collega_en_gaat_weg_als_het_gesprek_bewaard_is(
    loket: Loket,
) -> None:
    getypt = {"tekst": "Zij vroeg naar ", "resultaat": "", "tijdvak": "", "verwezen": ""}
    loket.behandelen.bewaar_concept("een", getypt, ANNA, NU)
    loket.behandelen.bewaar_concept("een", {"tekst": "Bert was hier"}, BERT, NU)
    assert loket.behandelen.bekijk("een", wie=ANNA, nu=NU).concept == getypt
    leg_vast(loket, 1, N)
    assert loket.behandelen.bekijk("een", wie=ANNA, nu=NU).concept == {}
    loket.behandelen.noteer("een", "Bert was hier", wie=BERT, nu=NU)
    assert loket.behandelen.bekijk("een", wie=BERT, nu=NU).concept == {}


@pytest.mark.bestand
def test_een_concept_staat_nergens_leesbaar_en_niets_is_geen_concept(
    loket: Loket, tmp_path: Path
) -> None:
    loket.behandelen.bewaar_concept("een", {"tekst": "Zij huilde"}, ANNA, NU)
    paden = [*tmp_path.rglob("portal.sqlite*")]
    assert paden
    assert not any(b"huilde" in pad.read_bytes() for pad in paden)
    loket.behandelen.bewaar_concept("een", {"tekst": ""}, ANNA, NU)
    assert loket.behandelen.bekijk("een", wie=ANNA, nu=NU).concept == {}


# Closing and reopening ----------------------------------------------------------------------------


def test_heropend_is_van_wie_het_deed_en_telt_de_pogingen_opnieuw(loket: Loket) -> None:
    begin = verzoek(loket).tijdvak.begin
    for uur in range(3):
        dicht = leg_vast(loket, uur + 1, N, nu=begin + timedelta(hours=uur))
    assert dicht.gesloten_op == begin + timedelta(hours=2)
    assert (dicht.status, dicht.sluitreden) == (Status.GESLOTEN, Sluitreden.NIET_BEREIKT)
    morgen = NU + timedelta(days=1)
    loket.behandelen.heropen("een", dicht.versie, None, wie=BERT, nu=morgen)
    weer = verzoek(loket)
    assert (weer.status, weer.sluitreden, weer.gesloten_op, weer.medewerker) == (
        Status.OPEN,
        None,
        None,
        BERT,
    )
    leg_vast(loket, weer.versie, N, wie=BERT, nu=morgen)
    dossier = loket.behandelen.bekijk("een", wie=BERT, nu=morgen)
    assert [p.nu for p in dossier.pogingen] == [False, False, False, True]
    assert dossier.keren == ((morgen, N),)


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


@pytest.mark.bestand
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
