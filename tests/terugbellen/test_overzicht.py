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
from portal.storage.audit_log import Action
from portal.terugbellen.overzichten import lijsten, werk
from portal.terugbellen.overzichten.lijsten import Wachtrijlijst
from portal.terugbellen.rijen import roosterstore
from portal.terugbellen.rijen.zoeken import MAX_ZOEKTEKST, Zoeksoort, Zoekterm, lees_zoektekst
from portal.terugbellen.waarden.behandeling import Gesprek, Resultaat
from portal.terugbellen.waarden.rooster import STANDAARD, Dagrooster, Rooster
from portal.terugbellen.waarden.tijdvakken import Tijdvak
from portal.terugbellen.waarden.verzoek import Gesprekstaal, MeeAdres, Onderwerp, Sluitreden
from rules.model import NEDERLANDSE_TIJD
from tests.conftest import NU
from tests.terugbellen.conftest import ANNA, BERT, CARLA, gegevens


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


def bel(loket: Loket, uid: str, versie: int, wat: Resultaat, nu: datetime = NU) -> None:
    """Bert phones; the moment does not matter."""
    gesprek = Gesprek(wat, buiten_mag=True)
    loket.behandelen.leg_vast(uid, versie, gesprek, wie=BERT, nu=nu)


# Lists --------------------------------------------------------------------------------------------

LIJSTEN = {
    Wachtrijlijst.NU: [],
    Wachtrijlijst.STRAKS: ["a", "b"],
    Wachtrijlijst.NOG_EENS: [],
    Wachtrijlijst.LATER: ["d", "e", "f"],
    Wachtrijlijst.MIJN: ["b"],
    Wachtrijlijst.NIEMAND: ["laat", "a", "d", "f"],
    Wachtrijlijst.TE_LAAT: ["laat"],
    Wachtrijlijst.GERADEN: ["d"],
    Wachtrijlijst.ELDERS: [],
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


ELK = (
    Wachtrijlijst.TE_LAAT,
    Wachtrijlijst.NU,
    Wachtrijlijst.STRAKS,
    Wachtrijlijst.NOG_EENS,
    Wachtrijlijst.LATER,
)


@pytest.mark.parametrize(
    ("moment", "delen"),
    [
        ((12, 59, 59), "laat,,a b,,d e f"),
        ((13, 0, 0), "laat,a b,,,d e f"),
        ((14, 59, 59), "laat,a b,,,d e f"),
        ((15, 0, 0), "laat b,,,a,d e f"),  # a was phoned in its tijdvak, and nobody was there
    ],
)
def test_de_klok_zegt_wie_te_laat_is_wie_nu_en_wie_straks(
    loket: Loket, moment: tuple[int, int, int], delen: str
) -> None:
    nu = datetime.combine(DI, time(*moment), NEDERLANDSE_TIJD)
    if nu.hour == 15:
        bel(loket, "a", 1, Resultaat.GEEN_GEHOOR, nu - timedelta(hours=1))
    lijst = [loket.overzicht.lijst(welke, wie=CARLA, nu=nu).rijen for welke in ELK]
    assert ",".join(" ".join(r.verzoek.uid for r in rijen) for rijen in lijst) == delen


@given(st.integers(0, 14 * 24 * 60))
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_elk_open_verzoek_staat_in_precies_een_van_die_vijf(loket: Loket, minuten: int) -> None:
    nu = VORIGE_WEEK + timedelta(minutes=minuten)
    tellingen = loket.overzicht.tel(wie=CARLA, nu=nu)
    assert sum(tellingen[welke] for welke in ELK) == tellingen[Wachtrijlijst.OPEN] == 6


# The work of now ----------------------------------------------------------------------------------

ALLES = werk.Werkfilter()


def te_doen(
    loket: Loket, nu: datetime, wil: werk.Werkfilter = ALLES, wie: int = ANNA
) -> dict[str, str]:
    gezien = loket.overzicht.werk(wil, wie=wie, nu=nu)
    return {
        d.lijst.value: " ".join(r.verzoek.uid for r in d.rijen) for d in gezien.delen if d.rijen
    }


def test_wie_een_ander_heeft_of_net_gebeld_is_komt_na_de_anderen(loket: Loket) -> None:
    nu = datetime.combine(DI, time(13, 30), NEDERLANDSE_TIJD)
    assert te_doen(loket, nu, wie=BERT) == {"te_laat": "laat", "nu": "a b", "mijn": "e"}
    bel(loket, "a", 1, Resultaat.BEZET, nu)
    loket.behandelen.laat_los("a", 2, wie=BERT, nu=nu)
    assert te_doen(loket, nu) == {"te_laat": "laat", "nu": "b a"}
    assert te_doen(loket, nu + timedelta(hours=1)) == {"te_laat": "laat", "nu": "a b"}


@pytest.mark.parametrize(
    ("wil", "verwacht"),
    [
        (werk.Werkfilter(medewerker=ANNA), {"nu": "b"}),
        (werk.Werkfilter(medewerker=0), {"te_laat": "laat", "nu": "a"}),
        (werk.Werkfilter(onderwerp=Onderwerp.HUUR), {}),
        (werk.Werkfilter(onderwerp=Onderwerp.UITKOMST), {"te_laat": "laat", "nu": "a b"}),
        (werk.Werkfilter(taal=Gesprekstaal.ENGELS), {}),
        (werk.Werkfilter(Gesprekstaal.NEDERLANDS, Onderwerp.UITKOMST, ANNA), {"nu": "b"}),
    ],
)
def test_een_collega_kan_minder_willen_zien(
    loket: Loket, wil: werk.Werkfilter, verwacht: dict[str, str]
) -> None:
    nu = datetime.combine(DI, time(13, 30), NEDERLANDSE_TIJD)
    assert te_doen(loket, nu, wil) == verwacht


def test_er_staan_er_een_paar_en_het_hele_aantal(
    loket: Loket, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(werk.TOON, Wachtrijlijst.STRAKS, 1)
    gezien = loket.overzicht.werk(ALLES, wie=CARLA, nu=NU)
    (straks,) = [deel for deel in gezien.delen if deel.lijst is Wachtrijlijst.STRAKS]
    assert ([r.verzoek.uid for r in straks.rijen], straks.aantal) == (["a"], 2)
    assert gezien.aan_de_beurt == 1
    assert gezien.tellingen[Wachtrijlijst.LATER] == 3


def test_kijken_verandert_de_stempel_niet_en_een_daad_wel(loket: Loket) -> None:
    eerst = loket.overzicht.stempel()
    loket.behandelen.bekijk("a", wie=ANNA, nu=NU)
    loket.overzicht.log_lijst("werk", {1, 2, 3}, wie=ANNA, nu=NU)
    assert loket.overzicht.stempel() == eerst
    loket.behandelen.pak("a", 1, wie=ANNA, nu=NU)
    assert loket.overzicht.stempel() > eerst


def test_wie_een_scherm_open_laat_staan_is_een_regel_in_het_kwartier(loket: Loket) -> None:
    stil = timedelta(minutes=15)
    for minuten in (0, 1, 14, 15, 16):
        nu = NU + timedelta(minutes=minuten)
        loket.overzicht.log_lijst("werk", {1, 2, 3}, wie=ANNA, nu=nu, stil=stil)
    gelogd = loket.logboek.read(9, actions=(Action.LIJST_BEKEKEN,))
    assert [regel.at for regel in gelogd] == [NU + stil, NU]


@pytest.mark.parametrize(("dagen", "erin"), [(29, True), (30, False)])
def test_wat_gesloten_is_staat_dertig_dagen_in_de_lijst(
    loket: Loket, dagen: int, erin: bool
) -> None:
    deel = loket.overzicht.lijst(Wachtrijlijst.GESLOTEN, wie=ANNA, nu=NU + timedelta(days=dagen))
    assert bool(deel.rijen) == erin


def test_een_tijdvak_heeft_een_eigen_lijst(loket: Loket) -> None:
    assert [
        rij.verzoek.uid for rij in loket.overzicht.van_tijdvak(vak(DO, 9, 11).begin, NU).rijen
    ] == [
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
    bel(loket, "e", 2, Resultaat.GEEN_GEHOOR)
    bel(loket, "e", 3, Resultaat.AFGEBROKEN)
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
    bel(loket, "e", 2, Resultaat.GEEN_GEHOOR)
    loket.behandelen.sluit("e", 3, Sluitreden.NIET_BEREIKT, wie=BERT, nu=NU)
    loket.behandelen.heropen("e", 4, None, wie=BERT, nu=NU)
    (rij,) = (
        rij
        for rij in loket.overzicht.lijst(Wachtrijlijst.OPEN, wie=ANNA, nu=NU).rijen
        if rij.verzoek.uid == "e"
    )
    assert rij.vergeefs == 0


def test_een_lange_lijst_komt_in_delen(loket: Loket, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(lijsten, "PER_LIJST", 4)
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
    gevonden = te_zoeken.overzicht.zoek(lees_zoektekst(tekst), NU)
    assert [rij.verzoek.uid for rij in gevonden.rijen] == uids


@pytest.mark.parametrize(
    "vorm", [str, str.lower, show_code, lambda code: "-".join(code), lambda code: f"  {code} "]
)
def test_zoeken_op_code_in_elke_vorm(te_zoeken: Loket, vorm: Callable[[str], str]) -> None:
    for uid in ("sjoukje", "jan", "duits", "school"):
        tekst = vorm(te_zoeken.verzoeken.met_uid(uid).code)
        assert [
            rij.verzoek.uid for rij in te_zoeken.overzicht.zoek(lees_zoektekst(tekst), NU).rijen
        ] == [uid]


@pytest.mark.parametrize("vorm", [str, str.lower, "{} …".format, " ".join])
def test_zoeken_op_het_begin_van_een_code(te_zoeken: Loket, vorm: Callable[[str], str]) -> None:
    code = te_zoeken.verzoeken.met_uid("jan").code
    deel = te_zoeken.overzicht.zoek(lees_zoektekst(vorm(half_code(code))), NU)
    assert "jan" in [rij.verzoek.uid for rij in deel.rijen if not deel.lijkt]


def test_wat_alleen_zo_klinkt_komt_na_wat_precies_klopt(te_zoeken: Loket) -> None:
    for n, naam in enumerate(("Geertje Meier", "Geertje Meyer", "Geertje Meier")):
        wie = gegevens(naam=naam, telefoon=f"+3161234560{n}", adres=None)
        vrij = te_zoeken.verzoeken.vrij(NU)[n]
        te_zoeken.verzoeken.dien_in(f"g{n}", wie, vrij, taal="nl", nu=NU)
    te_zoeken.verzoeken.trek_in("g0", 1, nu=NU)
    deel = te_zoeken.overzicht.zoek(lees_zoektekst("geertje meier"), NU)
    assert [rij.verzoek.uid for rij in deel.rijen] == ["g2", "g0", "g1"]
    assert deel.lijkt == 1


def test_van_veel_dat_klopt_komt_het_eerste_deel(
    te_zoeken: Loket, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(lijsten, "PER_LIJST", 1)
    deel = te_zoeken.overzicht.zoek(lees_zoektekst("sjoukje"), NU)
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
        db.execute("update verzoek set gegevens = ? where uid = 'duits'", [b"\0"])
    assert not te_zoeken.overzicht.zoek(lees_zoektekst("meier"), NU).rijen
    weer_open = maak_loket()
    assert [r.verzoek.uid for r in weer_open.overzicht.zoek(lees_zoektekst("meier"), NU).rijen] == [
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
    assert len(te_zoeken.overzicht.zoek(lees_zoektekst(tekst), NU).rijen) <= 4


def test_in_het_log_staat_dat_er_gezocht_is_en_niet_naar_wie(te_zoeken: Loket) -> None:
    te_zoeken.overzicht.log_zoeken(lees_zoektekst("9743CD"), wie=BERT, nu=NU)
    te_zoeken.overzicht.log_zoeken(lees_zoektekst("Sjoukje"), wie=BERT, nu=NU)
    with te_zoeken.bestand.read() as db:
        rijen = db.execute(
            "select wie, waarop from logboek where wat = 'gezocht' order by id"
        ).fetchall()
    assert rijen == [("medewerker:2", "code,adres"), ("medewerker:2", "naam,straat,klank")]
