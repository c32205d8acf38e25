"""Counts: the same after a request is deleted, on the Dutch day, without personal data."""

from datetime import date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portal.cijfers.periode import Periode
from portal.clock import from_text, later, to_text
from portal.services import Loket
from portal.terugbellen.rijen.telling import Aantallen
from rules.model import NEDERLANDSE_TIJD
from tests.conftest import NU
from tests.terugbellen.conftest import gegevens

NOVEMBER, DECEMBER = (Periode.maand(date(2026, maand, 1)) for maand in (11, 12))


@pytest.fixture(autouse=True)
def collega(loket: Loket) -> None:
    with loket.bestand.write() as db:
        db.execute(
            "insert into medewerker (id, naam, rol, wachtwoord, gemaakt_op) values"
            " (1, 'Anna', 'medewerker', '', '2026-01-01T00:00:00Z')"
        )


def vraag(loket: Loket, uid: str, nu: datetime = NU, met_adres: bool = True) -> None:
    tijdvak = loket.verzoeken.vrij(nu)[-1]
    anders = {} if met_adres else {"adres": None}
    telefoon = f"+31612345{sum(map(ord, uid)):03}"  # each of somebody else
    loket.verzoeken.dien_in(uid, gegevens(telefoon=telefoon, **anders), tijdvak, taal="nl", nu=nu)


def bel(loket: Loket, uid: str, na_minuten: int, resultaat: str) -> None:
    with loket.bestand.write() as db:
        vraag = "select id, gemaakt_op from verzoek where uid = ?"
        ((id_, gemaakt_op),) = db.execute(vraag, [uid]).fetchall()
        op = to_text(later(from_text(gemaakt_op), timedelta(minutes=na_minuten)))
        db.execute(
            "insert into poging (verzoek, op, medewerker, resultaat) values (?, ?, 1, ?)",
            [id_, op, resultaat],
        )


POGINGEN: list[tuple[list[tuple[int, str]], Aantallen]] = [
    ([], Aantallen(1, 0, 0, 0, 0, 0)),
    ([(60, "gesproken")], Aantallen(1, 1, 1, 1, 0, 60)),
    ([(60, "geen_gehoor")], Aantallen(1, 1, 0, 0, 0, 60)),
    ([(60, "geen_gehoor"), (90, "voicemail"), (300, "gesproken")], Aantallen(1, 1, 0, 1, 0, 60)),
    ([(60, "gesproken"), (90, "geen_gehoor")], Aantallen(1, 1, 1, 1, 0, 60)),
]


@pytest.mark.parametrize(("pogingen", "verwacht"), POGINGEN)
def test_wat_een_verzoek_in_de_cijfers_is_verandert_niet_als_het_verwijderd_wordt(
    loket: Loket, pogingen: list[tuple[int, str]], verwacht: Aantallen
) -> None:
    vraag(loket, "een")
    for na_minuten, resultaat in pogingen:
        bel(loket, "een", na_minuten, resultaat)
    voor = loket.cijfers.van(NOVEMBER, NU)
    assert voor.per_dag == ((NU.date(), verwacht),)
    assert voor.per_uitkomst == (("grensgeval", verwacht),)
    loket.verzoeken.verwijder("een", nu=NU)
    assert loket.cijfers.van(NOVEMBER, NU) == voor


def test_ingetrokken_wordt_geteld_ook_na_verwijderen(loket: Loket) -> None:
    vraag(loket, "een")
    loket.verzoeken.trek_in("een", 1, nu=NU)
    loket.verzoeken.verwijder("een", nu=NU)
    assert loket.cijfers.van(NOVEMBER, NU).totaal == Aantallen(1, ingetrokken=1)


@pytest.mark.parametrize(
    ("moment", "dag"),
    [
        ("2026-11-24T23:30", "2026-11-24"),
        ("2026-11-25T00:30", "2026-11-25"),  # in UTC still the 24th
        ("2026-07-01T01:30", "2026-07-01"),  # in summer two hours
        ("2026-12-31T23:59", "2026-12-31"),
        ("2027-01-01T00:00", "2027-01-01"),
        ("2027-03-28T01:59", "2027-03-28"),
        ("2026-10-25T02:30", "2026-10-25"),
    ],
)
def test_een_dag_is_een_nederlandse_dag(loket: Loket, moment: str, dag: str) -> None:
    nu = datetime.fromisoformat(moment).replace(tzinfo=NEDERLANDSE_TIJD)
    vraag(loket, "een", nu)
    deze, volgende = (date.fromisoformat(dag) + timedelta(days=n) for n in (0, 7))
    week, volgende_week = Periode.rond(deze, deze), Periode.rond(volgende, volgende)
    for verwijder in (False, True):
        if verwijder:
            loket.verzoeken.verwijder("een", nu=nu)
        assert loket.cijfers.van(week, nu).per_dag == ((date.fromisoformat(dag), Aantallen(1)),)
        assert loket.cijfers.van(volgende_week, nu).totaal == Aantallen()


def test_wat_weg_is_en_wat_er_nog_is_wordt_opgeteld(loket: Loket) -> None:
    for n in range(4):
        vraag(loket, f"n{n}", NU + timedelta(days=n % 2), met_adres=n < 3)
    bel(loket, "n0", 30, "gesproken")
    bel(loket, "n2", 90, "geen_gehoor")
    for n in (0, 1):
        loket.verzoeken.verwijder(f"n{n}", nu=NU)
    cijfers = loket.cijfers.van(NOVEMBER, NU)
    assert cijfers.per_dag == (
        (NU.date(), Aantallen(2, 2, 1, 1, 0, 120)),
        (NU.date() + timedelta(days=1), Aantallen(2)),
    )
    assert [(uitkomst, a.verzoeken) for uitkomst, a in cijfers.per_uitkomst] == [
        ("", 1),
        ("grensgeval", 3),
    ]
    assert cijfers.totaal == Aantallen(4, 2, 1, 1, 0, 120)
    assert cijfers.totaal.gemiddeld_uren == 1.0
    assert loket.cijfers.van(DECEMBER, NU).totaal.gemiddeld_uren is None


@pytest.mark.parametrize(
    ("jaar", "maand", "van", "tot"),
    [
        (2026, 11, "2026-11-02", "2026-11-29"),
        (2026, 12, "2026-11-30", "2027-01-03"),
        (2027, 1, "2027-01-04", "2027-01-31"),
        (2024, 2, "2024-01-29", "2024-03-03"),
    ],
)
def test_een_week_hoort_bij_de_maand_van_haar_donderdag(
    jaar: int, maand: int, van: str, tot: str
) -> None:
    periode = Periode.maand(date(jaar, maand, 15))
    assert (str(periode.van), str(periode.tot)) == (van, tot)
    assert [dag.month for dag in periode.donderdagen] == [maand, maand]


@given(st.dates(date(2001, 1, 1), date(2090, 1, 1)))
def test_de_maanden_samen_zijn_elke_week_een_keer(dag: date) -> None:
    maand = Periode.maand(dag)
    assert Periode.maand(maand.donderdagen[1] + timedelta(days=7)).van == maand.erna
    assert maand.weken in (4, 5)
    week = Periode.rond(dag, dag)
    assert week.van <= dag <= week.tot
    assert week.weken == 1
