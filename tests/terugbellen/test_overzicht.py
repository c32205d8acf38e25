"""Which requests there are: the matrix, the lists, and searching in every spelling."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date, datetime, time, timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from portal.crypto.codes import half_code, show_code
from portal.crypto.vault import HASH_BYTES
from portal.services import Loket
from portal.terugbellen import overzicht, roosterstore
from portal.terugbellen.behandeling import Resultaat
from portal.terugbellen.overzicht import Wachtrijlijst
from portal.terugbellen.rooster import STANDAARD, Dagrooster, Rooster
from portal.terugbellen.tijdvakken import Tijdvak
from portal.terugbellen.verzoek import MeeAdres, Sluitreden
from portal.terugbellen.zoeken import MAX_ZOEKTEKST, Zoeksoort, Zoekterm, lees_zoektekst
from rules.model import NEDERLANDSE_TIJD
from tests.conftest import NU
from tests.terugbellen.conftest import ANNA, BERT, gegevens


def vak(dag: date, van: int, tot: int) -> Tijdvak:
    return Tijdvak(*(datetime.combine(dag, time(uur), NEDERLANDSE_TIJD) for uur in (van, tot)))


DI, WO, DO, VR = (date(2026, 11, dag) for dag in (24, 25, 26, 27))
VORIGE_WEEK = NU - timedelta(days=7)

# What was asked for, of whom it is (None: nobody), and whether it is still open.
GEVRAAGD = [
    ("a", vak(DI, 13, 15), None, True),
    ("b", vak(DI, 13, 15), ANNA, True),
    ("c", vak(DI, 15, 17), ANNA, False),
    ("d", vak(WO, 9, 11), None, True),
    ("e", vak(DO, 9, 11), BERT, True),
    ("f", vak(DO, 9, 11), None, True),
    ("laat", vak(date(2026, 11, 18), 9, 11), None, True),
]


@pytest.fixture
def loket(met_collegas: Loket) -> Loket:
    loket = met_collegas
    for n, (uid, tijdvak, wie, is_open) in enumerate(GEVRAAGD):
        nu = VORIGE_WEEK if uid == "laat" else NU
        loket.verzoeken.dien_in(
            uid, gegevens(telefoon=f"+3161234560{n}", adres=None), tijdvak, taal="nl", nu=nu
        )
        if wie:
            loket.behandelen.pak(uid, 1, wie=wie, nu=NU)
        if not is_open:
            loket.behandelen.sluit(uid, 2, Sluitreden.GESPROKEN, wie=ANNA, nu=NU)
    return loket


def zet_rooster(loket: Loket, rooster: Rooster) -> None:
    with loket.bestand.write() as db:
        roosterstore.bewaar(db, rooster, medewerker=ANNA, nu=NU)


def matrix(loket: Loket) -> dict[date, list[tuple[str, int, int, int]]]:
    """Of the days with anything asked for: the hour it begins, how many, of nobody, places."""
    return {
        dag.dag: [
            (
                f"{v.tijdvak.begin.astimezone(NEDERLANDSE_TIJD):%H}",
                v.aantal,
                v.van_niemand,
                v.plaatsen,
            )
            for v in dag.vakken
        ]
        for dag in loket.overzicht.matrix(NU)
        if any(v.aantal for v in dag.vakken)
    }


# The matrix ---------------------------------------------------------------------------------------


def test_de_matrix_telt_wat_open_is_per_tijdvak(loket: Loket) -> None:
    assert matrix(loket) == {
        DI: [("09", 0, 0, 4), ("11", 0, 0, 4), ("13", 2, 1, 4), ("15", 0, 0, 4)],
        WO: [("09", 1, 1, 4), ("11", 0, 0, 4), ("13", 0, 0, 4), ("15", 0, 0, 4)],
        DO: [("09", 2, 1, 4), ("11", 0, 0, 4), ("13", 0, 0, 4), ("15", 0, 0, 4)],
    }


def test_de_matrix_is_vandaag_en_tien_werkdagen(loket: Loket) -> None:
    dagen = [dag.dag for dag in loket.overzicht.matrix(NU)]
    assert (dagen[0], dagen[-1], len(dagen)) == (DI, date(2026, 12, 8), 11)
    assert not any(dag.weekday() > 4 for dag in dagen)


def test_op_zaterdag_staat_vandaag_erbij_als_gesloten(loket: Loket) -> None:
    vandaag = loket.overzicht.matrix(datetime(2026, 11, 28, 12, tzinfo=NEDERLANDSE_TIJD))[0]
    assert (vandaag.dag, vandaag.gesloten, vandaag.vakken) == (date(2026, 11, 28), "zaterdag", ())


def test_een_sluitingsdag_die_later_komt_laat_zien_wie_er_nog_staat(loket: Loket) -> None:
    zet_rooster(loket, replace(STANDAARD, gesloten={DO: "studiedag"}))
    assert matrix(loket)[DO] == [("09", 2, 1, 0)]
    (donderdag,) = [dag for dag in loket.overzicht.matrix(NU) if dag.dag == DO]
    assert donderdag.gesloten == "studiedag"


def test_een_ander_rooster_laat_de_oude_tijdvakken_staan(loket: Loket) -> None:
    zet_rooster(loket, Rooster((Dagrooster(time(10), time(16), 2),) * 5 + (None, None), 180, {}))
    assert matrix(loket) == {
        DI: [("10", 0, 0, 2), ("13", 2, 1, 0), ("13", 0, 0, 2)],
        WO: [("09", 1, 1, 0), ("10", 0, 0, 2), ("13", 0, 0, 2)],
        DO: [("09", 2, 1, 0), ("10", 0, 0, 2), ("13", 0, 0, 2)],
    }

    buiten = {
        v.tijdvak: v.buiten for dag in loket.overzicht.matrix(NU) for v in dag.vakken if v.aantal
    }
    assert buiten == {vak(DI, 13, 15): False, vak(WO, 9, 11): True, vak(DO, 9, 11): True}


# Lists --------------------------------------------------------------------------------------------

LIJSTEN = {
    Wachtrijlijst.VANDAAG: ["a", "b"],
    Wachtrijlijst.MIJN: ["b"],
    Wachtrijlijst.NIEMAND: ["laat", "a", "d", "f"],
    Wachtrijlijst.TE_LAAT: ["laat"],
    Wachtrijlijst.GERADEN: ["d"],
    Wachtrijlijst.OPEN: ["laat", "a", "b", "d", "e", "f"],
    Wachtrijlijst.GESLOTEN: ["c"],
}


@pytest.mark.parametrize("lijst", Wachtrijlijst)
def test_wat_er_in_elke_lijst_staat_en_hoeveel(loket: Loket, lijst: Wachtrijlijst) -> None:
    with loket.bestand.write() as db:  # wrong digits: just enough, just not, of a closed one
        for uid, keer in (("d", 25), ("e", 24), ("c", 25)):
            db.execute("update verzoek set misgeraden = ? where uid = ?", [keer, uid])
    deel = loket.overzicht.lijst(lijst, wie=ANNA, nu=NU)
    assert [rij.verzoek.uid for rij in deel.rijen] == LIJSTEN[lijst]
    assert loket.overzicht.tel(wie=ANNA, nu=NU)[lijst] == len(LIJSTEN[lijst])


@pytest.mark.parametrize(
    ("moment", "te_laat"),
    [((14, 59, 59), ["laat"]), ((15, 0, 0), ["laat", "a", "b"])],
)
def test_te_laat_is_het_zodra_het_tijdvak_voorbij_is(
    loket: Loket, moment: tuple[int, int, int], te_laat: list[str]
) -> None:
    nu = datetime.combine(DI, time(*moment), NEDERLANDSE_TIJD)
    assert [
        rij.verzoek.uid
        for rij in loket.overzicht.lijst(Wachtrijlijst.TE_LAAT, wie=ANNA, nu=nu).rijen
    ] == te_laat


@pytest.mark.parametrize(("dagen", "erin"), [(29, True), (30, False)])
def test_wat_gesloten_is_staat_dertig_dagen_in_de_lijst(
    loket: Loket, dagen: int, erin: bool
) -> None:
    deel = loket.overzicht.lijst(Wachtrijlijst.GESLOTEN, wie=ANNA, nu=NU + timedelta(days=dagen))
    assert bool(deel.rijen) == erin


def test_een_tijdvak_heeft_een_eigen_lijst(loket: Loket) -> None:
    assert [rij.verzoek.uid for rij in loket.overzicht.van_tijdvak(vak(DO, 9, 11).begin).rijen] == [
        "e",
        "f",
    ]


def test_een_rij_zegt_wie_het_heeft_hoe_vaak_er_gebeld_is_en_of_er_nog_een_is(loket: Loket) -> None:
    loket.verzoeken.dien_in(
        "zelfde", gegevens(telefoon="+31612345600"), vak(WO, 9, 11), taal="nl", nu=NU
    )
    loket.verzoeken.dien_in(
        "dicht", gegevens(telefoon="+31612345604"), vak(WO, 9, 11), taal="nl", nu=NU
    )
    loket.verzoeken.trek_in("dicht", 1, nu=NU)
    loket.behandelen.poging("e", 2, Resultaat.GEEN_GEHOOR, wie=BERT, nu=NU)
    loket.behandelen.poging("e", 3, Resultaat.BELT_ZELF, wie=BERT, nu=NU)
    rijen = {
        rij.verzoek.uid: rij
        for rij in loket.overzicht.lijst(Wachtrijlijst.OPEN, wie=ANNA, nu=NU).rijen
    }
    assert {uid: (rij.wie, rij.vergeefs, rij.ook_gevraagd) for uid, rij in rijen.items()} == {
        "laat": ("", 0, False),
        "a": ("", 0, True),
        "zelfde": ("", 0, True),
        "b": ("Anna", 0, False),
        "d": ("", 0, False),
        "e": ("Bert", 1, False),
        "f": ("", 0, False),
    }


def test_wat_heropend_is_begint_in_de_lijst_weer_bij_nul(loket: Loket) -> None:
    loket.behandelen.poging("e", 2, Resultaat.GEEN_GEHOOR, wie=BERT, nu=NU)
    loket.behandelen.sluit("e", 3, Sluitreden.NIET_BEREIKT, wie=BERT, nu=NU)
    loket.behandelen.heropen("e", 4, None, wie=BERT, nu=NU)
    (rij,) = (
        rij
        for rij in loket.overzicht.lijst(Wachtrijlijst.OPEN, wie=ANNA, nu=NU).rijen
        if rij.verzoek.uid == "e"
    )
    assert rij.vergeefs == 0


def test_een_lange_lijst_komt_in_delen(loket: Loket, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(overzicht, "PER_LIJST", 4)
    eerste = loket.overzicht.lijst(Wachtrijlijst.OPEN, wie=ANNA, nu=NU)
    rest = loket.overzicht.lijst(Wachtrijlijst.OPEN, wie=ANNA, nu=NU, vanaf=4)
    assert [rij.verzoek.uid for rij in (*eerste.rijen, *rest.rijen)] == LIJSTEN[Wachtrijlijst.OPEN]
    assert (eerste.meer, len(eerste.rijen), rest.meer) == (True, 4, False)


# Searching ----------------------------------------------------------------------------------------


@pytest.fixture
def te_zoeken(met_collegas: Loket) -> Loket:
    mensen = {
        "sjoukje": gegevens(naam="Sjoukje de Boer-Müller", telefoon="+31612345678"),
        "jan": gegevens(
            naam="Jan de Boer", telefoon="+31501234567", adres=None, ander_naam="Griet Hofstra"
        ),
        "duits": gegevens(
            naam="Ümit Öz",
            telefoon="+494921123456",
            adres=MeeAdres("A-weg 1", "9712 JG", "buiten", ("9712JG", 1, "A")),
        ),
        "school": gegevens(
            naam="Sjoukje Meijer",
            telefoon="+31501234568",
            adres=MeeAdres(
                "Burgemeester van der Veenstraat 2",
                "9711 ST 't Zandt",
                "binnen",
                ("9711ST", 2, "", "", "Burgemeester van der Veenstraat"),
            ),
        ),
    }
    for n, (uid, wie) in enumerate(mensen.items()):
        met_collegas.verzoeken.dien_in(
            uid, wie, met_collegas.verzoeken.vrij(NU)[n], taal="nl", nu=NU
        )
    met_collegas.verzoeken.trek_in("jan", 1, nu=NU)
    return met_collegas


ZOEKEN = [
    ("Sjoukje", ["school", "sjoukje"]),
    ("sjoukje muller", ["sjoukje"]),
    ("MÜLLER, SJOUKJE", ["sjoukje"]),
    ("mu\u0308ller", ["sjoukje"]),
    ("de boer", ["sjoukje", "jan"]),
    ("boer jan", ["jan"]),
    ("jan muller", []),
    ("sjouk", []),
    ("hofstra", ["jan"]),
    ("umit oz", ["duits"]),
    ("x", []),
    ("06-12345678", ["sjoukje"]),
    ("+31 (0)6 1234 5678", ["sjoukje"]),
    ("0031612345678", ["sjoukje"]),
    ("050 123 45 67", ["jan"]),
    ("0049 4921 123456", ["duits"]),
    ("0612345679", []),
    ("9951AD 14", ["sjoukje"]),
    ("9951 ad, 14a", ["sjoukje"]),
    ("9951ad", ["sjoukje"]),
    ("9951 AD 15", []),
    ("9712JG 1", ["duits"]),
    ("Kerkstraat 14, 9951 AD Winsum", ["sjoukje"]),
    ("9951AD kerk", ["sjoukje"]),
    ("9711 st2", ["school"]),
    ("9711st 2", ["school"]),
    ("97 11 s t 2", ["school"]),
    ("9711ST-2", ["school"]),
    ("2, 9711 st", ["school"]),
    ("97l1 st 2", ["school"]),
    ("9711 st22", []),
    ("kerkstraat", ["sjoukje"]),
    ("Kerkstr. 14", ["sjoukje"]),
    ("winsum kerkstraat 14 a", ["sjoukje"]),
    ("kerkstraat 15", []),
    ("kerkstraat zandt", []),
    ("Burg. v.d. Veenstr. 2", ["school"]),
    ("veenstraat", ["school"]),
    ("'t Zandt", ["school"]),
    ("14", []),
    ("5678", ["sjoukje"]),
    ("56 78", ["sjoukje"]),
    ("678", []),
    ("4567", ["jan"]),
    ("de buur", ["sjoukje", "jan"]),
    ("meyer", ["school"]),
    ("Sjouckje Meier", ["school"]),
    ("griet hofstraa", ["jan"]),
    ("", []),
    ("?!", []),
    ("\x00", []),
]


@pytest.mark.parametrize(("tekst", "uids"), ZOEKEN)
def test_zoeken_op_naam_nummer_en_adres(te_zoeken: Loket, tekst: str, uids: list[str]) -> None:
    gevonden = te_zoeken.overzicht.zoek(lees_zoektekst(tekst))
    assert [rij.verzoek.uid for rij in gevonden.rijen] == uids


@pytest.mark.parametrize(
    "vorm", [str, str.lower, show_code, lambda code: "-".join(code), lambda code: f"  {code} "]
)
def test_zoeken_op_code_in_elke_vorm(te_zoeken: Loket, vorm: Callable[[str], str]) -> None:
    for uid in ("sjoukje", "jan", "duits", "school"):
        tekst = vorm(te_zoeken.verzoeken.met_uid(uid).code)
        assert [
            rij.verzoek.uid for rij in te_zoeken.overzicht.zoek(lees_zoektekst(tekst)).rijen
        ] == [uid]


@pytest.mark.parametrize("vorm", [str, str.lower, "{} …".format, " ".join])
def test_zoeken_op_het_begin_van_een_code(te_zoeken: Loket, vorm: Callable[[str], str]) -> None:
    code = te_zoeken.verzoeken.met_uid("jan").code
    deel = te_zoeken.overzicht.zoek(lees_zoektekst(vorm(half_code(code))))
    assert "jan" in [rij.verzoek.uid for rij in deel.rijen if not deel.lijkt]


def test_wat_alleen_zo_klinkt_komt_na_wat_precies_klopt(te_zoeken: Loket) -> None:
    for n, naam in enumerate(("Geertje Meier", "Geertje Meyer", "Geertje Meier")):
        wie = gegevens(naam=naam, telefoon=f"+3161234560{n}", adres=None)
        vrij = te_zoeken.verzoeken.vrij(NU)[n]
        te_zoeken.verzoeken.dien_in(f"g{n}", wie, vrij, taal="nl", nu=NU)
    te_zoeken.verzoeken.trek_in("g0", 1, nu=NU)
    deel = te_zoeken.overzicht.zoek(lees_zoektekst("geertje meier"))
    assert [rij.verzoek.uid for rij in deel.rijen] == ["g2", "g0", "g1"]
    assert deel.lijkt == 1


def test_van_veel_dat_klopt_komt_het_eerste_deel(
    te_zoeken: Loket, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(overzicht, "PER_LIJST", 1)
    deel = te_zoeken.overzicht.zoek(lees_zoektekst("sjoukje"))
    assert (len(deel.rijen), deel.meer, deel.lijkt) == (1, True, 0)


def test_in_het_bestand_is_geen_woord_te_lezen(te_zoeken: Loket) -> None:
    with te_zoeken.bestand.read() as db:
        hashes = [hash_ for (hash_,) in db.execute("select hash from zoekwoord")]
    assert len(hashes) > 40
    assert {len(hash_) for hash_ in hashes} == {HASH_BYTES}


def test_een_verzoek_van_voor_deze_manier_van_zoeken_wordt_ook_gevonden(
    te_zoeken: Loket, maak_loket: Callable[..., Loket]
) -> None:
    with te_zoeken.bestand.write() as db:  # as it was: words of names and the postcode alone
        db.execute("delete from zoekwoord")
        db.execute("update verzoek set zoekversie = 0")
        db.execute("update verzoek set gegevens = x'00' where uid = 'duits'")
    assert not te_zoeken.overzicht.zoek(lees_zoektekst("meier")).rijen
    weer_open = maak_loket()
    assert [r.verzoek.uid for r in weer_open.overzicht.zoek(lees_zoektekst("meier")).rijen] == [
        "school"
    ]
    with weer_open.bestand.read() as db:
        versies = dict(db.execute("select uid, zoekversie from verzoek").fetchall())
    assert versies == {"sjoukje": 1, "jan": 1, "school": 1, "duits": 0}, "no key of ours opens it"


def test_wat_een_code_en_een_postcode_kan_zijn_is_allebei() -> None:
    assert lees_zoektekst("9743 cd") == (
        Zoekterm(Zoeksoort.CODE, ("9743CD",)),
        Zoekterm(Zoeksoort.ADRES, ("9743CD",)),
    )
    assert lees_zoektekst("krntjd") == (
        Zoekterm(Zoeksoort.CODE, ("KRNTJD",)),
        Zoekterm(Zoeksoort.NAAM, ("krntjd",)),
        Zoekterm(Zoeksoort.STRAAT, ("krntjd",)),
        Zoekterm(Zoeksoort.KLANK, ("krntjd",)),
    )
    assert lees_zoektekst("a" * (MAX_ZOEKTEKST + 1)) == ()


@settings(
    max_examples=200,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(st.text(max_size=MAX_ZOEKTEKST + 10))
def test_elke_zoektekst_geeft_een_lijst(te_zoeken: Loket, tekst: str) -> None:
    assert len(te_zoeken.overzicht.zoek(lees_zoektekst(tekst)).rijen) <= 4


def test_in_het_log_staat_dat_er_gezocht_is_en_niet_naar_wie(te_zoeken: Loket) -> None:
    te_zoeken.overzicht.log_zoeken(lees_zoektekst("9743CD"), wie=BERT, nu=NU)
    te_zoeken.overzicht.log_zoeken(lees_zoektekst("Sjoukje"), wie=BERT, nu=NU)
    with te_zoeken.bestand.read() as db:
        rijen = db.execute(
            "select wie, waarop from logboek where wat = 'gezocht' order by id"
        ).fetchall()
    assert rijen == [("medewerker:2", "code,adres"), ("medewerker:2", "naam,straat,klank")]
