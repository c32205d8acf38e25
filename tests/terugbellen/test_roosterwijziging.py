"""What other opening hours mean for who has been promised a tijdvak.

As a table, with holidays and both nights of the clock.
"""

from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta
from itertools import count

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portal.services import Loket
from portal.terugbellen.rijen import roosterstore
from portal.terugbellen.rijen.bezetting import TijdvakKanNiet, bezetting
from portal.terugbellen.rijen.roosterstore import RoosterBeheer, RoosterVeranderd
from portal.terugbellen.waarden.rooster import STANDAARD, Dagrooster, Rooster
from portal.terugbellen.waarden.roosterwijziging import vergelijk
from portal.terugbellen.waarden.tijdvakken import Tijdvak, in_openingstijd, plaatsen, tijdvakken
from portal.terugbellen.waarden.verzoek import Gegevens, Status, Verzoek, Via
from rules.model import NEDERLANDSE_TIJD
from tests.conftest import NU
from tests.terugbellen.conftest import buur, gegevens
from tests.terugbellen.roosters import ROOSTERS

NACHT = Rooster((Dagrooster(time(0), time(8), 2),) * 7, 60, {})
nummers = count(1)


def moment(tekst: str) -> datetime:
    return datetime.fromisoformat(tekst).replace(tzinfo=NEDERLANDSE_TIJD)


def vak(begin: str, minuten: int = 120) -> Tijdvak:
    """`2026-11-26 09:00`, on the Dutch clock; `minuten` that pass."""
    van = moment(begin)
    return Tijdvak(van, van.astimezone(UTC) + timedelta(minutes=minuten))


def verzoek(tijdvak: Tijdvak) -> Verzoek:
    n = next(nummers)
    return Verzoek(
        id=n, uid=f"n{n}", code="CCCCCC", gegevens=Gegevens("Geertje", "+31612345678"),
        tijdvak=tijdvak, status=Status.OPEN, sluitreden=None, uitkomst="", taal="nl",
        via=Via.BEWONER, versie=1, medewerker=None, gemaakt_op=NU, gesloten_op=None,
    )  # fmt: skip


def dagen(**anders: Dagrooster | None) -> Rooster:
    """The standard one, with other days: `do=None` is closed on Thursday."""
    namen = ("ma", "di", "wo", "do", "vr", "za", "zo")
    return replace(
        STANDAARD,
        dagen=tuple(
            anders.get(naam, dag) for naam, dag in zip(namen, STANDAARD.dagen, strict=True)
        ),
    )


def dicht(*dagen: str) -> Rooster:
    return replace(STANDAARD, gesloten={date.fromisoformat(dag): "studiedag" for dag in dagen})


KORT = dagen(do=Dagrooster(time(10), time(16), 4))
BUITEN = [
    # new rooster, begin of the tijdvak, why it falls outside (None: it does not)
    (STANDAARD, "2026-11-26 09:00", None),
    (dicht("2026-11-26"), "2026-11-26 09:00", "studiedag"),
    (dicht("2026-11-26"), "2026-11-27 09:00", None),
    (dagen(do=None), "2026-11-26 09:00", "donderdag"),
    (KORT, "2026-11-26 09:00", ""),
    (KORT, "2026-11-26 11:00", None),
    (KORT, "2026-11-26 15:00", ""),  # begins inside, ends outside
    (
        replace(STANDAARD, duur_minuten=60),
        "2026-11-26 09:00",
        None,
    ),  # no tijdvak any more, but we are there
    (
        replace(STANDAARD, duur_minuten=180),
        "2026-11-26 15:00",
        None,
    ),  # after the last whole tijdvak, and we are there
    (STANDAARD, "2027-04-27 09:00", "Koningsdag"),
    (STANDAARD, "2026-12-25 09:00", "Eerste Kerstdag"),
    (STANDAARD, "2027-03-26 09:00", "Goede Vrijdag"),
    (STANDAARD, "2026-12-31 15:00", None),  # an ordinary day, until somebody closes it
    (dicht("2026-12-31"), "2026-12-31 15:00", "studiedag"),
    (NACHT, "2028-03-26 01:00", None),  # ends at 4:00 on the clock: the night is an hour shorter
    (replace(NACHT, dagen=(Dagrooster(time(0), time(3, 30), 2),) * 7), "2028-03-26 01:00", ""),
    (
        replace(NACHT, dagen=(Dagrooster(time(0), time(3), 2),) * 7),
        "2027-10-31 01:00",
        None,
    ),  # ends at 2:00 for the second time
]


@pytest.mark.parametrize(("nieuw", "begin", "waarom"), BUITEN)
def test_wie_buiten_de_nieuwe_openingstijden_valt(
    nieuw: Rooster, begin: str, waarom: str | None
) -> None:
    gevraagd = verzoek(vak(begin))
    gevonden = vergelijk(STANDAARD, nieuw, [gevraagd], NU).buiten
    assert [(b.verzoek, b.gesloten) for b in gevonden] == (
        [] if waarom is None else [(gevraagd, waarom)]
    )


def test_wie_al_geweest_is_telt_niet_mee() -> None:
    nu = moment("2026-11-26 11:00")
    voorbij, bezig = verzoek(vak("2026-11-26 09:00")), verzoek(vak("2026-11-26 11:00"))
    assert [
        b.verzoek for b in vergelijk(STANDAARD, dicht("2026-11-26"), [voorbij, bezig], nu).buiten
    ] == [bezig]


VOL = [
    # new rooster, how many requests at 9:00, -> the overfull tijdvakken: begin, requests, places
    (STANDAARD, 4, []),
    (dagen(do=Dagrooster(time(9), time(17), 3)), 3, []),
    (dagen(do=Dagrooster(time(9), time(17), 3)), 4, [("09:00", 4, 3)]),
    (
        replace(dagen(do=Dagrooster(time(9), time(17), 1)), duur_minuten=60),
        2,
        [("09:00", 2, 1), ("10:00", 2, 1)],
    ),
    (dagen(do=Dagrooster(time(10), time(16), 3)), 4, [("10:00", 4, 3)]),  # they touch the new one
    (dagen(do=None), 4, []),  # all of them fall outside; there is no tijdvak
]


@pytest.mark.parametrize(("nieuw", "aantal", "verwacht"), VOL)
def test_welke_tijdvakken_te_vol_worden(
    nieuw: Rooster, aantal: int, verwacht: list[tuple[str, int, int]]
) -> None:
    verzoeken = [verzoek(vak("2026-11-26 09:00")) for _ in range(aantal)]
    gevonden = vergelijk(STANDAARD, nieuw, verzoeken, NU).overvol
    assert [
        (f"{v.tijdvak.begin.astimezone(NEDERLANDSE_TIJD):%H:%M}", len(v.verzoeken), v.plaatsen)
        for v in gevonden
    ] == verwacht


DAGEN = [
    # from, to, the day, what it was, what it becomes: why closed or how many places are free
    (STANDAARD, dicht("2026-11-27"), "2026-11-27", 16, "studiedag"),
    (dicht("2026-11-27"), STANDAARD, "2026-11-27", "studiedag", 16),
    (
        STANDAARD,
        dicht("2026-12-31"),
        "2026-12-31",
        16,
        "studiedag",
    ),  # far ahead, but the list names it
    (STANDAARD, dagen(za=Dagrooster(time(10), time(12), 2)), "2026-11-28", "zaterdag", 2),
    (STANDAARD, dagen(do=Dagrooster(time(9), time(17), 2)), "2026-11-26", 15, 7),  # one is taken
    (
        STANDAARD,
        dagen(di=Dagrooster(time(9), time(17), 5)),
        "2026-11-24",
        12,
        15,
    ),  # today: 9:00 has begun
    (
        STANDAARD,
        replace(STANDAARD, duur_minuten=60),
        "2026-11-26",
        15,
        30,
    ),  # one is taken, of two tijdvakken
]


@pytest.mark.parametrize(("oud", "nieuw", "dag", "was", "wordt"), DAGEN)
def test_welke_dagen_veranderen(
    oud: Rooster, nieuw: Rooster, dag: str, was: object, wordt: object
) -> None:
    verschillen = vergelijk(oud, nieuw, [verzoek(vak("2026-11-26 09:00"))], NU).dagen
    (verschil,) = [v for v in verschillen if v.dag == date.fromisoformat(dag)]
    assert [stand.gesloten or stand.vrij for stand in (verschil.was, verschil.wordt)] == [
        was,
        wordt,
    ]


def test_meer_plaatsen_op_een_dag_die_voorbij_is_verandert_die_dag_niet() -> None:
    nu = moment("2026-11-26 18:00")
    meer = dagen(do=Dagrooster(time(9), time(17), 9))
    assert [v.dag for v in vergelijk(STANDAARD, meer, [], nu).dagen] == [
        date(2026, 12, 3),
        date(2026, 12, 10),
    ]


@pytest.mark.parametrize(
    "sluitdag", ["2026-11-28", "2026-12-25", "2026-11-23"], ids=["zaterdag", "kerst", "gisteren"]
)
def test_sluiten_op_een_dag_die_al_dicht_of_voorbij_is_verandert_geen_dag(sluitdag: str) -> None:
    assert vergelijk(STANDAARD, dicht(sluitdag), [], NU).dagen == ()


@given(rooster=ROOSTERS)
def test_hetzelfde_rooster_verandert_niets_en_wie_zojuist_vroeg_valt_er_binnen(
    rooster: Rooster,
) -> None:
    gevraagd = [verzoek(tijdvak) for tijdvak in tijdvakken(rooster, NU)[:8]]
    wijziging = vergelijk(rooster, rooster, gevraagd, NU)
    assert (wijziging.buiten, wijziging.overvol, wijziging.dagen) == ((), (), ())


@given(oud=ROOSTERS, nieuw=ROOSTERS, plek=st.integers(0, 20))
def test_een_open_verzoek_ligt_in_openingstijd_of_staat_in_de_lijst(
    oud: Rooster, nieuw: Rooster, plek: int
) -> None:
    gevraagd = [verzoek(tijdvak) for tijdvak in tijdvakken(oud, NU)[plek : plek + 1]]
    wijziging = vergelijk(oud, nieuw, gevraagd, NU)
    assert [b.verzoek for b in wijziging.buiten] == [
        v for v in gevraagd if not in_openingstijd(nieuw, v.tijdvak)
    ]
    assert all(verschil.dag >= NU.date() for verschil in wijziging.dagen)


# In the file --------------------------------------------------------------------------------------


@pytest.fixture
def beheer(loket: Loket) -> RoosterBeheer:
    with loket.bestand.write() as db:
        db.execute(
            "insert into medewerker (id, naam, rol, wachtwoord, gemaakt_op) values"
            " (7, 'Carla', 'beheerder', '', '2026-01-01T00:00:00Z')"
        )
    return loket.roosters


def test_een_sluitdag_na_een_verzoek_laat_het_verzoek_staan(
    loket: Loket, beheer: RoosterBeheer
) -> None:
    tijdvak = loket.verzoeken.vrij(NU)[0]
    gevraagd = loket.verzoeken.dien_in("een", gegevens(), tijdvak, taal="nl", nu=NU)
    nieuw = dicht(tijdvak.dag.isoformat())
    assert [b.verzoek for b in beheer.voorbeeld(nieuw, 0, NU).buiten] == [gevraagd]
    beheer.bewaar(nieuw, 0, medewerker=7, nu=NU)
    assert loket.verzoeken.met_uid("een") == gevraagd
    with pytest.raises(TijdvakKanNiet):
        loket.verzoeken.dien_in("twee", gegevens(), tijdvak, taal="nl", nu=NU)
    later = loket.verzoeken.verplaats("een", 1, loket.verzoeken.vrij(NU)[-1], nu=NU)
    with pytest.raises(TijdvakKanNiet):  # there is no way back
        loket.verzoeken.verplaats("een", later.versie, tijdvak, nu=NU)


def test_wie_het_laatst_bewaart_ziet_dat_een_ander_hem_voor_was(
    loket: Loket, beheer: RoosterBeheer
) -> None:
    beheer.bewaar(KORT, 0, medewerker=7, nu=NU)
    doe: Sequence[Callable[[], object]] = (
        lambda: beheer.voorbeeld(dagen(do=None), 0, NU),
        lambda: beheer.bewaar(dagen(do=None), 0, medewerker=7, nu=NU),
    )
    for probeer in doe:
        with pytest.raises(RoosterVeranderd):
            probeer()
    stand = beheer.stand()
    assert stand.rooster == KORT
    beheer.bewaar(dagen(do=None), stand.id, medewerker=7, nu=NU)
    assert beheer.stand().rooster == dagen(do=None)


def test_twee_keer_op_bewaar_is_een_wijziging(loket: Loket, beheer: RoosterBeheer) -> None:
    for _ in range(2):
        beheer.bewaar(KORT, 0, medewerker=7, nu=NU)
    assert [(w.op, w.door) for w in beheer.stand().wijzigingen] == [(NU, "Carla")]
    with loket.bestand.read() as db:
        assert db.execute("select wie, wat from logboek").fetchall() == [
            ("medewerker:7", "rooster_gewijzigd")
        ]


def test_wie_er_niet_meer_is_of_geen_collega_was_blijft_leeg(
    loket: Loket, beheer: RoosterBeheer
) -> None:
    with loket.bestand.write() as db:
        roosterstore.bewaar(db, KORT, medewerker=None, nu=NU)
    assert [w.door for w in beheer.stand().wijzigingen] == [""]


def test_het_voorbeeld_telt_plaatsen_zoals_de_store_ze_geeft(
    loket: Loket, beheer: RoosterBeheer
) -> None:
    tijdvak = loket.verzoeken.vrij(NU)[0]
    for n in range(3):
        loket.verzoeken.dien_in(f"n{n}", gegevens(**buur(n)), tijdvak, taal="nl", nu=NU)
    nieuw = dagen(
        **{dag: Dagrooster(time(9), time(17), 2) for dag in ("ma", "di", "wo", "do", "vr")}
    )
    (vol,) = beheer.voorbeeld(nieuw, 0, NU).overvol
    beheer.bewaar(nieuw, 0, medewerker=7, nu=NU)
    with loket.bestand.read() as db:
        assert (
            (len(vol.verzoeken), vol.plaatsen)
            == (bezetting(db, [tijdvak])[0], plaatsen(nieuw, tijdvak))
            == (3, 2)
        )
    assert tijdvak not in loket.verzoeken.vrij(NU)
